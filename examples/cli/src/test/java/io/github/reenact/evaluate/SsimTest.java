package io.github.reenact.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.Image;
import java.util.Random;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;

class SsimTest {
  private static Image grey(int width, int height, IntBinaryOperator value) {
    byte[] rgb = new byte[width * height * 3];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < 3; c++) {
          rgb[(y * width + x) * 3 + c] = (byte) value.applyAsInt(x, y);
        }
      }
    }
    return Image.of(width, height, rgb);
  }

  @Test
  void of_samePicture_isOne() {
    Random random = new Random(3);
    Image noise = grey(40, 30, (x, y) -> random.nextInt(256));

    assertThat(Ssim.of(noise, noise)).isEqualTo(1);
  }

  @Test
  void of_evenPictures_isTheLuminanceTerm() {
    double expected = (2.0 * 100 * 150 + 6.5025) / (100.0 * 100 + 150.0 * 150 + 6.5025);

    assertThat(Ssim.of(grey(20, 12, (x, y) -> 100), grey(20, 12, (x, y) -> 150)))
        .isCloseTo(expected, within(1e-4));
  }

  @Test
  void of_stripesAgainstWeakerAndInvertedOnes_isTheContrastAndStructureTerm() {
    Image stripes = grey(31, 31, (x, y) -> x % 2 == 0 ? 160 : 40);
    Image weaker = grey(31, 31, (x, y) -> x % 2 == 0 ? 130 : 70);
    Image inverted = grey(31, 31, (x, y) -> x % 2 == 0 ? 40 : 160);
    // Standard deviations of 60 and 30 about a mean of 100.
    double half = (2 * 60.0 * 30 + 58.5225) / (60.0 * 60 + 30.0 * 30 + 58.5225);
    double opposite = (-2 * 60.0 * 60 + 58.5225) / (2 * 60.0 * 60 + 58.5225);

    assertThat(Ssim.of(stripes, weaker)).isCloseTo(half, within(0.002));
    assertThat(Ssim.of(stripes, inverted)).isCloseTo(opposite, within(0.002));
  }

  @Test
  void of_otherOrTooSmallSizes_isRefused() {
    Image small = grey(10, 30, (x, y) -> 0);
    Image large = grey(30, 30, (x, y) -> 0);

    assertThatThrownBy(() -> Ssim.of(small, small))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("11x11");
    assertThatThrownBy(() -> Ssim.of(small, large)).isInstanceOf(IllegalArgumentException.class);
  }
}
