package io.github.reenact.tf.fdgan;

import io.github.reenact.Image;
import io.github.reenact.tf.fdgan.network.FaceView;
import io.github.reenact.tf.fdgan.network.FdGanNetwork;
import io.github.reenact.tf.fdgan.network.NetworkOutput;
import io.github.reenact.tf.fdgan.network.ParallelRows;
import io.github.reenact.warp.Flow;
import io.github.reenact.warp.Pixels;

/**
 * Puts a rendering of the face view into the photo, at the photo's own size: flow, shares and
 * colour are enlarged, the photo's pixels are not, so that its detail survives. Where generated
 * colour is near the photo's colours, it gets that detail, too: the photo at its own resolution,
 * less the photo as the view has it. Toward the view's border generated colour fades, and beyond it
 * the photo, warped or not, goes on with the shares that it has at the border, so that there is no
 * seam.
 *
 * <p>Immutable and thread-safe: what a frame is computed in is the caller's, see {@link Layers}.
 */
final class PhotoBlend {
  /** Width of the fade as a share of the view. */
  private static final float FADE = 0.06f;

  /**
   * Generated colour so far from the photo, in colours of 0..255, is something else and gets no
   * detail.
   */
  private static final float UNLIKE = 60;

  /** Of each place of the view: see {@link #fill}. */
  private static final int PLANES = 7;

  private static final int MOVED = 0;
  private static final int STILL = 1;
  private static final int DX = 2;
  private static final int DY = 3;
  private static final int GENERATED = 4;

  /** A share that no step of a colour tells from 1. */
  private static final float ALL = 1 - 1f / 512;

  private static final float NOTHING = 1 - ALL;

  /** Shares have 12 bits after the point, and 8 more while they are added up. */
  private static final float SHARE = 1 << 20;

  /**
   * Generated colour has as many bits as weights times colours, and 3 more while it is added up.
   */
  private static final float COLOUR = 1 << 15;

  /** Bits after the point of places. */
  private static final int PLACE_BITS = 24;

  private static final double PLACE = 1 << PLACE_BITS;

  /** Half of 2^12 in each lane, see {@link #lanes}. */
  private static final long HALF_OF_12 = 1L << 11 | 1L << 32 | 1L << 53;

  private static final long LANE_BYTES = 255L | 255L << 21 | 255L << 42;

  private final int width;
  private final int height;
  private final int size;
  private final Pixels pixels;

  /** Colours of the photo that moves and of the one that is shown as it is. */
  private final int[] photo;

  private final int[] unmoved;

  /** What one frame is composed in; for one frame at a time. */
  static final class Layers {
    /** See {@link PhotoBlend#fill}. */
    private final float[] planes;

    /** Of each column of the photo: the place of the view before it, and the way to the next. */
    private final int[] column;

    private final float[] part;

    /**
     * For frames of one size.
     *
     * @param size of the view in pixels
     * @param width of the photo in pixels
     */
    Layers(int size, int width) {
      planes = new float[size * size * PLANES];
      column = new int[width];
      part = new float[width];
    }
  }

  /**
   * For a person's photos.
   *
   * @param still what is shown as it is
   * @param moved what is warped; of the same size
   * @param size of the view in pixels
   */
  PhotoBlend(Pixels still, Pixels moved, int size) {
    this.size = size;
    pixels = moved;
    width = moved.width();
    height = moved.height();
    photo = moved.rgb();
    unmoved = still.rgb();
  }

