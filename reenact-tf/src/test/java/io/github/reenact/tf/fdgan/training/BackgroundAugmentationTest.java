package io.github.reenact.tf.fdgan.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import io.github.reenact.testing.TestFaces;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackgroundAugmentationTest {
  private static final Landmarks LEFT = TestFaces.face().at(110, 130, 40);
  private static final Landmarks RIGHT = TestFaces.face().at(140, 130, 40);

  @Test
  void random_neverCoversAHead() {
    int found = 0;
    for (int i = 0; i < 2000; i++) {
      BackgroundAugmentation c =
          BackgroundAugmentation.random(new Random(i * 7919L), 256, 256, LEFT, RIGHT).orElse(null);
      if (c == null) {
        continue;
      }
      found++;
      assertThat(c.covers(LEFT) || c.covers(RIGHT)).isFalse();
      assertThat(c.x()).isBetween(0, 256 - c.width());
      assertThat(c.y()).isBetween(0, 256 - c.height());
      for (int p = 0; p < Landmarks.COUNT; p++) {
        assertThat(holds(c, LEFT, p) || holds(c, RIGHT, p)).isFalse();
      }
    }
    assertThat(found).isBetween(200, 600);
  }

  private static boolean holds(BackgroundAugmentation c, Landmarks face, int p) {
    return face.x(p) >= c.x()
        && face.x(p) <= c.x() + c.width()
        && face.y(p) >= c.y()
        && face.y(p) <= c.y() + c.height();
  }

  @Test
  void covers_besideTheHead_onlyWhereItTouches() {
    // a circle of 1.9 radii around a point 0.3 radii above the landmarks' centre
    float radius = LEFT.radius();
    int right = (int) (LEFT.centerX() + 1.9f * radius);
    int middle = (int) (LEFT.centerY() - 0.3f * radius);
    assertThat(new BackgroundAugmentation(right - 2, middle - 5, 20, 10).covers(LEFT)).isTrue();
    assertThat(new BackgroundAugmentation(right + 3, middle - 5, 20, 10).covers(LEFT)).isFalse();
    int top = (int) (middle - 1.9f * radius);
    assertThat(new BackgroundAugmentation(right - 20, top - 10, 60, 12).covers(LEFT)).isFalse();
    assertThat(new BackgroundAugmentation(0, 0, 256, 256).covers(LEFT)).isTrue();
  }

  @Test
  void apply_changesItsPlaceOnly() {
    Image grey = plain(10, 8, 0x808080);
    Image out = new BackgroundAugmentation(2, 3, 4, 2).apply(grey, plain(3, 3, 0x102030));
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 10; x++) {
        boolean inside = x >= 2 && x < 6 && y >= 3 && y < 5;
        assertThat(out.rgb(x, y) & 0xffffff).isEqualTo(inside ? 0x102030 : 0x808080);
      }
    }
  }

  private static Image plain(int width, int height, int rgb) {
    byte[] out = new byte[3 * width * height];
    for (int i = 0; i < out.length; i++) {
      out[i] = (byte) (rgb >> (16 - 8 * (i % 3)));
    }
    return Image.of(width, height, out);
  }
}
