package io.github.reenact.tf.gaze.network;

import io.github.reenact.Image;
import java.nio.ByteBuffer;

/**
 * A part of a picture in grey, reduced by averaging. Values are 0 to 255, in rows; they are shared,
 * not copied.
 *
 * @param width in patch pixels
 * @param height in patch pixels
 * @param left the picture's x at the centre of the first patch pixel
 * @param top the picture's y at the centre of the first patch pixel
 * @param step picture pixels from one patch pixel to the next
 * @param values {@code width * height} numbers
 */
@SuppressWarnings("ArrayRecordComponent") // a plain carrier of pixels, never compared
public record GreyPatch(
    int width, int height, double left, double top, double step, float[] values) {
  /** Samples of a block per axis: larger blocks are not averaged whole, which would take long. */
  private static final int MOST_SAMPLES = 3;

  /**
   * Cuts out a square; what is beyond the picture repeats its border.
   *
   * @param cx centre in pixels
   * @param cy centre in pixels
   * @param half half the side in pixels
   * @param factor picture pixels averaged into one, per axis, at least 1
   */
  public static GreyPatch cut(Image picture, double cx, double cy, double half, int factor) {
    int x0 = clamp((int) Math.floor(cx - half), picture.width());
    int y0 = clamp((int) Math.floor(cy - half), picture.height());
    int x1 = clamp((int) Math.ceil(cx + half), picture.width());
    int y1 = clamp((int) Math.ceil(cy + half), picture.height());
    int width = (x1 - x0) / factor + 1;
    int height = (y1 - y0) / factor + 1;
    int[] within = samples(factor);
    int row = 3 * (x1 - x0 + 1);
    byte[] bytes = new byte[row];
    ByteBuffer pixels = picture.pixels();
    float[] sums = new float[width * height];
    for (int by = 0; by < height; by++) {
      for (int dy : within) {
        int y = Math.min(y0 + by * factor + dy, y1);
        pixels.get(3 * (y * picture.width() + x0), bytes, 0, row);
        for (int bx = 0; bx < width; bx++) {
          int sum = 0;
          for (int dx : within) {
            int i = 3 * Math.min(bx * factor + dx, x1 - x0);
            // Luma of Rec. 601, in 256ths.
            sum += 77 * (bytes[i] & 255) + 150 * (bytes[i + 1] & 255) + 29 * (bytes[i + 2] & 255);
          }
          sums[by * width + bx] += sum;
        }
      }
    }
    float scale = 1f / (256 * within.length * within.length);
    for (int i = 0; i < sums.length; i++) {
      sums[i] *= scale;
    }
    double middle = (factor - 1) / 2.0;
    return new GreyPatch(width, height, x0 + middle, y0 + middle, factor, sums);
  }

  private static int[] samples(int factor) {
    int count = Math.min(factor, MOST_SAMPLES);
    int[] out = new int[count];
    for (int i = 0; i < count; i++) {
      out[i] = (2 * i + 1) * factor / (2 * count);
    }
    return out;
  }

  private static int clamp(int x, int size) {
    return Math.max(0, Math.min(size - 1, x));
  }

  /** The value at a place in patch pixels, bilinear; beyond the border that of the border. */
  float at(double x, double y) {
    double cx = Math.max(0, Math.min(width - 1.0, x));
    double cy = Math.max(0, Math.min(height - 1.0, y));
    int ix = (int) cx;
    int iy = (int) cy;
    float fx = (float) (cx - ix);
    float fy = (float) (cy - iy);
    int i = iy * width + ix;
    int right = ix + 1 < width ? 1 : 0;
    int below = iy + 1 < height ? width : 0;
    float upper = values[i] + fx * (values[i + right] - values[i]);
    float lower = values[i + below] + fx * (values[i + below + right] - values[i + below]);
    return upper + fy * (lower - upper);
  }

  /** The same part with fewer pixels, each the mean of its area; {@code by} is 1 or more. */
  public GreyPatch reduced(double by) {
    int w = Math.max(1, (int) Math.round(width / by));
    int h = Math.max(1, (int) Math.round(height / by));
    float[] rows = new float[w * height];
    average(values, new Axis(width, 1, width), rows, new Axis(w, 1, w), height, by);
    float[] out = new float[w * h];
    average(rows, new Axis(height, w, 1), out, new Axis(h, w, 1), w, by);
    double shift = (by - 1) / 2 * step;
    return new GreyPatch(w, h, left + shift, top + shift, step * by, out);
  }

  /**
   * How numbers lie in an array: {@code count} of them {@code stride} apart make a line, and lines
   * begin {@code lineStride} apart.
   */
  private record Axis(int count, int stride, int lineStride) {}

  /** Along lines, to fewer numbers that cover {@code by} each. */
  private static void average(float[] in, Axis i, float[] out, Axis o, int lines, double by) {
    for (int k = 0; k < o.count; k++) {
      double from = Math.min(k * by, i.count - 1e-6);
      double to = Math.min(from + by, i.count);
      int first = (int) from;
      int last = Math.min(i.count - 1, (int) Math.ceil(to) - 1);
      for (int line = 0; line < lines; line++) {
        double sum = 0;
        for (int n = first; n <= last; n++) {
          double share = Math.min(n + 1, to) - Math.max(n, from);
          sum += share * in[line * i.lineStride + n * i.stride];
        }
        out[line * o.lineStride + k * o.stride] = (float) (sum / (to - from));
      }
    }
  }

  /** The patch with other values of the same place. */
  public GreyPatch with(float[] other) {
    return new GreyPatch(width, height, left, top, step, other);
  }
}
