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
 * after; its weight is 1 inside of it and falls to 0 around it.
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
   * @param changed the same with its face changed
   * @param before the landmarks in the frame
   * @param after those in the changed one
   * @param mouth whether lips and jaw are changed
   * @param eyes whether lids and brows are changed
   */
  public static Image compose(
      Image frame, Image changed, Landmarks before, Landmarks after, boolean mouth, boolean eyes) {
    List<Outline> outlines = new ArrayList<>();
    if (mouth) {
      outlines.add(new Outline(before, after, ChangeMask::isMouth));
    }
    if (eyes) {
      outlines.add(
          new Outline(before, after, i -> is(i, FacePart.LEFT_EYE) || is(i, FacePart.LEFT_BROW)));
      outlines.add(
          new Outline(before, after, i -> is(i, FacePart.RIGHT_EYE) || is(i, FacePart.RIGHT_BROW)));
    }
    byte[] out = frame.toRgb();
    ByteBuffer pixels = changed.pixels();
    double size = before.size();
    int x0 = frame.width();
    int y0 = frame.height();
    int x1 = 0;
    int y1 = 0;
    double margin = (WHOLE + FALL) * size + 1;
    for (Outline o : outlines) {
      x0 = (int) Math.max(0, Math.min(x0, o.left - margin));
      y0 = (int) Math.max(0, Math.min(y0, o.top - margin));
      x1 = (int) Math.min(frame.width(), Math.max(x1, o.right + margin + 1));
      y1 = (int) Math.min(frame.height(), Math.max(y1, o.bottom + margin + 1));
    }
    for (int y = y0; y < y1; y++) {
      for (int x = x0; x < x1; x++) {
        double distance = Double.POSITIVE_INFINITY;
        for (Outline o : outlines) {
          distance = Math.min(distance, o.distance(x, y));
        }
        double weight = 1 - SmoothStep.of((distance / size - WHOLE) / FALL);
        int at = 3 * (y * frame.width() + x);
        PixelBlend.lay(out, at, pixels, at, (int) Math.round(PixelBlend.ONE * weight));
      }
    }
    return Image.wrap(frame.width(), frame.height(), out);
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
    final double left;
    final double top;
    final double right;
    final double bottom;

    Outline(Landmarks before, Landmarks after, IntPredicate choice) {
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
