package io.github.reenact.warp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.FacePart;
import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import io.github.reenact.testing.FloatComparison;
import io.github.reenact.testing.TestFaces;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeadWarpTest {
  private static final TestFaces.Face PERSON = TestFaces.face();
  private static final int SIZE = 800;
  private static final Landmarks FACE = PERSON.at(400, 400, 70);
  private static final HeadWarp WARP = new HeadWarp(FACE, SIZE, SIZE);

  @Test
  void to_ownLandmarks_changesNothing() {
    Image photo = TestFaces.portrait(FACE, SIZE, SIZE);
    Flow flow = WARP.to(FACE);
    for (int i = 0; i < SIZE; i += 13) {
      assertThat(flow.sourceX(i, 300)).isCloseTo(i, within(0.01f));
      assertThat(flow.sourceY(300, i)).isCloseTo(i, within(0.01f));
    }
    assertThat(FloatComparison.meanDifference(flow.apply(Pixels.of(photo)), photo)).isLessThan(0.1);
  }

  @Test
  void to_movedLandmarks_bringsTheFeaturesThere() {
    Landmarks target = PERSON.expression(0.5, 0.3, 0, 0).turned(8, 4, 5).at(412, 395, 73);
    Flow flow = WARP.to(target);
    double moved = 0;
    double left = 0;
    for (int i = 17; i < Landmarks.COUNT; i++) {
      moved += Math.hypot(target.x(i) - FACE.x(i), target.y(i) - FACE.y(i));
      left +=
          Math.hypot(
              flow.sourceX(target.x(i), target.y(i)) - FACE.x(i),
              flow.sourceY(target.x(i), target.y(i)) - FACE.y(i));
    }
    assertThat(left).isLessThan(0.15 * moved);
  }

  /** Where lids are on one line, the whole eye lies within a narrow strip about it. */
  @Test
  void to_lidsThatCoincide_closesTheEye() {
    float[] xy = FACE.toArray();
    for (FacePart eye : List.of(FacePart.LEFT_EYE, FacePart.RIGHT_EYE)) {
      for (int i = 1; i <= 2; i++) {
        int upper = 2 * eye.upper(i);
        int lower = 2 * eye.lower(i);
        xy[upper + 1] = xy[lower + 1];
        xy[upper] = xy[lower];
      }
    }
    Landmarks closed = Landmarks.of(xy);
    Flow flow = WARP.to(closed);
    for (FacePart eye : List.of(FacePart.LEFT_EYE, FacePart.RIGHT_EYE)) {
      for (int i = 1; i <= 2; i++) {
        double x = closed.x(eye.upper(i));
        double y = closed.y(eye.upper(i));
        double width = FACE.x(eye.rightCorner()) - FACE.x(eye.leftCorner());
        double open = FACE.y(eye.lower(i)) - FACE.y(eye.upper(i));
        double seen = flow.sourceY(x, y + 0.15 * width) - flow.sourceY(x, y - 0.15 * width);
        assertThat(seen).isGreaterThan(0.9 * open);
      }
    }
  }

  @Test
  void to_sideInsideThePhoto_fadesToExactlyNothing() {
    Flow flow = WARP.to(PERSON.turned(15, 5, 5).at(425, 410, 75));
    assertThat(flow.left()).isGreaterThan(1);
    assertThat(flow.bottom()).isLessThan(SIZE - 2);
    for (double t = 0; t <= 1; t += 0.05) {
      double x = flow.left() + t * (flow.right() - flow.left());
      double y = flow.top() + t * (flow.bottom() - flow.top());
      assertThat(flow.sourceX(flow.left(), y)).isEqualTo((float) flow.left());
      assertThat(flow.sourceX(flow.right(), y)).isEqualTo((float) flow.right());
      assertThat(flow.sourceY(x, flow.top())).isEqualTo((float) flow.top());
      assertThat(flow.sourceY(x, flow.bottom())).isEqualTo((float) flow.bottom());
      // near the side it starts slowly: no seam
      assertThat(flow.sourceX(flow.left() + 4, y)).isCloseTo((float) flow.left() + 4, within(0.3f));
    }
  }

  @Test
  void apply_farFromTheFace_copiesThePhoto() {
    Image photo = noise(SIZE, SIZE, 5);
    Flow flow = WARP.to(PERSON.turned(10, 0, 0).at(420, 400, 70));
    Image out = flow.apply(Pixels.of(photo));
    int left = (int) Math.floor(flow.left());
    assertThat(out.crop(0, 0, left, SIZE)).isEqualTo(photo.crop(0, 0, left, SIZE));
    int bottom = (int) Math.ceil(flow.bottom()) + 1;
    assertThat(out.crop(0, bottom, SIZE, SIZE - bottom))
        .isEqualTo(photo.crop(0, bottom, SIZE, SIZE - bottom));
    assertThat(out.crop(350, 350, 100, 100)).isNotEqualTo(photo.crop(350, 350, 100, 100));
  }

  @Test
  void to_moderateMotion_doesNotFold() {
    Random random = new Random(7);
    for (int k = 0; k < 60; k++) {
      TestFaces.Face moved =
          PERSON
              .expression(
                  0.5 * random.nextDouble(),
                  0.5 * random.nextDouble(),
                  0.4 * random.nextDouble(),
                  0.3)
              .turned(between(random, 12), between(random, 8), between(random, 15));
      Landmarks target =
          moved.at(400 + between(random, 20), 400 + between(random, 20), 70 + between(random, 7));
      assertThat(smallestJacobian(WARP.to(target))).as("%s", moved).isGreaterThan(0);
    }
  }

  @Test
  void to_anyLandmarks_isFinite() {
    Random random = new Random(8);
    for (int k = 0; k < 40; k++) {
      float[] xy = new float[136];
      double spread = Math.pow(10, 1 + 4 * random.nextDouble());
      for (int i = 0; i < xy.length; i++) {
        xy[i] = (float) (random.nextGaussian() * spread);
      }
      if (k % 3 == 0) {
        for (int i = 0; i < xy.length; i += 2) {
          xy[i] = 5; // a line
        }
      }
      assertFinite(WARP.to(Landmarks.of(xy)));
      assertFinite(new HeadWarp(Landmarks.of(xy), 300, 200).to(FACE));
    }
    assertFinite(WARP.to(PERSON.turned(85, 40, 170).at(-9000, 1e5, 1000)));
    assertFinite(WARP.to(PERSON.at(400, 400, 0.01)));
  }

  @Test
  void to_slightlyOtherLandmarks_movesSlightly() {
    // the head nears the photo's edge: fixed points let go one after the other, without a jump
    HeadWarp warp = new HeadWarp(PERSON.at(200, 200, 80), 400, 400);
    Flow last = warp.to(PERSON.at(200, 200, 80));
    for (int k = 1; k <= 60; k++) {
      Flow next = warp.to(PERSON.at(200 + 2 * k, 200, 80));
      double most = 0;
      for (int y = 0; y < 400; y += 20) {
        for (int x = 0; x < 400; x += 20) {
          most =
              Math.max(
                  most,
                  Math.hypot(
                      next.sourceX(x, y) - last.sourceX(x, y),
                      next.sourceY(x, y) - last.sourceY(x, y)));
        }
      }
      assertThat(most).as("step %d", k).isLessThan(8);
      last = next;
    }
  }

  @Test
  void constructorAndTo_allPointsEqual_refuse() {
    Landmarks none = Landmarks.of(new float[136]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HeadWarp(none, 10, 10))
        .withMessageContaining("not a face");
    assertThatIllegalArgumentException().isThrownBy(() -> WARP.to(none));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HeadWarp(FACE, 0, 10))
        .withMessageContaining("0x10");
  }

  private static void assertFinite(Flow flow) {
    for (double t = 0; t <= 1; t += 0.01) {
      double x = flow.left() + t * (flow.right() - flow.left());
      double y = flow.top() + t * (flow.bottom() - flow.top());
      assertThat(flow.sourceX(x, y)).isFinite();
      assertThat(flow.sourceY(x, y)).isFinite();
      assertThat(flow.sourceX(x, flow.top() + flow.bottom() - y)).isFinite();
    }
  }

  /** The least area that a small square of the result covers in the photo, relative to its own. */
  static double smallestJacobian(Flow f) {
    double least = Double.POSITIVE_INFINITY;
    double d = 3;
    for (double y = f.top(); y < f.bottom() - d; y += d) {
      for (double x = f.left(); x < f.right() - d; x += d) {
        double ax = f.sourceX(x + d, y) - f.sourceX(x, y);
        double ay = f.sourceY(x + d, y) - f.sourceY(x, y);
        double bx = f.sourceX(x, y + d) - f.sourceX(x, y);
        double by = f.sourceY(x, y + d) - f.sourceY(x, y);
        least = Math.min(least, (ax * by - ay * bx) / (d * d));
      }
    }
    return least;
  }

  private static double between(Random random, double most) {
    return most * (2 * random.nextDouble() - 1);
  }

  static Image noise(int width, int height, long seed) {
    byte[] rgb = new byte[width * height * 3];
    new Random(seed).nextBytes(rgb);
    return Image.of(width, height, rgb);
  }
}
