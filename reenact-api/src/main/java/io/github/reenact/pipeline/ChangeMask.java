package io.github.reenact.pipeline;

import io.github.reenact.FacePart;
import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import io.github.reenact.head.SmoothStep;
import java.awt.geom.Line2D;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Lays the changed parts of a face over the frame that they were changed in: all other pixels stay
 * the frame's own, bit by bit (ours). A part is the convex outline of its landmarks, before and
 * after; it has its whole share inside of it, which falls to 0 around it.
 */
public final class ChangeMask {
  /** How far the whole weight reaches beyond the outline, in sides of the face. */
  private static final double WHOLE = 0.04;

  /** In what the weight falls from there on, in sides of the face. */
  private static final double FALL = 0.1;

  private ChangeMask() {}

  /**
   * The frame with the changed parts.
   *
   * @param frame as it was
   * @param changed a part of the same with its face changed
   * @param part where that lies in the frame
   * @param before the landmarks in the frame
   * @param after those in the changed one
   * @param mouth the share of lips and jaw that is taken of the changed one, 0 to 1
   * @param eyes the share of lids and brows
   */
  public static Image compose(
      Image frame,
      Image changed,
      PhotoPart part,
      Landmarks before,
      Landmarks after,
      double mouth,
      double eyes) {
    List<Outline> outlines = new ArrayList<>();
    if (mouth > 0) {
      outlines.add(new Outline(before, after, mouth, ChangeMask::isMouth));
    }
    if (eyes > 0) {
      outlines.add(
          new Outline(
              before, after, eyes, i -> is(i, FacePart.LEFT_EYE) || is(i, FacePart.LEFT_BROW)));
      outlines.add(
          new Outline(
              before, after, eyes, i -> is(i, FacePart.RIGHT_EYE) || is(i, FacePart.RIGHT_BROW)));
    }
    int width = frame.width();
    double margin = (WHOLE + FALL) * before.size() + 1;
    int[] weights = new int[width];
    byte[] out = frame.toRgb();
    ByteBuffer pixels = changed.pixels();
    for (int y = part.y(); y < part.y() + part.height(); y++) {
      int from = width;
      int to = 0;
      for (Outline o : outlines) {
        if (y > o.top - margin && y < o.bottom + margin) {
          int x0 = (int) Math.max(part.x(), o.left - margin);
          int x1 = (int) Math.min(part.x() + part.width(), o.right + margin + 1);
          o.addWeights(before.size(), y, x0, x1, weights);
          from = Math.min(from, x0);
          to = Math.max(to, x1);
        }
      }
      for (int x = from; x < to; x++) {
        int w = weights[x];
        weights[x] = 0;
        if (w > 0) {
          int changedAt = 3 * ((y - part.y()) * part.width() + x - part.x());
          PixelBlend.lay(out, 3 * (y * width + x), pixels, changedAt, w);
        }
      }
    }
    return Image.wrap(width, frame.height(), out);
  }

  private static boolean is(int point, FacePart part) {
    return part.contains(point);
  }

  /** Lips, base of the nose, and the jaw between the cheeks. */
  private static boolean isMouth(int point) {
    return is(point, FacePart.OUTER_LIPS)
        || is(point, FacePart.NOSE_BASE)
        || (is(point, FacePart.JAW) && point >= 4 && point <= 12);
  }

  /** The convex hull of some points of both faces. */
  private static final class Outline {
    private final double[][] hull;
    private final double share;
    final double left;
    final double top;
    final double right;
    final double bottom;

    Outline(Landmarks before, Landmarks after, double share, IntPredicate choice) {
      this.share = share;
      List<double[]> points = new ArrayList<>();
      for (int i = 0; i < Landmarks.COUNT; i++) {
        if (choice.test(i)) {
          points.add(new double[] {before.x(i), before.y(i)});
          points.add(new double[] {after.x(i), after.y(i)});
        }
      }
      hull = hull(points);
      left = points.stream().mapToDouble(p -> p[0]).min().orElse(0);
      right = points.stream().mapToDouble(p -> p[0]).max().orElse(0);
      top = points.stream().mapToDouble(p -> p[1]).min().orElse(0);
      bottom = points.stream().mapToDouble(p -> p[1]).max().orElse(0);
    }

    /** Andrew's monotone chain: clockwise in a picture. */
    private static double[][] hull(List<double[]> points) {
      points.sort(Comparator.<double[]>comparingDouble(p -> p[0]).thenComparingDouble(p -> p[1]));
      List<double[]> chain = new ArrayList<>();
      for (int pass = 0; pass < 2; pass++) {
        int start = chain.size();
        for (double[] p : points) {
          while (chain.size() >= start + 2
              && turn(chain.get(chain.size() - 2), chain.get(chain.size() - 1), p) <= 0) {
            chain.remove(chain.size() - 1);
          }
          chain.add(p);
        }
        chain.remove(chain.size() - 1);
        Collections.reverse(points);
      }
      return chain.toArray(double[][]::new);
    }

    private static double turn(double[] a, double[] b, double[] c) {
      return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
    }

    /** Raises the weights of some pixels of a row to what they have here. */
    void addWeights(double size, int y, int from, int to, int[] weights) {
      for (int x = from; x < to; x++) {
        double fallen = SmoothStep.of((distance(x, y) / size - WHOLE) / FALL);
        weights[x] = Math.max(weights[x], (int) Math.round(PixelBlend.ONE * share * (1 - fallen)));
      }
    }

    /** How far outside of the hull a place is, in pixels; 0 within. */
    double distance(double x, double y) {
      double[] p = {x, y};
      boolean inside = true;
      double nearest = Double.POSITIVE_INFINITY;
      for (int i = 0; i < hull.length; i++) {
        double[] a = hull[i];
        double[] b = hull[(i + 1) % hull.length];
        inside &= turn(a, b, p) >= 0;
        nearest = Math.min(nearest, Line2D.ptSegDist(a[0], a[1], b[0], b[1], x, y));
      }
      return inside ? 0 : nearest;
    }
  }
}
