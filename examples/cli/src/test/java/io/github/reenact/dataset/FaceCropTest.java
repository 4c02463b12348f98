package io.github.reenact.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import io.github.reenact.media.TestMedia;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaceCropTest {
  /** Points evenly over a square. */
  static Landmarks square(double cx, double cy, double side) {
    float[] xy = new float[2 * Landmarks.COUNT];
    for (int i = 0; i < Landmarks.COUNT; i++) {
      double a = 2 * Math.PI * i / Landmarks.COUNT;
      double scale = side / 2 / Math.max(Math.abs(Math.cos(a)), Math.abs(Math.sin(a)));
      xy[2 * i] = (float) (cx + scale * Math.cos(a));
      xy[2 * i + 1] = (float) (cy + scale * Math.sin(a));
    }
    return Landmarks.of(xy);
  }

  @Test
  void around_oneFace_isCentredAboveIt() {
    FaceCrop crop = FaceCrop.around(List.of(square(300, 250, 100)), 640, 480);
    assertThat(crop.side()).isEqualTo(220);
    assertThat(crop.left() + crop.side() / 2.0 - 0.5).isCloseTo(300, within(1.0));
    assertThat(crop.top() + crop.side() / 2.0 - 0.5).isCloseTo(240, within(1.0));
  }

  @Test
  void around_movingFace_holdsAllOfIt() {
    List<Landmarks> track = List.of(square(200, 250, 100), square(320, 250, 100));
    FaceCrop crop = FaceCrop.around(track, 640, 480);
    assertThat(crop.side()).isEqualTo(275);
    assertThat(crop.left()).isLessThan(150);
    assertThat(crop.left() + crop.side()).isGreaterThan(370);
  }

  @Test
  void around_anyFaces_isInsideOfTheFrame() {
    Random random = new Random(7);
    for (int i = 0; i < 500; i++) {
      int w = 60 + random.nextInt(600);
      int h = 60 + random.nextInt(600);
      List<Landmarks> track =
          List.of(
              square(random.nextInt(w), random.nextInt(h), 10 + random.nextInt(300)),
              square(random.nextInt(w), random.nextInt(h), 10 + random.nextInt(300)));
      FaceCrop crop = FaceCrop.around(track, w, h);
      assertThat(crop.left()).isNotNegative();
      assertThat(crop.top()).isNotNegative();
      assertThat(crop.side()).isPositive();
      assertThat(crop.left() + crop.side()).isLessThanOrEqualTo(w);
      assertThat(crop.top() + crop.side()).isLessThanOrEqualTo(h);
    }
  }

  @Test
  void cut_halved_isTheMeanOfFourPixels() {
    Image frame = TestMedia.picture(100, 80, 3);
    Image cut = new FaceCrop(10, 6, 64).cut(frame, 32);
    for (int y = 0; y < 32; y++) {
      for (int x = 0; x < 32; x++) {
        for (int shift = 0; shift <= 16; shift += 8) {
          double mean = 0;
          for (int k = 0; k < 4; k++) {
            mean += (frame.rgb(10 + 2 * x + k % 2, 6 + 2 * y + k / 2) >> shift & 255) / 4.0;
          }
          assertThat((double) (cut.rgb(x, y) >> shift & 255)).isCloseTo(mean, within(0.51));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 37, 50, 64, 70, 97, 128})
  void cut_ofRamp_staysARamp(int size) {
    byte[] rgb = new byte[100 * 100 * 3];
    for (int i = 0; i < 100 * 100; i++) {
      rgb[3 * i] = (byte) (2 * (i % 100));
      rgb[3 * i + 1] = (byte) (2 * (i / 100));
      rgb[3 * i + 2] = 77;
    }
    FaceCrop crop = new FaceCrop(20, 30, 50);
    Image cut = crop.cut(Image.of(100, 100, rgb), size);
    double scale = 50.0 / size;
    for (int i = 3; i < size - 3; i++) {
      int p = cut.rgb(i, i);
      assertThat((double) (p >> 16)).isCloseTo(2 * (20 + (i + 0.5) * scale - 0.5), within(0.6));
      assertThat((double) (p >> 8 & 255))
          .isCloseTo(2 * (30 + (i + 0.5) * scale - 0.5), within(0.6));
      assertThat(p & 255).isEqualTo(77);
    }
  }

  @Test
  void map_landmarks_goWithTheirPixels() {
    FaceCrop crop = new FaceCrop(20, 30, 50);
    Landmarks mapped = crop.map(square(44.5, 54.5, 20), 100);
    assertThat(mapped.centerX()).isCloseTo(49.5f, within(0.01f));
    assertThat(mapped.centerY()).isCloseTo(49.5f, within(0.01f));
    assertThat(mapped.size()).isCloseTo(40, within(0.01f));
  }

  @Test
  void cut_outsideOfTheFrame_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FaceCrop(60, 0, 50).cut(TestMedia.picture(100, 80, 0), 32))
        .withMessageContaining("FaceCrop");
  }
}
