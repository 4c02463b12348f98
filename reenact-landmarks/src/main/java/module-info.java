/** 68-point facial landmarks by dlib: a detector and tracker on a JavaCPP preset. */
module io.github.reenact.landmarks {
  requires transitive io.github.reenact;
  requires org.bytedeco.javacpp;
  requires static org.jspecify;

  exports io.github.reenact.landmarks;

  provides io.github.reenact.spi.LandmarkDetectorProvider with
      io.github.reenact.landmarks.DlibLandmarkDetectorProvider;
}
