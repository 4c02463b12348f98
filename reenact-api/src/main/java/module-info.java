/** Public types, the reenactment pipeline and the service interfaces of reenact; pure Java. */
module io.github.reenact {
  requires transitive java.desktop;
  requires static org.jspecify;

  exports io.github.reenact;
  exports io.github.reenact.spi;
  exports io.github.reenact.head to
      io.github.reenact.cli,
      io.github.reenact.tf;
  exports io.github.reenact.pipeline to
      io.github.reenact.cli;
  exports io.github.reenact.warp to
      io.github.reenact.cli,
      io.github.reenact.tf;

  uses io.github.reenact.spi.GazeEstimatorProvider;
  uses io.github.reenact.spi.LandmarkDetectorProvider;
  uses io.github.reenact.spi.LandmarkDisentanglerProvider;
  uses io.github.reenact.spi.PortraitTranslatorProvider;

  provides io.github.reenact.spi.LandmarkDisentanglerProvider with
      io.github.reenact.pipeline.CopyDisentangler.Provider;
  provides io.github.reenact.spi.PortraitTranslatorProvider with
      io.github.reenact.warp.WarpTranslatorProvider;
}
