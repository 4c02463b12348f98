package io.github.reenact.warp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reenact.Image;
import io.github.reenact.Iris;
import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import io.github.reenact.testing.DrawnEyes;
import io.github.reenact.testing.TestFaces;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IrisWarpTest {
  private static final Landmarks FACE = TestFaces.face().turned(4, 0, 5).at(200, 200, 110);
  private static final DrawnEyes.Drawing STRAIGHT = DrawnEyes.draw(FACE, 400, 400, 0, 0);

  /** Mean absolute difference of colours within the lids of both eyes. */
  private static double difference(Image a, Image b) {
    double sum = 0;
    int count = 0;
    for (int first : new int[] {36, 42}) {
      double cx = (FACE.x(first) + FACE.x(first + 3)) / 2.0;
      double cy = (FACE.y(first) + FACE.y(first + 3)) / 2.0;
      double w = Math.hypot(FACE.x(first + 3) - FACE.x(first), FACE.y(first + 3) - FACE.y(first));
      for (int y = (int) (cy - 0.15 * w); y <= cy + 0.15 * w; y++) {
        for (int x = (int) (cx - 0.4 * w); x <= cx + 0.4 * w; x++) {
          for (int c = 0; c < 3; c++) {
            int o = 3 * (y * a.width() + x) + c;
            sum += Math.abs((a.pixels().get(o) & 255) - (b.pixels().get(o) & 255));
            count++;
          }
        }
      }
    }
    return sum / count;
  }

  @Test
  void move_drawnEyes_lookLikeThoseDrawnThere() {
    for (double[] way :
        new double[][] {
          {0.12, 0},
          {-0.15, 0},
          {0.08, 0.04},
          {0, -0.05},
          {0, -0.1},
          {0, 0.1},
          {0.1, -0.12},
          {-0.05, 0.12}
        }) {
      DrawnEyes.Drawing wanted = DrawnEyes.draw(FACE, 400, 400, way[0], way[1]);
      Image moved = IrisWarp.move(STRAIGHT.picture(), FACE, STRAIGHT.irises(), wanted.irises());
      double before = difference(STRAIGHT.picture(), wanted.picture());
      assertThat(difference(moved, wanted.picture()))
          .as("%s, %s", way[0], way[1])
          .isLessThan(0.5 * before);
    }
  }

  @Test
  void move_farToTheSide_keepsTheIrisRoundAndTheWhiteClean() {
    for (double way : new double[] {-0.2, -0.12, 0.12, 0.2}) {
      DrawnEyes.Drawing wanted = DrawnEyes.draw(FACE, 400, 400, way, 0);
      Image moved = IrisWarp.move(STRAIGHT.picture(), FACE, STRAIGHT.irises(), wanted.irises());
      assertThat(difference(moved, wanted.picture()))
          .as("%s", way)
          .isLessThan(0.25 * difference(STRAIGHT.picture(), wanted.picture()));
    }
  }

  @Test
  void move_fromTheCorner_completesTheIris() {
    for (double place : new double[] {-0.42, -0.3, 0.3, 0.42}) {
      DrawnEyes.Drawing aside = DrawnEyes.draw(FACE, 400, 400, place, 0);
      Image moved = IrisWarp.move(aside.picture(), FACE, aside.irises(), STRAIGHT.irises());
      assertThat(difference(moved, STRAIGHT.picture()))
          .as("%s", place)
          .isLessThan(0.15 * difference(aside.picture(), STRAIGHT.picture()));
    }
  }

  @Test
  void move_radiusEstimatedTooSmall_leavesNoRingBehind() {
    DrawnEyes.Drawing wanted = DrawnEyes.draw(FACE, 400, 400, 0.2, 0);
    Image moved =
        IrisWarp.move(
            STRAIGHT.picture(), FACE, smaller(STRAIGHT.irises()), smaller(wanted.irises()));
    assertThat(difference(moved, wanted.picture()))
        .isLessThan(0.3 * difference(STRAIGHT.picture(), wanted.picture()));
  }

  @Test
  void move_littleByLittle_changesThePictureLittleByLittle() {
    for (double[] step : new double[][] {{0.015, 0}, {0, -0.008}, {0, 0.008}}) {
      Image before = STRAIGHT.picture();
      Image wantedBefore = STRAIGHT.picture();
      for (int i = 1; i <= 15; i++) {
        DrawnEyes.Drawing wanted = DrawnEyes.draw(FACE, 400, 400, step[0] * i, step[1] * i);
        Image moved = IrisWarp.move(STRAIGHT.picture(), FACE, STRAIGHT.irises(), wanted.irises());
        assertThat(difference(before, moved))
            .as("step %s of %s, %s", i, step[0], step[1])
            .isLessThan((step[1] == 0 ? 1.3 : 2.5) * difference(wantedBefore, wanted.picture()));
        before = moved;
        wantedBefore = wanted.picture();
      }
    }
  }

  private static Irises smaller(Irises irises) {
    return new Irises(
        irises.left().map(i -> new Iris(i.x(), i.y(), 0.75 * i.radius())),
        irises.right().map(i -> new Iris(i.x(), i.y(), 0.75 * i.radius())));
  }

  @Test
  void move_anyWay_leavesWhatIsBeyondTheLids() {
    Irises to = DrawnEyes.draw(FACE, 400, 400, 0.2, 0).irises();
    Image moved = IrisWarp.move(STRAIGHT.picture(), FACE, STRAIGHT.irises(), to);
    assertThat(moved).isNotEqualTo(STRAIGHT.picture());
    for (int y = 0; y < 400; y++) {
      for (int x = 0; x < 400; x++) {
        boolean nearAnEye = false;
        for (int first : new int[] {36, 42}) {
          double w =
              Math.hypot(FACE.x(first + 3) - FACE.x(first), FACE.y(first + 3) - FACE.y(first));
          double cx = (FACE.x(first) + FACE.x(first + 3)) / 2.0;
          double cy = (FACE.y(first) + FACE.y(first + 3)) / 2.0;
          nearAnEye |= Math.hypot(x - cx, y - cy) < 0.55 * w;
        }
        if (!nearAnEye) {
          int o = 3 * (y * 400 + x);
          assertThat(moved.pixels().get(o)).isEqualTo(STRAIGHT.picture().pixels().get(o));
        }
      }
    }
  }

  @Test
  void move_nowhere_givesTheSamePicture() {
    assertThat(IrisWarp.move(STRAIGHT.picture(), FACE, STRAIGHT.irises(), STRAIGHT.irises()))
        .isSameAs(STRAIGHT.picture());
    assertThat(IrisWarp.move(STRAIGHT.picture(), FACE, Irises.NONE, STRAIGHT.irises()))
        .isSameAs(STRAIGHT.picture());
  }

  @Test
  void move_oneEyeOnly_leavesTheOther() {
    Irises to = DrawnEyes.draw(FACE, 400, 400, 0.15, 0).irises();
    Image moved =
        IrisWarp.move(
            STRAIGHT.picture(), FACE, new Irises(STRAIGHT.irises().left(), Optional.empty()), to);
    Iris right = STRAIGHT.irises().right().orElseThrow();
    int px = (int) right.x() - 4;
    int py = (int) right.y();
    int o = 3 * (py * 400 + px);
    assertThat(moved.pixels().get(o)).isEqualTo(STRAIGHT.picture().pixels().get(o));
  }

  @Test
  void move_closedOrTinyOrOutside_doesNotFail() {
    Landmarks closed = TestFaces.face().expression(0, 0, 1, 0).at(200, 200, 110);
    Landmarks tiny = TestFaces.face().at(200, 200, 5);
    Landmarks outside = TestFaces.face().at(5, -3, 110);
    for (Landmarks face : new Landmarks[] {closed, tiny, outside}) {
      Irises from =
          new Irises(
              Optional.of(new Iris(face.x(37), face.y(37), 3)),
              Optional.of(new Iris(face.x(43), face.y(43), 3)));
      Irises to =
          new Irises(
              Optional.of(new Iris(face.x(38), face.y(38), 3)),
              Optional.of(new Iris(face.x(44), face.y(44), 3)));
      Image out = IrisWarp.move(STRAIGHT.picture(), face, from, to);
      assertThat(out.width()).isEqualTo(400);
    }
  }
}
