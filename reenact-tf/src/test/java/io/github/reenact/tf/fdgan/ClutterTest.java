package io.github.reenact.tf.fdgan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import io.github.reenact.testing.TestFaces;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClutterTest {
  private static final Landmarks LEFT = TestFaces.face().at(110, 130, 40);
  private static final Landmarks RIGHT = TestFaces.face().at(140, 130, 40);

  @Test
  void random_neverCoversAHead() {
    int found = 0;
    for (int i = 0; i < 2000; i++) {
      Clutter c = Clutter.random(new Random(i * 7919L), 256, 256, LEFT, RIGHT).orElse(null);
      if (c == null) {
        continue;
      }
      found++;
      assertThat(c.covers(LEFT) || c.covers(RIGHT)).isFalse();
      assertThat(c.x()).isBetween(0, 256 - c.width());
      assertThat(c.y()).isBetween(0, 256 - c.height());
      for (int p = 0; p < Landmarks.COUNT; p++) {
        boolean inside =
            LEFT.x(p) >= c.x()
                && LEFT.x(p) <= c.x() + c.width()
                && LEFT.y(p) >= c.y()
                && LEFT.y(p) <= c.y() + c.height();
        assertThat(inside).isFalse();
      }
    }
    assertThat(found).isBetween(200, 600);
  }

  @Test
  void apply_changesItsPlaceOnly() {
    Image grey = plain(10, 8, 0x808080);
    Image out = new Clutter(2, 3, 4, 2).apply(grey, plain(3, 3, 0x102030));
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
