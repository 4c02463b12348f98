package io.github.reenact.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.Image;
import io.github.reenact.LandmarkDetector;
import io.github.reenact.LandmarkTracker;
import io.github.reenact.Landmarks;
import io.github.reenact.Similarity;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link LandmarkDetector} and the trackers it starts promise. */
public abstract class LandmarkDetectorContract {
  /** A tracker may look for a lost face only now and then. */
  private static final int FRAMES_TO_NOTICE = 60;

  private LandmarkDetector detector;

  /** A new instance; the contract closes it. */
  protected abstract LandmarkDetector create();

  /**
   * A picture of one upright frontal face that the detector finds, about as wide as high, 200 to
   * 600 pixels, the face about half of it.
   */
  protected abstract Image face();

  @BeforeEach
  final void createDetector() {
    detector = create();
  }

  @AfterEach
  final void closeDetector() {
    detector.close();
  }

  @Test
  void detectAll_pictureOfOneFace_findsIt() {
    Image picture = face();
    List<Landmarks> found = detector.detectAll(picture);
    assertThat(found).hasSize(1);
    Landmarks face = found.get(0);
    double w = picture.width();
    assertThat((double) face.size()).isBetween(0.2 * w, 0.9 * w);
    assertThat(face.centerX()).isBetween(0f, (float) w);
    assertThat(face.centerY()).isBetween(0f, (float) picture.height());
    assertThat(face.x(36)).as("the person's right eye is on the left").isLessThan(face.x(45));
    assertThat(face.y(37)).as("eyes are above the mouth").isLessThan(face.y(51));
    assertThat(face.y(19)).as("brows are above the eyes").isLessThan(face.y(37));
    assertThat(face.y(57)).as("the mouth is above the chin").isLessThan(face.y(8));
    assertThat(face.x(30)).as("the nose is between the eyes").isBetween(face.x(36), face.x(45));
  }

  @Test
  void detect_pictureOfOneFace_isTheFirstOfAll() {
    assertThat(detector.detect(face())).contains(detector.detectAll(face()).get(0));
  }

  @Test
  void detectAll_noFace_isEmpty() {
    assertThat(detector.detectAll(blank(320, 240))).isEmpty();
    assertThat(detector.detect(blank(320, 240))).isEmpty();
  }

  @Test
  void detectAll_awkwardSizes_isEmpty() {
    for (int[] size : new int[][] {{1, 1}, {1, 500}, {500, 1}, {7, 3}, {33, 31}, {2000, 16}}) {
      assertThat(detector.detectAll(blank(size[0], size[1]))).isEmpty();
    }
  }

  @Test
  void detectAll_twoFaces_givesTheLargerFirst() {
    Image one = face();
    int w = one.width();
    Image both = canvas(2 * w, one.height(), one, new double[][] {{0, 0, 0.7}, {w, 0, 1}});
    List<Landmarks> found = detector.detectAll(both);
    assertThat(found).hasSize(2);
    assertThat(found.get(0).size()).isGreaterThan(found.get(1).size());
    assertThat(found.get(0).centerX()).isGreaterThan(w);
    assertThat(found.get(1).centerX()).isLessThan(w);
  }

  @Test
  void detectAll_pictureMovedOnACanvas_movesTheLandmarks() {
    Image one = face();
    Landmarks here = detector.detectAll(one).get(0);
    Image moved = canvas(one.width() + 80, one.height() + 60, one, new double[][] {{64, 48, 1}});
    Landmarks there = detector.detectAll(moved).get(0);
    double tolerance = 0.05 * here.size();
    assertThat(there.centerX() - here.centerX()).isCloseTo(64f, within((float) tolerance));
    assertThat(there.centerY() - here.centerY()).isCloseTo(48f, within((float) tolerance));
  }

  @Test
  void refine_placeThatIsKnown_findsTheFaceThere() {
    Image one = face();
    int w = one.width();
    Image both = canvas(2 * w, one.height(), one, new double[][] {{0, 0, 0.7}, {w, 0, 1}});
    for (Landmarks known : detector.detectAll(both)) {
      float off = 0.04f * known.size();
      double grown = 1.05;
      Landmarks about =
          known.transform(
              Similarity.scaleThenMove(
                  grown, (1 - grown) * known.centerX() + off, (1 - grown) * known.centerY() - off));
      Optional<Landmarks> found = detector.refine(both, about);
      assertThat(found).isPresent();
      for (int i = 0; i < Landmarks.COUNT; i++) {
        assertThat(found.get().x(i)).as("x%d", i).isCloseTo(known.x(i), within(known.size() / 20));
        assertThat(found.get().y(i)).as("y%d", i).isCloseTo(known.y(i), within(known.size() / 20));
      }
    }
  }

  @Test
  void refine_noFaceThere_isEmpty() {
    Landmarks place = detector.detectAll(face()).get(0);
    assertThat(detector.refine(blank(face().width(), face().height()), place)).isEmpty();
  }

