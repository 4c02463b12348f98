package io.github.reenact.landmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.Image;
import io.github.reenact.LandmarkTracker;
import io.github.reenact.Landmarks;
import io.github.reenact.testing.TestFaces;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The detector in plain Java finds what dlib's own code finds. */
@NeedsNative
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EquivalenceTest {
  /** Of landmarks, in pixels of the picture. */
  private static final float LANDMARKS = 0.01f;

  private static final float CONFIDENCE = 1e-5f;

  /** Below dlib's own bar, so that there are many boxes, and boxes of the same face. */
  private static final double LOW_BAR = -0.6;

  private NativeFaceEngine dlib;
  private JavaFaceEngine java;
  private FaceFinder dlibFinder;
  private FaceFinder javaFinder;

  @SuppressWarnings("NullAway.Init")
  EquivalenceTest() {}

  @BeforeAll
  void open() throws IOException {
    Path model = DlibModelFile.find(Optional.empty());
    dlib = new NativeFaceEngine(model);
    java = new JavaFaceEngine(model);
    dlibFinder = dlib.newFinder();
    javaFinder = java.newFinder();
  }

  @AfterAll
  void close() {
    if (dlib != null) {
      dlibFinder.close();
      dlib.close();
    }
  }

  @Test
  void cropsAndScales_ofManyFaces_giveTheSameBoxesAndLandmarks() {
    Random random = new Random(1);
    int boxes = 0;
    for (int i = 0; i < 20; i++) {
      Image image = faces(random, 200 + random.nextInt(300), 200 + random.nextInt(300));
      for (int k = 0; k < 4; k++) {
        double step = Math.exp(1.4 * random.nextDouble() - 0.8);
        int width = (int) ((0.6 + 0.6 * random.nextDouble()) * image.width() / step);
        int height = (int) ((0.6 + 0.6 * random.nextDouble()) * image.height() / step);
        double left = (random.nextDouble() - 0.5) * image.width() / 4;
        double top = (random.nextDouble() - 0.5) * image.height() / 4;
        boxes += compare(image, left, top, step, width, height);
      }
    }
    assertThat(boxes).as("enough to compare").isGreaterThan(30);
  }

  @Test
  void everyWidth_fromOnePixelOn_givesTheSameBoxes() {
    Image image = DrawnFaces.one(260);
    int boxes = 0;
    for (int size = 1; size < 260; size += size < 100 ? 4 : 9) {
      boxes += compare(image, -0.5, -0.5, 1, size, 261 - size / 3);
      boxes += compare(image, -0.5, -0.5, 1, 262 - size / 4, size);
    }
    assertThat(boxes).as("enough to compare").isGreaterThan(20);
  }

  @Test
  void largePictures_giveTheSameBoxes() {
    Image image =
        DrawnFaces.onCanvas(
            1283,
            961,
            DrawnFaces.one(320),
            new double[] {30, 20, 400},
            new double[] {500, 300, 600},
            new double[] {1150, 30, 120});
    assertThat(compare(image, -0.5, -0.5, 1, 1283, 961)).isGreaterThan(2);
    assertThat(compare(image, -0.5, -0.5, 2.01, 638, 478)).isGreaterThan(1);
    // After a large picture a small one: scratch memory is larger than it need be.
    assertThat(compare(image, 29.5, 19.5, 2, 203, 201)).isPositive();
  }

  @Test
  void noise_ofAllContrasts_givesTheSameBoxes() {
    Random random = new Random(2);
    for (int i = 0; i < 8; i++) {
      int width = 150 + random.nextInt(150);
      int height = 150 + random.nextInt(150);
      byte[] rgb = new byte[3 * width * height];
      for (int p = 0; p < rgb.length; p++) {
        rgb[p] = (byte) (128 + random.nextGaussian() * (1 << i) / 4);
      }
      compare(Image.wrap(width, height, rgb), -0.5, -0.5, 0.7, width, height);
    }
  }

  private int compare(Image image, double left, double top, double step, int width, int height) {
    String what =
        "%dx%d from (%.2f, %.2f) in steps of %.3f".formatted(width, height, left, top, step);
    float[] expected = new float[FaceFinder.NUMBERS * 256];
    float[] actual = expected.clone();
    dlibFinder.cut(image, left, top, step, width, height);
    javaFinder.cut(image, left, top, step, width, height);
    int count = dlibFinder.detect(LOW_BAR, expected);
    assertThat(javaFinder.detect(LOW_BAR, actual)).as(what).isEqualTo(count);
    float[] expectedPoints = new float[2 * Landmarks.COUNT];
    float[] actualPoints = expectedPoints.clone();
    for (int i = 0; i < count; i++) {
      int k = FaceFinder.NUMBERS * i;
      for (int n = 0; n < 4; n++) {
        assertThat(actual[k + n])
            .as("%s, number %d of box %d", what, n, i)
            .isEqualTo(expected[k + n]);
      }
      assertThat(actual[k + 4]).as(what).isCloseTo(expected[k + 4], within(CONFIDENCE));
      double side = expected[k + 2] - expected[k];
      dlibFinder.predict(expected[k], expected[k + 1], side, expectedPoints);
      javaFinder.predict(expected[k], expected[k + 1], side, actualPoints);
      assertNear(actualPoints, expectedPoints, what);
    }
    return count;
  }

  /** Drawn people who turn, tilt and speak. */
  private static Image faces(Random random, int width, int height) {
    double radius = Math.min(width, height) * (0.12 + 0.14 * random.nextDouble());
    Landmarks face =
        TestFaces.face()
            .turned(30 * random.nextGaussian() / 2, 0, 12 * random.nextGaussian())
            .expression(random.nextDouble(), 0, 0, 0)
            .at(width * 0.5, height * 0.48, radius);
    return TestFaces.portrait(face, width, height);
  }

  @Test
  void detectAll_smallAndLargeFaces_givesTheSameLandmarks() {
    Random random = new Random(3);
    try (DlibLandmarkDetector first = Detectors.openNative();
        DlibLandmarkDetector second = Detectors.openJava()) {
      int found = 0;
      for (int i = 0; i < 12; i++) {
        List<double[]> places = new ArrayList<>();
        for (int k = random.nextInt(3); k >= 0; k--) {
          double side = 90 + 400 * random.nextDouble();
          places.add(new double[] {300 * k, 50 * random.nextDouble(), side});
        }
        Image image =
            DrawnFaces.onCanvas(
                333 + random.nextInt(500),
                251 + random.nextInt(400),
                DrawnFaces.one(320),
                places.toArray(double[][]::new));
        List<Landmarks> expected = first.detectAll(image);
        List<Landmarks> actual = second.detectAll(image);
        assertThat(actual).as("picture %d", i).hasSameSizeAs(expected);
        for (int f = 0; f < expected.size(); f++) {
          assertNear(actual.get(f).toArray(), expected.get(f).toArray(), "picture " + i);
        }
        found += expected.size();
      }
      assertThat(found).as("enough to compare").isGreaterThan(12);
    }
  }

  @Test
  void track_faceThatMovesAndVanishes_givesTheSameLandmarks() {
    try (DlibLandmarkDetector first = Detectors.openNative();
        DlibLandmarkDetector second = Detectors.openJava();
        LandmarkTracker expected = first.track(0);
        LandmarkTracker actual = second.track(0)) {
      int found = 0;
      for (int i = 0; i < 60; i++) {
        Landmarks drawn =
            TestFaces.face()
                .turned(25 * Math.sin(i / 9.0), 0, 12 * Math.sin(i / 7.0))
                .expression(0.5 + 0.5 * Math.sin(i), 0, 0, 0)
                .at(170 + 45 * Math.sin(i / 5.0), 165 + 20 * Math.cos(i / 3.0), 80);
        boolean gone = i % 30 > 25;
        Image frame = gone ? DrawnFaces.blank(340, 340) : TestFaces.portrait(drawn, 340, 340);
        Optional<Landmarks> e = expected.next(frame);
        Optional<Landmarks> a = actual.next(frame);
        assertThat(a.isPresent()).as("frame %d", i).isEqualTo(e.isPresent());
        if (e.isPresent()) {
          assertNear(a.orElseThrow().toArray(), e.get().toArray(), "frame " + i);
          found++;
        }
      }
      assertThat(found).as("enough to compare").isGreaterThan(45);
    }
  }

  private static void assertNear(float[] actual, float[] expected, String what) {
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      worst = Math.max(worst, Math.abs(actual[i] - expected[i]));
    }
    assertThat(worst).as(what).isLessThan(LANDMARKS);
  }

  @Test
  void otherModels_givesTheSameLandmarks(@TempDir Path folder) throws IOException {
    Image image = DrawnFaces.one(320);
    for (int seed = 0; seed < 2; seed++) {
      byte[] plain = TinyModel.bytes(seed);
      Path file = TinyModel.file(folder, seed + ".bz2", TinyModel.packed(plain));
      String sha256 = TinyModel.sha256(plain);
      try (DlibLandmarkDetector first = DlibLandmarkDetector.open(file, sha256);
          DlibLandmarkDetector second = DlibLandmarkDetector.openJava(file, sha256)) {
        float[] expected = first.detect(image).orElseThrow().toArray();
        assertNear(second.detect(image).orElseThrow().toArray(), expected, "seed " + seed);
      }
    }
  }
}
