package io.github.reenact.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.Landmarks;
import io.github.reenact.MotionControl;
import io.github.reenact.head.Shape;
import io.github.reenact.testing.TestFaces;
import org.junit.jupiter.api.Test;

class RetargetingTest {
  private static final TestFaces.Face PERSON = TestFaces.face().person(0.93, 1.08, 1.1, 1.04);
  private static final TestFaces.Face POSED = PERSON.turned(8, -4, 0);
  private static final Shape PHOTO = shape(POSED);
  private static final PhotoHead HEAD = new PhotoHead(PHOTO);

  private static Shape shape(TestFaces.Face face) {
    return Shape.of(face.at(150, 120, 50)).normalized().upright();
  }

  private static Landmarks apply(MotionControl.Builder control, Shape shape, double driver) {
    return new Retargeting(HEAD, PHOTO, control.build(), 1).apply(shape, driver).toLandmarks();
  }

  @Test
  void apply_nothingSet_givesTheSameShape() {
    Retargeting none = new Retargeting(HEAD, PHOTO, MotionControl.DEFAULT, 1);
    assertThat(none.areSet()).isFalse();
    assertThat(none.apply(PHOTO, 0)).isSameAs(PHOTO);
  }

  @Test
  void apply_mouthOpening_isReachedFromAnyOther() {
    for (double from : new double[] {0, 0.3, 1}) {
      for (double smile : new double[] {-1, 0, 1}) {
        for (double opening : new double[] {0, 0.05, 0.3, 1}) {
          Shape shape = shape(POSED.expression(from, smile, 0, 0));
          Landmarks out = apply(MotionControl.builder().mouthOpening(opening), shape, 0.5);
          assertThat((double) out.mouthOpening())
              .as("%s to %s", from, opening)
              .isCloseTo(opening, within(1e-3));
          assertThat((double) out.y(67) - out.y(61)).isGreaterThan(-1e-6);
          assertThat((double) out.y(65) - out.y(63)).isGreaterThan(-1e-6);
        }
      }
    }
  }

  @Test
  void apply_crossedLips_areOpenedOrClosedToo() {
    double[] xy = PHOTO.toArray();
    for (int lower : new int[] {65, 66, 67}) {
      xy[2 * lower + 1] -= 0.1;
    }
    Shape crossed = Shape.of(xy);
    assertThat(apply(MotionControl.builder().mouthOpening(0), crossed, 0).mouthOpening())
        .isLessThan(1e-3f);
    Landmarks open = apply(MotionControl.builder().mouthOpening(0.4), crossed, 0);
    assertThat(open.mouthOpening()).isCloseTo(0.4f, within(1e-3f));
    assertThat(open.y(66)).isGreaterThan(open.y(62));
  }

  @Test
  void apply_mouthOpens_takesLipsAndJawAlongAndNothingElse() {
    Landmarks out = apply(MotionControl.builder().mouthOpening(0.6), PHOTO, 0);
    Landmarks before = PHOTO.toLandmarks();
    double lower = out.y(66) - before.y(66);
    double chin = out.y(8) - before.y(8);
    assertThat(lower).isGreaterThan(0.1);
    assertThat(chin).isBetween(0.6 * lower, lower);
    // lips keep their thickness
    for (int[] lip : new int[][] {{50, 61}, {51, 62}, {52, 63}, {67, 58}, {66, 57}, {65, 56}}) {
      assertThat(out.y(lip[1]) - out.y(lip[0]))
          .isCloseTo(before.y(lip[1]) - before.y(lip[0]), within(1e-5f));
    }
    for (int i = 0; i < Landmarks.COUNT; i++) {
      if (i < 3 || (i > 13 && i < 49) || i == 54 || i == 60 || i == 64) {
        assertThat(out.y(i)).as("point %d", i).isEqualTo(before.y(i));
      }
    }
    for (int i = 1; i <= 8; i++) {
      double step = out.y(i) - before.y(i) - (out.y(i - 1) - before.y(i - 1));
      assertThat(step).isBetween(-1e-6, 0.4 * chin);
    }
  }

  @Test
  void apply_eyeOpening_isReachedFromAnyOther() {
    for (double blink : new double[] {0, 0.5, 1, 1.3}) {
      for (double opening : new double[] {0, 0.1, 0.3, 0.6}) {
        Shape shape = shape(POSED.expression(0, 0, blink, 0));
        Landmarks out = apply(MotionControl.builder().eyeOpening(opening), shape, 0);
        assertThat((double) out.eyeOpening())
            .as("%s to %s", blink, opening)
            .isCloseTo(opening, within(1e-3));
        assertThat((double) out.y(36)).isCloseTo(shape.y(36), within(1e-6));
        assertThat((double) out.y(19)).isCloseTo(shape.y(19), within(1e-6));
      }
    }
  }

