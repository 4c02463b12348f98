/** Public types, the reenactment pipeline and the service interfaces of reenact; pure Java. */
module io.github.reenact {
  requires transitive java.desktop;
  requires static org.jspecify;

  exports io.github.reenact;
  exports io.github.reenact.spi;

  uses io.github.reenact.spi.LandmarkDetectorProvider;
  uses io.github.reenact.spi.LandmarkDisentanglerProvider;
  uses io.github.reenact.spi.PortraitTranslatorProvider;
}