  /**
   * Composes a frame.
   *
   * @param flow from the photo's landmarks to the frame's
   * @param condition size x size x 11: what the translator saw
   * @param source size x size x 2: where in the photo the flow fetches each pixel of the view
   * @param rendering size x size x 7: colour and mask in 0..1, flow in view pixels, still in 0..1
   * @param layers to compute in
   */
  Image compose(
      Flow flow,
      FaceView view,
      byte[] condition,
      float[] source,
      float[] rendering,
      Layers layers) {
    ParallelRows.run(
        size, (from, to) -> fill(view, condition, source, rendering, layers.planes, from, to));
    int x0 = (int) Math.min(Math.max(0, Math.ceil(view.x())), width);
    int y0 = (int) Math.min(Math.max(0, Math.ceil(view.y())), height);
    int x1 =
        (int) Math.max(x0, Math.min(width, Math.floor(view.x() + (size - 1) * view.step()) + 1));
    int y1 =
        (int) Math.max(y0, Math.min(height, Math.floor(view.y() + (size - 1) * view.step()) + 1));
    for (int x = 0; x < width; x++) {
      float u = (float) Math.min(Math.max((x - view.x()) / view.step(), 0), size - 1);
      int i = Math.min((int) u, size - 2);
      layers.column[x] = i * PLANES;
      layers.part[x] = u - i;
    }
    Area area = new Area(x0, y0, x1, y1);
    byte[] out = new byte[width * height * 3];
    ParallelRows.run(height, (from, to) -> rows(flow, view, area, layers, from, to, out));
    return Image.wrap(width, height, out);
  }

  /** Where the view is in the photo, in pixels: from the first ones up to but without the last. */
  private record Area(int x0, int y0, int x1, int y1) {}

  /** Composes some rows. */
  private void rows(
      Flow flow, FaceView view, Area area, Layers layers, int from, int to, byte[] out) {
    int x0 = area.x0;
    int x1 = area.x1;
    int top = Math.min(Math.max(area.y0, from), to);
    int bottom = Math.max(top, Math.min(area.y1, to));
    flow.apply(pixels, 0, from, width, top, out);
    flow.apply(pixels, 0, bottom, width, to, out);
    flow.apply(pixels, 0, top, x0, bottom, out);
    flow.apply(pixels, x1, top, width, bottom, out);
    // What the flow does not reach is the unwarped photo already.
    int left = (int) Math.max(0, Math.ceil(flow.left()));
    int right = (int) Math.max(left, Math.min(width, Math.floor(flow.right()) + 1));
    float[] row = new float[size * PLANES];
    for (int y = from; y < to; y++) {
      boolean inside = y >= top && y < bottom;
      if (!inside && (y < flow.top() || y > flow.bottom())) {
        continue;
      }
      row(layers.planes, (float) ((y - view.y()) / view.step()), row);
      if (inside) {
        still(row, layers, out, y, left, Math.min(x0, right));
        blend(row, layers, out, y, x0, x1);
        still(row, layers, out, y, Math.max(x1, left), right);
      } else {
        still(row, layers, out, y, left, right);
      }
    }
  }

  /**
   * Turns a rendering into what a frame's pixels are the sum of: shares of the moved photo and of
   * the unwarped photo, displacement of the moved one in photo pixels, and generated colour (0..255
   * times its share).
   */
  private void fill(
      FaceView view,
      byte[] condition,
      float[] source,
      float[] rendering,
      float[] planes,
      int from,
      int to) {
    float[] seen = new float[3];
    float step = (float) view.step();
    int first = from * size;
    for (int y = from, o = first * PLANES, r = first * NetworkOutput.PLANES; y < to; y++) {
      for (int x = 0; x < size; x++, o += PLANES, r += NetworkOutput.PLANES) {
        float edge = Math.min(Math.min(x, y), Math.min(size - 1 - x, size - 1 - y)) / (FADE * size);
        float share = edge >= 1 ? 1 : edge * edge * (3 - 2 * edge);
        float generated = share * (1 - rendering[r + 3]);
        float still = rendering[r + 6];
        float u = Math.min(Math.max(x + share * rendering[r + 4], 0), size - 1);
        float v = Math.min(Math.max(y + share * rendering[r + 5], 0), size - 1);
        int i = Math.min((int) u, size - 2);
        int j = Math.min((int) v, size - 2);
        float fu = u - i;
        float fv = v - j;
        int a = 2 * (j * size + i);
        int b = a + 2 * size;
        float sx = mix(mix(source[a], source[a + 2], fu), mix(source[b], source[b + 2], fu), fv);
        float sy =
            mix(mix(source[a + 1], source[a + 3], fu), mix(source[b + 1], source[b + 3], fu), fv);
        float detailed = 0;
        if (generated > NOTHING) {
          seen(condition, y * size + x, j * size + i, fu, fv, still, seen);
          detailed = generated * detail(rendering, r, seen);
        }
        float photo = 1 - generated + detailed;
        planes[o + MOVED] = photo * (1 - still);
        planes[o + STILL] = photo * still;
        for (int k = 0; k < 3; k++) {
          planes[o + GENERATED + k] = generated * colour(rendering[r + k]) - detailed * seen[k];
        }
        planes[o + DX] = sx - ((float) view.x() + x * step);
        planes[o + DY] = sy - ((float) view.y() + y * step);
      }
    }
  }

