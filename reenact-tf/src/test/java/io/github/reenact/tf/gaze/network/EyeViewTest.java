package io.github.reenact.tf.gaze.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import io.github.reenact.testing.DrawnEyes;
import io.github.reenact.testing.FloatComparison;
import io.github.reenact.testing.TestFaces;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EyeViewTest {
  private static final Landmarks FACE = TestFaces.face().turned(6, 2, 12).at(150, 160, 80);

  private static EyeView view(Landmarks face, boolean right) {
    return EyeView.of(EyeView.points(face), right).orElseThrow();
  }

  @Test
  void places_thereAndBack_areTheSame() {
    for (boolean right : new boolean[] {false, true}) {
      EyeView view = view(FACE, right);
      double x = view.x(0.3, -0.2);
      double y = view.y(0.3, -0.2);
      assertThat(view.u(x, y)).isCloseTo(0.3, within(1e-12));
      assertThat(view.v(x, y)).isCloseTo(-0.2, within(1e-12));
    }
  }

  @Test
  void places_cornersAndLids_areOnTheirSides() {
    EyeView left = view(FACE, false);
    assertThat(left.u(FACE.x(36), FACE.y(36))).as("outer corner").isBetween(-0.7, -0.3);
    assertThat(left.u(FACE.x(39), FACE.y(39))).as("inner corner").isBetween(0.3, 0.7);
    assertThat(left.v(FACE.x(37), FACE.y(37))).as("upper lid").isNegative();
    EyeView right = view(FACE, true);
    assertThat(right.u(FACE.x(45), FACE.y(45))).as("outer corner").isBetween(-0.7, -0.3);
    assertThat(right.u(FACE.x(42), FACE.y(42))).as("inner corner").isBetween(0.3, 0.7);
    assertThat(right.v(FACE.x(43), FACE.y(43))).as("upper lid").isNegative();
  }

  @Test
  void sample_mirroredPicture_looksTheSame() {
    int width = 300;
    Image picture = DrawnEyes.draw(FACE, width, 320, 0.1, 0).picture();
    BufferedImage in = picture.toBufferedImage();
    BufferedImage out = new BufferedImage(width, 320, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 320; y++) {
      for (int x = 0; x < width; x++) {
        out.setRGB(width - 1 - x, y, in.getRGB(x, y));
      }
    }
    Landmarks mirrored = FACE.mirror(width);
    float[] squares = new float[2 * EyeView.PIXELS];
    float[] marks = new float[2 * GazeNetwork.MARKS];
    for (boolean right : new boolean[] {false, true}) {
      EyeView here = view(FACE, right);
      EyeView there = view(mirrored, !right);
      here.sample(here.patch(picture), squares, 0);
      there.sample(there.patch(Image.of(out)), squares, EyeView.PIXELS);
      here.marks(EyeView.points(FACE), marks, 0);
      there.marks(EyeView.points(mirrored), marks, GazeNetwork.MARKS);
      assertHalvesClose(squares, 1e-3);
      assertHalvesClose(marks, 1e-4);
    }
  }

  private static void assertHalvesClose(float[] both, double tolerance) {
    int n = both.length / 2;
    FloatComparison.assertClose(
        Arrays.copyOf(both, n), Arrays.copyOfRange(both, n, 2 * n), tolerance);
  }

  /** Grey that grows along u is a ramp in the square, whatever the picture's resolution. */
  @Test
  void sample_ramp_isTheRampAtEverySize() {
    for (double half : new double[] {20, 45, 80, 200, 500}) {
      int side = (int) (3 * half);
      Landmarks face = TestFaces.face().at(side / 2.0, side / 2.0, half);
      byte[] rgb = new byte[3 * side * side];
      for (int i = 0; i < rgb.length; i++) {
        rgb[i] = (byte) (255.0 * (i / 3 % side) / side);
      }
      EyeView view = view(face, false);
      float[] square = new float[EyeView.PIXELS];
      view.sample(view.patch(Image.of(side, side, rgb)), square, 0);
      int row = EyeView.SIDE * (EyeView.SIDE / 2);
      float slope = (square[row + EyeView.SIDE - 1] - square[row]) / (EyeView.SIDE - 1);
      for (int x = 0; x < EyeView.SIDE; x++) {
        assertThat(square[row + x]).isCloseTo(square[row] + x * slope, within(0.08f));
      }
      // The middle of the square is where it should be: a ramp's mean.
      assertThat((square[row + 15] + square[row + 16]) / 2).isCloseTo(0f, within(0.04f));
    }
  }

  @Test
  void of_tooSmallEye_isEmpty() {
    assertThat(EyeView.of(EyeView.points(TestFaces.face().at(50, 50, 4)), false)).isEmpty();
  }
}
