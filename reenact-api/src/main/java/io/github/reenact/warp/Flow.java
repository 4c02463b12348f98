package io.github.reenact.warp;

import io.github.reenact.Image;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A backward warp of one photo: for every place in the result, the place in the photo where its
 * colour comes from. Made by {@link HeadWarp#to}.
 *
 * <p>It is a regular grid of displacements over a rectangle of the photo, bilinear in between.
 * Places beyond the rectangle move as the nearest place of the rectangle does: not at all, except
 * beyond the photo's own edges. All positions are in pixels of the photo, the centre of its first
 * pixel at (0, 0). Displacements are always finite.
 *
 * <p>Immutable and thread-safe.
 */
public final class Flow {
  /** Bits after the point of places in fixed-point arithmetic. */
  private static final int FRACTION = 24;

  /** Half of 2^13 in each lane, see {@link #lanes}. */
  private static final long HALF = 1L << 12 | 1L << 33 | 1L << 54;

  private final double x0;
  private final double y0;
  private final double cellWidth;
  private final double cellHeight;
  private final int columns;
  private final int rows;

  /** Source place minus own place of each node: dx, dy, row by row. */
  private final float[] displacement;

  /**
   * Keeps the array, without a copy.
   *
   * @param columns of nodes, at least 2
   * @param rows of nodes, at least 2
   */
  Flow(
      double x0,
      double y0,
      double cellWidth,
      double cellHeight,
      int columns,
      int rows,
      float[] displacement) {
    this.x0 = x0;
    this.y0 = y0;
    this.cellWidth = cellWidth;
    this.cellHeight = cellHeight;
    this.columns = columns;
    this.rows = rows;
    this.displacement = displacement;
  }

  /** A flow that moves nothing, of any photo. */
  public static Flow still() {
    return new Flow(0, 0, 1, 1, 2, 2, new float[8]);
  }

  /** The left side of the rectangle in which the photo moves. */
  public double left() {
    return x0;
  }

  /** The upper side of the rectangle in which the photo moves. */
  public double top() {
    return y0;
  }

  /** The right side of the rectangle in which the photo moves. */
  public double right() {
    return x0 + cellWidth * (columns - 1);
  }

  /** The lower side of the rectangle in which the photo moves. */
  public double bottom() {
    return y0 + cellHeight * (rows - 1);
  }

  /** The x of the place in the photo that is seen at (x, y) of the result. */
  public float sourceX(double x, double y) {
    return (float) (x + displacementAt(x, y, 0));
  }

  /** The y of the place in the photo that is seen at (x, y) of the result. */
  public float sourceY(double x, double y) {
    return (float) (y + displacementAt(x, y, 1));
  }

  private double displacementAt(double x, double y, int axis) {
    double gx = Math.min(Math.max((x - x0) / cellWidth, 0), columns - 1);
    double gy = Math.min(Math.max((y - y0) / cellHeight, 0), rows - 1);
    int i = Math.min((int) gx, columns - 2);
    int j = Math.min((int) gy, rows - 2);
    double fx = gx - i;
    double fy = gy - j;
    int at = 2 * (j * columns + i) + axis;
    int below = at + 2 * columns;
    double upper = displacement[at] + fx * (displacement[at + 2] - displacement[at]);
    double lower = displacement[below] + fx * (displacement[below + 2] - displacement[below]);
    return upper + fy * (lower - upper);
  }

  /**
   * The whole photo, warped, at its own size. Colours are taken bilinearly; beyond its edge the
   * photo goes on as {@link Pixels#beyond} says.
   *
   * @param photo the photo of which the {@link HeadWarp} was made
   */
  public Image apply(Pixels photo) {
    byte[] out = new byte[photo.width() * photo.height() * 3];
    apply(photo, 0, 0, photo.width(), photo.height(), out);
    return Image.wrap(photo.width(), photo.height(), out);
  }

  /**
   * A part of the photo, warped, at its own size and place.
   *
   * @param photo the photo of which the {@link HeadWarp} was made
   * @param x0 first column of the part
   * @param y0 first row
   * @param x1 the column after the last; none is made if it is not right of the first
   * @param y1 the row after the last
   * @param rgb the whole photo's bytes, red, green, blue of each pixel in row order, of which those
   *     of the part are written
   * @throws IllegalArgumentException if the array is not as long as the photo's bytes
   * @throws IndexOutOfBoundsException if the part leaves the photo
   */
  public void apply(Pixels photo, int x0, int y0, int x1, int y1, byte[] rgb) {
    int w = photo.width();
    if (rgb.length != 3 * w * photo.height()) {
      throw new IllegalArgumentException(
          "a photo of "
              + w
              + "x"
              + photo.height()
              + " pixels takes "
              + 3 * w * photo.height()
              + " bytes, not "
              + rgb.length);
    }
    Objects.checkFromToIndex(Math.min(x0, x1), Math.max(x0, x1), w);
    Objects.checkFromToIndex(Math.min(y0, y1), Math.max(y0, y1), photo.height());
    int left = (int) Math.max(Math.ceil(this.x0), x0);
    int top = (int) Math.max(Math.ceil(this.y0), y0);
    int right = (int) Math.min(Math.floor(right()) + 1, x1);
    int bottom = (int) Math.min(Math.floor(bottom()) + 1, y1);
    if (right <= left || bottom <= top) {
      copy(photo, x0, y0, x1, y1, rgb);
      return;
    }
    copy(photo, x0, y0, x1, top, rgb);
    copy(photo, x0, bottom, x1, y1, rgb);
    copy(photo, x0, top, left, bottom, rgb);
    copy(photo, right, top, x1, bottom, rgb);
    rows(photo, 0, left, top, 1, right - left, bottom - top, rgb, (top * w + left) * 3, w * 3);
  }

  /**
   * Copies what does not move: columns from left, rows from top, both up to but without the end.
   */
  private static void copy(Pixels photo, int left, int top, int right, int bottom, byte[] out) {
    int[] in = photo.level(0).rgb;
    for (int y = top; y < bottom; y++) {
      int a = y * photo.width() + left;
      int o = 3 * a;
      for (int x = left; x < right; x++, o += 3) {
        int p = in[a++];
        out[o] = (byte) (p >> 16);
        out[o + 1] = (byte) (p >> 8);
        out[o + 2] = (byte) p;
      }
    }
  }

  /**
   * A view of the warped photo as bytes.
   *
   * @param photo the photo of which the {@link HeadWarp} was made
   * @param x the place, in the photo's coordinates, of the centre of the view's first pixel
   * @param y the same, down
   * @param step photo pixels per view pixel, more than 0; above 1.4 a smaller copy of the photo is
   *     sampled, so that nothing aliases
   * @param width of the view in pixels
   * @param height of the view in pixels
   * @param rgb gets {@code width * height * 3} bytes: red, green, blue of each pixel in row order
   * @throws IllegalArgumentException if a number is out of range or the array too short
   */
  public void sample(
      Pixels photo, double x, double y, double step, int width, int height, byte[] rgb) {
    check(x, y, step, width, height, rgb.length, 3);
    rows(photo, photo.levelFor(step), x, y, step, width, height, rgb, 0, width * 3);
  }

  /**
   * A view of the warped photo as numbers, with where they come from.
   *
   * @param photo the photo of which the {@link HeadWarp} was made
   * @param x the place, in the photo's coordinates, of the centre of the view's first pixel
   * @param y the same, down
   * @param step photo pixels per view pixel, more than 0; above 1.4 a smaller copy of the photo is
   *     sampled, so that nothing aliases
   * @param width of the view in pixels
   * @param height of the view in pixels
   * @param rgbv gets {@code width * height * 4} numbers: red, green, blue in 0..1 and validity of
   *     each pixel in row order; validity is 1 where the colour comes from inside the photo, 0
   *     where it comes from beyond its edge
   * @param source if not null, gets {@code width * height * 2} numbers: x, y of the place in the
   *     photo where each pixel's colour comes from; it may lie beyond the photo's edges
   * @throws IllegalArgumentException if a number is out of range or an array too short
   */
  public void sample(
      Pixels photo,
      double x,
      double y,
      double step,
      int width,
      int height,
      float[] rgbv,
      float @Nullable [] source) {
    check(x, y, step, width, height, rgbv.length, 4);
    if (source != null && source.length < 2 * width * height) {
      throw new IllegalArgumentException(
          "source takes " + 2 * width * height + " numbers, but has room for " + source.length);
    }
    int k = photo.levelFor(step);
    Pixels.Level level = photo.level(k);
    int[] in = level.rgb;
    float shrink = 1f / (1 << k);
    float shift = 0.5f * shrink - 0.5f;
    int maxX = level.width - 1;
    int maxY = level.height - 1;
    int dx = maxX > 0 ? 1 : 0;
    int dy = maxY > 0 ? level.width : 0;
    int stride = level.width;
    float edgeX = photo.width() - 0.5f;
    float edgeY = photo.height() - 0.5f;
    Columns c = new Columns(x, step, width);
    float[] row = new float[2 * columns];
    for (int j = 0, o = 0, s = 0; j < height; j++) {
      double py = y + j * step;
      row(py, row);
      for (int i = 0; i < width; i++, o += 4) {
        int at = c.cell[i];
        float f = c.fraction[i];
        float sx = c.place[i] + row[at] + f * (row[at + 2] - row[at]);
        float sy = (float) py + row[at + 1] + f * (row[at + 3] - row[at + 1]);
        if (source != null) {
          source[s++] = sx;
          source[s++] = sy;
        }
        boolean inside = sx >= -0.5f && sx <= edgeX && sy >= -0.5f && sy <= edgeY;
        rgbv[o + 3] = inside ? 1f : 0f;
        if (!inside) {
          int p = photo.beyond(sx, sy, k);
          rgbv[o] = (p >> 16) * (1f / 255);
          rgbv[o + 1] = (p >> 8 & 255) * (1f / 255);
          rgbv[o + 2] = (p & 255) * (1f / 255);
          continue;
        }
        float u = Math.min(Math.max(sx * shrink + shift, 0f), maxX);
        float v = Math.min(Math.max(sy * shrink + shift, 0f), maxY);
        int ui = Math.max(Math.min((int) u, maxX - 1), 0);
        int vi = Math.max(Math.min((int) v, maxY - 1), 0);
        float fu = u - ui;
        float fv = v - vi;
        float w11 = fu * fv * (1f / 255);
        float w10 = fv * (1f / 255) - w11;
        float w01 = fu * (1f / 255) - w11;
        float w00 = (1f - fu) * (1f / 255) - w10;
        int a = vi * stride + ui;
        int b = a + dy;
        int p = in[a];
        int q = in[a + dx];
        int r = in[b];
        int t = in[b + dx];
        rgbv[o] = w00 * (p >> 16) + w01 * (q >> 16) + w10 * (r >> 16) + w11 * (t >> 16);
        rgbv[o + 1] =
            w00 * ((p >> 8) & 255)
                + w01 * ((q >> 8) & 255)
                + w10 * ((r >> 8) & 255)
                + w11 * ((t >> 8) & 255);
        rgbv[o + 2] = w00 * (p & 255) + w01 * (q & 255) + w10 * (r & 255) + w11 * (t & 255);
      }
    }
  }

  private void rows(
      Pixels photo,
      int k,
      double x,
      double y,
      double step,
      int width,
      int height,
      byte[] out,
      int offset,
      int outStride) {
    Pixels.Level level = photo.level(k);
    int[] in = level.rgb;
    int stride = level.width;
    int dx = level.width > 1 ? 1 : 0;
    int dy = level.height > 1 ? stride : 0;
    // the last place is a hair before the last pixel, so that there is always a next one
    long maxX = ((level.width - 1L) << FRACTION) - 1;
    long maxY = ((level.height - 1L) << FRACTION) - 1;
    // half a pixel of the photo beyond the outermost centres are its edges
    long half = 1L << (FRACTION - 1 - k);
    long lastX = maxX + half;
    long lastY = maxY + half;
    double one = (double) (1L << FRACTION) / (1 << k);
    double shift = (0.5 / (1 << k) - 0.5) * (1L << FRACTION);
    Columns c = new Columns(x, step, width);
    float[] row = new float[2 * columns];
    for (int j = 0; j < height; j++) {
      double py = y + j * step;
      row(py, row);
      int o = offset + j * outStride;
      for (int i = 0; i < width; ) {
        // within one cell of the grid the places follow each other at equal steps
        int at = c.cell[i];
        int end = c.ends[i];
        double f = c.fraction[i];
        double growth = end - i > 1 ? c.fraction[i + 1] - f : 0;
        double ddx = row[at + 2] - row[at];
        double ddy = row[at + 3] - row[at + 1];
        long u = (long) ((c.place[i] + row[at] + f * ddx) * one + shift);
        long v = (long) ((py + row[at + 1] + f * ddy) * one + shift);
        long du = (long) ((step + growth * ddx) * one);
        long dv = (long) (growth * ddy * one);
        for (; i < end; i++, o += 3, u += du, v += dv) {
          if ((u + half | lastX - u | v + half | lastY - v) < 0) {
            int p = photo.beyond((float) ((u - shift) / one), (float) ((v - shift) / one), k);
            out[o] = (byte) (p >> 16);
            out[o + 1] = (byte) (p >> 8);
            out[o + 2] = (byte) p;
            continue;
          }
          long cu = Math.max(Math.min(u, maxX), 0);
          long cv = Math.max(Math.min(v, maxY), 0);
          int a = (int) (cv >> FRACTION) * stride + (int) (cu >> FRACTION);
          int b = a + dy;
          // weights of 13 bits times colours of 8: all three fit one long, in lanes of 21 bits
          int fu = (int) (cu >> (FRACTION - 13)) & 8191;
          int fv = (int) (cv >> (FRACTION - 13)) & 8191;
          int w11 = (fu * fv) >> 13;
          int w01 = fu - w11;
          int w10 = fv - w11;
          int w00 = 8192 - fu - w10;
          long sum =
              w00 * lanes(in[a])
                  + w01 * lanes(in[a + dx])
                  + w10 * lanes(in[b])
                  + w11 * lanes(in[b + dx])
                  + HALF;
          out[o] = (byte) (sum >>> 55);
          out[o + 1] = (byte) (sum >>> 34);
          out[o + 2] = (byte) (sum >>> 13);
        }
      }
    }
  }

  /** Red from bit 42 on, green from 21, blue from 0. */
  private static long lanes(int rgb) {
    return (rgb & 0xff0000L) << 26 | (rgb & 0xff00L) << 13 | (rgb & 0xffL);
  }

  /** Interpolates the displacements of all columns of nodes at one height. */
  private void row(double y, float[] row) {
    double g = Math.min(Math.max((y - y0) / cellHeight, 0), rows - 1);
    int j = Math.min((int) g, rows - 2);
    float f = (float) (g - j);
    int a = 2 * j * columns;
    int b = a + 2 * columns;
    for (int i = 0; i < row.length; i++) {
      row[i] = displacement[a + i] + f * (displacement[b + i] - displacement[a + i]);
    }
  }

  private static void check(
      double x, double y, double step, int width, int height, int length, int channels) {
    if (!Double.isFinite(x) || !Double.isFinite(y) || !(step > 0) || !Double.isFinite(step)) {
      throw new IllegalArgumentException(
          "a view at (" + x + ", " + y + ") with step " + step + ": step must be above 0");
    }
    if (width < 1 || height < 1 || (long) width * height * channels > length) {
      throw new IllegalArgumentException(
          "a view of "
              + width
              + "x"
              + height
              + " with "
              + channels
              + " channels does not fit an array of "
              + length);
    }
  }

  /** What is the same in every row of a view: each pixel's place in the grid of nodes. */
  private final class Columns {
    /** The index, in a row of displacements, of the node to the left. */
    final int[] cell;

    final float[] fraction;
    final float[] place;

    /** The number of the first pixel that lies in another cell, or beyond the grid's edge. */
    final int[] ends;

    Columns(double x, double step, int width) {
      cell = new int[width];
      fraction = new float[width];
      place = new float[width];
      ends = new int[width];
      int[] side = new int[width];
      for (int i = 0; i < width; i++) {
        double p = x + i * step;
        double g = Math.min(Math.max((p - x0) / cellWidth, 0), columns - 1);
        int n = Math.min((int) g, columns - 2);
        cell[i] = 2 * n;
        fraction[i] = (float) (g - n);
        place[i] = (float) p;
        side[i] = p < x0 ? -1 : p > right() ? 1 : 0;
      }
      for (int i = width - 1; i >= 0; i--) {
        boolean same = i < width - 1 && cell[i] == cell[i + 1] && side[i] == side[i + 1];
        ends[i] = same ? ends[i + 1] : i + 1;
      }
    }
  }
}
