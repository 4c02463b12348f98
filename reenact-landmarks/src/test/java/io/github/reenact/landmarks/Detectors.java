package io.github.reenact.landmarks;

import java.util.Optional;

/** Detectors with dlib's own model. */
final class Detectors {
  private Detectors() {}

  static DlibLandmarkDetector openNative() {
    return DlibLandmarkDetector.open(DlibModelFile.find(Optional.empty()));
  }

  static DlibLandmarkDetector openJava() {
    return DlibLandmarkDetector.openJava(DlibModelFile.find(Optional.empty()));
  }
}
