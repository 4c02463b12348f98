package io.github.reenact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reenact.pipeline.CopyDisentangler;
import io.github.reenact.testing.DrawnEyes;
import io.github.reenact.testing.TestFaces;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Sessions whose eyes follow the driver's. */
class GazeSessionTest {
  private static final Landmarks FACE = TestFaces.face().at(150, 120, 70);
  private static final DrawnEyes.Drawing PHOTO = DrawnEyes.draw(FACE, 300, 240, 0, 0);
  private static final DrawnEyes.Drawing ASIDE = DrawnEyes.draw(FACE, 300, 240, 0.12, 0);

  /** The photo's eyes that look as far aside: moved 1.25 times as far, see GazeTransfer. */
  private static final DrawnEyes.Drawing MOVED = DrawnEyes.draw(FACE, 300, 240, 1.25 * 0.12, 0);

  private final KnownIrises gaze = new KnownIrises();

  /** Knows the irises of the pictures that were drawn. */
  private static final class KnownIrises implements GazeEstimator {
    final Map<Image, Irises> known =
        new HashMap<>(Map.of(PHOTO.picture(), PHOTO.irises(), ASIDE.picture(), ASIDE.irises()));
    int asked;
    boolean closed;

    @Override
    public Irises find(Image picture, Landmarks landmarks) {
      asked++;
      return known.getOrDefault(picture, Irises.NONE);
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** Finds the same face in every picture. */
  private static final class OneFace implements LandmarkDetector {
    @Override
    public List<Landmarks> detectAll(Image image) {
      return List.of(FACE);
    }

    @Override
    public LandmarkTracker track(int face) {
      return new LandmarkTracker() {
        @Override
        public Optional<Landmarks> next(Image frame) {
          return Optional.of(FACE);
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public void close() {}
  }

  /** Draws the unmoved photo, wherever the landmarks are. */
  private static final class Still implements PortraitTranslator {
    @Override
    public Portrait open(Image photo, Landmarks landmarks) {
      return new Portrait() {
        @Override
        public Image render(Landmarks to) {
          return photo;
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public void close() {}
  }

  private Reenactor.Builder builder(MotionControl control) {
    return Reenactor.builder()
        .detector(new OneFace())
        .disentangler(new CopyDisentangler())
        .translator(new Still())
        .motion(MotionMode.ABSOLUTE)
        .smoothing(0)
        .control(control);
  }

  private Image frame(MotionControl control, Image driver) {
    try (Reenactor reenactor = builder(control).gazeEstimator(gaze).build();
        ReenactmentSession session = reenactor.open(PHOTO.picture())) {
      return session.next(driver);
    }
  }

  /** The sum of the differences of all colours. */
  private static long difference(Image a, Image b) {
    long sum = 0;
    for (int i = 0; i < 3 * a.width() * a.height(); i++) {
      sum += Math.abs((a.pixels().get(i) & 255) - (b.pixels().get(i) & 255));
    }
    return sum;
  }

  @Test
  void next_driverLooksAside_photoLooksAside() {
    Image out = frame(MotionControl.DEFAULT, ASIDE.picture());
    assertThat(difference(out, MOVED.picture()))
        .isLessThan(difference(PHOTO.picture(), MOVED.picture()) * 3 / 5);
    assertThat(gaze.closed).as("an instance stays the caller's").isFalse();
  }

  @Test
  void next_gazeOfThePhoto_leavesTheEyesAndAsksForNone() {
    Image out = frame(MotionControl.builder().gaze(GazeMode.PHOTO).build(), ASIDE.picture());
    assertThat(out).isEqualTo(PHOTO.picture());
    assertThat(gaze.asked).as("the photo alone").isEqualTo(1);
  }

  @Test
  void next_driverWithoutIrises_leavesTheEyes() {
    assertThat(frame(MotionControl.DEFAULT, Image.of(300, 240, new byte[300 * 240 * 3])))
        .isEqualTo(PHOTO.picture());
  }

  @Test
  void next_photoWithoutIrises_leavesTheEyes() {
    gaze.known.remove(PHOTO.picture());
    assertThat(frame(MotionControl.DEFAULT, ASIDE.picture())).isEqualTo(PHOTO.picture());
  }

  @Test
  void next_photoWithKnownLandmarks_looksForTheIrisesOrTakesTheKnown() {
    FacePhoto found = new FacePhoto(PHOTO.picture(), FACE);
    FacePhoto known = new FacePhoto(PHOTO.picture(), FACE, PHOTO.irises());
    List<Image> out = new ArrayList<>();
    try (Reenactor reenactor = builder(MotionControl.DEFAULT).gazeEstimator(gaze).build()) {
      for (FacePhoto photo : List.of(found, known)) {
        try (ReenactmentSession session = reenactor.open(photo)) {
          assertThat(gaze.asked).as("of the photo").isEqualTo(out.isEmpty() ? 1 : 2);
          out.add(session.next(ASIDE.picture()));
        }
      }
    }
    assertThat(out.get(0)).isEqualTo(out.get(1)).isNotEqualTo(PHOTO.picture());
  }

  @Test
  void next_noEstimatorOnTheClassPath_leavesTheEyes() {
    try (Reenactor reenactor = builder(MotionControl.DEFAULT).build();
        ReenactmentSession session = reenactor.open(PHOTO.picture())) {
      assertThat(session.next(ASIDE.picture())).isEqualTo(PHOTO.picture());
    }
  }

  @Test
  void build_estimatorThatIsNotThere_isRefusedWhenNamed() {
    assertThatExceptionOfType(BackendMissingException.class)
        .isThrownBy(() -> builder(MotionControl.DEFAULT).gazeEstimator("gaze").build())
        .withMessageContaining("reenact-tf");
  }

  @Test
  void next_irisesGivenWithTheLandmarks_areUsed() {
    try (Reenactor reenactor = builder(MotionControl.DEFAULT).gazeEstimator(gaze).build();
        ReenactmentSession session = reenactor.open(PHOTO.picture())) {
      Image out =
          session.next(new DrivingFrame.Known(Optional.of(FACE), ASIDE.irises(), 300, 240, 0));
      assertThat(difference(out, MOVED.picture()))
          .isLessThan(difference(PHOTO.picture(), MOVED.picture()) * 3 / 5);
    }
  }

  @Test
  void run_pipeline_givesTheFramesOfNext() throws InterruptedException {
    List<Image> drivers = List.of(PHOTO.picture(), ASIDE.picture(), PHOTO.picture());
    List<Image> one = new ArrayList<>();
    List<Image> other = new ArrayList<>();
    try (Reenactor reenactor = builder(MotionControl.DEFAULT).gazeEstimator(gaze).build();
        ReenactmentSession first = reenactor.open(PHOTO.picture());
        ReenactmentSession second = reenactor.open(PHOTO.picture())) {
      for (int i = 0; i < drivers.size(); i++) {
        one.add(first.next(drivers.get(i), i * 0.04));
      }
      int[] next = {0};
      ReenactmentPipeline.run(
          second,
          () ->
              next[0] < drivers.size()
                  ? Optional.of(new DrivingFrame.Picture(drivers.get(next[0]), next[0]++ * 0.04))
                  : Optional.empty(),
          (image, seconds) -> other.add(image));
    }
    assertThat(other).isEqualTo(one);
    assertThat(one.get(1)).isNotEqualTo(one.get(0));
  }

  @Test
  void takeAsNeutral_noTime_isRefused() {
    try (Reenactor reenactor = builder(MotionControl.DEFAULT).build();
        ReenactmentSession session = reenactor.open(PHOTO.picture())) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> session.takeAsNeutral(Double.NaN))
          .withMessageContaining("NaN");
    }
  }

  @Test
  void takeAsNeutral_time_countsFromThatFrameOn() {
    Landmarks aside = TestFaces.face().turned(20, 0, 0).at(170, 120, 60);
    try (Reenactor reenactor =
            Reenactor.builder()
                .detector(new OneFace())
                .disentangler(new CopyDisentangler())
                .translator(new Still())
                .smoothing(0)
                .build();
        ReenactmentSession session = reenactor.open(PHOTO.picture())) {
      session.takeAsNeutral(0.1);
      session.next(Optional.of(FACE), 300, 240, 0);
      session.next(Optional.of(aside), 300, 240, 0.05);
      assertThat(session.shownLandmarks().centerX() - FACE.centerX()).isGreaterThan(5);
      session.next(Optional.of(aside), 300, 240, 0.1);
      assertThat(Math.abs(session.shownLandmarks().centerX() - FACE.centerX())).isLessThan(2);
    }
  }
}
