package io.github.reenact.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import io.github.reenact.testing.TestFaces;
import io.github.reenact.warp.HeadWarp;
import io.github.reenact.warp.Pixels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupComposerTest {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 360;

  /** Colours that differ by at most one step from pixel to pixel, and by 100 across a face. */
  private static final Image RAMP = ramp();

  private static final Landmarks LARGE = TestFaces.face().at(320, 180, 60);

  private static Image ramp() {
    byte[] rgb = new byte[3 * WIDTH * HEIGHT];
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      rgb[3 * i] = (byte) wave(i % WIDTH);
      rgb[3 * i + 1] = (byte) wave(i / WIDTH);
      rgb[3 * i + 2] = (byte) wave((i % WIDTH + i / WIDTH) / 2);
    }
    return Image.of(WIDTH, HEIGHT, rgb);
  }

  /** Up and down between 20 and 220, so that no edge is anywhere. */
  private static int wave(int at) {
    int phase = at % 400;
    return 20 + (phase < 200 ? phase : 400 - phase);
  }

  private static GroupComposer.Layer moved(Landmarks source, Landmarks target) {
    PhotoPart part = PhotoPart.around(source, WIDTH, HEIGHT);
    Image image =
        new HeadWarp(part.toPart(source), part.width(), part.height())
            .to(part.toPart(target))
            .apply(Pixels.of(part.of(RAMP)));
    return new GroupComposer.Layer(source, target, part, Optional.of(image));
  }

  /** One of three faces in a row, the middle one the largest. */
  private static Landmarks at(double x, double halfWidth, double yaw, double roll) {
    return TestFaces.face().turned(yaw, 0, roll).at(x, 180, halfWidth);
  }

  @ParameterizedTest
  @ValueSource(ints = {110, 140, 180})
  void compose_threeFacesNearOrOverlapping_noSeam(int distance) {
    Image out =
        new GroupComposer(RAMP)
            .compose(
                List.of(
                    moved(at(320 - distance, 45, 0, 0), at(320 - distance - 6, 45, 15, 4)),
                    moved(LARGE, TestFaces.face().turned(-12, 5, -5).at(326, 184, 61)),
                    moved(at(320 + distance, 50, 0, 0), at(320 + distance + 5, 50, -15, -4))));
    int steepest = 0;
    for (int y = 0; y + 1 < HEIGHT; y++) {
      for (int x = 0; x + 1 < WIDTH; x++) {
        // What the warp itself stretches has two steps at most between two pixels.
        steepest = Math.max(steepest, step(out.rgb(x, y), out.rgb(x + 1, y)));
        steepest = Math.max(steepest, step(out.rgb(x, y), out.rgb(x, y + 1)));
      }
    }
    assertThat(steepest).isLessThanOrEqualTo(4);
    assertThat(out).isNotEqualTo(RAMP);
  }

  private static int step(int a, int b) {
    int largest = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      largest = Math.max(largest, Math.abs((a >> shift & 255) - (b >> shift & 255)));
    }
    return largest;
  }

  @Test
  void compose_oneFaceAlone_isThatLayer() {
    GroupComposer.Layer layer = moved(LARGE, at(325, 60, 10, 3));
    Image out = new GroupComposer(RAMP).compose(List.of(layer));
    Image whole = new HeadWarp(LARGE, WIDTH, HEIGHT).to(at(325, 60, 10, 3)).apply(Pixels.of(RAMP));
    int largest = 0;
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        largest = Math.max(largest, step(out.rgb(x, y), whole.rgb(x, y)));
      }
    }
    assertThat(largest).isLessThanOrEqualTo(1);
  }

  @Test
  void compose_facesThatOverlap_largerOneIsInFrontInAnyOrder() {
    Landmarks small = at(385, 45, 0, 0);
    GroupComposer.Layer front = filled(LARGE, 200);
    GroupComposer.Layer back = filled(small, 20);
    for (List<GroupComposer.Layer> layers : List.of(List.of(front, back), List.of(back, front))) {
      Image out = new GroupComposer(RAMP).compose(new ArrayList<>(layers));
      // On the larger one's cheek, which the smaller one's jaw line reaches.
      assertThat(out.rgb(375, 190) & 255).isEqualTo(200);
      assertThat(out.rgb(425, 190) & 255).isLessThan(40);
    }
  }

  @Test
  void compose_stillFaceInFront_keepsItsPixels() {
    Landmarks small = at(385, 45, 0, 0);
    Image out =
        new GroupComposer(RAMP)
            .compose(List.of(GroupComposer.Layer.still(LARGE, RAMP), filled(small, 20)));
    assertThat(out.rgb(330, 190)).isEqualTo(RAMP.rgb(330, 190));
    assertThat(out.rgb(375, 190)).isEqualTo(RAMP.rgb(375, 190));
    assertThat(out.rgb(425, 190) & 255).isLessThan(40);
  }

  private static GroupComposer.Layer filled(Landmarks face, int grey) {
    PhotoPart part = PhotoPart.around(face, WIDTH, HEIGHT);
    byte[] rgb = new byte[3 * part.width() * part.height()];
    Arrays.fill(rgb, (byte) grey);
    Image image = Image.of(part.width(), part.height(), rgb);
    return new GroupComposer.Layer(face, face, part, Optional.of(image));
  }
}
