package io.github.reenact;

import static io.github.reenact.testing.FloatComparison.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.testing.TestFaces;
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
