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

  private static final int CONDITION = FdGanNetwork.CONDITION_PLANES;

  private static final int MOVED = 0;
  private static final int STILL = 1;
  private static final int DX = 2;
  private static final int DY = 3;
  private static final int GENERATED = 4;

  /** A share that no step of a colour tells from 1. */
  private static final float ALL = 1 - 1f / 512;

  private static final float NOTHING = 1 - ALL;

  /** Bits after the point of shares, of colours times shares, and of places between pixels. */
  private static final int FIXED_BITS = 12;

  /** Half of 2^12 in each lane, see {@link #lanes}. */
  private static final long HALVES = 1L << 11 | 1L << 32 | 1L << 53;

  private static final long LANE_BYTES = 255L | 255L << 21 | 255L << 42;

  private final int width;
  private final int height;
  private final int size;
  private final Pixels pixels;

  /** How much of the generated colour is left at a number of pixels from the view's border. */
  private final float[] fade;

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
    fade = new float[(size + 1) / 2];
    for (int i = 0; i < fade.length; i++) {
      float edge = i / (FADE * size);
      fade[i] = edge >= 1 ? 1 : edge * edge * (3 - 2 * edge);
    }
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
    int last = size - 1;
    float step = (float) view.step();
    float left = (float) view.x();
    int first = from * size;
    for (int y = from, o = first * PLANES, r = first * NetworkOutput.PLANES; y < to; y++) {
      int border = Math.min(y, last - y);
      float ownY = (float) view.y() + y * step;
      for (int x = 0; x < size; x++, o += PLANES, r += NetworkOutput.PLANES) {
        float share = fade[Math.min(border, Math.min(x, last - x))];
        float generated = share * (1 - rendering[r + 3]);
        float still = rendering[r + 6];
        float u = within(x + share * rendering[r + 4], last);
        float v = within(y + share * rendering[r + 5], last);
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
        float red = 255 * within(rendering[r], 1);
        float green = 255 * within(rendering[r + 1], 1);
        float blue = 255 * within(rendering[r + 2], 1);
        float seenRed = 0;
        float seenGreen = 0;
        float seenBlue = 0;
        if (generated > NOTHING) {
          // What the view has of the photo, moved and as it is.
          int own = (y * size + x) * CONDITION + FdGanNetwork.STILL;
          int moved = (j * size + i) * CONDITION + FdGanNetwork.WARPED;
          seenRed = mix(bilinear(condition, moved, fu, fv), condition[own] & 255, still);
          seenGreen = mix(bilinear(condition, moved + 1, fu, fv), condition[own + 1] & 255, still);
          seenBlue = mix(bilinear(condition, moved + 2, fu, fv), condition[own + 2] & 255, still);
          // How much of the photo's detail generated colour gets; never so much that it less what
          // the view has of the photo would be below black.
          float furthest = Math.abs(red - seenRed);
          furthest = larger(furthest, Math.abs(green - seenGreen));
          furthest = larger(furthest, Math.abs(blue - seenBlue));
          float detail = furthest < UNLIKE ? 1 - furthest / UNLIKE : 0;
          detail = share(red, seenRed, share(green, seenGreen, share(blue, seenBlue, detail)));
          detailed = generated * detail;
        }
        float photo = 1 - generated + detailed;
        planes[o + MOVED] = photo * (1 - still);
        planes[o + STILL] = photo * still;
        planes[o + GENERATED] = generated * red - detailed * seenRed;
        planes[o + GENERATED + 1] = generated * green - detailed * seenGreen;
        planes[o + GENERATED + 2] = generated * blue - detailed * seenBlue;
        planes[o + DX] = sx - (left + x * step);
        planes[o + DY] = sy - ownY;
      }
    }
  }

  private float bilinear(byte[] condition, int at, float fu, float fv) {
    int below = at + size * CONDITION;
    return mix(
        mix(condition[at] & 255, condition[at + CONDITION] & 255, fu),
        mix(condition[below] & 255, condition[below + CONDITION] & 255, fu),
        fv);
  }

  /**
   * The share {@code most}, or a smaller one so that {@code colour - share * seen} is not below 0.
   */
  private static float share(float colour, float seen, float most) {
    float s = larger(seen, 1e-3f);
    return colour < most * s ? colour / s : most;
  }

  // Math.min and Math.max treat zeros and numbers that are none in ways that cost time in a loop.

  /** From 0 to {@code most}. */
  private static float within(float x, float most) {
    return x < 0 ? 0 : x > most ? most : x;
  }

  private static float larger(float a, float b) {
    return a > b ? a : b;
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

  /**
   * Within the view: sums up the layers. In fixed point, three colours at once: this loop is most
   * of what a large photo costs.
   */
  private void blend(float[] row, Layers layers, byte[] out, int y, int from, int to) {
    int[] column = layers.column;
    float[] part = layers.part;
    int dx = width > 1 ? 1 : 0;
    int dy = height > 1 ? width : 0;
    // the last pixels with a next one
    int lastX = Math.max(0, width - 2);
    int lastY = Math.max(0, height - 2);
    float edgeX = width - 0.5f;
    float edgeY = height - 0.5f;
    for (int x = from, at = y * width + from, o = 3 * at; x < to; x++, at++, o += 3) {
      int c = column[x];
      int d = c + PLANES;
      float f = part[x];
      float still = mix(row[c + STILL], row[d + STILL], f);
      int p = unmoved[at];
      if (still > ALL) {
        out[o] = (byte) (p >> 16);
        out[o + 1] = (byte) (p >> 8);
        out[o + 2] = (byte) p;
        continue;
      }
      int moved = fixed(mix(row[c + MOVED], row[d + MOVED], f));
      int red = fixed(mix(row[c + GENERATED], row[d + GENERATED], f));
      int green = fixed(mix(row[c + GENERATED + 1], row[d + GENERATED + 1], f));
      int blue = fixed(mix(row[c + GENERATED + 2], row[d + GENERATED + 2], f));
      float u = x + mix(row[c + DX], row[d + DX], f);
      float v = y + mix(row[c + DY], row[d + DY], f);
      long warped;
      if (u < -0.5f || v < -0.5f || u > edgeX || v > edgeY) {
        warped = lanes(pixels.beyond(u, v, 0));
      } else {
        u = larger(u, 0);
        v = larger(v, 0);
        int i = Math.min((int) u, lastX);
        int j = Math.min((int) v, lastY);
        int fu = fixed(within(u - i, 1));
        int fv = fixed(within(v - j, 1));
        int w11 = (fu * fv) >> FIXED_BITS;
        int w01 = fu - w11;
        int w10 = fv - w11;
        int w00 = (1 << FIXED_BITS) - fu - w10;
        int a = j * width + i;
        long from4 =
            w00 * lanes(photo[a])
                + w01 * lanes(photo[a + dx])
                + w10 * lanes(photo[a + dy])
                + w11 * lanes(photo[a + dy + dx]);
        // eight bits a colour again, so that the shares fit beside them
        warped = ((from4 + HALVES) >>> FIXED_BITS) & LANE_BYTES;
      }
      long sum =
          moved * warped
              + fixed(still) * lanes(p)
              + ((long) Math.max(red, 0) << 42
                  | (long) Math.max(green, 0) << 21
                  | Math.max(blue, 0))
              + HALVES;
      out[o] = (byte) Math.min(sum >>> 54, 255);
      out[o + 1] = (byte) Math.min(sum >>> 33 & 511, 255);
      out[o + 2] = (byte) Math.min(sum >>> 12 & 511, 255);
    }
  }

  private static int fixed(float x) {
    return (int) (x * (1 << FIXED_BITS));
  }

  /** Red from bit 42 on, green from 21, blue from 0. */
  private static long lanes(int rgb) {
    return (rgb & 0xff0000L) << 26 | (rgb & 0xff00L) << 13 | (rgb & 0xffL);
  }

  private static float mix(float a, float b, float share) {
    return a + share * (b - a);
  }
}
