package io.github.reenact.landmarks;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;

/** Detectors with dlib's own model. */
final class Detectors {
  private Detectors() {}

  /** Skips the test where the build has no native library, which the build says, too. */
  static void requireNative() {
    assumeTrue(
        DlibNative.isThere(),
        () -> "skipped: this build has no native library for " + DlibNative.platform());
  }

  static DlibLandmarkDetector openNative() {
    requireNative();
    return DlibLandmarkDetector.open(DlibModelFile.find(Optional.empty()));
  }

  static DlibLandmarkDetector openJava() {
    return DlibLandmarkDetector.openJava(DlibModelFile.find(Optional.empty()));
  }
}
