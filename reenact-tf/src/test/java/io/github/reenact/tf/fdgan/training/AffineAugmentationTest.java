package io.github.reenact.tf.fdgan.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import io.github.reenact.testing.TestFaces;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AffineAugmentationTest {
  private static final int SIZE = 200;
  private static final Landmarks FACE = TestFaces.face().at(104, 97, 40);
  private static final Image PHOTO = TestFaces.portrait(FACE, SIZE, SIZE);

  private static AffineAugmentation some(long seed) {
    Random r = new Random(seed);
    Optional<AffineAugmentation> reshape = AffineAugmentation.random(r, FACE);
    while (reshape.isEmpty()) {
      reshape = AffineAugmentation.random(r, FACE);
    }
    return reshape.get();
  }

  @Test
  void apply_nothingToDo_isTheSame() {
    AffineAugmentation none = new AffineAugmentation(1, 0, 0, 1, 33, 44);
    assertThat(none.apply(PHOTO)).isEqualTo(PHOTO);
    assertThat(none.apply(FACE)).isEqualTo(FACE);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void apply_anything_movesPictureAndLandmarksAlike(long seed) {
    AffineAugmentation reshape = some(seed);
    for (int point = 0; point < Landmarks.COUNT; point += 7) {
      byte[] rgb = new byte[3 * SIZE * SIZE];
      int x = Math.round(FACE.x(point));
      int y = Math.round(FACE.y(point));
      for (int dy = -1; dy <= 1; dy++) {
        for (int dx = -1; dx <= 1; dx++) {
          Arrays.fill(
              rgb, 3 * ((y + dy) * SIZE + x + dx), 3 * ((y + dy) * SIZE + x + dx + 1), (byte) 200);
        }
      }
      Image out = reshape.apply(Image.of(SIZE, SIZE, rgb));
      double sum = 0;
      double sumX = 0;
      double sumY = 0;
      for (int row = 0; row < SIZE; row++) {
        for (int column = 0; column < SIZE; column++) {
          double light = out.rgb(column, row) & 255;
          sum += light;
          sumX += light * column;
          sumY += light * row;
        }
      }
      float[] spot = FACE.toArray();
      spot[2 * point] = x;
      spot[2 * point + 1] = y;
      Landmarks there = reshape.apply(Landmarks.of(spot));
      assertThat(sumX / sum).isCloseTo(there.x(point), within(0.3));
      assertThat(sumY / sum).isCloseTo(there.y(point), within(0.3));
    }
  }

  @Test
  void random_manySeeds_oftenNothingAndNeverMuch() {
    int none = 0;
    Random r = new Random(5);
    for (int i = 0; i < 1000; i++) {
      Optional<AffineAugmentation> reshape = AffineAugmentation.random(r, FACE);
      if (reshape.isEmpty()) {
        none++;
        continue;
      }
      Landmarks out = reshape.get().apply(FACE);
      assertThat(out.centerX()).isCloseTo(FACE.centerX(), within(1e-3f));
      assertThat(out.centerY()).isCloseTo(FACE.centerY(), within(1e-3f));
      assertThat(out.radius() / FACE.radius()).isBetween(0.85f, 1.2f);
    }
    assertThat(none).isBetween(330, 470);
  }

  @Test
  void apply_beyondTheEdge_isTheMirrorImage() {
    byte[] rgb = new byte[3 * 40 * 40];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (3 * (i / 3 % 40));
    }
    Image out = new AffineAugmentation(0.5, 0, 0, 1, 40, 20).apply(Image.of(40, 40, rgb));
    assertThat(out.rgb(30, 20) & 255).isCloseTo(3 * 20, within(2));
    assertThat(out.rgb(10, 20) & 255).isCloseTo(3 * 19, within(3));
  }
}
