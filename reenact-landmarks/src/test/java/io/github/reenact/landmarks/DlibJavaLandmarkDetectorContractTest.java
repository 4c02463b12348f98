package io.github.reenact.landmarks;

import io.github.reenact.Image;
import io.github.reenact.LandmarkDetector;
import io.github.reenact.testing.LandmarkDetectorContract;

class DlibJavaLandmarkDetectorContractTest extends LandmarkDetectorContract {
  @Override
  protected LandmarkDetector create() {
    return Detectors.openJava();
  }

  @Override
  protected Image face() {
    return DrawnFaces.one(320);
  }
}