  @Test
  void apply_turnedHead_keepsTheMouthAsOpenAsItIsOnTheHead() {
    // What a mouth of one opening looks like on a turned head, by the made-up head itself.
    double open = shape(POSED.expression(0.7, 0, 0, 0)).toLandmarks().mouthOpening();
    for (double yaw : new double[] {-35, -15, 30, 45}) {
      TestFaces.Face turned = PERSON.turned(yaw, -4, 0);
      double truth = shape(turned.expression(0.7, 0, 0, 0)).toLandmarks().mouthOpening();
      Landmarks out = apply(MotionControl.builder().mouthOpening(open), shape(turned), 0);
      assertThat((double) out.mouthOpening())
          .as("yaw %s", yaw)
          .isCloseTo(truth, within(0.15 * truth));
    }
    double truth =
        shape(PERSON.turned(45, -4, 0).expression(0.7, 0, 0, 0)).toLandmarks().mouthOpening();
    assertThat(truth).as("the test can fail").isGreaterThan(1.3 * open);
  }

  @Test
  void apply_profile_staysFinite() {
    for (double yaw : new double[] {90, 120, 180}) {
      Landmarks out =
          apply(
              MotionControl.builder().mouthOpening(1).eyeOpening(0.6),
              shape(PERSON.turned(yaw, 30, 0)),
              0);
      assertThat(out.radius()).isBetween(0.5f, 3f);
    }
  }

  @Test
  void apply_closeLips_closesWithTheDriverOnly() {
    Shape parted = shape(POSED.expression(0.2, 0, 0, 0));
    float before = parted.toLandmarks().mouthOpening();
    assertThat(before).isGreaterThan(0.1f);
    MotionControl.Builder builder = MotionControl.builder().closeLips(true);
    Retargeting close = new Retargeting(HEAD, PHOTO, builder.build(), 1);
    assertThat(close.apply(parted, 0).toLandmarks().mouthOpening()).isLessThan(1e-3f);
    assertThat(close.apply(parted, Retargeting.LIPS_MEET).toLandmarks().mouthOpening())
        .isLessThan(1e-3f);
    assertThat(close.apply(parted, 0.07).toLandmarks().mouthOpening())
        .isBetween(0.3f * before, 0.7f * before);
    assertThat(close.apply(parted, Retargeting.LIPS_PART)).isSameAs(parted);
    assertThat(close.areSet()).isFalse();
  }

  @Test
  void apply_closeLipsWithoutMouth_leavesThem() {
    Shape parted = shape(POSED.expression(0.2, 0, 0, 0));
    float before = parted.toLandmarks().mouthOpening();
    for (MotionControl control :
        new MotionControl[] {
          MotionControl.builder().closeLips(true).mouth(0).build(),
          MotionControl.builder().closeLips(true).expression(0).build()
        }) {
      assertThat(new Retargeting(HEAD, PHOTO, control, 1).apply(parted, 0)).isSameAs(parted);
    }
    MotionControl control = MotionControl.builder().closeLips(true).build();
    assertThat(new Retargeting(HEAD, PHOTO, control, 0).apply(parted, 0)).isSameAs(parted);
    assertThat(
            new Retargeting(HEAD, PHOTO, control, 0.5)
                .apply(parted, 0)
                .toLandmarks()
                .mouthOpening())
        .isCloseTo(before / 2, within(1e-3f));
  }

  @Test
  void withLids_eyeSeenFromTheSide_isLeftAsItIs() {
    Shape shape = Shape.of(TestFaces.face().at(100, 100, 40));
    double[] xy = shape.toArray();
    double middle = (xy[2 * 36] + xy[2 * 39]) / 2;
    for (int i = 36; i < 42; i++) {
      xy[2 * i] = middle + 0.1 * (xy[2 * i] - middle);
    }
    Shape narrow = Shape.of(xy);
    Shape out = Retargeting.withLids(narrow, new double[] {0.9, 0.1});
    assertThat(Retargeting.lids(out)[0]).isCloseTo(Retargeting.lids(narrow)[0], within(1e-9));
    assertThat(Retargeting.lids(out)[1] - Retargeting.lids(narrow)[1]).isCloseTo(0.1, within(1e-6));
    assertThat(Retargeting.lids(Retargeting.withLids(shape, new double[] {2, -2})))
        .satisfies(
            lids -> {
              assertThat(lids[0] - Retargeting.lids(shape)[0]).isCloseTo(0.35, within(1e-3));
              assertThat(lids[1] - Retargeting.lids(shape)[1]).isCloseTo(-0.35, within(1e-3));
            });
  }
}
