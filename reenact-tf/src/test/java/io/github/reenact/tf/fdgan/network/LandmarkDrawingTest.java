package io.github.reenact.tf.fdgan.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reenact.Iris;
import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import io.github.reenact.testing.TestFaces;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LandmarkDrawingTest {
  private static final int SIZE = 256;
  private static final Landmarks FACE = TestFaces.face().at(128, 128, 60);

  private static byte[] draw(Irises irises) {
    byte[] out = new byte[SIZE * SIZE * 3];
    new LandmarkDrawing(SIZE).draw(FACE, irises, out, 0, 3);
    return out;
  }

  private static double centre(int first, boolean down) {
    double sum = 0;
    for (int i = first; i < first + 6; i++) {
      sum += down ? FACE.y(i) : FACE.x(i);
    }
    return sum / 6;
  }

  private static Iris iris(int first, double radius) {
    return new Iris(centre(first, false), centre(first, true), radius);
  }

  private static int blue(byte[] drawing, double x, double y) {
    return drawing[3 * ((int) Math.round(y) * SIZE + (int) Math.round(x)) + 2] & 255;
  }

  @Test
  void draw_iris_isADiscInItsEye() {
    byte[] none = draw(Irises.NONE);
    byte[] left = draw(new Irises(Optional.of(iris(36, 2)), Optional.empty()));
    assertThat(blue(none, centre(36, false), centre(36, true))).isZero();
    assertThat(blue(left, centre(36, false), centre(36, true))).isGreaterThan(200);
    assertThat(blue(left, centre(42, false), centre(42, true))).isZero();
  }

  @Test
  void draw_irisLargerThanTheEye_staysWithinTheLids() {
    byte[] none = draw(Irises.NONE);
    byte[] large = draw(new Irises(Optional.empty(), Optional.of(iris(42, 40))));
    float top = Float.POSITIVE_INFINITY;
    float bottom = 0;
    for (int i = 42; i < 48; i++) {
      top = Math.min(top, FACE.y(i));
      bottom = Math.max(bottom, FACE.y(i));
    }
    int changed = 0;
    for (int i = 0; i < none.length; i++) {
      int x = i / 3 % SIZE;
      int y = i / 3 / SIZE;
      if (none[i] != large[i]) {
        changed++;
        assertThat((float) x).isBetween(FACE.x(42) - 1, FACE.x(45) + 1);
        assertThat((float) y).isBetween(top - 1, bottom + 1);
      }
    }
    assertThat(changed).isGreaterThan(20);
  }
}
