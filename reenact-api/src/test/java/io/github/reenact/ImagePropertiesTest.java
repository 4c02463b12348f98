package io.github.reenact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds for all pictures. */
class ImagePropertiesTest {
  private static Image random(int width, int height, long seed) {
    byte[] rgb = new byte[3 * width * height];
    new Random(seed).nextBytes(rgb);
    return Image.of(width, height, rgb);
  }

  @Property
  void of_bufferedImageAndBack_isTheSamePicture(
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll long seed) {
    Image image = random(width, height, seed);
    Image back = Image.of(image.toBufferedImage());
    assertThat(back).isEqualTo(image).hasSameHashCodeAs(image);
    assertThat(Image.of(width, height, image.toRgb())).isEqualTo(image);
    assertThat(Image.of(width, height, image.pixels())).isEqualTo(image);
  }

  @Property
  void crop_inside_hasThePixelsOfThatPlace(
      @ForAll @IntRange(min = 1, max = 30) int width,
      @ForAll @IntRange(min = 1, max = 30) int height,
      @ForAll @IntRange(min = 0, max = 29) int x,
      @ForAll @IntRange(min = 0, max = 29) int y,
      @ForAll long seed) {
    int left = x % width;
    int top = y % height;
    Image image = random(width, height, seed);
    Image part = image.crop(left, top, width - left, height - top);
    for (int v = 0; v < part.height(); v++) {
      for (int u = 0; u < part.width(); u++) {
        assertThat(part.rgb(u, v)).isEqualTo(image.rgb(left + u, top + v));
      }
    }
  }

  @Property
  void crop_notInside_isRefusedWithItsNumbers(
      @ForAll @IntRange(min = 1, max = 30) int side,
      @ForAll int x,
      @ForAll int y,
      @ForAll int width,
      @ForAll int height) {
    boolean inside =
        x >= 0
            && y >= 0
            && width > 0
            && height > 0
            && x + (long) width <= side
            && y + (long) height <= side;
    if (!inside) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> random(side, side, 1).crop(x, y, width, height))
          .withMessageContaining(side + "x" + side)
          .withMessageContaining(width + "x" + height);
    }
  }

  @Property
  void of_wrongNumberOfBytes_isRefused(
      @ForAll @IntRange(min = 1, max = 30) int width,
      @ForAll @IntRange(min = 1, max = 30) int height,
      @ForAll @IntRange(min = 0, max = 3000) int bytes) {
    if (bytes != 3 * width * height) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Image.of(width, height, new byte[bytes]))
          .withMessageContaining(Integer.toString(bytes));
    }
  }
}
