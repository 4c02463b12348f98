package io.github.reenact.landmarks;

class DlibLandmarkTrackerTest extends TrackerCases {
  @Override
  DlibLandmarkDetector open() {
    return Detectors.openNative();
  }
}