  @Test
  void detectAll_manyThreads_givesWhatOneThreadGives() {
    Image one = face();
    List<Image> pictures =
        IntStream.range(0, 12)
            .mapToObj(
                i ->
                    canvas(
                        one.width() + 40, one.height() + 40, one, new double[][] {{3 * i, i, 1}}))
            .toList();
    List<List<Landmarks>> sequential = pictures.stream().map(detector::detectAll).toList();
    assertThat(pictures.parallelStream().map(detector::detectAll).toList()).isEqualTo(sequential);
  }

  @Test
  void track_movingFace_followsIt() {
    Image one = face();
    double size = detector.detectAll(one).get(0).size();
    try (LandmarkTracker tracker = detector.track(0)) {
      Landmarks first = null;
      for (int i = 0; i < 12; i++) {
        Image frame =
            canvas(one.width() + 60, one.height() + 60, one, new double[][] {{4 * i, 2 * i, 1}});
        Optional<Landmarks> found = tracker.next(frame);
        assertThat(found).as("frame %d", i).isPresent();
        if (first == null) {
          first = found.get();
        }
        assertThat((double) found.get().centerX() - first.centerX())
            .as("frame %d", i)
            .isCloseTo(4 * i, within(0.06 * size));
        assertThat((double) found.get().centerY() - first.centerY())
            .as("frame %d", i)
            .isCloseTo(2 * i, within(0.06 * size));
      }
    }
  }

  @Test
  void track_faceGoesAndComesBack_isLostAndFoundAgain() {
    Image one = face();
    Image nothing = blank(one.width(), one.height());
    try (LandmarkTracker tracker = detector.track(0)) {
      assertThat(tracker.next(nothing)).isEmpty();
      assertThat(tracker.next(one)).isPresent();
      int frames = 0;
      while (tracker.next(nothing).isPresent()) {
        assertThat(++frames).as("frames without a face").isLessThan(FRAMES_TO_NOTICE);
      }
      frames = 0;
      while (tracker.next(one).isEmpty()) {
        assertThat(++frames).as("frames with the face back").isLessThan(FRAMES_TO_NOTICE);
      }
    }
  }

  @Test
  void track_framesThatChangeTheirSize_stayTracked() {
    Image one = face();
    Image larger =
        canvas(one.width() * 5 / 4, one.height() * 5 / 4, one, new double[][] {{0, 0, 1.25}});
    try (LandmarkTracker tracker = detector.track(0)) {
      Landmarks small = tracker.next(one).orElseThrow();
      Landmarks large = tracker.next(larger).orElseThrow();
      assertThat((double) large.size() / small.size()).isCloseTo(1.25, within(0.1));
    }
  }

  @Test
  void track_twoTrackers_doNotDisturbEachOther() {
    Image one = face();
    Image moved = canvas(one.width() + 80, one.height() + 60, one, new double[][] {{64, 48, 1}});
    try (LandmarkTracker a = detector.track(0);
        LandmarkTracker b = detector.track(0);
        LandmarkTracker alone = detector.track(0)) {
      for (int i = 0; i < 3; i++) {
        Optional<Landmarks> expected = alone.next(one);
        assertThat(a.next(one)).isEqualTo(expected);
        assertThat(b.next(moved)).isPresent();
      }
    }
  }

  @Test
  void track_negativeFace_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> detector.track(-1))
        .withMessageContaining("-1");
  }

  @Test
  void tracker_afterClose_throws() {
    LandmarkTracker tracker = detector.track(0);
    tracker.close();
    tracker.close();
    assertThatIllegalStateException().isThrownBy(() -> tracker.next(face()));
  }

  @Test
  void allMethods_afterClose_throw() {
    detector.close();
    detector.close();
    assertThatIllegalStateException().isThrownBy(() -> detector.detectAll(face()));
    assertThatIllegalStateException().isThrownBy(() -> detector.detect(face()));
    assertThatIllegalStateException().isThrownBy(() -> detector.track(0));
  }

  private static Image blank(int width, int height) {
    return canvas(width, height, null, new double[0][]);
  }

  /** Copies of a picture on a grey canvas, each at x, y and a scale. */
  private static Image canvas(
      int width, int height, @org.jspecify.annotations.Nullable Image picture, double[][] at) {
    BufferedImage canvas = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = canvas.createGraphics();
    g.setColor(Color.GRAY);
    g.fillRect(0, 0, width, height);
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    if (picture != null) {
      for (double[] p : at) {
        g.drawImage(
            picture.toBufferedImage(),
            (int) p[0],
            (int) p[1],
            (int) Math.round(p[2] * picture.width()),
            (int) Math.round(p[2] * picture.height()),
            null);
      }
    }
    g.dispose();
    return Image.of(canvas);
  }
}
