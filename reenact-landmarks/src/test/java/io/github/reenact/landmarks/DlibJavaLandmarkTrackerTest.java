package io.github.reenact.landmarks;

class DlibJavaLandmarkTrackerTest extends TrackerCases {
  @Override
  DlibLandmarkDetector open() {
    return Detectors.openJava();
  }
}
