package io.github.reenact.warp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.Image;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PixelsTest {
  private static final int WIDTH = 200;
  private static final int HEIGHT = 160;

  private interface Colour {
    int at(int x, int y);
  }

  private static Pixels grey(Colour colour) {
    byte[] rgb = new byte[WIDTH * HEIGHT * 3];
    for (int i = 0; i < rgb.length; i++) {
      int pixel = i / 3;
      rgb[i] = (byte) colour.at(pixel % WIDTH, pixel / WIDTH);
    }
    return Pixels.of(Image.of(WIDTH, HEIGHT, rgb));
  }

  private static Pixels noise() {
    Random random = new Random(5);
    return grey((x, y) -> 40 + random.nextInt(160));
  }

  private static int green(Pixels pixels, double x, double y) {
    return pixels.beyond((float) x, (float) y, 0) >> 8 & 255;
  }

  @Test
  void beyond_atTheEdge_goesOnWithThePhoto() {
    Pixels pixels = noise();
    for (int x = 0; x < WIDTH; x++) {
      assertThat(green(pixels, x, -0.5)).isCloseTo((pixels.rgb()[x] >> 8) & 255, within(1));
      // A pixel further out it is the mirrored one, hardly blurred.
      assertThat(green(pixels, x, -0.6)).isCloseTo(green(pixels, x, -0.5), within(8));
      assertThat(green(pixels, x, HEIGHT - 0.5))
          .isCloseTo((pixels.rgb()[(HEIGHT - 1) * WIDTH + x] >> 8) & 255, within(1));
    }
  }

  @Test
  void beyond_furtherAndFurther_isContinuous() {
    Pixels pixels = noise();
    for (int angle = 0; angle < 62; angle++) {
      int before = -1;
      for (int way = 0; way < 30_000; way++) {
        double x = WIDTH / 2.0 + 0.05 * way * Math.cos(0.1 * angle);
        double y = HEIGHT / 2.0 + 0.05 * way * Math.sin(0.1 * angle);
        if (x >= -0.5 && y >= -0.5 && x <= WIDTH - 0.5 && y <= HEIGHT - 0.5) {
          continue;
        }
        int now = green(pixels, x, y);
        if (before >= 0) {
          assertThat(now).as("%s %s", x, y).isCloseTo(before, within(12));
        }
        before = now;
      }
    }
  }

  @Test
  void beyond_stripesAtTheEdge_areNoStreaks() {
    Pixels pixels = grey((x, y) -> x % 8 < 4 ? 60 : 180);
    int darkest = 255;
    int brightest = 0;
    for (int x = 20; x < WIDTH - 20; x++) {
      int far = green(pixels, x, -40);
      darkest = Math.min(darkest, far);
      brightest = Math.max(brightest, far);
    }
    // The edge repeated would give all of the 120.
    assertThat(brightest - darkest).isLessThan(20);
    assertThat(darkest).isGreaterThan(100);
    assertThat(brightest).isLessThan(140);
  }

  @Test
  void beyond_nearTheEdge_isThePhotoMirrored() {
    Pixels pixels = grey((x, y) -> Math.min(255, 20 * y));
    assertThat(green(pixels, 100, -2.5)).isBetween(15, 40);
    assertThat(green(pixels, 100, -1.5)).isLessThan(green(pixels, 100, -2.5));
    // No deeper than a share of the photo, however far.
    assertThat(green(pixels, 100, -4000)).isBetween(100, 255);
  }

  @Test
  void beyond_coarserLevel_neverShowsAFinerOne() {
    Pixels pixels = grey((x, y) -> x % 2 == 0 ? 0 : 200);
    for (int x = 20; x < 60; x++) {
      assertThat(pixels.beyond(x, -0.7f, 2) & 255).isCloseTo(100, within(2));
    }
  }

  @Test
  void beyond_onePixel_isItsColour() {
    Pixels pixels = Pixels.of(Image.of(1, 1, new byte[] {10, 20, 30}));
    assertThat(pixels.beyond(-7, 9, 0)).isEqualTo(0x0a141e);
    assertThat(pixels.beyond(1e9f, -1e9f, 0)).isEqualTo(0x0a141e);
  }
}
