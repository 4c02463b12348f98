package io.github.reenact.landmarks;

import io.github.reenact.Image;
import io.github.reenact.LandmarkDetector;
import io.github.reenact.testing.LandmarkDetectorContract;

@NeedsNative
class DlibLandmarkDetectorContractTest extends LandmarkDetectorContract {
  @Override
  protected LandmarkDetector create() {
    return Detectors.openNative();
  }

  @Override
  protected Image face() {
    return DrawnFaces.one(320);
  }
}