  /**
   * What the view has of the photo, moved and as it is, at a pixel.
   *
   * @param own number of the pixel
   * @param from number of the pixel before the place that the moved one comes from
   * @param fu way from that column to the next
   * @param fv way from that row to the next
   * @param seen gets colours in 0..255
   */
  private void seen(
      byte[] condition, int own, int from, float fu, float fv, float still, float[] seen) {
    int planes = FdGanNetwork.CONDITION_PLANES;
    int a = from * planes + FdGanNetwork.WARPED;
    int b = a + size * planes;
    int same = own * planes + FdGanNetwork.STILL;
    for (int k = 0; k < 3; k++, a++, b++) {
      float moved =
          mix(
              mix(condition[a] & 255, condition[a + planes] & 255, fu),
              mix(condition[b] & 255, condition[b + planes] & 255, fu),
              fv);
      seen[k] = mix(moved, condition[same + k] & 255, still);
    }
  }

  /**
   * How much of the photo's detail generated colour gets, 0 to 1; never so much that it less what
   * the view has of the photo would be below black.
   */
  private static float detail(float[] rendering, int r, float[] seen) {
    float furthest = 0;
    float most = 1;
    for (int k = 0; k < 3; k++) {
      float colour = colour(rendering[r + k]);
      furthest = Math.max(furthest, Math.abs(colour - seen[k]));
      most = Math.min(most, colour / Math.max(seen[k], 1e-3f));
    }
    return Math.min(most, Math.max(0, 1 - furthest / UNLIKE));
  }

  private static float colour(float said) {
    return 255 * Math.min(Math.max(said, 0), 1);
  }

  /** Interpolates the layers at one height of the view, at its border if it is beyond. */
  private void row(float[] planes, float height, float[] row) {
    float v = Math.min(Math.max(height, 0), size - 1);
    int j = Math.min((int) v, size - 2);
    float f = v - j;
    int a = j * size * PLANES;
    int b = a + size * PLANES;
    for (int i = 0; i < row.length; i++) {
      row[i] = planes[a + i] + f * (planes[b + i] - planes[a + i]);
    }
  }

  /** Beyond the view: puts the unwarped photo over the warped one. */
  private void still(float[] row, Layers layers, byte[] out, int y, int from, int to) {
    int[] column = layers.column;
    float[] part = layers.part;
    for (int x = from, at = y * width + from, o = 3 * at; x < to; x++, at++, o += 3) {
      float s = mix(row[column[x] + STILL], row[column[x] + PLANES + STILL], part[x]);
      int share = Math.round(256 * s);
      int p = unmoved[at];
      out[o] = mix(out[o], p >> 16, share);
      out[o + 1] = mix(out[o + 1], p >> 8, share);
      out[o + 2] = mix(out[o + 2], p, share);
    }
  }

  private static byte mix(byte a, int b, int share) {
    int from = a & 255;
    return (byte) (from + ((((b & 255) - from) * share + 128) >> 8));
  }

  private void blend(float[] row, Layers layers, byte[] out, int y, int from, int to) {
    int[] column = layers.column;
    for (int x = from; x < to; ) {
      // Between two columns of the view all layers change evenly.
      int end = x + 1;
      while (end < to && column[end] == column[x]) {
        end++;
      }
      int c = column[x];
      int d = c + PLANES;
      int at = y * width + x;
      if (row[c + STILL] > ALL && row[d + STILL] > ALL) {
        copy(out, at, end - x);
      } else {
        blend(row, layers.part, out, y, x, end, c);
      }
      x = end;
    }
  }

  private void copy(byte[] out, int at, int count) {
    for (int i = at, o = 3 * at; i < at + count; i++, o += 3) {
      int p = unmoved[i];
      out[o] = (byte) (p >> 16);
      out[o + 1] = (byte) (p >> 8);
      out[o + 2] = (byte) p;
    }
  }

