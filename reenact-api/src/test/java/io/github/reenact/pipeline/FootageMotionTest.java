package io.github.reenact.pipeline;

import static io.github.reenact.testing.FloatComparison.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.FacePart;
import io.github.reenact.Landmarks;
import io.github.reenact.head.HeadShape;
import io.github.reenact.testing.TestFaces;
import org.junit.jupiter.api.Test;

class FootageMotionTest {
  private static final TestFaces.Face PERSON = TestFaces.face().person(0.95, 1.05, 1, 1);
  private static final Landmarks REST = PERSON.at(100, 100, 50);

  private static Landmarks driver(double open, double blink) {
    return TestFaces.face().turned(-10, 5, -8).expression(open, 0, blink, 0).at(400, 300, 90);
  }

  private static FootageMotion motion(boolean mouth, boolean eyes, double strength) {
    FootageMotion motion = new FootageMotion(new CopyDisentangler(), REST, mouth, eyes, strength);
    motion.move(REST, driver(0, 0), 800, 600, 0);
    return motion;
  }

  private static Landmarks take(double open) {
    return PERSON.turned(12, -3, 6).expression(open, 0, 0, 0).at(210, 140, 64);
  }

  @Test
  void move_mouth_opensAsTheDriversWhileAllElseIsTheTakes() {
    for (double own : new double[] {0, 0.6}) {
      FootageMotion motion = motion(true, false, 1);
      Landmarks shut = motion.move(take(own), driver(0, 1), 800, 600, 0.04);
      Landmarks open = motion.move(take(own), driver(0.6, 1), 800, 600, 0.08);
      assertThat(shut.mouthOpening()).as("own %s", own).isLessThan(0.12f);
      assertThat(open.mouthOpening()).isCloseTo(take(0.6).mouthOpening(), within(0.12f));
      for (int i = 17; i < 48; i++) {
        if (!FacePart.NOSE_BASE.contains(i)) {
          assertThat(Math.hypot(open.x(i) - take(own).x(i), open.y(i) - take(own).y(i)))
              .as("point %d", i)
              .isLessThan(0.5);
        }
      }
      assertThat(HeadShape.pose(open).yaw())
          .isCloseTo(HeadShape.pose(take(own)).yaw(), within(2.0));
    }
  }

  @Test
  void move_expression_closesTheEyesWithTheDriver() {
    Landmarks out = motion(true, true, 1).move(take(0), driver(0, 1), 800, 600, 0.04);
    assertThat(out.eyeOpening()).isLessThan(take(0).eyeOpening() / 2);
    for (double blink : new double[] {0.8, 1, 1.3, 2}) {
      Landmarks closed = motion(true, true, 1.5).move(take(0), driver(0, blink), 800, 600, 0.04);
      assertThat(closed.eyeOpening()).as("lids never coincide, %s", blink).isGreaterThan(0.04f);
    }
    Landmarks mouth = motion(true, false, 1).move(take(0), driver(0, 1), 800, 600, 0.04);
    assertThat(mouth.eyeOpening()).isCloseTo(take(0).eyeOpening(), within(0.01f));
  }

  @Test
  void move_strengthZero_leavesTheTake() {
    Landmarks out = motion(true, true, 0).move(take(0.4), driver(0, 1), 800, 600, 0.04);
    assertClose(out, take(0.4), 0.05);
  }
}
