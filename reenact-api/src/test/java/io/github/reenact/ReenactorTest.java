package io.github.reenact;

import static io.github.reenact.testing.FloatComparison.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.pipeline.CopyDisentangler;
import io.github.reenact.spi.Device;
import io.github.reenact.testing.TestFaces;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReenactorTest {
  private static final Landmarks FACE = TestFaces.face().turned(5, 0, 3).at(150, 120, 50);
  private static final Landmarks SMALL = TestFaces.face().at(260, 60, 26);

  private final KnownFaces detector = new KnownFaces();
  private final Recorder translator = new Recorder();

  private Reenactor.Builder builder() {
    return Reenactor.builder()
        .detector(detector)
        .disentangler(new CopyDisentangler())
        .translator(translator);
  }

  /** A picture in which the detector finds these faces. */
  private Image picture(int width, int height, Landmarks... faces) {
    byte[] rgb = new byte[3 * width * height];
    int id = detector.faces.size() + 1;
    rgb[0] = (byte) id;
    rgb[1] = (byte) (id >> 8);
    Image image = Image.of(width, height, rgb);
    detector.faces.put(image, List.of(faces));
    return image;
  }

  private static Landmarks driver(int i) {
    return TestFaces.face()
        .person(1.1, 0.9, 1, 1)
        .turned(10 * Math.sin(0.2 * i), 3, 4 * Math.sin(0.3 * i))
        .expression(0.4 + 0.4 * Math.sin(0.5 * i), 0, 0, 0)
        .at(150 + i, 120 + 0.5 * i, 50);
  }

  @Test
  void change_betweenFrames_givesWhatThoseSettingsGiveFromTheStart() {
    MotionControl still = MotionControl.builder().pose(0).expression(0).build();
    MotionControl poseOnly = MotionControl.builder().expression(0).build();
    try (Reenactor whole = builder().smoothing(0).build();
        Reenactor pose = builder().smoothing(0).strength(0.5).control(poseOnly).build();
        ReenactmentSession changed = whole.open(picture(320, 240, FACE));
        ReenactmentSession fromStart = pose.open(picture(320, 240, FACE))) {
      for (int i = 0; i < 12; i++) {
        if (i == 4) {
          changed.change(1, still, 0);
        } else if (i == 8) {
          changed.change(0.5, poseOnly, 0);
        }
        changed.next(picture(320, 240, driver(i)));
        fromStart.next(picture(320, 240, driver(i)));
        if (i >= 4 && i < 8) {
          assertClose(changed.shownLandmarks(), FACE, 1e-3);
        } else if (i >= 8) {
          // What the driver was at first is not forgotten.
          assertClose(changed.shownLandmarks(), fromStart.shownLandmarks(), 1e-3);
        }
      }
      assertThatIllegalArgumentException()
          .isThrownBy(() -> changed.change(5, still, 0))
          .withMessageContaining("strength 5");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> changed.change(1, still, Double.NaN))
          .withMessageContaining("smoothing NaN");
    }
  }

  @Test
  void change_openingSetWhileNoFaceIsSeen_restHasIt() {
    try (Reenactor reenactor = builder().build();
        ReenactmentSession session = reenactor.open(picture(320, 240, FACE))) {
      session.next(picture(320, 240));
      assertThat(session.shownLandmarks()).isEqualTo(FACE);
      session.change(1, MotionControl.builder().mouthOpening(0.5).build(), 0.5);
      session.next(picture(320, 240));
      assertThat(session.shownLandmarks().mouthOpening()).isCloseTo(0.5f, within(0.05f));
    }
  }

  @Test
  void next_driverFramesInAbsoluteMotion_movesTheFaceToTheDrivers() {
    try (Reenactor reenactor = builder().motion(MotionMode.ABSOLUTE).smoothing(0).build();
        ReenactmentSession session = reenactor.open(picture(320, 240, FACE))) {
      for (int i = 0; i < 10; i++) {
        Image out = session.next(picture(320, 240, driver(i)));
        assertThat(out.width()).isEqualTo(320);
        assertThat(out.height()).isEqualTo(240);
        assertClose(session.shownLandmarks(), driver(i), 1e-3);
        assertThat(translator.last).isEqualTo(session.shownLandmarks());
      }
      ReenactmentStatistics s = session.statistics();
      assertThat(s.frames()).isEqualTo(10);
      assertThat(s.framesWithFace()).isEqualTo(10);
      assertThat(s.framesWithoutFace()).isZero();
      assertThat(s.openNanos()).isPositive();
      assertThat(s.detectNanos()).isPositive();
      assertThat(s.disentangleNanos()).isPositive();
      assertThat(s.renderNanos()).isPositive();
    }
  }

  @Test
  void next_landmarksInsteadOfFrames_givesTheSame() {
    Image photo = picture(320, 240, FACE);
    try (Reenactor reenactor = builder().build();
        ReenactmentSession frames = reenactor.open(photo);
        ReenactmentSession template = reenactor.open(photo)) {
      for (int i = 0; i < 10; i++) {
        frames.next(picture(640, 480, driver(i)));
        template.next(Optional.of(driver(i)), 640, 480, i / 25.0);
        assertClose(template.shownLandmarks(), frames.shownLandmarks(), 1e-3);
      }
      assertThat(template.statistics().detectNanos()).isZero();
    }
  }

  @Test
  void next_defaults_startInThePhotosPlace() {
    try (Reenactor reenactor = builder().build();
        ReenactmentSession session = reenactor.open(picture(320, 240, FACE))) {
      session.next(Optional.of(TestFaces.face().at(900, 500, 300)), 1920, 1080, 0);
      Landmarks shown = session.shownLandmarks();
      assertThat(shown.centerX() - FACE.centerX()).isBetween(-4f, 4f);
      assertThat(shown.centerY() - FACE.centerY()).isBetween(-4f, 4f);
      assertThat(shown.radius() / FACE.radius()).isBetween(0.95f, 1.05f);
    }
  }

  @Test
  void next_driverChangesItsResolution_isNoMotion() {
    for (MotionMode mode : MotionMode.values()) {
      try (Reenactor reenactor = builder().motion(mode).build();
          ReenactmentSession session = reenactor.open(picture(320, 240, FACE))) {
        Landmarks small = driver(3);
        Landmarks large = small.transform(Similarity.scaleThenMove(2, 0.5, 0.5));
        session.next(Optional.of(small), 320, 240, 0);
        Landmarks before = session.shownLandmarks();
        session.next(Optional.of(large), 640, 480, 0.04);
        assertClose(session.shownLandmarks(), before, 2e-3);
      }
    }
  }

  @Test
  void next_faceLostAndFound_isCountedAndHeld() {
    try (Reenactor reenactor = builder().smoothing(0).build();
        ReenactmentSession session = reenactor.open(picture(320, 240, FACE))) {
      session.next(picture(320, 240));
      assertThat(session.shownLandmarks()).isEqualTo(FACE);
      session.next(picture(320, 240, driver(5)));
      session.next(picture(320, 240, driver(9)));
      Landmarks held = session.shownLandmarks();
      session.next(picture(320, 240));
      assertThat(session.shownLandmarks()).isEqualTo(held);
      for (int i = 0; i < 50; i++) {
        session.next(picture(320, 240));
      }
      assertClose(session.shownLandmarks(), FACE, 1e-3);
      ReenactmentStatistics s = session.statistics();
      assertThat(s.frames()).isEqualTo(54);
      assertThat(s.framesWithFace()).isEqualTo(2);
      assertThat(s.framesUnmoved()).isEqualTo(1);
      assertThat(s.framesHeld()).isEqualTo(12);
      assertThat(s.framesFaded()).isEqualTo(39);
      assertThat(s.framesWithoutFace()).isEqualTo(52);
    }
  }

  @Test
  void next_mirroredDriver_isAFrameWithoutAFace() {
    try (Reenactor reenactor = builder().build();
        ReenactmentSession session = reenactor.open(picture(320, 240, FACE));
        ReenactmentSession held = reenactor.open(picture(320, 240, FACE))) {
      for (int i = 0; i < 6; i++) {
        boolean mirrored = i == 0 || i == 3 || i == 4;
        session.next(picture(320, 240, mirrored ? driver(i).swapSides() : driver(i)));
        held.next(mirrored ? picture(320, 240) : picture(320, 240, driver(i)));
        assertThat(session.shownLandmarks()).isEqualTo(held.shownLandmarks());
      }
      assertThat(session.statistics().framesWithFace()).isEqualTo(3);
      assertThat(session.statistics().framesUnmoved()).isEqualTo(1);
      assertThat(session.statistics().framesHeld()).isEqualTo(2);
      // landmarks of the caller's own are treated alike
      session.next(Optional.of(driver(6).swapSides()), 320, 240, 1);
      assertThat(session.statistics().framesWithFace()).isEqualTo(3);
    }
  }

  @Test
  void open_mirroredFace_isNoFace() {
    try (Reenactor reenactor = builder().build()) {
      assertThatExceptionOfType(FaceNotFoundException.class)
          .isThrownBy(() -> reenactor.open(picture(320, 240, FACE.swapSides())))
          .withMessageContaining("left and right swapped");
    }
  }

  @Test
  void control_mouthOpening_holdsAlsoWithoutADriver() {
    MotionControl control = MotionControl.builder().mouthOpening(0.3).pose(0).build();
    try (Reenactor reenactor = builder().control(control).build();
        ReenactmentSession session = reenactor.open(picture(320, 240, FACE))) {
      assertThat(FACE.mouthOpening()).isLessThan(0.1f);
      for (int i = 0; i < 60; i++) {
        // seen for a short time after the start, then lost until the photo's pose is back
        session.next(i == 3 || i == 4 ? picture(320, 240, driver(i)) : picture(320, 240));
        assertThat(session.shownLandmarks().mouthOpening()).isBetween(0.28f, 0.32f);
      }
      assertThat(session.landmarks()).isEqualTo(FACE);
    }
  }

  @Test
  void open_noFace_saysSo() {
    try (Reenactor reenactor = builder().build()) {
      assertThatExceptionOfType(FaceNotFoundException.class)
          .isThrownBy(() -> reenactor.open(picture(320, 240)))
          .withMessageContaining("320x240");
    }
  }

  @Test
  void open_faceTooSmall_saysHowSmall() {
    Landmarks tiny = TestFaces.face().at(100, 100, 20);
    try (Reenactor reenactor = builder().build()) {
      assertThatExceptionOfType(FaceNotFoundException.class)
          .isThrownBy(() -> reenactor.open(picture(320, 240, tiny)))
          .withMessageContaining(Math.round(tiny.size()) + " pixels")
          .withMessageContaining("48");
    }
  }

  @Test
  void open_severalFaces_takesTheLargestOrTheOneAskedFor() {
    Image photo = picture(320, 240, FACE, SMALL);
    try (Reenactor reenactor = builder().build();
        ReenactmentSession largest = reenactor.open(photo);
        ReenactmentSession second = reenactor.open(photo, 1)) {
      assertThat(largest.faces()).containsExactly(FACE, SMALL);
      assertThat(largest.landmarks()).isEqualTo(FACE);
      assertThat(second.landmarks()).isEqualTo(SMALL);
      assertThat(second.face()).isEqualTo(1);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> reenactor.open(photo, 2))
          .withMessageContaining("face 2")
          .withMessageContaining("2 faces");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> reenactor.open(photo, -1))
          .withMessageContaining("-1");
    }
  }

  @Test
  void open_cropFraming_movesTheSquareAroundTheFace() {
    Landmarks off = TestFaces.face().at(400, 300, 50);
    try (Reenactor reenactor =
            builder().framing(Framing.CROP).motion(MotionMode.ABSOLUTE).smoothing(0).build();
        ReenactmentSession session = reenactor.open(picture(800, 600, off))) {
      assertThat(session.width()).isEqualTo(session.height()).isLessThan(300);
      assertThat(session.faces()).containsExactly(off);
      assertThat(session.landmarks().centerX()).isBetween(0f, (float) session.width());
      // A square driving frame is put onto the crop, whatever the size of the photo was.
      double side = session.width();
      Landmarks d = TestFaces.face().at(side / 2, side / 2, side / 5);
      assertThat(session.next(Optional.of(d), session.width(), session.width(), 0).width())
          .isEqualTo(session.width());
      assertClose(session.shownLandmarks(), d, 1e-3);
    }
  }

  @Test
  void open_knownFace_movesWithoutADetector() {
    Image painting = picture(320, 240);
    try (Reenactor reenactor = builder().motion(MotionMode.ABSOLUTE).smoothing(0).build();
        ReenactmentSession session = reenactor.open(new FacePhoto(painting, FACE))) {
      assertThat(session.landmarks()).isEqualTo(FACE);
      assertThat(session.faces()).containsExactly(FACE);
      assertThat(session.face()).isZero();
      session.next(picture(320, 240, driver(3)));
      assertClose(session.shownLandmarks(), driver(3), 1e-3);
    }
  }

  @Test
  void open_knownFaceInCropFraming_movesTheSquareAroundIt() {
    Landmarks off = TestFaces.face().at(400, 300, 50);
    Iris iris = new Iris(390, 280, 4);
    FacePhoto known =
        new FacePhoto(picture(800, 600), off, new Irises(Optional.of(iris), Optional.empty()));
    try (Reenactor reenactor = builder().framing(Framing.CROP).build();
        ReenactmentSession detected = reenactor.open(picture(800, 600, off));
        ReenactmentSession byHand = reenactor.open(known)) {
      assertThat(byHand.width()).isEqualTo(detected.width());
      assertThat(byHand.landmarks()).isEqualTo(detected.landmarks());
      // The iris has moved with the landmarks.
      assertThat(translator.irises.get(0).left().orElseThrow().x() - byHand.landmarks().x(36))
          .isCloseTo(iris.x() - off.x(36), within(1e-3));
    }
  }

  @Test
  void open_knownFaceWithOtherPhotos_findsTheFacesOfThese() {
    try (Reenactor reenactor = builder().build()) {
      FacePhoto first = new FacePhoto(picture(320, 240), FACE);
      reenactor.open(first, picture(320, 240, FACE), picture(320, 240, driver(1))).close();
      assertThat(translator.irises).hasSize(3);
      assertThatExceptionOfType(FaceNotFoundException.class)
          .isThrownBy(() -> reenactor.open(first, picture(320, 240)))
          .withMessageContaining("photo 2 of the person");
      Image[] tooMany = new Image[16];
      java.util.Arrays.fill(tooMany, picture(320, 240, FACE));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> reenactor.open(first, tooMany))
          .withMessageContaining("17");
    }
  }

  @Test
  void open_knownFaceThatCannotBeUsed_isRefusedWithTheReason() {
    Image photo = picture(320, 240);
    try (Reenactor reenactor = builder().build()) {
      assertThatExceptionOfType(FaceNotFoundException.class)
          .isThrownBy(() -> reenactor.open(new FacePhoto(photo, FACE.swapSides())))
          .withMessageContaining("left and right swapped");
      assertThatExceptionOfType(FaceNotFoundException.class)
          .isThrownBy(() -> reenactor.open(new FacePhoto(photo, TestFaces.face().at(100, 100, 20))))
          .withMessageContaining("48");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> reenactor.open(new FacePhoto(photo, TestFaces.face().at(600, 90, 50))))
          .withMessageContaining("outside of the photo of 320x240");
    }
  }

  @Test
  void next_badArguments_areRefused() {
    try (Reenactor reenactor = builder().build();
        ReenactmentSession session = reenactor.open(picture(320, 240, FACE))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> session.next(Optional.of(FACE), 0, 240, 0))
          .withMessageContaining("0x240");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> session.next(Optional.of(FACE), 320, 240, Double.NaN))
          .withMessageContaining("NaN");
      Landmarks point = Landmarks.of(new float[2 * Landmarks.COUNT]);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> session.next(Optional.of(point), 320, 240, 0));
      assertThat(session.statistics().frames()).isZero();
    }
  }

  @Test
  void next_sessionsInParallel_givesWhatOneThreadGives() {
    Image photo = picture(320, 240, FACE);
    List<Image> frames =
        IntStream.range(0, 20).mapToObj(i -> picture(320, 240, driver(i))).toList();
    try (Reenactor reenactor = builder().build()) {
      List<List<Landmarks>> runs =
          IntStream.range(0, 8)
              .parallel()
              .mapToObj(
                  run -> {
                    List<Landmarks> shown = new ArrayList<>();
                    try (ReenactmentSession session = reenactor.open(photo)) {
                      for (Image frame : frames) {
                        session.next(frame);
                        shown.add(session.shownLandmarks());
                      }
                    }
                    return shown;
                  })
              .toList();
      assertThat(runs).allMatch(run -> run.equals(runs.get(0)));
    }
    assertThat(translator.open.get()).isZero();
  }

  @Test
  void next_afterClose_throws() {
    try (Reenactor reenactor = builder().build()) {
      Image photo = picture(320, 240, FACE);
      ReenactmentSession session = reenactor.open(photo);
      session.next(photo);
      session.close();
      session.close();
      assertThatIllegalStateException().isThrownBy(() -> session.next(photo));
      assertThatIllegalStateException()
          .isThrownBy(() -> session.next(Optional.empty(), 320, 240, 1));
      assertThat(session.statistics().frames()).isEqualTo(1);
      assertThat(translator.open.get()).isZero();
      assertThat(detector.trackers.get()).isZero();
    }
  }

  @Test
  void close_openSessions_closesThemAndRefusesNewOnes() {
    Reenactor reenactor = builder().build();
    Image photo = picture(320, 240, FACE);
    ReenactmentSession a = reenactor.open(photo);
    ReenactmentSession b = reenactor.open(photo);
    a.next(photo);
    reenactor.close();
    reenactor.close();
    assertThat(translator.open.get()).isZero();
    assertThat(detector.trackers.get()).isZero();
    assertThatIllegalStateException().isThrownBy(() -> a.next(photo));
    assertThatIllegalStateException().isThrownBy(() -> b.next(photo));
    assertThatIllegalStateException().isThrownBy(() -> reenactor.open(photo));
    a.close();
  }

  @Test
  void close_frameInProgress_waitsForIt() throws Exception {
    Image photo = picture(320, 240, FACE);
    Reenactor reenactor = builder().build();
    ReenactmentSession session = reenactor.open(photo);
    CountDownLatch rendering = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    translator.before =
        () -> {
          rendering.countDown();
          goOn.await(30, TimeUnit.SECONDS);
        };
    var frame = CompletableFuture.supplyAsync(() -> session.next(photo));
    assertThat(rendering.await(30, TimeUnit.SECONDS)).isTrue();
    Thread closer = new Thread(reenactor::close);
    closer.start();
    waitFor(() -> closer.getState() == Thread.State.BLOCKED);
    assertThat(translator.open.get()).isEqualTo(1);
    goOn.countDown();
    assertThat(frame.get(30, TimeUnit.SECONDS).width()).isEqualTo(320);
    closer.join(30_000);
    assertThat(closer.isAlive()).isFalse();
    assertThat(translator.open.get()).isZero();
  }

  private static void waitFor(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(2);
    }
  }

  @Test
  void close_instancesOfTheCaller_stayOpen() {
    builder().build().close();
    assertThat(detector.closed).isFalse();
    assertThat(translator.closed).isFalse();
  }

  @Test
  void close_backendsLoadedByTheBuilder_areClosed() {
    Reenactor reenactor =
        Reenactor.builder().detector(detector).translator(translator).disentangler("none").build();
    assertThat(reenactor.disentanglerName()).isEqualTo("none");
    assertThat(reenactor.translatorName()).contains("Recorder");
    Image photo = picture(320, 240, FACE);
    reenactor.open(photo).close();
    reenactor.close();
    assertThatIllegalStateException().isThrownBy(() -> reenactor.open(photo));
  }

  @Test
  void open_translatorFails_leavesNothingOpen() {
    translator.refuse = true;
    try (Reenactor reenactor = builder().build()) {
      Image photo = picture(320, 240, FACE);
      assertThatIllegalStateException()
          .isThrownBy(() -> reenactor.open(photo))
          .withMessage("refused");
      translator.refuse = false;
      reenactor.open(photo).close();
    }
    assertThat(translator.open.get()).isZero();
  }

  @Test
  void builder_setTwice_isRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Reenactor.builder().translator("fdgan").translator("warp"))
        .withMessageContaining("fdgan");
    assertThatIllegalStateException()
        .isThrownBy(() -> Reenactor.builder().translator("fdgan").translator(translator));
    assertThatIllegalStateException()
        .isThrownBy(() -> Reenactor.builder().detector(detector).detector("dlib"));
    assertThatIllegalStateException()
        .isThrownBy(() -> Reenactor.builder().disentangler("none").disentangler("none"));
    assertThatIllegalStateException()
        .isThrownBy(
            () -> Reenactor.builder().motion(MotionMode.RELATIVE).motion(MotionMode.RELATIVE));
    assertThatIllegalStateException()
        .isThrownBy(() -> Reenactor.builder().framing(Framing.CROP).framing(Framing.PHOTO));
    assertThatIllegalStateException().isThrownBy(() -> Reenactor.builder().strength(1).strength(1));
    assertThatIllegalStateException()
        .isThrownBy(
            () -> Reenactor.builder().control(MotionControl.DEFAULT).control(MotionControl.DEFAULT))
        .withMessageContaining("control");
    assertThatIllegalStateException()
        .isThrownBy(() -> Reenactor.builder().smoothing(0).smoothing(1));
    assertThatIllegalStateException()
        .isThrownBy(() -> Reenactor.builder().device(Device.CPU).device(Device.CPU));
    assertThatIllegalStateException()
        .isThrownBy(() -> Reenactor.builder().driverFace(0).driverFace(1));
    assertThatIllegalStateException()
        .isThrownBy(
            () -> Reenactor.builder().landmarkModel(Path.of("a")).landmarkModel(Path.of("b")));
  }

  @Test
  void builder_valueOutOfRange_isRefusedWithTheValue() {
    for (double bad : new double[] {-0.1, 4.1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Reenactor.builder().strength(bad))
          .withMessageContaining(String.valueOf(bad));
    }
    for (double bad : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Reenactor.builder().smoothing(bad))
          .withMessageContaining(String.valueOf(bad));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Reenactor.builder().driverFace(-2))
        .withMessageContaining("-2");
  }

  @Test
  void build_optionThatAnInstanceCannotHeed_isRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> builder().device(Device.GPU).build())
        .withMessageContaining("GPU")
        .withMessageContaining("translator");
    assertThatIllegalStateException()
        .isThrownBy(() -> builder().landmarkModel(Path.of("m.dat")).build())
        .withMessageContaining("m.dat");
  }

  @Test
  void build_backendThatIsNotThere_namesTheArtifact() {
    assertThatExceptionOfType(BackendMissingException.class)
        .isThrownBy(
            () ->
                Reenactor.builder()
                    .detector("dlib")
                    .disentangler("none")
                    .translator(translator)
                    .build())
        .withMessageContaining("io.github.reenact:reenact-landmarks");
  }

  /** Knows the faces of some pictures beforehand. */
  private static final class KnownFaces implements LandmarkDetector {
    final Map<Image, List<Landmarks>> faces = Collections.synchronizedMap(new HashMap<>());
    final AtomicInteger trackers = new AtomicInteger();
    boolean closed;

    @Override
    public List<Landmarks> detectAll(Image image) {
      return java.util.Objects.requireNonNull(faces.get(image), "unknown picture");
    }

    @Override
    public LandmarkTracker track(int face) {
      trackers.incrementAndGet();
      return new LandmarkTracker() {
        @Override
        public Optional<Landmarks> next(Image frame) {
          return detectAll(frame).stream().skip(face).findFirst();
        }

        @Override
        public void close() {
          trackers.decrementAndGet();
        }
      };
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** Draws nothing; remembers what it was asked for. */
  private static final class Recorder implements PortraitTranslator {
    private interface Before {
      void run() throws InterruptedException;
    }

    final AtomicInteger open = new AtomicInteger();
    volatile List<Irises> irises = List.of();
    volatile Before before = () -> {};
    volatile Landmarks last = FACE;
    boolean refuse;
    boolean closed;

    @Override
    public Portrait open(List<FacePhoto> photos) {
      irises = photos.stream().map(FacePhoto::irises).toList();
      return open(photos.get(0).photo(), photos.get(0).landmarks());
    }

    @Override
    public Portrait open(Image photo, Landmarks landmarks) {
      if (refuse) {
        throw new IllegalStateException("refused");
      }
      open.incrementAndGet();
      return new Portrait() {
        @Override
        public Image render(Landmarks to) {
          try {
            before.run();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          last = to;
          return photo;
        }

        @Override
        public void close() {
          open.decrementAndGet();
        }
      };
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
