package io.github.reenact.landmarks;

import io.github.reenact.Image;
import io.github.reenact.LandmarkDetector;
import io.github.reenact.testing.LandmarkDetectorContract;
import org.junit.jupiter.api.BeforeAll;

class DlibLandmarkDetectorContractTest extends LandmarkDetectorContract {
  @BeforeAll
  static void requireNative() {
    Detectors.requireNative();
  }

  @Override
  protected LandmarkDetector create() {
    return Detectors.openNative();
  }

  @Override
  protected Image face() {
    return DrawnFaces.one(320);
  }
}
