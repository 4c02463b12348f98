package io.github.reenact.landmarks;

import io.github.reenact.Image;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A grey picture cut out of an RGB one, with its memory for the next: grey is (r + g + b) / 3, as
 * in dlib, and 0 outside of the picture. Computes what {@code reenact::Chip} of the native library
 * computes, in its order.
 */
final class GreyChip {
  private int width;
  private int height;
  private float[] grey = {};
  private byte[] bytes = {};
  private float[] line = {};

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** Rows from top to bottom, 0 to 255; belongs to the chip, and may be longer than it is. */
  float[] grey() {
    return grey;
  }

  /** As {@link FaceFinder#cut}. */
  void cut(Image image, double left, double top, double step, int newWidth, int newHeight) {
    width = newWidth;
    height = newHeight;
    int pixels = Math.multiplyExact(width, height);
    if (grey.length < pixels) {
      grey = new float[pixels];
    }
    Arrays.fill(grey, 0, pixels, 0);
    Axis ax = new Axis(image.width(), left, step, width);
    Axis ay = new Axis(image.height(), top, step, height);
    int x0 = image.width();
    int x1 = 0;
    for (int i = 0; i < width; i++) {
      if (ax.count[i] > 0) {
        x0 = Math.min(x0, ax.start[i]);
        x1 = Math.max(x1, ax.start[i] + ax.count[i]);
      }
    }
    if (x0 >= x1) {
      return;
    }
    if (line.length < x1 - x0) {
      line = new float[x1 - x0];
      bytes = new byte[3 * (x1 - x0)];
    }
    ByteBuffer rgb = image.pixels();
    float[][] ring = new float[ay.taps + 1][width];
    int[] inRing = new int[ring.length];
    Arrays.fill(inRing, -1);
    float[] out = new float[width];
    for (int j = 0; j < height; j++) {
      Arrays.fill(out, 0);
      for (int t = 0; t < ay.count[j]; t++) {
        float weight = ay.weights[j * ay.taps + t] / 3.0f;
        int k = ay.start[j] + t;
        if (weight == 0) {
          continue;
        }
        int slot = k % ring.length;
        if (inRing[slot] != k) {
          inRing[slot] = k;
          sumChannels(rgb, (k * image.width() + x0) * 3, x1 - x0);
          shrink(ax, x0, ring[slot]);
        }
        addScaled(out, ring[slot], weight);
      }
      System.arraycopy(out, 0, grey, j * width, width);
    }
  }

  private void sumChannels(ByteBuffer rgb, int from, int count) {
    rgb.get(from, bytes, 0, 3 * count);
    for (int i = 0, p = 0; i < count; i++, p += 3) {
      line[i] = (bytes[p] & 0xff) + (bytes[p + 1] & 0xff) + (bytes[p + 2] & 0xff);
    }
  }

  private void shrink(Axis axis, int x0, float[] row) {
    for (int i = 0; i < row.length; i++) {
      int s = axis.start[i] - x0;
      int w = i * axis.taps;
      float sum = 0;
      for (int t = 0; t < axis.count[i]; t++) {
        sum += axis.weights[w + t] * line[s + t];
      }
      row[i] = sum;
    }
  }

  private static void addScaled(float[] out, float[] row, float weight) {
    for (int i = 0; i < out.length; i++) {
      out[i] += weight * row[i];
    }
  }

  /**
   * One axis of an area-averaging resampler. Output pixel i averages the source over an interval of
   * max(1, step) pixels around its centre first + (i + 0.5) * step; for step &lt; 1 that is
   * bilinear interpolation. Source pixel k covers [k - 0.5, k + 0.5].
   */
  private static final class Axis {
    final int[] start;
    final int[] count;
    final float[] weights;
    final int taps;

    Axis(int source, double first, double step, int out) {
      start = new int[out];
      count = new int[out];
      double half = Math.max(1.0, step) / 2;
      taps = (int) Math.ceil(2 * half) + 1;
      weights = new float[out * taps];
      int last = source - 1;
      for (int i = 0; i < out; i++) {
        double centre = first + (i + 0.5) * step;
        double lo = centre - half + 0.5;
        double hi = centre + half + 0.5;
        int k0 = (int) Math.min(Math.max(Math.floor(lo), 0.0), last + 1.0);
        int k1 = (int) Math.min(Math.max(Math.floor(hi), -1.0), last);
        start[i] = k0;
        count[i] = Math.min(Math.max(k1 - k0 + 1, 0), taps);
        for (int k = 0; k < count[i]; k++) {
          double overlap = Math.min(hi, k0 + k + 1.0) - Math.max(lo, k0 + k + 0.0);
          weights[i * taps + k] = (float) (Math.max(0.0, overlap) / (2 * half));
        }
      }
    }
  }
}
