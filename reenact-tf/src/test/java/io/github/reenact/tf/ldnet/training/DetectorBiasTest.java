package io.github.reenact.tf.ldnet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DetectorBiasTest {
  @Test
  void features_turnedHead_areItsAnglesWhateverTheRoll() {
    for (double roll : new double[] {-40, 0, 25}) {
      double[] f = DetectorBias.features(FaceKit.rotation(20, 0, roll));
      assertThat(f[1]).as("yaw at roll " + roll).isCloseTo(Math.toRadians(20), within(1e-9));
      assertThat(f[2]).as("pitch at roll " + roll).isCloseTo(0, within(1e-9));
    }
    assertThat(DetectorBias.features(FaceKit.rotation(0, 10, 30))[2])
        .isCloseTo(Math.toRadians(-10), within(1e-9));
  }

  @Test
  void shifts_rolledHead_turnWithIt() {
    DetectorBias view = DetectorBias.none();
    view.set(0, new double[] {1, 0, 0, 0, 0, 0});
    double[] upright = view.shifts(FaceKit.rotation(0, 0, 0));
    assertThat(upright[0]).isEqualTo(1);
    double[] rolled = view.shifts(FaceKit.rotation(0, 0, 90));
    assertThat(rolled[0]).isCloseTo(0, within(1e-9));
    assertThat(rolled[1]).isCloseTo(1, within(1e-9));
    double[] back = DetectorBias.unrolled(FaceKit.rotation(0, 0, 90), rolled);
    assertThat(back[0]).isCloseTo(1, within(1e-9));
  }

  @Test
  void shifts_profile_goNoFurtherThanTheLimit() {
    DetectorBias view = DetectorBias.none();
    view.set(0, new double[] {0, 1, 0, 0, 0, 0});
    assertThat(view.shifts(FaceKit.rotation(85, 0, 0))[0])
        .isEqualTo(view.shifts(FaceKit.rotation(60, 0, 0))[0]);
  }
}
