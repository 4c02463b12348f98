package io.github.reenact.landmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.Image;
import io.github.reenact.LandmarkTracker;
import io.github.reenact.Landmarks;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What holds for the detector, whatever computes it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DetectorCases {
  private DlibLandmarkDetector detector;

  @SuppressWarnings("NullAway.Init")
  DetectorCases() {}

  abstract DlibLandmarkDetector open();

  @BeforeAll
  void openForAll() {
    detector = open();
  }

  @AfterAll
  void close() {
    if (detector != null) {
      detector.close();
    }
  }

  @Test
  void detect_drawnFace_isNearTheLandmarksItWasDrawnWith() {
    Landmarks found = detector.detect(DrawnFaces.one(320)).orElseThrow();
    assertThat(DrawnFaces.distance(found, DrawnFaces.landmarks(320))).isLessThan(0.12);
  }

  @Test
  void detect_faceMovedByPixels_movesByAsMuch() {
    // Moved by 8: the detector's grid, so that it sees the same face. dlib itself rounds.
    Image portrait = DrawnFaces.one(320);
    Landmarks a =
        detector
            .detect(DrawnFaces.onCanvas(440, 440, portrait, new double[] {40, 40, 320}))
            .orElseThrow();
    Landmarks b =
        detector
            .detect(DrawnFaces.onCanvas(440, 440, portrait, new double[] {48, 40, 320}))
            .orElseThrow();
    double fractional = 0;
    for (int i = 0; i < Landmarks.COUNT; i++) {
      assertThat(b.x(i) - a.x(i)).as("landmark %d", i).isCloseTo(8f, within(2f));
      fractional += Math.abs(a.x(i) - Math.rint(a.x(i))) / Landmarks.COUNT;
    }
    assertThat(b.centerX() - a.centerX()).isCloseTo(8f, within(0.5f));
    assertThat(fractional).as("not rounded to whole pixels").isBetween(0.1, 0.4);
  }

  @Test
  void detect_smallFace_isFoundByEnlarging() {
    Image small = DrawnFaces.onCanvas(640, 480, DrawnFaces.one(320), new double[] {250, 150, 110});
    Landmarks found = detector.detect(small).orElseThrow();
    assertThat(found.size()).isLessThan(80);
    assertThat((double) found.centerX()).isCloseTo(305, within(12.0));
  }

  @Test
  void detectAll_threeFaces_areSortedBySize() {
    Image three =
        DrawnFaces.onCanvas(
            900,
            380,
            DrawnFaces.one(320),
            new double[] {0, 20, 240},
            new double[] {250, 10, 360},
            new double[] {615, 40, 280});
    List<Landmarks> found = detector.detectAll(three);
    assertThat(found).hasSize(3);
    assertThat((double) found.get(0).centerX()).isCloseTo(430, within(20.0));
    assertThat((double) found.get(1).centerX()).isCloseTo(755, within(20.0));
    assertThat((double) found.get(2).centerX()).isCloseTo(120, within(20.0));
  }

  @Test
  void detect_mirroredPicture_givesMirroredLandmarks() {
    Image image = DrawnFaces.one(320);
    Landmarks found = detector.detect(image).orElseThrow();
    Landmarks mirrored = detector.detect(DrawnFaces.mirrored(image)).orElseThrow();
    assertThat(DrawnFaces.distance(mirrored.mirror(320), found)).isLessThan(0.04);
  }

  @Test
  void detect_largePicture_scalesTheResult() {
    Landmarks small = detector.detect(DrawnFaces.one(320)).orElseThrow();
    Image large = DrawnFaces.one(1600);
    float[] expected = small.toArray();
    for (int i = 0; i < expected.length; i++) {
      expected[i] = (expected[i] + 0.5f) * 5 - 0.5f;
    }
    Landmarks found = detector.detect(large).orElseThrow();
    assertThat(DrawnFaces.distance(found, Landmarks.of(expected))).isLessThan(0.05);
  }

  @Test
  void detectAll_extremeShapes_areEmpty() {
    for (int[] size : new int[][] {{1, 1}, {2, 1}, {1, 200_000}, {200_000, 1}, {5000, 3}}) {
      assertThat(detector.detectAll(DrawnFaces.blank(size[0], size[1]))).isEmpty();
    }
  }

  @Test
  void detectAll_parallelThreads_giveWhatOneThreadGives() throws Exception {
    List<Image> images = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      images.add(
          DrawnFaces.onCanvas(
              360 + i, 350 + 3 * i, DrawnFaces.one(320), new double[] {i, 2 * i, 310 + i}));
    }
    List<List<Landmarks>> expected = new ArrayList<>();
    for (Image image : images) {
      expected.add(detector.detectAll(image));
    }
    assertThat(expected).allSatisfy(faces -> assertThat(faces).hasSize(1));
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Callable<List<Landmarks>>> tasks = new ArrayList<>();
      for (Image image : images) {
        tasks.add(() -> detector.detectAll(image));
      }
      List<List<Landmarks>> actual = new ArrayList<>();
      for (Future<List<Landmarks>> result : threads.invokeAll(tasks)) {
        actual.add(result.get());
      }
      assertThat(actual).isEqualTo(expected);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void close_whileThreadsDetect_letsThemEndAndRefusesMore() throws Exception {
    DlibLandmarkDetector other = open();
    Image image = DrawnFaces.one(320);
    List<Landmarks> expected = other.detectAll(image);
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<Integer>> runs = new ArrayList<>();
      for (int t = 0; t < 3; t++) {
        runs.add(
            threads.submit(
                () -> {
                  int detections = 0;
                  try {
                    while (true) {
                      assertThat(other.detectAll(image)).isEqualTo(expected);
                      detections++;
                    }
                  } catch (IllegalStateException e) {
                    return detections;
                  }
                }));
      }
      Thread.sleep(300);
      other.close();
      for (Future<Integer> run : runs) {
        assertThat(run.get()).isNotNegative();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void tracker_detectorClosed_throws() {
    DlibLandmarkDetector other = open();
    try (LandmarkTracker tracker = other.track(0)) {
      other.close();
      assertThatIllegalStateException()
          .isThrownBy(() -> tracker.next(DrawnFaces.one(256)))
          .withMessageContaining("closed");
    }
  }
}
