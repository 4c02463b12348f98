package io.github.reenact.landmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reenact.Image;
import io.github.reenact.LandmarkTracker;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

@NeedsNative
class DlibLandmarkDetectorTest extends DetectorCases {
  @Override
  DlibLandmarkDetector open() {
    return Detectors.openNative();
  }

  @Test
  void detect_manyTimes_keepsNativeMemoryBounded() {
    Image image = DrawnFaces.one(400);
    try (DlibLandmarkDetector detector = open();
        LandmarkTracker tracker = detector.track(0)) {
      for (int i = 0; i < 20; i++) {
        assertThat(detector.detect(image)).isPresent();
        assertThat(tracker.next(image)).isPresent();
      }
      System.gc();
      long before = Pointer.physicalBytes();
      long pointers = Pointer.totalCount();
      for (int i = 0; i < 150; i++) {
        detector.detect(image);
        tracker.next(image);
      }
      System.gc();
      // One leaked grey picture or pyramid a call would be 150 times a megabyte and more.
      assertThat(Pointer.physicalBytes() - before).isLessThan(60L << 20);
      assertThat(Pointer.totalCount()).isEqualTo(pointers);
    }
  }

  @Test
  void openAndClose_manyTimes_freesTheModel() {
    Image image = DrawnFaces.one(256);
    long before = 0;
    for (int i = 0; i < 8; i++) {
      if (i == 2) {
        before = Pointer.physicalBytes();
      }
      try (DlibLandmarkDetector other = open()) {
        assertThat(other.detect(image)).isPresent();
      }
    }
    // The trees take 65 MB each time.
    assertThat(Pointer.physicalBytes() - before).isLessThan(100L << 20);
  }
}
