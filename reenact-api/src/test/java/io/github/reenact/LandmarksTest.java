package io.github.reenact;

import static io.github.reenact.testing.FloatComparison.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.testing.TestFaces;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LandmarksTest {
  private static final Landmarks FACE = TestFaces.face().turned(10, -5, 20).at(150, 120, 50);

  @Test
  void mouthOpening_gapAndWidth_isTheirRatio() {
    float[] xy = FACE.toArray();
    set(xy, 60, 10, 50);
    set(xy, 64, 50, 50);
    set(xy, 62, 30, 45);
    set(xy, 66, 30, 55);
    assertThat(Landmarks.of(xy).mouthOpening()).isCloseTo(0.25f, within(1e-6f));
    set(xy, 64, 10, 50);
    assertThat(Landmarks.of(xy).mouthOpening()).isZero();
  }

  @Test
  void eyeOpening_gapsAndWidths_isTheMeanOfBothEyes() {
    float[] xy = FACE.toArray();
    for (int eye : new int[] {36, 42}) {
      float height = eye == 36 ? 2 : 4;
      set(xy, eye, 0, 0);
      set(xy, eye + 3, 20, 0);
      set(xy, eye + 1, 7, -height);
      set(xy, eye + 2, 13, -height);
      set(xy, eye + 4, 13, height);
      set(xy, eye + 5, 7, height);
    }
    assertThat(Landmarks.of(xy).eyeOpening()).isCloseTo((0.2f + 0.4f) / 2, within(1e-6f));
  }

  private static void set(float[] xy, int point, float x, float y) {
    xy[2 * point] = x;
    xy[2 * point + 1] = y;
  }

  @Test
  void openings_openAndClosedFaces_grow() {
    Landmarks shut = TestFaces.face().expression(0, 0, 1, 0).at(0, 0, 80);
    Landmarks open = TestFaces.face().expression(1, 0, 0, 0).at(0, 0, 80);
    assertThat(shut.mouthOpening()).isLessThan(0.1f);
    assertThat(open.mouthOpening()).isGreaterThan(0.4f);
    assertThat(shut.eyeOpening()).isLessThan(0.1f);
    assertThat(open.eyeOpening()).isGreaterThan(0.3f);
  }

  @Test
  void isMirrored_turnedTiltedMovedFaces_isOnlyTheSwappedOnes() {
    for (double yaw : new double[] {-60, -30, 0, 30, 60}) {
      for (double pitch : new double[] {-25, 0, 25}) {
        for (double roll : new double[] {-170, -90, 0, 45, 135}) {
          Landmarks face =
              TestFaces.face().turned(yaw, pitch, roll).expression(1, 1, 1, 1).at(-40, 900, 300);
          assertThat(face.isMirrored()).isFalse();
          assertThat(face.swapSides().isMirrored()).isTrue();
          // a mirrored picture, with and without the points renumbered
          assertThat(face.mirror(640).isMirrored()).isFalse();
          assertThat(face.mirror(640).swapSides().isMirrored()).isTrue();
        }
      }
    }
  }

  @Test
  void isMirrored_extremeProfiles_isFalse() {
    for (double yaw : new double[] {75, 85, 90, 95}) {
      for (double side : new double[] {-1, 1}) {
        for (double pitch : new double[] {-45, -20, 0, 20, 45}) {
          assertThat(TestFaces.face().turned(side * yaw, pitch, 10).at(0, 0, 50).isMirrored())
              .as("yaw %s, pitch %s", side * yaw, pitch)
              .isFalse();
        }
      }
    }
  }

  @Test
  void isMirrored_noisyFaces_isFalse() {
    Random random = new Random(1);
    for (double yaw : new double[] {0, 60, 80}) {
      for (int k = 0; k < 500; k++) {
        float[] xy = TestFaces.face().turned(yaw, 0, 30).at(0, 0, 50).toArray();
        for (int i = 0; i < xy.length; i++) {
          // a tenth of the radius: many times what detectors have
          xy[i] += (float) (4.5 * random.nextGaussian());
        }
        assertThat(Landmarks.of(xy).isMirrored()).isFalse();
      }
    }
  }

  @Test
  void isMirrored_squeezedOrEqualPoints_isFalse() {
    for (float squeeze : new float[] {0.2f, 0.05f, 0}) {
      float[] xy = TestFaces.face().at(0, 0, 50).swapSides().toArray();
      for (int i = 0; i < xy.length; i += 2) {
        xy[i] *= squeeze / 2;
      }
      assertThat(Landmarks.of(xy).isMirrored()).as("squeezed to %s", squeeze).isFalse();
    }
    assertThat(Landmarks.of(new float[2 * Landmarks.COUNT]).isMirrored()).isFalse();
  }

  @Test
  void swapSides_once_renumbersAndTwiceGivesTheSame() {
    Landmarks swapped = FACE.swapSides();
    assertThat(swapped.x(36)).isEqualTo(FACE.x(45));
    assertThat(swapped.y(48)).isEqualTo(FACE.y(54));
    assertThat(swapped.x(30)).isEqualTo(FACE.x(30));
    assertThat(swapped.swapSides()).isEqualTo(FACE);
    float[] flipped = swapped.toArray();
    for (int i = 0; i < flipped.length; i += 2) {
      flipped[i] = 319 - flipped[i];
    }
    assertClose(Landmarks.of(flipped), FACE.mirror(320), 1e-3);
  }
}
