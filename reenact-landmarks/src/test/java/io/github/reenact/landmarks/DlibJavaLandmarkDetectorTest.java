package io.github.reenact.landmarks;

class DlibJavaLandmarkDetectorTest extends DetectorCases {
  @Override
  DlibLandmarkDetector open() {
    return Detectors.openJava();
  }
}
