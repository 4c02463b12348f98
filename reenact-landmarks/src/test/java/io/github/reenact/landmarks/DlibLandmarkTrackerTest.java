package io.github.reenact.landmarks;

@NeedsNative
class DlibLandmarkTrackerTest extends TrackerCases {
  @Override
  DlibLandmarkDetector open() {
    return Detectors.openNative();
  }
}
