package io.github.reenact.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RotationTest {
  /** About the vertical axis, as a head turns. */
  private static Rotation turn(double degrees) {
    double c = Math.cos(Math.toRadians(degrees));
    double s = Math.sin(Math.toRadians(degrees));
    return new Rotation(new double[] {c, 0, s, 0, 1, 0, -s, 0, c});
  }

  private static void assertSame(Rotation actual, Rotation expected) {
    for (int i = 0; i < 9; i++) {
      assertThat(actual.rows()[i]).as("number %d", i).isCloseTo(expected.rows()[i], within(1e-12));
    }
  }

  @Test
  void after_twoTurnsAboutOneAxis_addsTheirAngles() {
    assertSame(turn(20).after(turn(15)), turn(35));
    assertThat(turn(20).after(turn(15)).angle()).isCloseTo(35, within(1e-9));
  }

  @Test
  void after_turnsAboutTwoAxes_dependsOnTheOrder() {
    Rotation tilt = Rotation.inPlane(Math.toRadians(90));
    // The nose, (0, 0, 1), goes to the right by the turn; a tilt by a right angle takes that down.
    Rotation turnedThenTilted = tilt.after(turn(30));
    assertThat(turnedThenTilted.x(0, 0, 1)).isCloseTo(0, within(1e-12));
    assertThat(turnedThenTilted.y(0, 0, 1)).isCloseTo(0.5, within(1e-12));
    Rotation tiltedThenTurned = turn(30).after(tilt);
    assertThat(tiltedThenTurned.x(0, 0, 1)).isCloseTo(0.5, within(1e-12));
    assertThat(tiltedThenTurned.y(0, 0, 1)).isCloseTo(0, within(1e-12));
  }

  @Test
  void inverse_after_isNoRotation() {
    Rotation r = Rotation.inPlane(0.4).after(turn(50));
    assertSame(r.inverse().after(r), Rotation.inPlane(0));
  }

  @Test
  void partial_halfTwice_isTheWhole() {
    Rotation r = Rotation.inPlane(0.4).after(turn(50));
    assertSame(r.partial(0.5).after(r.partial(0.5)), r);
    assertSame(r.partial(1), r);
    assertThat(r.partial(0).angle()).isCloseTo(0, within(1e-5));
  }

  @Test
  void upright_tiltedHead_isTheTurnAlone() {
    Rotation r = Rotation.inPlane(Math.toRadians(25)).after(turn(40));
    assertThat(Math.toDegrees(r.tilt())).isCloseTo(25, within(1e-9));
    assertSame(r.upright(), turn(40));
  }

  @Test
  void atMost_largeTurn_isLimitedAndASmallOneIsNot() {
    assertSame(turn(80).atMost(60), turn(60));
    assertSame(turn(30).atMost(60), turn(30));
  }

  @Test
  void along_sameOppositeAndAcross_isThePartOfTheWay() {
    assertThat(turn(10).along(turn(40))).isCloseTo(40, within(1e-6));
    assertThat(turn(10).along(turn(-40))).isCloseTo(-40, within(1e-6));
    assertThat(turn(10).along(Rotation.inPlane(0.5))).isCloseTo(0, within(1e-6));
    assertThat(turn(10).along(turn(0))).isZero();
    assertThat(turn(0).along(turn(40))).isZero();
  }
}
