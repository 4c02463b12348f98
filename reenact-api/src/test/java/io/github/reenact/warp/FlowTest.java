package io.github.reenact.warp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import io.github.reenact.testing.TestFaces;
import org.junit.jupiter.api.Test;

class FlowTest {
  private static final TestFaces.Face PERSON = TestFaces.face();
  private static final Landmarks FACE = PERSON.at(150, 130, 50);
  private static final int WIDTH = 301;
  private static final int HEIGHT = 257;
  private static final Image PHOTO = TestFaces.portrait(FACE, WIDTH, HEIGHT);
  private static final Pixels PIXELS = Pixels.of(PHOTO);
  private static final Flow FLOW =
      new HeadWarp(FACE, WIDTH, HEIGHT)
          .to(PERSON.expression(0.4, 0, 0, 0).turned(12, 5, 6).at(160, 128, 54));

  @Test
  void sample_numbersAndBytes_agreeWithASlowReference() {
    int w = 97;
    int h = 83;
    for (double step : new double[] {0.4, 1, 1.3}) {
      double x0 = -20.3;
      double y0 = 11.7;
      float[] rgbv = new float[w * h * 4];
      float[] source = new float[w * h * 2];
      byte[] rgb = new byte[w * h * 3];
      FLOW.sample(PIXELS, x0, y0, step, w, h, rgbv, source);
      FLOW.sample(PIXELS, x0, y0, step, w, h, rgb);
      for (int i = 0; i < w * h; i++) {
        double x = x0 + step * (i % w);
        int row = i / w;
        double y = y0 + step * row;
        float sx = FLOW.sourceX(x, y);
        float sy = FLOW.sourceY(x, y);
        assertThat(source[2 * i]).isCloseTo(sx, within(1e-3f));
        assertThat(source[2 * i + 1]).isCloseTo(sy, within(1e-3f));
        boolean inside = sx >= -0.5 && sx <= WIDTH - 0.5 && sy >= -0.5 && sy <= HEIGHT - 0.5;
        if (Math.abs(sx + 0.5) > 0.01) {
          assertThat(rgbv[4 * i + 3]).isEqualTo(inside ? 1f : 0f);
        }
        for (int c = 0; c < 3; c++) {
          double expected =
              inside
                  ? bilinear(PHOTO, sx, sy, c)
                  : (PIXELS.beyond(sx, sy, 0) >> (8 * (2 - c))) & 255;
          assertThat(255 * rgbv[4 * i + c]).isCloseTo((float) expected, within(inside ? 0.3f : 1));
          assertThat((double) (rgb[3 * i + c] & 255)).isCloseTo(expected, within(1.0));
        }
      }
    }
  }

  @Test
  void apply_wholePhoto_isTheSameAsAView() {
    byte[] rgb = new byte[WIDTH * HEIGHT * 3];
    FLOW.sample(PIXELS, 0, 0, 1, WIDTH, HEIGHT, rgb);
    Image out = FLOW.apply(PIXELS);
    byte[] whole = out.toRgb();
    for (int i = 0; i < rgb.length; i++) {
      assertThat(whole[i] & 255).isCloseTo(rgb[i] & 255, within(1));
    }
  }

  @Test
  void apply_parts_makeTheWholeTogether() {
    byte[] rgb = new byte[WIDTH * HEIGHT * 3];
    FLOW.apply(PIXELS, 0, 0, WIDTH, 20, rgb);
    FLOW.apply(PIXELS, 0, 20, 140, HEIGHT, rgb);
    FLOW.apply(PIXELS, 140, 20, WIDTH, HEIGHT, rgb);
    FLOW.apply(PIXELS, 200, 30, 200, 40, rgb); // no columns
    assertThat(rgb).isEqualTo(FLOW.apply(PIXELS).toRgb());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FLOW.apply(PIXELS, 0, 0, 1, 1, new byte[3]))
        .withMessageContaining("301x257");
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> FLOW.apply(PIXELS, 0, 0, WIDTH + 1, 1, rgb));
  }

  @Test
  void still_movesNothing() {
    assertThat(Flow.still().apply(PIXELS)).isEqualTo(PHOTO);
  }

  @Test
  void sample_shrunkenView_averagesInsteadOfAliasing() {
    Image noise = HeadWarpTest.noise(512, 512, 3);
    Landmarks face = PERSON.at(256, 256, 80);
    Flow still = new HeadWarp(face, 512, 512).to(face);
    float[] rgbv = new float[64 * 64 * 4];
    still.sample(Pixels.of(noise), 3.5, 3.5, 8, 64, 64, rgbv, null);
    double variance = 0;
    for (int i = 0; i < rgbv.length; i += 4) {
      variance += (rgbv[i] - 0.5) * (rgbv[i] - 0.5) / (64 * 64);
    }
    // a mean of 64 uniform numbers has a standard deviation of 0.289 / 8
    assertThat(Math.sqrt(variance)).isBetween(0.02, 0.05);
  }

  @Test
  void sample_shrunkenViewOfAGradient_staysInPlace() {
    int side = 256;
    byte[] rgb = new byte[side * side * 3];
    for (int i = 0; i < side * side; i++) {
      rgb[3 * i] = (byte) (i % side);
      rgb[3 * i + 1] = (byte) (i / side);
    }
    Landmarks face = PERSON.at(128, 128, 40);
    Flow still = new HeadWarp(face, side, side).to(face);
    Pixels pixels = Pixels.of(Image.of(side, side, rgb));
    for (double step : new double[] {1, 2, 4, 5}) {
      float[] rgbv = new float[20 * 20 * 4];
      still.sample(pixels, 30.25, 41.5, step, 20, 20, rgbv, null);
      byte[] bytes = new byte[20 * 20 * 3];
      still.sample(pixels, 30.25, 41.5, step, 20, 20, bytes);
      for (int i = 0; i < 400; i++) {
        double x = 30.25 + step * (i % 20);
        int row = i / 20;
        double y = 41.5 + step * row;
        assertThat(255.0 * rgbv[4 * i]).isCloseTo(x, within(0.6));
        assertThat(255.0 * rgbv[4 * i + 1]).isCloseTo(y, within(0.6));
        assertThat(bytes[3 * i] & 255).isCloseTo((int) Math.round(x), within(1));
      }
    }
  }

  @Test
  void sample_badNumbers_refuses() {
    byte[] rgb = new byte[12];
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FLOW.sample(PIXELS, 0, 0, 0, 2, 2, rgb))
        .withMessageContaining("step");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FLOW.sample(PIXELS, Double.NaN, 0, 1, 2, 2, rgb));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FLOW.sample(PIXELS, 0, 0, 1, 2, 3, rgb))
        .withMessageContaining("2x3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FLOW.sample(PIXELS, 0, 0, 1, 2, 2, new float[16], new float[7]))
        .withMessageContaining("source");
  }

  private static double bilinear(Image image, double x, double y, int channel) {
    double u = Math.min(Math.max(x, 0), image.width() - 1);
    double v = Math.min(Math.max(y, 0), image.height() - 1);
    int i = Math.min((int) u, image.width() - 2);
    int j = Math.min((int) v, image.height() - 2);
    double fu = u - i;
    double fv = v - j;
    int shift = 16 - 8 * channel;
    return (1 - fv)
            * ((1 - fu) * ((image.rgb(i, j) >> shift) & 255)
                + fu * ((image.rgb(i + 1, j) >> shift) & 255))
        + fv
            * ((1 - fu) * ((image.rgb(i, j + 1) >> shift) & 255)
                + fu * ((image.rgb(i + 1, j + 1) >> shift) & 255));
  }
}
