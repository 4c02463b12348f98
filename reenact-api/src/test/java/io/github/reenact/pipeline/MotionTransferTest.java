package io.github.reenact.pipeline;

import static io.github.reenact.testing.FloatComparison.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.IdentityCode;
import io.github.reenact.LandmarkDisentangler;
import io.github.reenact.Landmarks;
import io.github.reenact.MotionCode;
import io.github.reenact.MotionControl;
import io.github.reenact.MotionMode;
import io.github.reenact.Similarity;
import io.github.reenact.head.HeadPlace;
import io.github.reenact.head.HeadShape;
import io.github.reenact.head.Pose;
import io.github.reenact.head.Shape;
import io.github.reenact.testing.TestFaces;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MotionTransferTest {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 240;
  private static final TestFaces.Face TARGET = TestFaces.face().person(0.93, 1.08, 1.1, 1.04);
  private static final Landmarks PHOTO = TARGET.turned(8, -4, 5).at(150, 120, 50);
  private static final List<Landmarks> DRIVER = driver();

  private final LandmarkDisentangler none = new CopyDisentangler();
  private final LandmarkDisentangler averaging = new AveragingDisentangler();

  private double seconds;

  /** The time of the next frame. */
  private double next() {
    seconds += 0.04;
    return seconds;
  }

  /** A head that moves about, turns, tilts and talks. */
  private static List<Landmarks> driver() {
    List<Landmarks> out = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      double t = i * 0.3;
      out.add(
          TestFaces.face()
              .person(1.05, 0.95, 0.95, 1)
              .turned(20 * Math.sin(t), 8 * Math.cos(t), 6 + 10 * Math.sin(0.7 * t))
              .expression(0.5 - 0.5 * Math.cos(2 * t), 0.3, 0, 0)
              .at(160 + 12 * Math.sin(t), 118 + 6 * Math.sin(1.3 * t), 48 + 5 * Math.sin(t / 2)));
    }
    return out;
  }

  private static MotionTransfer transfer(
      LandmarkDisentangler disentangler, Landmarks photo, MotionMode mode, double strength) {
    return transfer(disentangler, photo, mode, strength, MotionControl.DEFAULT);
  }

  private static MotionTransfer transfer(
      LandmarkDisentangler disentangler,
      Landmarks photo,
      MotionMode mode,
      double strength,
      MotionControl control) {
    return new MotionTransfer(
        disentangler, photo, WIDTH, HEIGHT, new MotionTransfer.Settings(mode, strength, control));
  }

  @ParameterizedTest
  @EnumSource
  void move_byThePhotosOwnLandmarks_givesThePhoto(MotionMode mode) {
    for (LandmarkDisentangler d : List.of(none, averaging, new LidlessDisentangler())) {
      for (double strength : new double[] {0, 0.5, 1, 3}) {
        MotionTransfer transfer = transfer(d, PHOTO, mode, strength);
        assertClose(transfer.move(PHOTO, WIDTH, HEIGHT, next()), PHOTO, 1e-3);
        assertClose(transfer.move(PHOTO, WIDTH, HEIGHT, next()), PHOTO, 1e-3);
      }
    }
  }

  /** A disentangler whose codes know nothing of lids: all eyes it decodes are open. */
  private static final class LidlessDisentangler implements LandmarkDisentangler {
    private final LandmarkDisentangler copy = new CopyDisentangler();

    @Override
    public IdentityCode identity(Landmarks landmarks) {
      return copy.identity(landmarks);
    }

    @Override
    public IdentityCode identity(List<Landmarks> faces) {
      return copy.identity(faces);
    }

    @Override
    public MotionCode motion(Landmarks landmarks) {
      return copy.motion(landmarks);
    }

    @Override
    public Landmarks combine(IdentityCode identity, MotionCode motion) {
      float[] xy = copy.combine(identity, motion).toArray();
      for (int[] eye : new int[][] {{36, 37, 38, 39, 41, 40}, {42, 43, 44, 45, 47, 46}}) {
        float dx = xy[2 * eye[3]] - xy[2 * eye[0]];
        float dy = xy[2 * eye[3] + 1] - xy[2 * eye[0] + 1];
        for (int j = 1; j <= 2; j++) {
          float x = (xy[2 * eye[j]] + xy[2 * eye[j + 3]]) / 2;
          float y = (xy[2 * eye[j] + 1] + xy[2 * eye[j + 3] + 1]) / 2;
          for (int side = -1; side <= 1; side += 2) {
            int point = side < 0 ? eye[j] : eye[j + 3];
            xy[2 * point] = x - side * 0.15f * dy;
            xy[2 * point + 1] = y + side * 0.15f * dx;
          }
        }
      }
      return Landmarks.of(xy);
    }

    @Override
    public void close() {}
  }

  @Test
  void move_codesLoseTheLids_whatTheDriversDoIsGivenBack() {
    MotionTransfer transfer = transfer(new LidlessDisentangler(), PHOTO, MotionMode.RELATIVE, 1);
    Landmarks open = TestFaces.face().turned(6, 3, 4).at(160, 118, 48);
    for (int i = 0; i < 15; i++) {
      transfer.move(open, WIDTH, HEIGHT, next());
    }
    float rest = transfer.move(open, WIDTH, HEIGHT, next()).eyeOpening();
    // open eyes are the photo's own, however open the driver's are
    assertThat(rest).isCloseTo(PHOTO.eyeOpening(), within(0.02f));
    for (double blink : new double[] {0, 0.4, 0.9, 0.2}) {
      Landmarks driver =
          TestFaces.face().turned(6, 3, 4).expression(0, 0, blink, 0).at(160, 118, 48);
      assertThat(transfer.move(driver, WIDTH, HEIGHT, next()).eyeOpening() - rest)
          .as("blink %s", blink)
          .isCloseTo(driver.eyeOpening() - open.eyeOpening(), within(0.02f));
    }
  }

  @Test
  void move_firstFrameBlinks_isForgotten() {
    MotionTransfer transfer = transfer(new LidlessDisentangler(), PHOTO, MotionMode.RELATIVE, 1);
    Landmarks open = TestFaces.face().turned(6, 3, 4).at(160, 118, 48);
    Landmarks closed = TestFaces.face().turned(6, 3, 4).expression(0, 0, 0.9, 0).at(160, 118, 48);
    transfer.move(closed, WIDTH, HEIGHT, next());
    float afterASecond = 0;
    for (int i = 0; i < 250; i++) {
      float opening = transfer.move(open, WIDTH, HEIGHT, next()).eyeOpening();
      afterASecond = i == 25 ? opening : afterASecond;
    }
    assertThat(afterASecond).isCloseTo(PHOTO.eyeOpening(), within(0.05f));
    assertThat(transfer.move(open, WIDTH, HEIGHT, next()).eyeOpening())
        .isCloseTo(PHOTO.eyeOpening(), within(0.02f));
  }

  @Test
  void move_absoluteWithoutDisentangler_givesTheDriversLandmarks() {
    MotionTransfer transfer = transfer(none, PHOTO, MotionMode.ABSOLUTE, 1);
    for (Landmarks d : DRIVER) {
      assertClose(transfer.move(d, WIDTH, HEIGHT, next()), d, 1e-3);
    }
  }

  @Test
  void move_absoluteAnyDisentangler_isInTheDriversPlaceAndSize() {
    MotionTransfer transfer = transfer(averaging, PHOTO, MotionMode.ABSOLUTE, 1);
    for (Landmarks d : DRIVER) {
      assertSamePlace(transfer.move(d, WIDTH, HEIGHT, next()), d);
    }
  }

  @Test
  void move_absoluteFrameOfOtherSize_isFittedCentreOnCentre() {
    MotionTransfer transfer = transfer(none, PHOTO, MotionMode.ABSOLUTE, 1);
    Landmarks d = DRIVER.get(7);
    // Twice the pixels: the centre of the first pixel, 0, lies at 0.5 in the finer grid.
    Landmarks doubled = d.transform(Similarity.scaleThenMove(2, 0.5, 0.5));
    assertClose(transfer.move(doubled, 2 * WIDTH, 2 * HEIGHT, next()), d, 1e-3);
    // A frame that is wider by 100 pixels on either side has to shrink to fit.
    Landmarks wide = d.transform(Similarity.scaleThenMove(1, 100, 0));
    double f = WIDTH / (WIDTH + 200.0);
    Landmarks fitted =
        d.transform(
            Similarity.scaleThenMove(f, (WIDTH - 1) / 2.0 * (1 - f), (HEIGHT - 1) / 2.0 * (1 - f)));
    assertClose(transfer.move(wide, WIDTH + 200, HEIGHT, next()), fitted, 1e-3);
  }

  @Test
  void move_relativeSamePersonAndStart_givesTheDriversLandmarks() {
    MotionTransfer transfer = transfer(none, DRIVER.get(0), MotionMode.RELATIVE, 1);
    for (Landmarks d : DRIVER) {
      // No time passes, in which the rest would follow the driver.
      assertClose(transfer.move(d, WIDTH, HEIGHT, 0), d, 1e-3);
    }
  }

  @Test
  void move_relative_restFollowsTheDriverSlowly() {
    Landmarks aside = TestFaces.face().turned(20, 0, 0).at(170, 120, 50);
    Landmarks photo = TARGET.at(150, 120, 50);
    MotionTransfer transfer = transfer(none, photo, MotionMode.RELATIVE, 1);
    transfer.move(TestFaces.face().at(160, 120, 50), WIDTH, HEIGHT, 0);
    double second = yaw(transfer.move(aside, WIDTH, HEIGHT, 1));
    assertThat(second).isCloseTo(20, within(1.5));
    Landmarks last = photo;
    for (int t = 2; t <= 120; t++) {
      last = transfer.move(aside, WIDTH, HEIGHT, t);
    }
    assertThat(yaw(last)).isCloseTo(second / Math.E, within(1.0));
    for (int t = 121; t <= 1000; t++) {
      last = transfer.move(aside, WIDTH, HEIGHT, t);
    }
    assertThat(yaw(last)).isCloseTo(0, within(1.0));
    assertThat(HeadPlace.of(last).x()).isCloseTo(HeadPlace.of(photo).x(), within(0.1));
  }

  private static double yaw(Landmarks landmarks) {
    return HeadShape.pose(landmarks).yaw();
  }

  @Test
  void move_relativeDriverLooksAside_photoStartsInItsOwnPose() {
    for (LandmarkDisentangler d : List.of(none, averaging)) {
      MotionTransfer transfer = transfer(d, PHOTO, MotionMode.RELATIVE, 1);
      Landmarks out =
          transfer.move(TestFaces.face().turned(-25, 12, 9).at(160, 118, 48), WIDTH, HEIGHT, 0);
      Pose actual = HeadShape.pose(out);
      Pose expected = HeadShape.pose(PHOTO);
      assertThat(actual.yaw()).isCloseTo(expected.yaw(), within(2.0));
      assertThat(actual.pitch()).isCloseTo(expected.pitch(), within(2.0));
      assertThat(actual.roll()).isCloseTo(expected.roll(), within(1.5));
    }
  }

  @Test
  void move_relativeNodOfADriverWhoLooksAside_isANodOfThePhoto() {
    Landmarks photo = TARGET.at(150, 120, 50);
    MotionTransfer transfer = transfer(none, photo, MotionMode.RELATIVE, 1);
    transfer.move(TestFaces.face().turned(30, 0, 0).at(160, 120, 50), WIDTH, HEIGHT, 0);
    Pose nod =
        HeadShape.pose(
            transfer.move(TestFaces.face().turned(30, 12, 0).at(160, 120, 50), WIDTH, HEIGHT, 0));
    assertThat(nod.pitch() - HeadShape.pose(photo).pitch()).isCloseTo(12, within(2.5));
    assertThat(nod.yaw()).isCloseTo(0, within(2.0));
  }

  @Test
  void move_relativeTurnBeyondReach_isLimited() {
    Landmarks photo = TARGET.turned(45, 0, 0).at(150, 120, 50);
    MotionTransfer transfer = transfer(none, photo, MotionMode.RELATIVE, 1);
    transfer.move(TestFaces.face().at(160, 120, 50), WIDTH, HEIGHT, 0);
    Landmarks out =
        transfer.move(TestFaces.face().turned(50, 0, 0).at(160, 120, 50), WIDTH, HEIGHT, 0);
    assertThat(HeadShape.pose(out).rotation().upright().angle())
        .isCloseTo(MotionTransfer.MAX_TURN, within(5.0));
  }

  @Test
  void move_relativeTurnFarFromThePhoto_isMadeInPart() {
    Landmarks photo = TARGET.at(150, 120, 50);
    MotionTransfer transfer = transfer(none, photo, MotionMode.RELATIVE, 1);
    transfer.move(TestFaces.face().at(160, 120, 50), WIDTH, HEIGHT, 0);
    double last = 0;
    for (int turn = 4; turn <= 64; turn += 4) {
      double made =
          yaw(
              transfer.move(
                  TestFaces.face().turned(turn, 0, 0).at(160, 120, 50), WIDTH, HEIGHT, 0));
      if (turn <= 24) {
        assertThat(made).isCloseTo(turn, within(3.0));
      }
      assertThat(made).isBetween(last - 0.5, MotionTransfer.LARGEST_TURN + 4);
      last = made;
    }
    assertThat(last).isGreaterThan(MotionTransfer.WHOLE_TURN + 4);
  }

  @Test
  void move_relativeTurnThatAnotherPhotoShows_isMadeWhole() {
    Landmarks photo = TARGET.at(150, 120, 50);
    MotionTransfer transfer =
        new MotionTransfer(
            none,
            photo,
            List.of(TARGET.turned(45, 0, 0).at(150, 120, 50)),
            WIDTH,
            HEIGHT,
            new MotionTransfer.Settings(MotionMode.RELATIVE, 1, MotionControl.DEFAULT));
    transfer.move(TestFaces.face().at(160, 120, 50), WIDTH, HEIGHT, 0);
    Landmarks towards = TestFaces.face().turned(45, 0, 0).at(160, 120, 50);
    assertThat(yaw(transfer.move(towards, WIDTH, HEIGHT, 0))).isGreaterThan(41);
    Landmarks away = TestFaces.face().turned(-45, 0, 0).at(160, 120, 50);
    assertThat(yaw(transfer.move(away, WIDTH, HEIGHT, 0)))
        .isGreaterThan(-MotionTransfer.LARGEST_TURN - 4);
  }

  @Test
  void takeNextAsNeutral_driverInAnotherPose_photoGoesBackToItsOwn() {
    Landmarks aside = TestFaces.face().turned(20, 5, 8).at(180, 130, 60);
    for (LandmarkDisentangler d : List.of(none, averaging)) {
      MotionTransfer transfer = transfer(d, PHOTO, MotionMode.RELATIVE, 1);
      transfer.move(TestFaces.face().at(160, 120, 50), WIDTH, HEIGHT, next());
      assertThat(Math.abs(yaw(transfer.move(aside, WIDTH, HEIGHT, next())) - yaw(PHOTO)))
          .isGreaterThan(10);
      transfer.takeNextAsNeutral();
      Landmarks out = transfer.move(aside, WIDTH, HEIGHT, next());
      assertSamePlace(out, PHOTO);
      assertThat(yaw(out)).isCloseTo(yaw(PHOTO), within(2.0));
      // And stays there: one frame is meant.
      assertThat(yaw(transfer.move(aside, WIDTH, HEIGHT, next()))).isCloseTo(yaw(out), within(1.2));
    }
  }

  @Test
  void takeNextAsNeutral_lidsThatTheCodesLose_areTheDriversOwnFromThenOn() {
    MotionTransfer transfer = transfer(new LidlessDisentangler(), PHOTO, MotionMode.RELATIVE, 1);
    Landmarks wide = TestFaces.face().turned(6, 3, 4).at(160, 118, 48);
    Landmarks relaxed = TestFaces.face().turned(6, 3, 4).expression(0, 0, 0.3, 0).at(160, 118, 48);
    transfer.move(wide, WIDTH, HEIGHT, next());
    transfer.takeNextAsNeutral();
    assertThat(transfer.move(relaxed, WIDTH, HEIGHT, next()).eyeOpening())
        .isCloseTo(PHOTO.eyeOpening(), within(0.02f));
  }

  @Test
  void move_relativeExpression_photoKeepsItsOwnWhileTheDriversIsAtRest() {
    MotionControl control = MotionControl.builder().relativeExpression(true).build();
    Landmarks frowning =
        TestFaces.face().expression(0.5, 0, 0.2, 0).turned(5, 3, 0).at(160, 120, 50);
    Landmarks more = TestFaces.face().expression(0.9, 0, 0.2, 0).turned(5, 3, 0).at(160, 120, 50);
    for (MotionMode mode : MotionMode.values()) {
      for (LandmarkDisentangler d : List.of(none, averaging)) {
        MotionTransfer plain = transfer(d, PHOTO, mode, 1);
        MotionTransfer relative = transfer(d, PHOTO, mode, 1, control);
        float photo = PHOTO.mouthOpening();
        float rest = relative.move(frowning, WIDTH, HEIGHT, 0).mouthOpening();
        assertThat(rest).as("%s at rest", mode).isCloseTo(photo, within(0.03f));
        float plainRest = plain.move(frowning, WIDTH, HEIGHT, 0).mouthOpening();
        assertThat(plainRest - photo).isGreaterThan(0.1f);
        float opened = relative.move(more, WIDTH, HEIGHT, 0.04).mouthOpening();
        float plainOpened = plain.move(more, WIDTH, HEIGHT, 0.04).mouthOpening();
        assertThat(opened - rest).isCloseTo(plainOpened - plainRest, within(0.06f));
        assertThat(opened - rest).isGreaterThan(0.1f);
      }
    }
  }

  @Test
  void move_relativeFirstFrame_isInThePhotosPlaceSizeAndRotation() {
    for (LandmarkDisentangler d : List.of(none, averaging)) {
      Landmarks first =
          transfer(d, PHOTO, MotionMode.RELATIVE, 1).move(DRIVER.get(3), WIDTH, HEIGHT, next());
      assertSamePlace(first, PHOTO);
      assertThat(Shape.of(first).normalized().roll())
          .isCloseTo(Shape.of(PHOTO).normalized().roll(), within(1e-4));
    }
  }

  @Test
  void move_relative_doesNotDependOnTheDriversPlaceAndSize() {
    for (LandmarkDisentangler d : List.of(none, averaging)) {
      MotionTransfer here = transfer(d, PHOTO, MotionMode.RELATIVE, 1);
      MotionTransfer there = transfer(d, PHOTO, MotionMode.RELATIVE, 1);
      for (Landmarks driver : DRIVER) {
        Landmarks moved = driver.transform(Similarity.scaleThenMove(2.5, 300, -40));
        assertClose(
            there.move(moved, 1920, 1080, next()), here.move(driver, WIDTH, HEIGHT, next()), 2e-2);
      }
    }
  }

  @Test
  void move_relativeDriverStartsWithOpenMouth_headKeepsItsSizeAndPlace() {
    Landmarks open = TestFaces.face().expression(1, 0, 0, 0).at(160, 120, 50);
    Landmarks shut = TestFaces.face().at(160, 120, 50);
    Landmarks photo = TARGET.at(150, 120, 50);
    for (LandmarkDisentangler d : List.of(none, averaging)) {
      MotionTransfer transfer = transfer(d, photo, MotionMode.RELATIVE, 1);
      Landmarks first = transfer.move(open, WIDTH, HEIGHT, next());
      Landmarks second = transfer.move(shut, WIDTH, HEIGHT, next());
      for (int eyeCorner : new int[] {36, 39, 42, 45}) {
        assertThat(second.x(eyeCorner)).isCloseTo(first.x(eyeCorner), within(1f));
        assertThat(second.y(eyeCorner)).isCloseTo(first.y(eyeCorner), within(1f));
      }
      assertThat(first.y(8) - second.y(8)).as("the chin").isGreaterThan(5);
    }
  }

  private static void assertSamePlace(Landmarks actual, Landmarks expected) {
    HeadPlace a = HeadPlace.of(actual);
    HeadPlace e = HeadPlace.of(expected);
    assertThat(a.x()).isCloseTo(e.x(), within(1e-2));
    assertThat(a.y()).isCloseTo(e.y(), within(1e-2));
    assertThat(a.size()).isCloseTo(e.size(), within(1e-2));
  }

  @Test
  void move_relativeTurningDriver_turnsByTheSameAngle() {
    Landmarks start = TestFaces.face().at(160, 120, 50);
    MotionTransfer transfer = transfer(none, PHOTO, MotionMode.RELATIVE, 1);
    transfer.move(start, WIDTH, HEIGHT, next());
    Landmarks turned =
        transfer.move(TestFaces.face().turned(0, 0, 15).at(160, 120, 50), WIDTH, HEIGHT, next());
    double before = Shape.of(PHOTO).normalized().roll();
    assertThat(Math.toDegrees(Shape.of(turned).normalized().roll() - before))
        .isCloseTo(15, within(0.01));
  }

  @ParameterizedTest
  @EnumSource
  void move_strength0_givesThePhoto(MotionMode mode) {
    MotionTransfer transfer = transfer(averaging, PHOTO, mode, 0);
    for (Landmarks d : DRIVER) {
      assertClose(transfer.move(d, WIDTH, HEIGHT, next()), PHOTO, 1e-3);
    }
  }

  @Test
  void move_strength2_doublesShiftAngleAndLogSize() {
    MotionTransfer once = transfer(none, PHOTO, MotionMode.RELATIVE, 1);
    MotionTransfer twice = transfer(none, PHOTO, MotionMode.RELATIVE, 2);
    double roll = Shape.of(PHOTO).normalized().roll();
    for (Landmarks d : DRIVER) {
      Landmarks a = once.move(d, WIDTH, HEIGHT, next());
      Landmarks b = twice.move(d, WIDTH, HEIGHT, next());
      HeadPlace p = HeadPlace.of(PHOTO);
      HeadPlace pa = HeadPlace.of(a);
      HeadPlace pb = HeadPlace.of(b);
      assertThat(pb.x() - p.x()).isCloseTo(2 * (pa.x() - p.x()), within(1e-2));
      assertThat(pb.y() - p.y()).isCloseTo(2 * (pa.y() - p.y()), within(1e-2));
      assertThat(Math.log(pb.size() / p.size()))
          .isCloseTo(2 * Math.log(pa.size() / p.size()), within(1e-3));
      assertThat(Shape.of(b).normalized().roll() - roll)
          .isCloseTo(2 * (Shape.of(a).normalized().roll() - roll), within(1e-3));
    }
  }

  @ParameterizedTest
  @EnumSource
  void move_noPose_keepsPlaceSizeAndRotation(MotionMode mode) {
    for (LandmarkDisentangler d : List.of(none, averaging)) {
      for (double strength : new double[] {0.5, 1, 2}) {
        MotionTransfer transfer =
            transfer(d, PHOTO, mode, strength, MotionControl.builder().pose(0).build());
        for (Landmarks driver : DRIVER) {
          Landmarks out = transfer.move(driver, WIDTH, HEIGHT, next());
          assertSamePlace(out, PHOTO);
          for (int corner : new int[] {27, 36, 39, 42, 45}) {
            assertThat(out.x(corner)).isCloseTo(PHOTO.x(corner), within(1f));
            assertThat(out.y(corner)).isCloseTo(PHOTO.y(corner), within(1f));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void move_noExpression_keepsTheMouthShutAndMovesTheHead(MotionMode mode) {
    MotionControl control = MotionControl.builder().expression(0).build();
    MotionTransfer plain = transfer(none, PHOTO, mode, 1);
    MotionTransfer still = transfer(none, PHOTO, mode, 1, control);
    for (Landmarks driver : DRIVER) {
      Landmarks whole = plain.move(driver, WIDTH, HEIGHT, next());
      Landmarks out = still.move(driver, WIDTH, HEIGHT, next());
      assertThat(out.mouthOpening()).isLessThan(0.1f);
      HeadPlace a = HeadPlace.of(out);
      HeadPlace e = HeadPlace.of(whole);
      assertThat(a.x()).isCloseTo(e.x(), within(0.1));
      assertThat(a.y()).isCloseTo(e.y(), within(0.1));
      assertThat(a.size()).isCloseTo(e.size(), within(0.1));
    }
  }

  @ParameterizedTest
  @EnumSource
  void move_halfPose_goesHalfTheWay(MotionMode mode) {
    MotionTransfer whole = transfer(none, PHOTO, mode, 1);
    MotionTransfer half = transfer(none, PHOTO, mode, 1, MotionControl.builder().pose(0.5).build());
    HeadPlace p = HeadPlace.of(PHOTO);
    for (Landmarks driver : DRIVER) {
      HeadPlace one = HeadPlace.of(whole.move(driver, WIDTH, HEIGHT, next()));
      HeadPlace other = HeadPlace.of(half.move(driver, WIDTH, HEIGHT, next()));
      assertThat(other.x() - p.x()).isCloseTo((one.x() - p.x()) / 2, within(1e-2));
      assertThat(other.y() - p.y()).isCloseTo((one.y() - p.y()) / 2, within(1e-2));
      assertThat(Math.log(other.size() / p.size()))
          .isCloseTo(Math.log(one.size() / p.size()) / 2, within(1e-3));
    }
  }

  @Test
  void move_openingsSet_holdAtEveryStrengthAndAtRest() {
    MotionControl control =
        MotionControl.builder().pose(0).mouthOpening(0.25).eyeOpening(0.15).build();
    for (LandmarkDisentangler d : List.of(none, averaging)) {
      for (double strength : new double[] {0, 0.5, 1, 2}) {
        MotionTransfer transfer = transfer(d, PHOTO, MotionMode.RELATIVE, strength, control);
        assertThat(transfer.rest().mouthOpening()).isCloseTo(0.25f, within(5e-3f));
        assertThat(transfer.rest().eyeOpening()).isCloseTo(0.15f, within(5e-3f));
        assertSamePlace(transfer.rest(), PHOTO);
        for (Landmarks driver : DRIVER) {
          Landmarks out = transfer.move(driver, WIDTH, HEIGHT, next());
          assertThat(out.mouthOpening()).isCloseTo(0.25f, within(0.02f));
          assertThat(out.eyeOpening()).isCloseTo(0.15f, within(0.02f));
        }
      }
    }
  }

  @Test
  void move_closeLips_closesThePhotosMouthWithTheDrivers() {
    // Unlike the photo's, so that the decoder leaves the lips apart.
    Landmarks shut = TestFaces.face().at(160, 120, 50);
    Landmarks parted = TARGET.expression(0.3, 0, 0, 0).at(150, 120, 50);
    MotionControl close = MotionControl.builder().closeLips(true).build();
    MotionTransfer plain = transfer(averaging, parted, MotionMode.RELATIVE, 1);
    MotionTransfer closing = transfer(averaging, parted, MotionMode.RELATIVE, 1, close);
    assertThat(shut.mouthOpening()).isLessThan((float) Retargeting.LIPS_MEET);
    assertThat(plain.move(shut, WIDTH, HEIGHT, 0).mouthOpening()).isGreaterThan(0.05f);
    assertThat(closing.move(shut, WIDTH, HEIGHT, 0).mouthOpening()).isLessThan(1e-3f);
    Landmarks open = TestFaces.face().expression(0.5, 0, 0, 0).at(160, 120, 50);
    assertThat(closing.move(open, WIDTH, HEIGHT, 0.04))
        .isEqualTo(plain.move(open, WIDTH, HEIGHT, 0.04));
    assertThat(closing.rest()).isEqualTo(parted);
  }

  @Test
  void move_byDefault_isBitForBitThatOfAllOnes() {
    MotionControl ones =
        MotionControl.builder().pose(1).expression(1).mouth(1).eyes(1).closeLips(false).build();
    MotionTransfer plain = transfer(averaging, PHOTO, MotionMode.RELATIVE, 1.3);
    MotionTransfer chosen = transfer(averaging, PHOTO, MotionMode.RELATIVE, 1.3, ones);
    for (Landmarks d : DRIVER) {
      assertThat(chosen.move(d, WIDTH, HEIGHT, next()))
          .isEqualTo(plain.move(d, WIDTH, HEIGHT, next()));
    }
    assertThat(plain.rest()).isSameAs(PHOTO);
  }

  @ParameterizedTest
  @EnumSource
  void move_absurdDriver_staysAFaceInReachOfThePhoto(MotionMode mode) {
    MotionTransfer transfer = transfer(none, PHOTO, mode, 4);
    transfer.move(DRIVER.get(0), WIDTH, HEIGHT, next());
    for (Landmarks absurd :
        List.of(
            TestFaces.face().at(1e6, -1e6, 1e5),
            TestFaces.face().at(3, 3, 1e-2),
            TestFaces.face().turned(180, 90, 180).expression(9, 9, 9, 9).at(100, 100, 50))) {
      Landmarks out = transfer.move(absurd, WIDTH, HEIGHT, next());
      double size = HeadPlace.of(PHOTO).size();
      HeadPlace place = HeadPlace.of(out);
      assertThat(place.size() / size)
          .isBetween(1 / MotionTransfer.MAX_ZOOM - 1e-3, MotionTransfer.MAX_ZOOM + 1e-3);
      assertThat(place.x()).isBetween(-place.size() - 1, WIDTH + place.size() + 1);
      assertThat(place.y()).isBetween(-place.size() - 1, HEIGHT + place.size() + 1);
      assertThat(out.radius() / PHOTO.radius()).isBetween(0.05f, 20f);
    }
  }

  @Test
  void roll_turnedNoddingTalkingHead_isThatOfTheHead() {
    for (double roll : new double[] {-40, -10, 0, 25}) {
      for (double yaw : new double[] {-30, 0, 30}) {
        for (double open : new double[] {0, 1}) {
          Landmarks face =
              TestFaces.face().turned(yaw, 0, roll).expression(open, 0.5, 0, 1).at(0, 0, 80);
          assertThat(Math.toDegrees(Shape.of(face).normalized().roll()))
              .isCloseTo(roll, within(0.01));
        }
      }
    }
  }
}
