package io.github.reenact.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import io.github.reenact.testing.TestFaces;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShotDetectorTest {
  private static final int WIDTH = 160;
  private static final int HEIGHT = 120;

  private static Image portrait(double x, double y, double size, double open) {
    Landmarks face = TestFaces.face().expression(open, 0, 0, 0).at(x, y, size);
    return TestFaces.portrait(face, WIDTH, HEIGHT);
  }

  @Test
  void next_anotherPicture_isACut() {
    ShotDetector cuts = new ShotDetector();
    assertThat(cuts.next(portrait(80, 55, 30, 0))).isTrue();
    assertThat(cuts.next(portrait(80, 55, 30, 0.2))).isFalse();
    assertThat(cuts.next(brighter(portrait(40, 80, 45, 0), 60))).isTrue();
    assertThat(cuts.next(brighter(portrait(40, 80, 45, 0.3), 60))).isFalse();
    assertThat(cuts.next(portrait(80, 55, 30, 0))).isTrue();
  }

  @Test
  void next_personWhoMovesAndNoise_isNoCut() {
    ShotDetector cuts = new ShotDetector();
    cuts.next(portrait(40, 50, 28, 0));
    Random random = new Random(5);
    for (int i = 1; i < 30; i++) {
      Image frame = portrait(40 + 2.5 * i, 50 + i % 3, 28 + i / 4.0, i % 2);
      byte[] noisy = frame.toRgb();
      for (int k = 0; k < noisy.length; k++) {
        noisy[k] = (byte) Math.max(0, Math.min(255, (noisy[k] & 255) + random.nextInt(31) - 15));
      }
      assertThat(cuts.next(Image.of(WIDTH, HEIGHT, noisy))).as("%d", i).isFalse();
    }
  }

  @Test
  void next_fastPan_isNoCutInEveryFrame() {
    ShotDetector cuts = new ShotDetector();
    int found = 0;
    for (int i = 0; i < 20; i++) {
      byte[] rgb = new byte[3 * WIDTH * HEIGHT];
      for (int k = 0; k < rgb.length; k++) {
        rgb[k] = (byte) (127 + 120 * Math.sin((k / 3 % WIDTH + 12 * i) / 15.0));
      }
      found += cuts.next(Image.of(WIDTH, HEIGHT, rgb)) ? 1 : 0;
    }
    // The first frame, and those with which the camera begins to move.
    assertThat(found).isBetween(1, 3);
  }

  private static Image brighter(Image image, int by) {
    byte[] rgb = image.toRgb();
    for (int k = 0; k < rgb.length; k++) {
      rgb[k] = (byte) Math.min(255, (rgb[k] & 255) + by);
    }
    return Image.of(image.width(), image.height(), rgb);
  }
}
