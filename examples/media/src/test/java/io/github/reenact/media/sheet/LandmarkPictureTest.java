package io.github.reenact.media.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import io.github.reenact.Similarity;
import io.github.reenact.testing.TestFaces;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class LandmarkPictureTest {
  private static final Landmarks FACE = TestFaces.face().at(150, 120, 50);

  private static Image grey(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    java.util.Arrays.fill(rgb, (byte) 128);
    return Image.of(width, height, rgb);
  }

  /** Pixels whose colour is near that of a number. */
  private static int numberPixels(BufferedImage picture, int x0, int y0, int side) {
    int count = 0;
    for (int y = Math.max(0, y0); y < Math.min(picture.getHeight(), y0 + side); y++) {
      for (int x = Math.max(0, x0); x < Math.min(picture.getWidth(), x0 + side); x++) {
        int rgb = picture.getRGB(x, y);
        if ((rgb >> 16 & 255) > 230 && (rgb >> 8 & 255) > 190 && (rgb & 255) < 130) {
          count++;
        }
      }
    }
    return count;
  }

  @Test
  void draw_everyPoint_hasANumberNearIt() {
    BufferedImage picture = LandmarkPicture.draw(grey(300, 240), FACE).toBufferedImage();
    assertThat(picture.getWidth()).isEqualTo(LandmarkPicture.SIZE);
    double scale =
        LandmarkPicture.SIZE
            / (1.3 * Math.max(FACE.right() - FACE.left(), FACE.bottom() - FACE.top()));
    for (int i = 0; i < Landmarks.COUNT; i++) {
      double x =
          LandmarkPicture.SIZE / 2.0 + scale * (FACE.x(i) - (FACE.left() + FACE.right()) / 2.0);
      double y =
          LandmarkPicture.SIZE / 2.0 + scale * (FACE.y(i) - (FACE.top() + FACE.bottom()) / 2.0);
      assertThat(numberPixels(picture, (int) x - 32, (int) y - 32, 64))
          .as("number of point %d", i)
          .isGreaterThan(10);
    }
  }

  @Test
  void draw_sameFaceElsewhereAndLarger_looksTheSame() {
    Similarity by = Similarity.scaleThenMove(2, 40, 30);
    Image small = LandmarkPicture.draw(grey(300, 240), FACE);
    Image large = LandmarkPicture.draw(grey(900, 700), FACE.transform(by));
    // Rounding of the coordinates moves the smoothed edges of the lines a little.
    int different = 0;
    for (int i = 0; i < 3 * small.width() * small.height(); i++) {
      int a = small.pixels().get(i) & 255;
      int b = large.pixels().get(i) & 255;
      different += Math.abs(a - b) > 8 ? 1 : 0;
    }
    assertThat(different).isLessThan(small.width() * small.height() / 1000);
  }

  @Test
  void draw_allPointsInOne_isRefused() {
    Image photo = grey(10, 10);
    Landmarks point = Landmarks.of(new float[2 * Landmarks.COUNT]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LandmarkPicture.draw(photo, point))
        .withMessageContaining("one point");
  }
}
