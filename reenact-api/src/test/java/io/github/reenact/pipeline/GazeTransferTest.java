package io.github.reenact.pipeline;

import static io.github.reenact.pipeline.GazeTransfer.APPARENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.GazeMode;
import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import io.github.reenact.MotionControl;
import io.github.reenact.MotionMode;
import io.github.reenact.head.EyeFrame;
import io.github.reenact.testing.TestFaces;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GazeTransferTest {
  private static final Landmarks PHOTO = TestFaces.face().turned(6, 0, 4).at(150, 120, 50);
  private static final Landmarks DRIVER = TestFaces.face().turned(-4, 5, -6).at(160, 118, 30);

  /** Irises at the same place in both eyes. */
  private static Irises at(Landmarks face, double x, double y) {
    return new Irises(
        Optional.of(EyeFrame.of(face, true).iris(new EyeFrame.Place(x, y), 0.19)),
        Optional.of(EyeFrame.of(face, false).iris(new EyeFrame.Place(x, y), 0.19)));
  }

  private static GazeTransfer transfer(MotionMode mode, MotionControl control, double smoothing) {
    return new GazeTransfer(
        PHOTO, at(PHOTO, 0.02, -0.1), new MotionTransfer.Settings(mode, 1, control), smoothing);
  }

  private static EyeFrame.Place left(Landmarks face, Irises irises) {
    return EyeFrame.of(face, true)
        .place(irises.left().orElseThrow().x(), irises.left().orElseThrow().y());
  }

  private static EyeFrame.Place right(Landmarks face, Irises irises) {
    return EyeFrame.of(face, false)
        .place(irises.right().orElseThrow().x(), irises.right().orElseThrow().y());
  }

  @Test
  void move_driverLooksAsideAfterAWhile_photoIsSeenToLookAsFarAside() {
    GazeTransfer transfer = transfer(MotionMode.RELATIVE, MotionControl.DEFAULT, 0);
    Irises out = Irises.NONE;
    for (int i = 0; i <= 1500; i++) {
      out = transfer.move(DRIVER, at(DRIVER, -0.05, -0.12), PHOTO, i * 0.04);
    }
    // At rest, wherever that is, the photo keeps its own direction.
    assertThat(left(PHOTO, out).x()).isCloseTo(0.02, within(0.01));
    out = transfer.move(DRIVER, at(DRIVER, 0.1, -0.17), PHOTO, 60.08);
    assertThat(left(PHOTO, out).x()).isCloseTo(0.02 + APPARENT * 0.15, within(0.01));
    assertThat(right(PHOTO, out).x()).isCloseTo(0.02 + APPARENT * 0.15, within(0.01));
    assertThat(right(PHOTO, out).y()).isCloseTo(-0.1 - APPARENT * 0.05, within(0.01));
  }

  @Test
  void move_absolute_photoIsSeenToLookWhereTheDriverLooks() {
    GazeTransfer transfer = transfer(MotionMode.ABSOLUTE, MotionControl.DEFAULT, 0);
    Irises out = transfer.move(DRIVER, at(DRIVER, 0.12, -0.05), PHOTO, 0);
    assertThat(left(PHOTO, out).x()).isCloseTo(0.02 + APPARENT * 0.1, within(1e-6));
    assertThat(left(PHOTO, out).y()).isCloseTo(-0.1 + APPARENT * 0.05, within(1e-6));
    assertThat(out.left().orElseThrow().radius())
        .isCloseTo(0.19 * EyeFrame.of(PHOTO, true).width(), within(1e-6));
  }

  @Test
  void move_driverBlinks_holdsTheDirection() {
    GazeTransfer transfer = transfer(MotionMode.ABSOLUTE, MotionControl.DEFAULT, 0);
    transfer.move(DRIVER, at(DRIVER, 0.12, -0.05), PHOTO, 0);
    Irises out = transfer.move(DRIVER, Irises.NONE, PHOTO, 0.04);
    assertThat(left(PHOTO, out).x()).isCloseTo(0.02 + APPARENT * 0.1, within(1e-6));
  }

  @Test
  void move_driversIrisesNeverSeen_photoKeepsItsOwn() {
    GazeTransfer transfer = transfer(MotionMode.RELATIVE, MotionControl.DEFAULT, 0.5);
    assertThat(transfer.move(DRIVER, Irises.NONE, PHOTO, 0)).isEqualTo(transfer.still(PHOTO));
  }

  @Test
  void still_photosOwnLandmarks_areThePhotosIrises() {
    Irises still = transfer(MotionMode.RELATIVE, MotionControl.DEFAULT, 0.5).still(PHOTO);
    Irises own = at(PHOTO, 0.02, -0.1);
    assertThat(still.left().orElseThrow().x())
        .isCloseTo(own.left().orElseThrow().x(), within(1e-6));
    assertThat(still.right().orElseThrow().y())
        .isCloseTo(own.right().orElseThrow().y(), within(1e-6));
  }

  @Test
  void move_strength_multipliesTheWay() {
    GazeTransfer half =
        transfer(MotionMode.ABSOLUTE, MotionControl.builder().gazeStrength(0.5).build(), 0);
    Irises out = half.move(DRIVER, at(DRIVER, 0.12, -0.1), PHOTO, 0);
    assertThat(left(PHOTO, out).x()).isCloseTo(0.02 + APPARENT * 0.05, within(1e-6));
    GazeTransfer none =
        transfer(MotionMode.ABSOLUTE, MotionControl.builder().gazeStrength(0).build(), 0);
    assertThat(none.isActive()).isFalse();
    assertThat(none.needsDriver()).isFalse();
  }

  @Test
  void change_strengthAndMode_countFromTheNextFrameOn() {
    GazeTransfer transfer = transfer(MotionMode.ABSOLUTE, MotionControl.DEFAULT, 0);
    transfer.move(DRIVER, at(DRIVER, 0.12, -0.1), PHOTO, 0);
    transfer.change(0.5, MotionControl.DEFAULT, 0);
    // What was last seen of the driver's eyes is not forgotten.
    Irises out = transfer.move(DRIVER, Irises.NONE, PHOTO, 0.04);
    assertThat(left(PHOTO, out).x()).isCloseTo(0.02 + APPARENT * 0.05, within(1e-6));
    transfer.change(1, MotionControl.builder().gaze(GazeMode.PHOTO).build(), 0);
    assertThat(transfer.needsDriver()).isFalse();
    assertThat(transfer.move(DRIVER, at(DRIVER, 0.12, -0.1), PHOTO, 0.08))
        .isEqualTo(transfer.still(PHOTO));
    transfer.change(1, MotionControl.builder().gazeDirection(-0.1, 0).build(), 0);
    out = transfer.move(DRIVER, Irises.NONE, PHOTO, 0.12);
    assertThat(left(PHOTO, out).x()).isCloseTo(-0.1, within(1e-6));
  }

  @Test
  void move_photoMode_isNotActive() {
    GazeTransfer photo =
        transfer(MotionMode.RELATIVE, MotionControl.builder().gaze(GazeMode.PHOTO).build(), 0);
    assertThat(photo.isActive()).isFalse();
  }

  @Test
  void move_camera_turnedHeadLooksBackAtTheViewer() {
    MotionControl control = MotionControl.builder().gaze(GazeMode.CAMERA).build();
    Landmarks turned = TestFaces.face().turned(25, 0, 0).at(150, 120, 50);
    GazeTransfer transfer = transfer(MotionMode.RELATIVE, control, 0);
    Irises out = transfer.move(DRIVER, Irises.NONE, turned, 0);
    assertThat(left(turned, out).x())
        .isCloseTo(-GazeTransfer.DEPTH * Math.tan(Math.toRadians(25)), within(0.02));
    // Eyes that jump far move those of the photo a little, so that they do not stare.
    for (int i = 0; i < 100; i++) {
      out = transfer.move(DRIVER, at(DRIVER, 0.02, -0.1), turned, i * 0.04);
    }
    double rest = left(turned, out).x();
    out = transfer.move(DRIVER, at(DRIVER, 0.25, -0.1), turned, 4);
    assertThat(left(turned, out).x() - rest)
        .isBetween(0.5 * GazeTransfer.TOLERANCE, 1.01 * GazeTransfer.TOLERANCE);
  }

  @Test
  void move_directionSet_holdsWhateverTheDriverDoes() {
    MotionControl control = MotionControl.builder().gazeDirection(-0.2, 0.05).build();
    GazeTransfer transfer = transfer(MotionMode.RELATIVE, control, 0.5);
    assertThat(transfer.needsDriver()).isFalse();
    for (int i = 0; i < 3; i++) {
      Irises out = transfer.move(DRIVER, at(DRIVER, 0.1 * i, -0.1), PHOTO, i * 0.04);
      assertThat(left(PHOTO, out).x()).isCloseTo(-0.2, within(1e-6));
      assertThat(left(PHOTO, out).y()).isCloseTo(-0.05, within(1e-6));
    }
  }

  @Test
  void move_absurdDirection_staysInTheEye() {
    GazeTransfer transfer = transfer(MotionMode.ABSOLUTE, MotionControl.DEFAULT, 0);
    Irises out = transfer.move(DRIVER, at(DRIVER, 7, -9), PHOTO, 0);
    assertThat(left(PHOTO, out).x()).isBetween(0.0, GazeTransfer.REACH_X + 1e-6);
    assertThat(left(PHOTO, out).y())
        .isBetween(GazeTransfer.STRAIGHT - GazeTransfer.REACH_Y - 1e-6, 0.0);
  }

  @Test
  void takeNextAsNeutral_driverLooksAside_photoLooksAsInThePhoto() {
    GazeTransfer transfer = transfer(MotionMode.RELATIVE, MotionControl.DEFAULT, 0);
    transfer.move(DRIVER, at(DRIVER, 0, -0.1), PHOTO, 0);
    transfer.takeNextAsNeutral();
    Irises out = transfer.move(DRIVER, at(DRIVER, 0.2, -0.1), PHOTO, 0.04);
    assertThat(left(PHOTO, out).x()).isCloseTo(0.02, within(1e-3));
  }

  @Test
  void move_photoWithoutIrises_isNotActive() {
    GazeTransfer transfer =
        new GazeTransfer(
            PHOTO,
            Irises.NONE,
            new MotionTransfer.Settings(MotionMode.RELATIVE, 1, MotionControl.DEFAULT),
            0.5);
    assertThat(transfer.isActive()).isFalse();
    assertThat(transfer.move(DRIVER, at(DRIVER, 0, 0), PHOTO, 0)).isEqualTo(Irises.NONE);
  }

  @Test
  void move_jitter_isSmoothedAndASaccadeIsNot() {
    GazeTransfer transfer = transfer(MotionMode.ABSOLUTE, MotionControl.DEFAULT, 0.5);
    double most = 0;
    for (int i = 0; i < 100; i++) {
      double jitter = i % 2 == 0 ? 0.01 : -0.01;
      Irises out = transfer.move(DRIVER, at(DRIVER, jitter, -0.1), PHOTO, i * 0.04);
      most = i > 20 ? Math.max(most, Math.abs(left(PHOTO, out).x())) : most;
    }
    assertThat(most).isLessThan(0.0112 * APPARENT);
    transfer.move(DRIVER, at(DRIVER, 0.15, -0.1), PHOTO, 4.0);
    Irises out = transfer.move(DRIVER, at(DRIVER, 0.15, -0.1), PHOTO, 4.04);
    assertThat(left(PHOTO, out).x()).isGreaterThan(0.02 + 0.85 * APPARENT * 0.13);
  }
}
