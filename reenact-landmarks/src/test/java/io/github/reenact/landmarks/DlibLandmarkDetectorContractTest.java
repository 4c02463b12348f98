package io.github.reenact.landmarks;

import io.github.reenact.Image;
import io.github.reenact.LandmarkDetector;
import io.github.reenact.testing.LandmarkDetectorContract;
import java.util.Optional;

class DlibLandmarkDetectorContractTest extends LandmarkDetectorContract {
  @Override
  protected LandmarkDetector create() {
    return DlibLandmarkDetector.open(DlibModelFile.find(Optional.empty()));
  }

  @Override
  protected Image face() {
    return DrawnFaces.one(320);
  }
}
