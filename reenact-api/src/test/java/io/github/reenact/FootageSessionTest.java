package io.github.reenact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.reenact.testing.DrawnEyes;
import io.github.reenact.testing.TestFaces;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Drawn takes, changed by the backends that need no network. */
class FootageSessionTest {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 280;
  private static final Landmarks FACE = TestFaces.face().turned(8, 3, 5).at(150, 110, 60);
  private static final Image TAKE = TestFaces.portrait(FACE, WIDTH, HEIGHT);
  private static final Image EMPTY = Image.of(WIDTH, HEIGHT, new byte[3 * WIDTH * HEIGHT]);

  private final Map<Image, Landmarks> faces = new HashMap<>(Map.of(TAKE, FACE));
  private final Map<Image, Irises> irises = new HashMap<>();

  /** Finds the faces that were drawn. */
  private class KnownFaces implements LandmarkDetector {
    @Override
    public List<Landmarks> detectAll(Image image) {
      return Optional.ofNullable(faces.get(image)).stream().toList();
    }

    @Override
    public LandmarkTracker track(int face) {
      return new LandmarkTracker() {
        @Override
        public Optional<Landmarks> next(Image frame) {
          return Optional.ofNullable(faces.get(frame));
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public void close() {}
  }

  /** Knows the irises that were drawn. */
  private final class KnownIrises implements GazeEstimator {
    @Override
    public Irises find(Image picture, Landmarks landmarks) {
      return irises.getOrDefault(picture, Irises.NONE);
    }

    @Override
    public void close() {}
  }

  private Reenactor.Builder builder() {
    return builder(0);
  }

  private Reenactor.Builder builder(double smoothing) {
    return builder(new KnownFaces(), smoothing).translator("warp");
  }

  private static Reenactor.Builder builder(LandmarkDetector detector, double smoothing) {
    return Reenactor.builder().detector(detector).disentangler("none").smoothing(smoothing);
  }

  private static FootageSession open(Reenactor reenactor, FootageChange change, Image... take) {
    Iterator<Image> frames = List.of(take).iterator();
    return reenactor.openFootage(
        () -> frames.hasNext() ? Optional.of(frames.next()) : Optional.empty(), change);
  }

  /** A driver with another pose, place and size, who opens the mouth and closes the eyes. */
  private static FootageFrame driven(Image take, double open, double blink) {
    Landmarks driver =
        TestFaces.face().turned(-12, -4, -9).expression(open, 0, blink, 0).at(400, 300, 110);
    return new FootageFrame(
        take, Optional.of(new DrivingFrame.Known(Optional.of(driver), 800, 600, 0)), 0);
  }

  /** The take after a first frame of a driver at rest. */
  private Image changed(FootageChange change, double open, double blink) {
    try (Reenactor reenactor = builder().build();
        FootageSession session = open(reenactor, change, TAKE)) {
      session.next(driven(TAKE, 0, 0));
      Image out = session.next(driven(TAKE, open, blink));
      assertThat(session.framesChanged()).isEqualTo(2);
      return out;
    }
  }

  private static int differing(Image a, Image b, int x0, int y0, int x1, int y1) {
    int count = 0;
    for (int y = y0; y < y1; y++) {
      for (int x = x0; x < x1; x++) {
        count += a.rgb(x, y) == b.rgb(x, y) ? 0 : 1;
      }
    }
    return count;
  }

  /** Pixels that differ in a square around a point of the face. */
  private static int differing(Image a, int point) {
    int x = Math.round(FACE.x(point));
    int y = Math.round(FACE.y(point));
    return differing(a, TAKE, x - 8, y - 8, x + 9, y + 9);
  }

  @Test
  void next_mouth_changesTheMouthAndNoPixelBeyondIt() {
    Image out = changed(FootageChange.MOUTH, 0.8, 1);
    assertThat(differing(out, 62)).isGreaterThan(100);
    int eyes = Math.round(Math.max(FACE.y(41), FACE.y(46)));
    assertThat(differing(out, TAKE, 0, 0, WIDTH, eyes)).as("eyes and above").isZero();
    assertThat(differing(out, TAKE, 0, 0, WIDTH, HEIGHT))
        .isEqualTo(differing(out, TAKE, 80, eyes, 235, 235));
  }

  @Test
  void next_expression_changesEyesAndMouthAndNoPixelBeyondThem() {
    Image out = changed(FootageChange.EXPRESSION, 0.8, 1);
    assertThat(differing(out, 62)).isGreaterThan(100);
    assertThat(differing(out, 37)).isGreaterThan(30);
    assertThat(differing(out, TAKE, 0, 0, 60, HEIGHT)).isZero();
    assertThat(differing(out, TAKE, 240, 0, WIDTH, HEIGHT)).isZero();
    assertThat(differing(out, TAKE, 0, 0, WIDTH, 35)).isZero();
    assertThat(differing(out, TAKE, 0, 235, WIDTH, HEIGHT)).isZero();
  }

  @Test
  void next_frameWithoutAFace_passesThrough() {
    try (Reenactor reenactor = builder().build();
        FootageSession session = open(reenactor, FootageChange.MOUTH, EMPTY, TAKE)) {
      assertThat(session.next(driven(EMPTY, 1, 0))).isSameAs(EMPTY);
      assertThat(session.framesChanged()).isZero();
      assertThat(session.next(driven(TAKE, 1, 0))).isNotEqualTo(TAKE);
    }
  }

  @Test
  void next_noDriver_passesThrough() {
    FootageFrame away =
        new FootageFrame(
            TAKE, Optional.of(new DrivingFrame.Known(Optional.empty(), 800, 600, 0)), 0);
    try (Reenactor reenactor = builder().build();
        FootageSession session = open(reenactor, FootageChange.MOUTH, TAKE)) {
      assertThat(session.next(new FootageFrame(TAKE, Optional.empty(), 0))).isSameAs(TAKE);
      assertThat(session.next(away)).isSameAs(TAKE);
    }
  }

  /** A translator that draws nothing and notes what it was asked for. */
  private static final class Asked implements PortraitTranslator, MovingPortrait {
    private final List<Landmarks> targets = new ArrayList<>();

    @Override
    public Portrait open(Image photo, Landmarks landmarks) {
      throw new UnsupportedOperationException();
    }

    @Override
    public MovingPortrait openMoving() {
      return this;
    }

    @Override
    public void see(Image frame, Landmarks landmarks) {}

    @Override
    public Image render(Image frame, Landmarks landmarks, Landmarks target) {
      targets.add(target);
      return frame;
    }

    @Override
    public void close() {}
  }

  @Test
  void next_pictureThatFallsShort_isAskedForAgainWithMore() {
    Asked asked = new Asked();
    float shortOf = 0.08f;
    LandmarkDetector detector =
        new KnownFaces() {
          @Override
          public Optional<Landmarks> refine(Image image, Landmarks near) {
            Landmarks less = TestFaces.face().turned(8, 3, 5).expression(0.2, 0, 0, 0).at(1, 1, 60);
            assertThat(near.mouthOpening()).isGreaterThan(less.mouthOpening() + shortOf);
            return Optional.of(less);
          }
        };
    try (Reenactor reenactor = builder(detector, 0).translator(asked).build();
        FootageSession session = open(reenactor, FootageChange.MOUTH, TAKE)) {
      session.next(driven(TAKE, 0.8, 0.5));
    }
    assertThat(asked.targets).hasSize(2);
    Landmarks first = asked.targets.get(0);
    Landmarks again = asked.targets.get(1);
    assertThat(again.mouthOpening()).isGreaterThan(first.mouthOpening() + shortOf);
    assertThat(again.eyeOpening()).as("not driven").isEqualTo(first.eyeOpening());
  }

  @Test
  void next_pictureAsAskedFor_isDrawnOnce() {
    Asked asked = new Asked();
    LandmarkDetector detector =
        new KnownFaces() {
          @Override
          public Optional<Landmarks> refine(Image image, Landmarks near) {
            return Optional.of(near);
          }
        };
    try (Reenactor reenactor = builder(detector, 0).translator(asked).build();
        FootageSession session = open(reenactor, FootageChange.EXPRESSION, TAKE)) {
      session.next(driven(TAKE, 0.8, 0.5));
      session.next(edited(FaceEdit.MOUTH_OPENING, 0.5));
    }
    assertThat(asked.targets).hasSize(2);
  }

  @Test
  void next_drivingPicture_isTracked() {
    Landmarks actor = TestFaces.face().expression(0.9, 0, 0, 0).at(160, 120, 70);
    Image picture = TestFaces.portrait(actor, WIDTH, HEIGHT);
    faces.put(picture, actor);
    try (Reenactor reenactor = builder().build();
        FootageSession session = open(reenactor, FootageChange.MOUTH, TAKE)) {
      DrivingFrame frame = new DrivingFrame.Picture(picture, 0);
      Image out = session.next(new FootageFrame(TAKE, Optional.of(frame), 0));
      assertThat(differing(out, 62)).isGreaterThan(100);
    }
  }

  private Image gaze(Image take) {
    return gaze(take, 1);
  }

  @Test
  void next_gaze_looksAtTheCameraWithoutADriver() {
    Landmarks front = TestFaces.face().at(150, 120, 70);
    DrawnEyes.Drawing aside = DrawnEyes.draw(front, WIDTH, HEIGHT, 0.15, -0.1);
    // Irises go 1.6 times the way, see GazeTransfer.
    DrawnEyes.Drawing ahead = DrawnEyes.draw(front, WIDTH, HEIGHT, -0.6 * 0.15, -0.1);
    faces.put(aside.picture(), front);
    irises.put(aside.picture(), aside.irises());
    Image out = gaze(aside.picture());
    int x0 = Math.round(front.x(36));
    int y0 = Math.round(front.y(37)) - 6;
    int x1 = Math.round(front.x(45));
    int y1 = Math.round(front.y(41)) + 6;
    assertThat(difference(out, ahead.picture()))
        .isLessThan(difference(aside.picture(), ahead.picture()) * 3 / 5);
    assertThat(differing(out, aside.picture(), 0, 0, WIDTH, HEIGHT))
        .as("nothing but the eyes")
        .isEqualTo(differing(out, aside.picture(), x0, y0, x1, y1));
  }

  private static long difference(Image a, Image b) {
    long sum = 0;
    for (int i = 0; i < 3 * a.width() * a.height(); i++) {
      sum += Math.abs((a.pixels().get(i) & 255) - (b.pixels().get(i) & 255));
    }
    return sum;
  }

  @Test
  void next_gazeOfClosedEyes_leavesThemClosed() {
    Landmarks front = TestFaces.face().expression(0, 0, 1.1, 0).at(150, 120, 70);
    Image closed = DrawnEyes.closed(front, WIDTH, HEIGHT);
    faces.put(closed, front);
    assertThat(gaze(closed)).isSameAs(closed);
    // Nor if something in the lids is taken for irises.
    irises.put(closed, DrawnEyes.draw(front, WIDTH, HEIGHT, 0.15, 0).irises());
    assertThat(gaze(closed)).isEqualTo(closed);
  }

  @Test
  void next_all_drivesTheFaceAndTurnsTheEyesToTheCamera() {
    Landmarks front = TestFaces.face().at(150, 120, 70);
    DrawnEyes.Drawing aside = DrawnEyes.draw(front, WIDTH, HEIGHT, 0.15, -0.1);
    faces.put(aside.picture(), front);
    irises.put(aside.picture(), aside.irises());
    try (Reenactor reenactor = builder().gazeEstimator(new KnownIrises()).build();
        FootageSession session = open(reenactor, FootageChange.ALL, aside.picture());
        FootageSession expression = open(reenactor, FootageChange.EXPRESSION, aside.picture());
        FootageSession gaze = open(reenactor, FootageChange.GAZE, aside.picture())) {
      FootageFrame undriven = new FootageFrame(aside.picture(), Optional.empty(), 0);
      assertThat(session.next(undriven)).isEqualTo(gaze.next(undriven));
      Image all = session.next(driven(aside.picture(), 0.8, 0));
      Image driven = expression.next(driven(aside.picture(), 0.8, 0));
      int eyes = Math.round(Math.max(front.y(41), front.y(46))) + 4;
      assertThat(differing(all, driven, 0, eyes, WIDTH, HEIGHT)).as("below the eyes").isZero();
      assertThat(differing(all, driven, 0, 0, WIDTH, eyes)).as("the irises").isGreaterThan(50);
    }
  }

  @Test
  void next_gazeAtHalfStrength_goesHalfWay() {
    Landmarks front = TestFaces.face().at(150, 120, 70);
    DrawnEyes.Drawing aside = DrawnEyes.draw(front, WIDTH, HEIGHT, 0.15, -0.1);
    faces.put(aside.picture(), front);
    irises.put(aside.picture(), aside.irises());
    long whole = difference(gaze(aside.picture(), 1), aside.picture());
    assertThat(difference(gaze(aside.picture(), 0.5), aside.picture()))
        .isBetween(whole / 4, whole * 3 / 4);
    assertThat(gaze(aside.picture(), 1.5)).isEqualTo(gaze(aside.picture(), 1));
  }

  private Image gaze(Image take, double strength) {
    try (Reenactor reenactor =
            builder().gazeEstimator(new KnownIrises()).strength(strength).build();
        FootageSession session = open(reenactor, FootageChange.GAZE, take)) {
      return session.next(new FootageFrame(take, Optional.empty(), 0));
    }
  }

  @Test
  void next_strength_saysHowFarTheMouthGoes() {
    List<Integer> changed = new ArrayList<>();
    for (double strength : new double[] {0, 0.3, 1}) {
      try (Reenactor reenactor = builder().strength(strength).build();
          FootageSession session = open(reenactor, FootageChange.MOUTH, TAKE)) {
        session.next(driven(TAKE, 0, 0));
        changed.add((int) (difference(session.next(driven(TAKE, 0.8, 0)), TAKE) / 1000));
      }
    }
    assertThat(changed.get(0)).isZero();
    assertThat(changed.get(1)).isBetween(1, changed.get(2) * 2 / 3);
  }

  private static FootageFrame edited(FaceEdit edit, double value) {
    return new FootageFrame(TAKE, Optional.empty(), 0).with(new FaceEdits(Map.of(edit, value)));
  }

  @Test
  void next_edits_changeTheirPartAndNoPixelBeyondIt() {
    try (Reenactor reenactor = builder().build();
        FootageSession session = open(reenactor, FootageChange.NONE, TAKE)) {
      assertThat(session.next(edited(FaceEdit.SMILE, 0))).isSameAs(TAKE);
      Image smile = session.next(edited(FaceEdit.SMILE, 0.6));
      int eyes = Math.round(Math.max(FACE.y(41), FACE.y(46)));
      assertThat(differing(smile, 48)).isGreaterThan(50);
      assertThat(differing(smile, TAKE, 0, 0, WIDTH, eyes)).as("eyes and above").isZero();
      Image brows = session.next(edited(FaceEdit.BROWS, 0.8));
      assertThat(differing(brows, 19)).isGreaterThan(30);
      assertThat(differing(brows, 57)).as("mouth").isZero();
      assertThat(session.framesChanged()).isEqualTo(2);
      // A small one fades in.
      long little = difference(session.next(edited(FaceEdit.MOUTH_OPENING, 0.01)), TAKE);
      long more = difference(session.next(edited(FaceEdit.MOUTH_OPENING, 0.06)), TAKE);
      assertThat(little).isLessThan(more / 4);
    }
  }

  @Test
  void follow_thenNext_isAsIfAllHadBeenDrawn() {
    try (Reenactor reenactor = builder(0.7).build();
        FootageSession drawn = open(reenactor, FootageChange.EXPRESSION, TAKE);
        FootageSession followed = open(reenactor, FootageChange.EXPRESSION, TAKE)) {
      for (int i = 0; i < 12; i++) {
        FootageFrame frame = at(i / 25.0, driven(TAKE, i % 5 / 5.0, i % 3 / 3.0));
        Image out = drawn.next(frame);
        if (i < 8) {
          followed.follow(frame);
        } else {
          assertThat(followed.next(frame)).as("frame %d", i).isEqualTo(out);
        }
      }
      assertThat(followed.framesChanged()).isEqualTo(4);
      try (FootageSession fresh = open(reenactor, FootageChange.EXPRESSION, TAKE)) {
        FootageFrame frame = at(12 / 25.0, driven(TAKE, 0.5, 0));
        assertThat(fresh.next(frame)).as("the state matters").isNotEqualTo(drawn.next(frame));
      }
    }
  }

  @Test
  void pipeline_givesWhatOneByOneGives() throws Exception {
    List<FootageFrame> frames = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      frames.add(at(i / 25.0, driven(i == 4 ? EMPTY : TAKE, i % 5 / 5.0, 0)));
    }
    try (Reenactor reenactor = builder(0.5).build();
        FootageSession single = open(reenactor, FootageChange.EXPRESSION, TAKE);
        FootageSession session = open(reenactor, FootageChange.EXPRESSION, TAKE)) {
      List<Image> expected = frames.stream().map(single::next).toList();
      Iterator<FootageFrame> source = frames.iterator();
      List<Image> out = new ArrayList<>();
      List<Double> times = new ArrayList<>();
      ReenactmentPipeline.Statistics done =
          ReenactmentPipeline.<RuntimeException>run(
              session,
              () -> source.hasNext() ? Optional.of(source.next()) : Optional.empty(),
              (image, seconds) -> {
                out.add(image);
                times.add(seconds);
                assertThatIllegalStateException()
                    .isThrownBy(() -> session.next(frames.get(0)))
                    .withMessageContaining("works for a ReenactmentPipeline already");
              });
      assertThat(done.frames()).isEqualTo(10);
      assertThat(out).isEqualTo(expected);
      assertThat(out.get(4)).isSameAs(EMPTY);
      assertThat(times).containsExactlyElementsOf(frames.stream().map(f -> f.seconds()).toList());
      assertThat(session.framesChanged()).isEqualTo(single.framesChanged());
      session.next(frames.get(0));
    }
  }

  private static FootageFrame at(double seconds, FootageFrame frame) {
    return new FootageFrame(frame.take(), frame.driver(), seconds);
  }

  @Test
  void next_cut_measuresTheNextPersonAgainstThatPersonsOwnFace() {
    Landmarks other = TestFaces.face().person(1.15, 0.86, 0.9, 1.1).at(110, 130, 75);
    byte[] bright = TestFaces.portrait(other, WIDTH, HEIGHT).toRgb();
    for (int i = 0; i < bright.length; i++) {
      bright[i] = (byte) (255 - (bright[i] & 255));
    }
    Image next = Image.of(WIDTH, HEIGHT, bright);
    faces.put(next, other);
    try (Reenactor reenactor = builder().build();
        FootageSession both = open(reenactor, FootageChange.MOUTH, TAKE, TAKE, next, next);
        FootageSession alone = open(reenactor, FootageChange.MOUTH, next, next)) {
      both.next(at(0, driven(TAKE, 0, 0)));
      // The driver is known from before the cut, so that it is the one frame of the other, too.
      both.next(at(0.04, driven(TAKE, 0, 0)));
      alone.next(at(0, driven(next, 0, 0)));
      alone.next(at(0.04, driven(next, 0, 0)));
      Image cut = both.next(at(0.08, driven(next, 0.6, 0)));
      Image one = alone.next(at(0.08, driven(next, 0.6, 0)));
      assertThat(difference(cut, one)).isLessThan(difference(one, next) / 20);
    }
  }

  @Test
  void open_gazeWithoutEstimator_isRefused() {
    try (Reenactor reenactor = builder().build()) {
      assertThatExceptionOfType(BackendMissingException.class)
          .isThrownBy(() -> open(reenactor, FootageChange.GAZE, TAKE))
          .withMessageContaining("gaze estimator");
    }
  }

  @Test
  void open_noFace_isRefused() {
    try (Reenactor reenactor = builder().build()) {
      assertThatExceptionOfType(FaceNotFoundException.class)
          .isThrownBy(() -> open(reenactor, FootageChange.MOUTH, EMPTY, EMPTY))
          .withMessageContaining("any of the 2 frames")
          .withMessageContaining("48 pixels");
    }
  }

  @Test
  void open_sourceFails_throwsIt() {
    try (Reenactor reenactor = builder().build()) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(
              () ->
                  reenactor.openFootage(
                      () -> {
                        throw new IOException("unreadable");
                      },
                      FootageChange.MOUTH))
          .withMessage("unreadable");
    }
  }

  @Test
  void close_ofTheReenactor_closesTheSession() {
    Reenactor reenactor = builder().build();
    FootageSession session = open(reenactor, FootageChange.MOUTH, TAKE);
    reenactor.close();
    session.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> session.next(driven(TAKE, 0, 0)))
        .withMessageContaining("closed");
    assertThatIllegalStateException()
        .isThrownBy(() -> open(reenactor, FootageChange.MOUTH, TAKE))
        .withMessageContaining("closed");
  }

  @Test
  void frame_noTime_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FootageFrame(TAKE, Optional.empty(), Double.NaN))
        .withMessageContaining("NaN");
  }
}
