package io.github.reenact.dataset;

import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The one square that all frames of a clip are cut from, always inside of the frame, so that
 * nothing is made up at the borders.
 *
 * <p>Its centre is the median of the landmarks' centres, moved up by a tenth of the face's size;
 * its side is the larger of 2.2 times the median size and 1.25 times the extent that the landmarks
 * of the whole clip reach, but no more than the frame has; a square that leaves the frame is
 * shifted back into it. (The rule is ours.)
 *
 * @param left of the square in pixels of the frame
 * @param top of the square in pixels of the frame
 * @param side of the square in pixels of the frame, at least 1
 */
public record FaceCrop(int left, int top, int side) {
  private static final double SIDE_PER_SIZE = 2.2;
  private static final double SIDE_PER_EXTENT = 1.25;
  private static final double UP = 0.1;

  /**
   * The square for a clip.
   *
   * @param track the landmarks of the frames with a face, at least one
   * @param width of the frames in pixels
   * @param height of the frames in pixels
   */
  public static FaceCrop around(List<Landmarks> track, int width, int height) {
    if (track.isEmpty()) {
      throw new IllegalArgumentException("a crop needs at least one frame with a face");
    }
    double size = medianSize(track);
    double cx = median(track.stream().mapToDouble(Landmarks::centerX).toArray());
    double cy = median(track.stream().mapToDouble(Landmarks::centerY).toArray()) - UP * size;
    double across =
        track.stream().mapToDouble(Landmarks::right).max().orElseThrow()
            - track.stream().mapToDouble(Landmarks::left).min().orElseThrow();
    double down =
        track.stream().mapToDouble(Landmarks::bottom).max().orElseThrow()
            - track.stream().mapToDouble(Landmarks::top).min().orElseThrow();
    double wanted = Math.max(SIDE_PER_SIZE * size, SIDE_PER_EXTENT * Math.max(across, down));
    int side = (int) Math.max(1, Math.min(Math.round(wanted), Math.min(width, height)));
    return new FaceCrop(place(cx, side, width), place(cy, side, height), side);
  }

  /** The median of the landmarks' {@link Landmarks#size()} in pixels. */
  public static double medianSize(List<Landmarks> track) {
    return median(track.stream().mapToDouble(Landmarks::size).toArray());
  }

  private static int place(double center, int side, int limit) {
    // The centre of the first pixel is at 0, its edge at -0.5.
    return (int) Math.max(0, Math.min(Math.round(center + 0.5 - side / 2.0), limit - side));
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    int n = values.length;
    return n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
  }

  /** The same square in pixels of a part of the frame that begins at the given pixel. */
  FaceCrop within(int partLeft, int partTop) {
    return new FaceCrop(left - partLeft, top - partTop, side);
  }

  /** Landmarks of the frame in pixels of the crop of {@code size} times {@code size} pixels. */
  public Landmarks map(Landmarks landmarks, int size) {
    double scale = size / (double) side;
    float[] xy = landmarks.toArray();
    for (int i = 0; i < xy.length; i += 2) {
      xy[i] = (float) ((xy[i] - left + 0.5) * scale - 0.5);
      xy[i + 1] = (float) ((xy[i + 1] - top + 0.5) * scale - 0.5);
    }
    return Landmarks.of(xy);
  }

  /**
   * The square of a frame at {@code size} times {@code size} pixels: each pixel the mean of the
   * area it covers when shrunk, interpolated bicubically (Catmull-Rom) when enlarged.
   *
   * @throws IllegalArgumentException if the square is not inside of the frame
   */
  public Image cut(Image frame, int size) {
    if (left < 0 || top < 0 || left + side > frame.width() || top + side > frame.height()) {
      throw new IllegalArgumentException(this + " is not inside of " + frame);
    }
    if (size == side) {
      return frame.crop(left, top, side, side);
    }
    Taps taps = Taps.of(side, size);
    byte[] in = new byte[side * 3];
    ByteBuffer pixels = frame.pixels();
    float[] rows = new float[side * size * 3];
    for (int y = 0; y < side; y++) {
      pixels.get(((top + y) * frame.width() + left) * 3, in);
      for (int x = 0, o = y * size * 3; x < size; x++) {
        float r = 0;
        float g = 0;
        float b = 0;
        for (int k = 0; k < taps.count; k++) {
          float w = taps.weight[x * taps.count + k];
          int i = taps.index[x * taps.count + k] * 3;
          r += w * (in[i] & 255);
          g += w * (in[i + 1] & 255);
          b += w * (in[i + 2] & 255);
        }
        rows[o++] = r;
        rows[o++] = g;
        rows[o++] = b;
      }
    }
    byte[] out = new byte[size * size * 3];
    float[] sum = new float[size * 3];
    for (int y = 0; y < size; y++) {
      Arrays.fill(sum, 0.5f);
      for (int k = 0; k < taps.count; k++) {
        float w = taps.weight[y * taps.count + k];
        int row = taps.index[y * taps.count + k] * size * 3;
        if (w != 0) {
          for (int x = 0; x < sum.length; x++) {
            sum[x] += w * rows[row + x];
          }
        }
      }
      for (int x = 0; x < sum.length; x++) {
        out[y * sum.length + x] = (byte) Math.max(0, Math.min(255, (int) sum[x]));
      }
    }
    return Image.of(size, size, out);
  }

  /** For each output pixel, the same number of input pixels and their weights, which sum to 1. */
  private static final class Taps {
    final int count;
    final int[] index;
    final float[] weight;

    private Taps(int count, int outputs) {
      this.count = count;
      index = new int[outputs * count];
      weight = new float[outputs * count];
    }

    static Taps of(int from, int to) {
      double scale = from / (double) to;
      if (scale < 1) {
        Taps taps = new Taps(4, to);
        for (int i = 0; i < to; i++) {
          double at = (i + 0.5) * scale - 0.5;
          int first = (int) Math.floor(at) - 1;
          for (int k = 0; k < 4; k++) {
            taps.index[i * 4 + k] = Math.max(0, Math.min(from - 1, first + k));
            taps.weight[i * 4 + k] = (float) cubic(at - (first + k));
          }
        }
        return taps;
      }
      Taps taps = new Taps((int) Math.ceil(scale) + 1, to);
      for (int i = 0; i < to; i++) {
        double begin = i * scale;
        double end = begin + scale;
        int first = (int) begin;
        for (int k = 0; k < taps.count; k++) {
          double covered = Math.min(end, first + k + 1.0) - Math.max(begin, first + k);
          taps.index[i * taps.count + k] = Math.min(from - 1, first + k);
          taps.weight[i * taps.count + k] = (float) (Math.max(0, covered) / scale);
        }
      }
      return taps;
    }

    private static double cubic(double t) {
      double x = Math.abs(t);
      if (x < 1) {
        return (1.5 * x - 2.5) * x * x + 1;
      }
      return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
    }
  }
}
