package io.github.reenact.tf.gaze.network;

import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import java.util.Optional;

/**
 * How the network sees one eye: a square around it, level as the line through both eyes, its outer
 * corner on the left. The eye on the right of the picture is mirrored. Places in it are in eye
 * widths from the centre: u from the outer to the inner corner, v down.
 *
 * @param cx the picture's x of the centre, in pixels
 * @param cy the picture's y of the centre, in pixels
 * @param ux the picture's direction of u, a unit vector
 * @param uy the picture's direction of u, a unit vector
 * @param width one eye width in pixels of the picture
 * @param mirrored whether it is the eye on the right of the picture
 */
public record EyeView(double cx, double cy, double ux, double uy, double width, boolean mirrored) {
  /** Pixels of the square's side. */
  public static final int SIDE = 32;

  /** Pixels of the square. */
  public static final int PIXELS = SIDE * SIDE;

  /** Points of one eye in the landmarks. */
  static final int POINTS = 6;

  /** Side of the square in eye widths. */
  public static final double SPAN = 1.8;

  /** Eyes that are less wide, in pixels, cannot be judged. */
  public static final double SMALLEST = 5;

  /** The far eye of a turned head is narrow, and as high as the other. */
  private static final double NARROWEST = 0.75;

  private static final int FIRST = 36;

  /** A contrast, in grey values, that is nothing but noise. */
  private static final float FLAT = 2;

  /** The twelve landmarks of both eyes: x0, y0, .. x11, y11; those of the left eye come first. */
  public static double[] points(Landmarks landmarks) {
    double[] out = new double[4 * POINTS];
    for (int i = 0; i < 2 * POINTS; i++) {
      out[2 * i] = landmarks.x(FIRST + i);
      out[2 * i + 1] = landmarks.y(FIRST + i);
    }
    return out;
  }

  /**
   * The view of one eye.
   *
   * @param points of both eyes, as {@link #points} gives them
   * @param right which eye, in the picture
   * @return empty if there is no direction from eye to eye, or this eye is too small
   */
  public static Optional<EyeView> of(double[] points, boolean right) {
    double lx = mean(points, 0);
    double ly = mean(points, 1);
    double rx = mean(points, 2 * POINTS);
    double ry = mean(points, 2 * POINTS + 1);
    double between = Math.hypot(rx - lx, ry - ly);
    double own = width(points, right);
    double width = Math.max(own, NARROWEST * width(points, !right));
    if (!(between > 0) || !(width >= SMALLEST) || !Double.isFinite(width)) {
      return Optional.empty();
    }
    double ux = (rx - lx) / between;
    double uy = (ry - ly) / between;
    return Optional.of(
        right
            ? new EyeView(rx, ry, -ux, -uy, width, true)
            : new EyeView(lx, ly, ux, uy, width, false));
  }

  /** From corner to corner, in pixels. */
  public static double width(double[] points, boolean right) {
    int from = right ? 2 * POINTS : 0;
    int to = from + 2 * (POINTS / 2);
    return Math.hypot(points[to] - points[from], points[to + 1] - points[from + 1]);
  }

  private static double mean(double[] points, int from) {
    double sum = 0;
    for (int i = 0; i < POINTS; i++) {
      sum += points[from + 2 * i];
    }
    return sum / POINTS;
  }

  /** The picture's direction of v: down, also in the mirrored view. */
  private double vx() {
    return mirrored ? uy : -uy;
  }

  private double vy() {
    return mirrored ? -ux : ux;
  }

  /** The picture's x of a place. */
  public double x(double u, double v) {
    return cx + width * (u * ux + v * vx());
  }

  /** The picture's y of a place. */
  public double y(double u, double v) {
    return cy + width * (u * uy + v * vy());
  }

  /** u of a place in the picture. */
  public double u(double x, double y) {
    return ((x - cx) * ux + (y - cy) * uy) / width;
  }

  /** v of a place in the picture. */
  public double v(double x, double y) {
    return ((x - cx) * vx() + (y - cy) * vy()) / width;
  }

  /** Turned by an angle in radians, scaled, and moved by eye widths. */
  public EyeView changed(double angle, double scale, double du, double dv) {
    double c = Math.cos(angle);
    double s = Math.sin(angle);
    return new EyeView(
        x(du, dv), y(du, dv), c * ux - s * uy, s * ux + c * uy, width * scale, mirrored);
  }

  /** Whether the centre lies in a picture. */
  public boolean isIn(Image picture) {
    return cx >= -0.5 && cy >= -0.5 && cx < picture.width() - 0.5 && cy < picture.height() - 0.5;
  }

  /** What of a picture is needed to {@link #sample}, in at least the square's resolution. */
  public GreyPatch patch(Image picture) {
    int factor = Math.max(1, (int) (width * SPAN / SIDE));
    double half = width * SPAN / 2 * (Math.abs(ux) + Math.abs(uy)) + factor;
    return GreyPatch.cut(picture, cx, cy, half, factor);
  }

  /**
   * The square's pixels, with mean 0 and deviation 1.
   *
   * @param to where they go, in rows
   * @param at index of the first
   */
  public void sample(GreyPatch patch, float[] to, int at) {
    double pixel = width * SPAN / SIDE / patch.step();
    // Four samples a pixel where the patch has clearly more pixels than the square.
    int fine = pixel > 1.25 ? 2 : 1;
    double step = pixel / fine;
    double dux = step * ux;
    double duy = step * uy;
    double dvx = step * vx();
    double dvy = step * vy();
    double middle = (SIDE * fine - 1) / 2.0;
    double x0 = (cx - patch.left()) / patch.step() - middle * (dux + dvx);
    double y0 = (cy - patch.top()) / patch.step() - middle * (duy + dvy);
    float share = 1f / (fine * fine);
    double sum = 0;
    double squares = 0;
    for (int j = 0; j < SIDE; j++) {
      for (int i = 0; i < SIDE; i++) {
        float value = 0;
        for (int b = j * fine; b < (j + 1) * fine; b++) {
          for (int a = i * fine; a < (i + 1) * fine; a++) {
            value += patch.at(x0 + a * dux + b * dvx, y0 + a * duy + b * dvy);
          }
        }
        value *= share;
        to[at + j * SIDE + i] = value;
        sum += value;
        squares += (double) value * value;
      }
    }
    float mean = (float) (sum / PIXELS);
    double deviation = Math.sqrt(Math.max(0, squares / PIXELS - (double) mean * mean));
    float scale = (float) (1 / (deviation + FLAT));
    for (int i = at; i < at + PIXELS; i++) {
      to[i] = (to[i] - mean) * scale;
    }
  }

  /**
   * The eye's landmarks as the network sees them, about 1 in size: u, v of the outer corner, the
   * outer and inner upper lid, the inner corner, the inner and outer lower lid.
   *
   * @param points of both eyes
   */
  public void marks(double[] points, float[] to, int at) {
    int first = mirrored ? POINTS : 0;
    for (int i = 0; i < POINTS; i++) {
      // From the outer corner on; the right eye's points begin at its inner corner.
      int p = first + (mirrored ? (9 - i) % POINTS : i);
      to[at + 2 * i] = (float) (2 * u(points[2 * p], points[2 * p + 1]));
      to[at + 2 * i + 1] = (float) (2 * v(points[2 * p], points[2 * p + 1]));
    }
  }
}