  /**
   * The pixels between two columns of the view, whose layers begin at {@code c} and after it. In
   * fixed point, three colours at once: this loop is most of what a large photo costs.
   */
  private void blend(float[] row, float[] part, byte[] out, int y, int from, int to, int c) {
    int d = c + PLANES;
    int dx = width > 1 ? 1 : 0;
    int dy = height > 1 ? width : 0;
    // the last place is a hair before the last pixel, so that there is always a next one
    long lastX = ((width - 1L) << PLACE_BITS) - 1;
    long lastY = ((height - 1L) << PLACE_BITS) - 1;
    float f = part[from];
    float step = to - from > 1 ? part[from + 1] - f : 0;
    int moved = at(row, c, d, MOVED, f, SHARE);
    int movedStep = step(row, c, d, MOVED, step, SHARE);
    int still = at(row, c, d, STILL, f, SHARE);
    int stillStep = step(row, c, d, STILL, step, SHARE);
    int red = at(row, c, d, GENERATED, f, COLOUR);
    int redStep = step(row, c, d, GENERATED, step, COLOUR);
    int green = at(row, c, d, GENERATED + 1, f, COLOUR);
    int greenStep = step(row, c, d, GENERATED + 1, step, COLOUR);
    int blue = at(row, c, d, GENERATED + 2, f, COLOUR);
    int blueStep = step(row, c, d, GENERATED + 2, step, COLOUR);
    long u = (long) ((from + (double) mix(row[c + DX], row[d + DX], f)) * PLACE);
    long v = (long) ((y + (double) mix(row[c + DY], row[d + DY], f)) * PLACE);
    long uStep = (long) ((1 + step * (double) (row[d + DX] - row[c + DX])) * PLACE);
    long vStep = (long) (step * (double) (row[d + DY] - row[c + DY]) * PLACE);
    for (int x = from, at = y * width + from, o = 3 * at; x < to; x++, at++, o += 3) {
      long cu = Math.max(Math.min(u, lastX), 0);
      long cv = Math.max(Math.min(v, lastY), 0);
      int a = (int) (cv >> PLACE_BITS) * width + (int) (cu >> PLACE_BITS);
      int fu = (int) (cu >> (PLACE_BITS - 12)) & 4095;
      int fv = (int) (cv >> (PLACE_BITS - 12)) & 4095;
      int w11 = (fu * fv) >> 12;
      int w01 = fu - w11;
      int w10 = fv - w11;
      int w00 = 4096 - fu - w10;
      long from4 =
          w00 * lanes(photo[a])
              + w01 * lanes(photo[a + dx])
              + w10 * lanes(photo[a + dy])
              + w11 * lanes(photo[a + dy + dx]);
      // eight bits a colour again, so that the shares fit beside them
      long warped = ((from4 + HALF_OF_12) >>> 12) & LANE_BYTES;
      long sum =
          (Math.max(moved, 0) >> 8) * warped
              + (Math.max(still, 0) >> 8) * lanes(unmoved[at])
              + ((long) (Math.max(red, 0) >> 3) << 42
                  | (long) (Math.max(green, 0) >> 3) << 21
                  | (Math.max(blue, 0) >> 3))
              + HALF_OF_12;
      out[o] = (byte) Math.min(sum >>> 54, 255);
      out[o + 1] = (byte) Math.min(sum >>> 33 & 511, 255);
      out[o + 2] = (byte) Math.min(sum >>> 12 & 511, 255);
      moved += movedStep;
      still += stillStep;
      red += redStep;
      green += greenStep;
      blue += blueStep;
      u += uStep;
      v += vStep;
    }
  }

  private static int at(float[] row, int c, int d, int layer, float f, float scale) {
    return (int) (mix(row[c + layer], row[d + layer], f) * scale);
  }

  private static int step(float[] row, int c, int d, int layer, float step, float scale) {
    return (int) ((row[d + layer] - row[c + layer]) * step * scale);
  }

  /** Red from bit 42 on, green from 21, blue from 0. */
  private static long lanes(int rgb) {
    return (rgb & 0xff0000L) << 26 | (rgb & 0xff00L) << 13 | (rgb & 0xffL);
  }

  private static float mix(float a, float b, float share) {
    return a + share * (b - a);
  }
}
