package io.github.reenact.tf.fdgan.network;

import java.util.Arrays;

/**
 * Draws anti-aliased lines and discs on a black square. Java2D draws the same, within half a step
 * of a colour in the mean of the pixels drawn, but its many methods took a quarter of the
 * just-in-time compiler's time in the first hundreds of frames.
 *
 * <p>A pixel's coverage is the mean over {@value #LINES} horizontal lines through it of the part of
 * each that is covered. Places count from a pixel's corner.
 *
 * <p>Not thread-safe.
 */
final class ShapeCanvas {
  /** Lines that a row of pixels is sampled on. */
  private static final int LINES = 8;

  private final int size;
  private final int[] pixels;

  /** Of one row: covered parts of each pixel. */
  private final float[] covered;

  /** Where a line is covered: begins and ends, one behind the other, by place. */
  private double[] spans = new double[64];

  private int count;

  /**
   * A black canvas.
   *
   * @param size of each side in pixels
   */
  ShapeCanvas(int size) {
    this.size = size;
    pixels = new int[size * size];
    covered = new float[size];
  }

  void clear() {
    Arrays.fill(pixels, 0);
  }

  /** 0xRRGGBB of each pixel, row by row; the canvas itself. */
  int[] pixels() {
    return pixels;
  }

  /**
   * Draws a line through points, with round ends and corners.
   *
   * @param points x0, y0, x1, y1, ..
   * @param closed whether the last point is joined to the first
   * @param radius half the width of the line
   * @param colour 0xRRGGBB
   */
  void line(double[] points, boolean closed, double radius, int colour) {
    int corners = points.length / 2;
    int segments = closed ? corners : corners - 1;
    double[] y = bounds(points);
    for (int row = first(y[0] - radius); row <= last(y[1] + radius); row++) {
      for (int k = 0; k < LINES; k++) {
        double at = row + (k + 0.5) / LINES;
        count = 0;
        for (int i = 0; i < segments; i++) {
          segment(points, 2 * i, 2 * ((i + 1) % corners), radius, at);
        }
        cover();
      }
      blend(row, colour);
    }
  }

  /**
   * Draws the part of a disc that is within a polygon.
   *
   * @param polygon x0, y0, x1, y1, ..
   * @param colour 0xRRGGBB
   */
  void discWithin(double[] polygon, double x, double y, double radius, int colour) {
    double[] reach = bounds(polygon);
    double[] crossings = new double[polygon.length / 2];
    int top = first(Math.max(reach[0], y - radius));
    for (int row = top; row <= last(Math.min(reach[1], y + radius)); row++) {
      for (int k = 0; k < LINES; k++) {
        double at = row + (k + 0.5) / LINES;
        double half = radius * radius - (at - y) * (at - y);
        count = 0;
        if (half > 0) {
          half = Math.sqrt(half);
          int found = crossings(polygon, at, crossings);
          for (int i = 0; i + 1 < found; i += 2) {
            add(Math.max(crossings[i], x - half), Math.min(crossings[i + 1], x + half));
          }
        }
        cover();
      }
      blend(row, colour);
    }
  }

  private static double[] bounds(double[] points) {
    double least = points[1];
    double most = least;
    for (int i = 3; i < points.length; i += 2) {
      least = Math.min(least, points[i]);
      most = Math.max(most, points[i]);
    }
    return new double[] {least, most};
  }

  private int first(double y) {
    return (int) Math.max(0, Math.floor(y));
  }

  private int last(double y) {
    return (int) Math.min(size - 1.0, Math.floor(y));
  }

  /** The part of a horizontal line that is within a radius of a segment. */
  private void segment(double[] points, int from, int to, double radius, double at) {
    double ax = points[from];
    double ay = points[from + 1];
    double bx = points[to];
    double by = points[to + 1];
    if (at < Math.min(ay, by) - radius || at > Math.max(ay, by) + radius) {
      return;
    }
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    double half = radius * radius - (at - ay) * (at - ay);
    if (half > 0) {
      half = Math.sqrt(half);
      least = ax - half;
      most = ax + half;
    }
    half = radius * radius - (at - by) * (at - by);
    if (half > 0) {
      half = Math.sqrt(half);
      least = Math.min(least, bx - half);
      most = Math.max(most, bx + half);
    }
    // Both long sides; where the line passes through a short side, it is within the circle there.
    double length = Math.hypot(bx - ax, by - ay);
    if (length > 0 && ay != by) {
      double nx = (ay - by) / length * radius;
      double ny = (bx - ax) / length * radius;
      for (int side = -1; side <= 1; side += 2) {
        double t = (at - ay - side * ny) / (by - ay);
        if (t >= 0 && t <= 1) {
          double x = ax + side * nx + t * (bx - ax);
          least = Math.min(least, x);
          most = Math.max(most, x);
        }
      }
    }
    add(least, most);
  }

  /** Where a polygon crosses a horizontal line, from left to right. */
  private static int crossings(double[] polygon, double at, double[] out) {
    int n = polygon.length / 2;
    int found = 0;
    for (int i = 0; i < n; i++) {
      int a = 2 * i;
      int b = 2 * ((i + 1) % n);
      if (polygon[a + 1] <= at != polygon[b + 1] <= at) {
        double t = (at - polygon[a + 1]) / (polygon[b + 1] - polygon[a + 1]);
        out[found++] = polygon[a] + t * (polygon[b] - polygon[a]);
      }
    }
    Arrays.sort(out, 0, found);
    return found;
  }

  /** Adds a span of the current line, in its place. */
  private void add(double from, double to) {
    if (!(from < to)) {
      return;
    }
    if (count + 2 > spans.length) {
      spans = Arrays.copyOf(spans, 2 * spans.length);
    }
    int i = count;
    while (i > 0 && spans[i - 2] > from) {
      spans[i] = spans[i - 2];
      spans[i + 1] = spans[i - 1];
      i -= 2;
    }
    spans[i] = from;
    spans[i + 1] = to;
    count += 2;
  }

  /** Adds the current line's spans to the row, each place once. */
  private void cover() {
    double done = 0;
    for (int i = 0; i < count; i += 2) {
      double from = Math.max(done, spans[i]);
      double to = Math.min(size, spans[i + 1]);
      if (from < to) {
        cover(from, to);
        done = to;
      }
    }
  }

  private void cover(double from, double to) {
    int a = (int) from;
    int b = (int) to;
    if (a == b) {
      covered[a] += (float) (to - from);
      return;
    }
    covered[a] += (float) (a + 1 - from);
    for (int i = a + 1; i < b; i++) {
      covered[i] += 1;
    }
    if (b < size) {
      covered[b] += (float) (to - b);
    }
  }

  /** Lays a colour over the row as far as it is covered, and forgets what is. */
  private void blend(int row, int colour) {
    for (int x = 0, i = row * size; x < size; x++, i++) {
      if (covered[x] > 0) {
        int share = (int) (covered[x] * (255f / LINES) + 0.5f);
        int p = pixels[i];
        pixels[i] =
            mix(p >> 16, colour >> 16, share) << 16
                | mix(p >> 8, colour >> 8, share) << 8
                | mix(p, colour, share);
        covered[x] = 0;
      }
    }
  }

  private static int mix(int below, int above, int share) {
    return ((below & 255) * (255 - share) + 127) / 255 + ((above & 255) * share + 127) / 255;
  }
}
