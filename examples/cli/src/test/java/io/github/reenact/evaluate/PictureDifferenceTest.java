package io.github.reenact.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import org.junit.jupiter.api.Test;

class PictureDifferenceTest {
  /** Colours 100, 110, .. in the columns. */
  private static Image columns(int shift, int dim) {
    byte[] rgb = new byte[8 * 4 * 3];
    for (int i = 0; i < rgb.length; i++) {
      int x = i / 3 % 8;
      rgb[i] = (byte) (100 + 10 * Math.min(7, x + shift) - dim);
    }
    return Image.of(8, 4, rgb);
  }

  @Test
  void l1AndPsnr_samePictures_areZeroAndInfinite() {
    PictureDifference same = new PictureDifference(columns(0, 0), columns(0, 0));

    assertThat(same.l1(PixelBox.whole(8, 4))).isZero();
    assertThat(same.psnr()).isInfinite().isPositive();
  }

  @Test
  void l1AndPsnr_dimmedPicture_areThoseOfTheStep() {
    PictureDifference dimmed = new PictureDifference(columns(0, 0), columns(0, 51));

    assertThat(dimmed.l1(PixelBox.whole(8, 4))).isCloseTo(0.2, within(1e-12));
    assertThat(dimmed.psnr()).isCloseTo(20 * Math.log10(5), within(1e-9));
  }

  @Test
  void l1_shiftedPicture_isByHandInEachBox() {
    PictureDifference shifted = new PictureDifference(columns(0, 0), columns(1, 0));

    // 10 in seven columns, 0 in the last.
    assertThat(shifted.l1(PixelBox.whole(8, 4))).isCloseTo(70 / 8.0 / 255, within(1e-12));
    assertThat(shifted.l1(new PixelBox(6, 1, 8, 3))).isCloseTo(5 / 255.0, within(1e-12));
    assertThat(shifted.l1(new PixelBox(7, 0, 8, 4), new PixelBox(0, 0, 3, 4)))
        .isCloseTo(7.5 / 255, within(1e-12));
    assertThat(shifted.l1(new PixelBox(9, 0, 8, 4))).isNaN();
  }

  @Test
  void constructor_otherSize_isRefused() {
    Image small = columns(0, 0).crop(0, 0, 7, 4);

    assertThatThrownBy(() -> new PictureDifference(columns(0, 0), small))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("7x4");
  }

  @Test
  void mouthAndEyes_knownPoints_areSquaresWithinThePicture() {
    float[] xy = new float[2 * Landmarks.COUNT];
    for (int i = 0; i < Landmarks.COUNT; i++) {
      boolean mouth = i >= 48;
      boolean left = i >= 42;
      // Boxes: mouth 40..60 x 50..58, left eye 70..80 x 20..24, right eye 2..12 x 20..24.
      xy[2 * i] = mouth ? (i % 2 == 0 ? 40 : 60) : (left ? 70 : 2) + (i % 2 == 0 ? 0 : 10);
      xy[2 * i + 1] = mouth ? (i % 3 == 0 ? 50 : 58) : i % 3 == 0 ? 20 : 24;
    }
    Landmarks face = Landmarks.of(xy);

    assertThat(PixelBox.mouth(face, 100, 100)).isEqualTo(new PixelBox(37, 41, 64, 68));
    assertThat(PixelBox.mouth(face, 60, 50)).isEqualTo(new PixelBox(37, 41, 60, 50));
    assertThat(PixelBox.leftEye(face, 100, 100)).isEqualTo(new PixelBox(69, 16, 82, 29));
    assertThat(PixelBox.rightEye(face, 100, 100)).isEqualTo(new PixelBox(1, 16, 14, 29));
    assertThat(PixelBox.leftEye(face, 60, 100).pixels()).isZero();
    assertThat(PixelBox.rightEye(face, 100, 100).pixels()).isEqualTo(169);
  }
}
