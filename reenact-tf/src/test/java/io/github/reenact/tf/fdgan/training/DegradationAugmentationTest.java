package io.github.reenact.tf.fdgan.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reenact.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DegradationAugmentationTest {
  private static final Image NOISE = noise();

  private static Image noise() {
    byte[] rgb = new byte[3 * 24 * 16];
    new Random(1).nextBytes(rgb);
    return Image.of(24, 16, rgb);
  }

  /** Energy of the differences of neighbours. */
  private static double detail(Image image) {
    byte[] rgb = image.toRgb();
    double sum = 0;
    for (int i = 3; i < rgb.length; i++) {
      sum += Math.abs((rgb[i] & 255) - (rgb[i - 3] & 255));
    }
    return sum / rgb.length;
  }

  @Test
  void apply_nothing_isThePicture() {
    assertThat(new DegradationAugmentation(0, 1).apply(NOISE)).isEqualTo(NOISE);
  }

  @Test
  void apply_blur_weighsNeighboursBinomially() {
    byte[] rgb = new byte[3 * 5 * 5];
    rgb[3 * 12] = (byte) 160;
    Image out = new DegradationAugmentation(1, 1).apply(Image.of(5, 5, rgb));
    assertThat(out.rgb(2, 2) >> 16).isEqualTo(40);
    assertThat(out.rgb(1, 2) >> 16).isEqualTo(20);
    assertThat(out.rgb(3, 3) >> 16).isEqualTo(10);
    assertThat(out.rgb(0, 2)).isZero();
    assertThat(detail(new DegradationAugmentation(2, 1).apply(NOISE)))
        .isLessThan(detail(new DegradationAugmentation(1, 1).apply(NOISE)));
  }

  @Test
  void apply_compression_changesMoreAtLowerQuality() {
    double low = difference(new DegradationAugmentation(0, 0.2f).apply(NOISE));
    double high = difference(new DegradationAugmentation(0, 0.8f).apply(NOISE));
    assertThat(high).isGreaterThan(0).isLessThan(low);
  }

  @Test
  void apply_noTemporaryFileToBeHad_compresses(@TempDir Path folder) throws IOException {
    Path gone = Files.createDirectory(folder.resolve("cache"));
    ImageIO.setCacheDirectory(gone.toFile());
    try {
      Files.delete(gone);
      assertThat(difference(new DegradationAugmentation(0, 0.5f).apply(NOISE))).isGreaterThan(0);
    } finally {
      ImageIO.setCacheDirectory(null);
    }
  }

  private static double difference(Image out) {
    byte[] a = out.toRgb();
    byte[] b = NOISE.toRgb();
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs((a[i] & 255) - (b[i] & 255));
    }
    return sum / a.length;
  }

  @Test
  void random_mostOften_isNothing() {
    int nothing = 0;
    for (int i = 0; i < 1000; i++) {
      if (DegradationAugmentation.random(new Random(i * 7919L))
          .equals(new DegradationAugmentation(0, 1))) {
        nothing++;
      }
    }
    assertThat(nothing).isBetween(650, 800);
  }
}
