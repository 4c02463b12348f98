package io.github.reenact.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.reenact.Image;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JpegEncoderTest {
  /** Smooth colours of the whole range. */
  private static Image ramp(int width, int height, int shift) {
    byte[] rgb = new byte[width * height * 3];
    for (int y = 0, o = 0; y < height; y++) {
      for (int x = 0; x < width; x++, o += 3) {
        rgb[o] = (byte) (255 * x / Math.max(1, width - 1));
        rgb[o + 1] = (byte) (255 * y / Math.max(1, height - 1));
        rgb[o + 2] =
            (byte)
                ((x + y + shift) % 512 < 256 ? (x + y + shift) % 256 : 255 - (x + y + shift) % 256);
      }
    }
    return Image.of(width, height, rgb);
  }

  private static Image decoded(byte[] jpeg) throws IOException {
    return Image.of(ImageIO.read(new ByteArrayInputStream(jpeg)));
  }

  private static double difference(Image a, Image b) {
    assertThat(a.width()).isEqualTo(b.width());
    assertThat(a.height()).isEqualTo(b.height());
    byte[] x = a.toRgb();
    byte[] y = b.toRgb();
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += Math.abs((x[i] & 255) - (y[i] & 255));
    }
    return sum / x.length;
  }

  @ParameterizedTest
  @CsvSource({"512, 384", "37, 21", "128, 31", "256, 257"})
  void encode_picture_isNearlyTheSame(int width, int height) throws IOException {
    Image picture = ramp(width, height, 0);
    try (JpegEncoder encoder = new JpegEncoder(width, height)) {
      assertThat(difference(decoded(encoder.encode(picture)), picture)).isLessThan(5);
    }
  }

  @Test
  void encode_blackAndWhite_keepsTheWholeRange() throws IOException {
    byte[] rgb = new byte[64 * 64 * 3];
    Arrays.fill(rgb, rgb.length / 2, rgb.length, (byte) 255);
    try (JpegEncoder encoder = new JpegEncoder(64, 64)) {
      byte[] read = decoded(encoder.encode(Image.of(64, 64, rgb))).toRgb();
      assertThat(read[0] & 255).isLessThan(3);
      assertThat(read[read.length - 1] & 255).isGreaterThan(252);
    }
  }

  @Test
  void encode_severalPictures_eachIsItsOwn() throws IOException {
    try (JpegEncoder encoder = new JpegEncoder(96, 64)) {
      byte[] first = encoder.encode(ramp(96, 64, 0));
      byte[] second = encoder.encode(ramp(96, 64, 200));
      assertThat(second).isNotEqualTo(first);
      assertThat(difference(decoded(second), ramp(96, 64, 200))).isLessThan(3);
      assertThat(encoder.encode(ramp(96, 64, 0))).isEqualTo(first);
    }
  }

  @Test
  void encode_otherSize_isRefused() throws IOException {
    try (JpegEncoder encoder = new JpegEncoder(96, 64)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> encoder.encode(ramp(64, 96, 0)))
          .withMessageContaining("64x96")
          .withMessageContaining("96x64");
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 5", "5, -1", "65536, 5"})
  void open_impossibleSize_isRefused(int width, int height) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new JpegEncoder(width, height))
        .withMessageContaining(width + "x" + height);
  }

  @Test
  void encode_afterClose_isRefused() throws IOException {
    JpegEncoder encoder = new JpegEncoder(16, 16);
    encoder.close();
    encoder.close();
    assertThatIllegalStateException().isThrownBy(() -> encoder.encode(ramp(16, 16, 0)));
  }
}
