package io.github.reenact.tf.fdgan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.Image;
import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import io.github.reenact.testing.TestFaces;
import io.github.reenact.tf.fdgan.network.FaceView;
import io.github.reenact.tf.fdgan.network.FdGanNetwork;
import io.github.reenact.tf.fdgan.network.NetworkInput;
import io.github.reenact.tf.fdgan.network.NetworkOutput;
import io.github.reenact.warp.Flow;
import io.github.reenact.warp.HeadWarp;
import io.github.reenact.warp.Pixels;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhotoBlendTest {
  private static final int SIZE = 64;
  private static final TestFaces.Face PERSON = TestFaces.face();
  private static final int WIDTH = 301;
  private static final int HEIGHT = 257;
  private static final Landmarks FACE = PERSON.at(150, 130, 30);
  private static final Image PHOTO = TestFaces.portrait(FACE, WIDTH, HEIGHT);
  private static final Pixels PIXELS = Pixels.of(PHOTO);
  private static final Landmarks MOVED = PERSON.turned(12, 5, 6).at(165, 128, 32);
  private static final Flow FLOW = new HeadWarp(FACE, WIDTH, HEIGHT).to(MOVED);
  private static final FaceView VIEW = FaceView.of(MOVED, SIZE);

  private static Image compose(float red, float mask, float flowX, float still) {
    float[] rendering = new float[SIZE * SIZE * NetworkOutput.PLANES];
    for (int i = 0; i < rendering.length; i += NetworkOutput.PLANES) {
      rendering[i] = red;
      rendering[i + 3] = mask;
      rendering[i + 4] = flowX;
      rendering[i + 6] = still;
    }
    return compose(rendering);
  }

  private static Image compose(float[] rendering) {
    NetworkInput input = new NetworkInput(SIZE);
    byte[] planes = condition(input);
    return new PhotoBlend(PIXELS, PIXELS, SIZE)
        .compose(
            FLOW,
            VIEW,
            planes,
            input.source(),
            rendering,
            new PhotoBlend.Layers(SIZE, PIXELS.width()));
  }

  private static byte[] condition(NetworkInput input) {
    byte[] planes = new byte[SIZE * SIZE * FdGanNetwork.CONDITION_PLANES];
    input.condition(
        PIXELS, PIXELS, FLOW, new NetworkInput.Face(MOVED, Irises.NONE, VIEW), planes, 0);
    return planes;
  }

  private static double difference(Image a, Image b) {
    byte[] p = a.toRgb();
    byte[] q = b.toRgb();
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      sum += Math.abs((p[i] & 255) - (q[i] & 255));
    }
    return sum / p.length;
  }

  @Test
  void compose_photoAsItIs_isThePhoto() {
    assertThat(compose(0, 1, 0, 1)).isEqualTo(PHOTO);
  }

  @Test
  void compose_movedPhoto_isTheWarp() {
    Image out = compose(0, 1, 0, 0);
    assertThat(difference(out, FLOW.apply(PIXELS))).isLessThan(0.1);
    assertThat(difference(out, PHOTO)).isGreaterThan(3);
  }

  @Test
  void compose_halfAsItIs_isHalfOfEachInsideTheViewAndBeyond() {
    byte[] out = compose(0, 1, 0, 0.5f).toRgb();
    byte[] moved = FLOW.apply(PIXELS).toRgb();
    byte[] still = PHOTO.toRgb();
    for (int i = 0; i < out.length; i++) {
      assertThat(out[i] & 255)
          .as("byte %d", i)
          .isCloseTo(((moved[i] & 255) + (still[i] & 255)) / 2, within(6));
    }
  }

  @Test
  void compose_painted_isTheColourInTheMiddleAndThePhotoBeyondTheView() {
    Image out = compose(0.8f, 0, 0, 1);
    int x = Math.round(MOVED.centerX());
    int y = Math.round(MOVED.centerY());
    assertThat(out.rgb(x, y)).isEqualTo(0xcc0000);
    int beyond = (int) VIEW.x() - 1;
    assertThat(out.rgb(beyond, y)).isEqualTo(PHOTO.rgb(beyond, y));
  }

  /** The view is coarser than the photo: without the photo's detail this would be a blur. */
  @ParameterizedTest
  @ValueSource(floats = {0, 8})
  void compose_paintedAsTheViewHasThePhoto_keepsThePhotosDetail(float brighter) {
    byte[] planes = condition(new NetworkInput(SIZE));
    float[] rendering = new float[SIZE * SIZE * NetworkOutput.PLANES];
    for (int i = 0; i < SIZE * SIZE; i++) {
      for (int k = 0; k < 3; k++) {
        int seen = planes[i * FdGanNetwork.CONDITION_PLANES + FdGanNetwork.WARPED + k] & 255;
        rendering[i * NetworkOutput.PLANES + k] = (seen + brighter) / 255;
      }
    }
    byte[] out = compose(rendering).toRgb();
    byte[] warped = FLOW.apply(PIXELS).toRgb();
    double painted = 0;
    double enlarged = 0;
    int side = (int) (0.7 * SIZE * VIEW.step());
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        int column = (int) (VIEW.x() + 0.15 * SIZE * VIEW.step()) + x;
        int row = (int) (VIEW.y() + 0.15 * SIZE * VIEW.step()) + y;
        int o = 3 * (row * WIDTH + column);
        double u = (column - VIEW.x()) / VIEW.step();
        double v = (row - VIEW.y()) / VIEW.step();
        double plain =
            Reference.layer(u, v, (i, j) -> 255 * rendering[(j * SIZE + i) * NetworkOutput.PLANES]);
        double wanted = Math.min((warped[o] & 255) + brighter, 255);
        painted += Math.abs((out[o] & 255) - wanted);
        enlarged += Math.abs(plain - wanted);
      }
    }
    assertThat(VIEW.step()).isGreaterThan(2);
    assertThat(painted).isLessThan(0.35 * enlarged);
  }

  @Test
  void compose_residualFlow_fetchesFromThere() {
    Image out = compose(0, 1, 3, 0);
    int x = Math.round(MOVED.centerX());
    int y = Math.round(MOVED.centerY());
    double there = x + 3 * VIEW.step();
    Image warped = FLOW.apply(PIXELS);
    int a = (int) Math.floor(there);
    int left = warped.rgb(a, y) >> 16 & 255;
    int right = warped.rgb(a + 1, y) >> 16 & 255;
    assertThat(out.rgb(x, y) >> 16 & 255)
        .isCloseTo((int) Math.round(left + (there - a) * (right - left)), within(4));
  }

  @ParameterizedTest
  @CsvSource({
    // width, height, and the face's centre and radius: views finer and coarser than the photo
    "1, 40, 0.3, 20, 10",
    "40, 1, 22, 0.2, 5",
    "301, 257, 150, 130, 30",
    "301, 257, 20, 240, 9",
    "2000, 8, 900, 3, 60",
  })
  void compose_anything_isWhatTheLayersSay(
      int width, int height, double x, double y, double radius) {
    Random random = new Random(width + 3L * height);
    Landmarks face = PERSON.at(x, y, radius);
    Landmarks to = PERSON.turned(9, -4, 7).at(x + 0.1 * radius, y + 0.05 * radius, 1.1 * radius);
    Flow flow = new HeadWarp(face, width, height).to(to);
    Image moved = noise(width, height, random);
    Image still = otherWhereItMoves(moved, flow, random);
    float[] rendering = new float[SIZE * SIZE * NetworkOutput.PLANES];
    for (int i = 0; i < rendering.length; i += NetworkOutput.PLANES) {
      for (int k = 0; k < 3; k++) {
        rendering[i + k] = 1.2f * random.nextFloat() - 0.1f;
      }
      rendering[i + 3] = random.nextFloat();
      rendering[i + 4] = 6 * random.nextFloat() - 3;
      rendering[i + 5] = 6 * random.nextFloat() - 3;
      // Also where nothing is mixed, which is gone through faster.
      rendering[i + 6] = Math.min(1, 2 * random.nextFloat());
    }
    FaceView view = FaceView.of(to, SIZE);
    Pixels pixels = Pixels.of(moved);
    Pixels stillPixels = Pixels.of(still);
    NetworkInput input = new NetworkInput(SIZE);
    byte[] planes = new byte[SIZE * SIZE * FdGanNetwork.CONDITION_PLANES];
    input.condition(
        pixels, stillPixels, flow, new NetworkInput.Face(to, Irises.NONE, view), planes, 0);

    Image out =
        new PhotoBlend(stillPixels, pixels, SIZE)
            .compose(
                flow,
                view,
                planes,
                input.source(),
                rendering,
                new PhotoBlend.Layers(SIZE, pixels.width()));

    byte[] bytes = out.toRgb();
    double[] expected =
        new Reference(flow, view, planes, input.source(), rendering).of(still, moved);
    for (int i = 0; i < bytes.length; i++) {
      int pixel = i / 3;
      assertThat((double) (bytes[i] & 255))
          .as("colour %d of pixel %d, %d", i % 3, pixel % width, pixel / width)
          .isCloseTo(expected[i], within(2.0));
    }
  }

  private static Image noise(int width, int height, Random random) {
    byte[] rgb = new byte[3 * width * height];
    random.nextBytes(rgb);
    return Image.of(width, height, rgb);
  }

  /** Other colours, but beyond the flow the same, as a person's photos are brought together. */
  private static Image otherWhereItMoves(Image photo, Flow flow, Random random) {
    byte[] rgb = photo.toRgb();
    byte[] other = noise(photo.width(), photo.height(), random).toRgb();
    for (int i = 0; i < rgb.length; i++) {
      if (reaches(flow, i / 3 % photo.width(), i / 3 / photo.width())) {
        rgb[i] = other[i];
      }
    }
    return Image.of(photo.width(), photo.height(), rgb);
  }

  private static boolean reaches(Flow flow, int x, int y) {
    return x >= flow.left() && x <= flow.right() && y >= flow.top() && y <= flow.bottom();
  }

  /** The same pixel by pixel, in floating point, as {@link PhotoBlend} says it in words. */
  private static final class Reference {
    private static final double FADE = 0.06;

    private final Flow flow;
    private final FaceView view;
    private final byte[] condition;
    private final float[] source;
    private final float[] rendering;

    Reference(Flow flow, FaceView view, byte[] condition, float[] source, float[] rendering) {
      this.flow = flow;
      this.view = view;
      this.condition = condition;
      this.source = source;
      this.rendering = rendering;
    }

    double[] of(Image still, Image moved) {
      int width = still.width();
      int height = still.height();
      double[] out = new double[3 * width * height];
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          double u = (x - view.x()) / view.step();
          double v = (y - view.y()) / view.step();
          boolean inside = u >= 0 && u <= SIZE - 1 && v >= 0 && v <= SIZE - 1;
          double shareOfStill = layer(u, v, this::still);
          double shareOfMoved = inside ? layer(u, v, this::moved) : 1 - shareOfStill;
          double fromX;
          double fromY;
          if (inside) {
            fromX = x + layer(u, v, (i, j) -> displacement(i, j, 0));
            fromY = y + layer(u, v, (i, j) -> displacement(i, j, 1));
          } else {
            boolean bent = reaches(flow, x, y);
            fromX = bent ? flow.sourceX(x, y) : x;
            fromY = bent ? flow.sourceY(x, y) : y;
          }
          for (int k = 0; k < 3; k++) {
            int colour = k;
            double sum =
                shareOfStill * colour(still, x, y, k)
                    + shareOfMoved
                        * bilinear(
                            fromX, fromY, width, height, (i, j) -> colour(moved, i, j, colour));
            if (inside) {
              sum += layer(u, v, (i, j) -> paint(i, j, colour));
            }
            out[3 * (y * width + x) + k] = sum;
          }
        }
      }
      return out;
    }

    private interface Plane {
      double at(int x, int y);
    }

    /** At a place of the view; beyond it, at its border. */
    private static double layer(double u, double v, Plane plane) {
      return bilinear(u, v, SIZE, SIZE, plane);
    }

    private static double bilinear(double x, double y, int width, int height, Plane plane) {
      double cx = Math.min(Math.max(x, 0), width - 1);
      double cy = Math.min(Math.max(y, 0), height - 1);
      int i = (int) cx;
      int j = (int) cy;
      int right = Math.min(i + 1, width - 1);
      int below = Math.min(j + 1, height - 1);
      double fx = cx - i;
      double fy = cy - j;
      return (1 - fy) * ((1 - fx) * plane.at(i, j) + fx * plane.at(right, j))
          + fy * ((1 - fx) * plane.at(i, below) + fx * plane.at(right, below));
    }

    private static double colour(Image picture, int x, int y, int k) {
      return picture.rgb(x, y) >> (16 - 8 * k) & 255;
    }

    private double said(int x, int y, int plane) {
      return rendering[(y * SIZE + x) * NetworkOutput.PLANES + plane];
    }

    /** 1 in the middle, 0 at the view's border. */
    private static double fade(int x, int y) {
      double edge = Math.min(Math.min(x, SIZE - 1 - x), Math.min(y, SIZE - 1 - y)) / (FADE * SIZE);
      double e = Math.min(edge, 1);
      return e * e * (3 - 2 * e);
    }

    private double painted(int x, int y) {
      return fade(x, y) * (1 - said(x, y, 3));
    }

    private double moved(int x, int y) {
      return photo(x, y) * (1 - said(x, y, 6));
    }

    private double still(int x, int y) {
      return photo(x, y) * said(x, y, 6);
    }

    private double photo(int x, int y) {
      return 1 - painted(x, y) * (1 - detail(x, y));
    }

    /** Share of the photo's detail in paint: less the further that is from what the view has. */
    private double detail(int x, int y) {
      double share = 1;
      for (int k = 0; k < 3; k++) {
        double seen = seen(x, y, k);
        share = Math.min(share, 1 - Math.abs(colour(x, y, k) - seen) / 60);
        share = Math.min(share, colour(x, y, k) / Math.max(seen, 1e-3));
      }
      return Math.max(share, 0);
    }

    private double seen(int x, int y, int k) {
      double u = x + fade(x, y) * said(x, y, 4);
      double v = y + fade(x, y) * said(x, y, 5);
      double moved = bilinear(u, v, SIZE, SIZE, (i, j) -> planes(i, j, FdGanNetwork.WARPED + k));
      return moved + said(x, y, 6) * (planes(x, y, FdGanNetwork.STILL + k) - moved);
    }

    private double planes(int x, int y, int plane) {
      return condition[(y * SIZE + x) * FdGanNetwork.CONDITION_PLANES + plane] & 255;
    }

    private double colour(int x, int y, int k) {
      return 255 * Math.min(Math.max(said(x, y, k), 0), 1);
    }

    private double paint(int x, int y, int k) {
      return painted(x, y) * (colour(x, y, k) - detail(x, y) * seen(x, y, k));
    }

    /** Where the flow of the place that the rendering points to fetches from, from here. */
    private double displacement(int x, int y, int axis) {
      double u = x + fade(x, y) * said(x, y, 4);
      double v = y + fade(x, y) * said(x, y, 5);
      double here = axis == 0 ? view.x() + x * view.step() : view.y() + y * view.step();
      return bilinear(u, v, SIZE, SIZE, (i, j) -> source[2 * (j * SIZE + i) + axis]) - here;
    }
  }
}
