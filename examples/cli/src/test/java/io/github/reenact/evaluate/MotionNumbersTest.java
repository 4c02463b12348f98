package io.github.reenact.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.Landmarks;
import io.github.reenact.testing.TestFaces;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MotionNumbersTest {
  private static final TestFaces.Face FACE = TestFaces.face();

  @Test
  void of_placeAndSize_doNotMatter() {
    TestFaces.Face face = FACE.turned(12, 5, 8).expression(0.6, 0, 0.2, 0);

    assertThat(of(face.at(300, 20, 90)).toArray())
        .containsExactly(of(face.at(0, 0, 10)).toArray(), Offset.offset(1e-4));
  }

  @Test
  void of_turnedHead_growsWithTheAngleAndLeavesTheOthers() {
    MotionNumbers still = of(FACE.at(0, 0, 50));
    MotionNumbers right = of(FACE.turned(15, 0, 0).at(0, 0, 50));
    MotionNumbers farRight = of(FACE.turned(30, 0, 0).at(0, 0, 50));
    MotionNumbers down = of(FACE.turned(0, 12, 0).at(0, 0, 50));

    assertThat(still.yaw()).isCloseTo(0, within(0.01));
    assertThat(right.yaw()).isBetween(0.2, farRight.yaw() - 0.2);
    assertThat(right.pitch()).isCloseTo(still.pitch(), within(0.1));
    assertThat(down.pitch()).isGreaterThan(still.pitch() + 0.2);
    assertThat(down.yaw()).isCloseTo(0, within(0.01));
  }

  @Test
  void of_rolledHead_hasTheRollAlone() {
    MotionNumbers turned = of(FACE.turned(20, 5, 0).at(0, 0, 50));
    MotionNumbers rolled = of(FACE.turned(20, 5, 10).at(0, 0, 50));

    // Clockwise is negative.
    assertThat(rolled.roll() - turned.roll()).isCloseTo(-Math.toRadians(10), within(1e-3));
    assertThat(rolled.yaw()).isCloseTo(turned.yaw(), within(1e-3));
    assertThat(rolled.pitch()).isCloseTo(turned.pitch(), within(1e-3));
  }

  @Test
  void of_expression_opensMouthAndClosesEyes() {
    MotionNumbers still = of(FACE.at(0, 0, 50));
    MotionNumbers open = of(FACE.expression(1, 0, 0, 0).at(0, 0, 50));
    MotionNumbers blink = of(FACE.expression(0, 0, 1, 0).at(0, 0, 50));

    assertThat(open.mouth()).isGreaterThan(still.mouth() + 0.1);
    assertThat(blink.mouth()).isEqualTo(still.mouth());
    assertThat(blink.rightEye()).isLessThan(0.5 * still.rightEye());
    assertThat(blink.leftEye()).isLessThan(0.5 * still.leftEye());
  }

  private static MotionNumbers of(Landmarks face) {
    return MotionNumbers.of(face);
  }
}
