package io.github.reenact.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import io.github.reenact.testing.TestFaces;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ChangeMaskTest {
  private static final Landmarks FACE = TestFaces.face().at(100, 80, 45);

  private static Image plain(int value) {
    byte[] rgb = new byte[3 * 200 * 170];
    Arrays.fill(rgb, (byte) value);
    return Image.of(200, 170, rgb);
  }

  private static Image compose(Landmarks before, Landmarks after, double mouth, double eyes) {
    PhotoPart all = new PhotoPart(0, 0, 200, 170);
    return ChangeMask.compose(plain(20), plain(220), all, before, after, mouth, eyes);
  }

  private static int at(Image image, int point) {
    return image.rgb(Math.round(FACE.x(point)), Math.round(FACE.y(point))) & 255;
  }

  @Test
  void compose_mouth_wholeOnTheLipsNothingOnTheEyesSmoothBetween() {
    Image out = compose(FACE, FACE, 1, 0);
    assertThat(at(out, 48)).isEqualTo(220);
    assertThat(at(out, 57)).isEqualTo(220);
    assertThat(at(out, 37)).isEqualTo(20);
    assertThat(at(out, 27)).isEqualTo(20);
    assertThat(out.rgb(0, 0) & 255).isEqualTo(20);
    for (int y = 1; y < 170; y++) {
      int step = Math.abs((out.rgb(100, y) & 255) - (out.rgb(100, y - 1) & 255));
      assertThat(step).as("row %d", y).isLessThan(60);
    }
  }

  @Test
  void compose_eyes_wholeOnLidsAndBrows() {
    Image out = compose(FACE, FACE, 0, 1);
    assertThat(at(out, 19)).isEqualTo(220);
    assertThat(at(out, 46)).isEqualTo(220);
    assertThat(at(out, 57)).isEqualTo(20);
  }

  @Test
  void compose_movedLips_coversOldAndNewPlace() {
    Landmarks open = TestFaces.face().expression(1, 0, 0, 0).at(100, 80, 45);
    Image out = compose(FACE, open, 1, 0);
    assertThat(out.rgb(Math.round(open.x(8)), Math.round(open.y(8))) & 255).isEqualTo(220);
    assertThat(at(out, 51)).isEqualTo(220);
  }

  @Test
  void compose_nothing_isTheFrame() {
    assertThat(compose(FACE, FACE, 0, 0)).isEqualTo(plain(20));
  }

  @Test
  void compose_half_isHalfWay() {
    Image out = compose(FACE, FACE, 0.5, 0);
    assertThat(at(out, 57)).isEqualTo(120);
    assertThat(at(out, 37)).isEqualTo(20);
  }

  @Test
  void compose_part_liesWhereItIsInTheFrame() {
    PhotoPart part = new PhotoPart(30, 20, 140, 145);
    Image whole = compose(FACE, FACE, 1, 1);
    Image frame = plain(20);
    Image changed = plain(220).crop(part.x(), part.y(), part.width(), part.height());
    assertThat(ChangeMask.compose(frame, changed, part, FACE, FACE, 1, 1)).isEqualTo(whole);
    // What the part does not have stays.
    PhotoPart half = new PhotoPart(0, 0, 100, 170);
    Image left = ChangeMask.compose(frame, plain(220).crop(0, 0, 100, 170), half, FACE, FACE, 1, 1);
    assertThat(at(left, 48)).isEqualTo(220);
    assertThat(at(left, 54)).isEqualTo(20);
  }
}
