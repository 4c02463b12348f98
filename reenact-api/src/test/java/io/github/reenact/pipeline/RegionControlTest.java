package io.github.reenact.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.Landmarks;
import io.github.reenact.MotionControl;
import io.github.reenact.head.Shape;
import io.github.reenact.testing.TestFaces;
import org.junit.jupiter.api.Test;

class RegionControlTest {
  private static final TestFaces.Face PERSON = TestFaces.face().person(0.93, 1.08, 1.1, 1.04);
  private static final TestFaces.Face POSED = PERSON.turned(8, -4, 0);
  private static final double[] PHOTO = shape(POSED);
  private static final PhotoHead HEAD = new PhotoHead(Shape.of(PHOTO));

  /** The same person in poses of all kinds, talking, smiling and blinking. */
  private static final double[][] TURNS = {{8, -4}, {0, 10}, {25, 0}, {-12, -10}, {8, 15}};

  private static double[] shape(TestFaces.Face face) {
    return Shape.of(face.at(150, 120, 50)).normalized().upright().toArray();
  }

  private static TestFaces.Face lively(TestFaces.Face face) {
    return face.expression(0.8, 0.5, 0.9, 0.7);
  }

  private static double[] apply(MotionControl.Builder control, double[] shape) {
    return new RegionControl(HEAD, control.build()).apply(Shape.of(shape)).toArray();
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < Landmarks.COUNT; i++) {
      sum += distance(a, b, i) / Landmarks.COUNT;
    }
    return sum;
  }

  private static double distance(double[] a, double[] b, int i) {
    return Math.hypot(a[2 * i] - b[2 * i], a[2 * i + 1] - b[2 * i + 1]);
  }

  @Test
  void apply_allStrengthsOne_givesTheSameShape() {
    Shape shape = Shape.of(shape(lively(PERSON.turned(20, 5, 0))));
    for (MotionControl control :
        new MotionControl[] {
          MotionControl.DEFAULT, MotionControl.builder().expression(2).mouth(0.5).eyes(0.5).build()
        }) {
      assertThat(new RegionControl(HEAD, control).apply(shape)).isSameAs(shape);
    }
  }

  @Test
  void apply_strengthsNearlyOne_isNearlyTheSame() {
    for (double yaw : new double[] {0, 30, 60, 85}) {
      double[] shape = shape(lively(PERSON.turned(yaw, 5, 0)));
      for (double one : new double[] {1 - 1e-7, 1 + 1e-7}) {
        double[] out =
            apply(MotionControl.builder().pose(one).expression(one).mouth(one).eyes(one), shape);
        for (int i = 0; i < Landmarks.COUNT; i++) {
          assertThat(distance(out, shape, i)).isLessThan(1e-4);
        }
      }
    }
  }

  @Test
  void apply_noPose_isTheExpressionInThePhotosPose() {
    double[] wanted = shape(lively(POSED));
    for (double[] turn : TURNS) {
      double[] shape = shape(lively(PERSON.turned(turn[0], turn[1], 0)));
      double[] out = apply(MotionControl.builder().pose(0), shape);
      // what is left is the made-up heads' depth, which is not that of the mean head
      assertThat(distance(out, wanted)).as("%s, %s", turn[0], turn[1]).isLessThan(0.045);
      // bone stays where it is in the photo, seen from the middle of the eyes
      for (int bone : new int[] {0, 1, 15, 16, 27, 28, 29, 30}) {
        assertThat(way(out, bone)).isCloseTo(way(PHOTO, bone), within(0.06));
      }
    }
  }

  /** Distance from the middle of the inner eye corners, in their distance. */
  private static double way(double[] s, int i) {
    double unit = Math.hypot(s[84] - s[78], s[85] - s[79]);
    return Math.hypot(s[2 * i] - (s[84] + s[78]) / 2, s[2 * i + 1] - (s[85] + s[79]) / 2) / unit;
  }

  @Test
  void apply_noExpression_isTheDriversPoseWithThePhotosFace() {
    for (double[] turn : TURNS) {
      TestFaces.Face turned = PERSON.turned(turn[0], turn[1], 0);
      double[] out = apply(MotionControl.builder().expression(0), shape(lively(turned)));
      assertThat(distance(out, shape(turned))).as("%s, %s", turn[0], turn[1]).isLessThan(0.045);
      assertThat(gap(out, 62, 66)).isLessThan(0.05);
    }
  }

  private static double gap(double[] s, int i, int j) {
    return Math.hypot(s[2 * i] - s[2 * j], s[2 * i + 1] - s[2 * j + 1]);
  }

  @Test
  void apply_mouthAlone_movesNeitherEyesNorBone() {
    double[] shape = shape(lively(POSED));
    double[] out = apply(MotionControl.builder().pose(0).eyes(0), shape);
    assertThat(ratio(out)).isCloseTo(ratio(shape), within(0.01));
    // all but mouth, jaw and nose base is the photo's, up to the common place and size
    double unit = gap(out, 36, 45) / gap(PHOTO, 36, 45);
    for (int i = 17; i < 48; i++) {
      if (i < 31 || i > 35) {
        assertThat(gap(out, i, 27)).isCloseTo(unit * gap(PHOTO, i, 27), within(1e-9));
      }
    }
  }

  private static double ratio(double[] s) {
    return gap(s, 62, 66) / gap(s, 60, 64);
  }

  @Test
  void apply_eyesAlone_movesNothingBelow() {
    double[] shape = shape(lively(PERSON.turned(20, 0, 0)));
    double[] out = apply(MotionControl.builder().pose(0).mouth(0), shape);
    double unit = gap(out, 0, 16) / gap(PHOTO, 0, 16);
    for (int i = 0; i < Landmarks.COUNT; i++) {
      boolean eyesOrBrows = (i >= 17 && i < 27) || (i >= 36 && i < 48);
      if (!eyesOrBrows) {
        assertThat(gap(out, i, 27)).isCloseTo(unit * gap(PHOTO, i, 27), within(1e-9));
      }
    }
    assertThat(gap(out, 37, 41)).isLessThan(0.5 * gap(PHOTO, 37, 41));
    assertThat(gap(out, 19, 37)).isGreaterThan(1.1 * gap(PHOTO, 19, 37));
  }

  @Test
  void apply_mouthOpens_jawFollowsWithoutATear() {
    double[] shape = shape(POSED.expression(1, 0, 0, 0));
    double[] out = apply(MotionControl.builder().pose(0), shape);
    double unit = gap(out, 36, 45) / gap(PHOTO, 36, 45);
    double[] drop = new double[17];
    for (int i = 0; i < 17; i++) {
      drop[i] = (out[2 * i + 1] - out[55]) / unit - (PHOTO[2 * i + 1] - PHOTO[55]);
    }
    assertThat(drop[8]).isGreaterThan(0.1);
    for (int i = 1; i <= 8; i++) {
      assertThat(drop[i] - drop[i - 1]).isBetween(-1e-9, 0.4 * drop[8]);
      assertThat(drop[16 - i] - drop[17 - i]).isBetween(-1e-9, 0.4 * drop[8]);
    }
  }

  @Test
  void apply_mouthTwice_doublesTheShiftOfTheLips() {
    double[] shape = shape(POSED.expression(0.4, 0, 0, 0));
    double[] out = apply(MotionControl.builder().mouth(2), shape);
    double unit = gap(out, 36, 45) / gap(shape, 36, 45);
    double closed = gap(PHOTO, 62, 66) * gap(shape, 36, 45) / gap(PHOTO, 36, 45);
    assertThat(gap(out, 62, 66) / unit - closed)
        .isCloseTo(2 * (gap(shape, 62, 66) - closed), within(0.01));
    // mouth and the whole expression multiply
    double[] same = apply(MotionControl.builder().expression(4).mouth(0.5).eyes(0.25), shape);
    assertThat(distance(same, out)).isLessThan(1e-12);
  }

  @Test
  void apply_posePartly_turnsPartly() {
    double[] shape = shape(PERSON.turned(38, -4, 0));
    double whole = HEAD.pose(Shape.of(shape)).turn();
    for (double strength : new double[] {0, 0.25, 0.5, 0.9, 1.5}) {
      double[] out = apply(MotionControl.builder().pose(strength), shape);
      assertThat(HEAD.pose(Shape.of(out)).turn()).isCloseTo(strength * whole, within(4.0));
    }
  }

  @Test
  void apply_poseExaggerated_stopsAtTheLargestTurn() {
    double[] out = apply(MotionControl.builder().pose(4), shape(PERSON.turned(48, 0, 0)));
    assertThat(HEAD.pose(Shape.of(out)).turn()).isBetween(45.0, RegionControl.MAX_TURN + 10);
    double[] beyond = shape(PERSON.turned(85, 0, 0));
    double[] asItIs = apply(MotionControl.builder().pose(4), beyond);
    assertThat(HEAD.pose(Shape.of(asItIs)).turn())
        .isCloseTo(HEAD.pose(Shape.of(beyond)).turn(), within(1.0));
  }

  @Test
  void apply_absurdShapes_staysFinite() {
    for (TestFaces.Face face :
        new TestFaces.Face[] {
          PERSON.turned(90, 0, 0),
          PERSON.turned(180, 90, 180).expression(9, 9, 9, 9),
          PERSON.turned(-89.99, 89.99, 0),
          TestFaces.face().person(0.001, 1, 1, 1)
        }) {
      double[] out =
          apply(MotionControl.builder().pose(0.3).expression(4).mouth(4).eyes(4), shape(face));
      for (double v : out) {
        assertThat(v).isBetween(-30.0, 30.0);
      }
    }
  }
}
