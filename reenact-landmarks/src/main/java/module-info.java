/**
 * 68-point facial landmarks by dlib: detector and tracker, on a JavaCPP preset or in plain Java.
 */
module io.github.reenact.landmarks {
  requires transitive io.github.reenact;
  requires org.apache.commons.compress;
  requires org.bytedeco.javacpp;
  requires static org.jspecify;

  exports io.github.reenact.landmarks;

  provides io.github.reenact.spi.LandmarkDetectorProvider with
      io.github.reenact.landmarks.DlibLandmarkDetectorProvider,
      io.github.reenact.landmarks.DlibJavaLandmarkDetectorProvider;
}
