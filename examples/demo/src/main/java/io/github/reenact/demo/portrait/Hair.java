package io.github.reenact.demo.portrait;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.Random;

/** Hair: single strands between guide curves. */
final class Hair {
  private final Canvas canvas;
  private final Random random;

  Hair(Canvas canvas, Random random) {
    this.canvas = canvas;
    this.random = random;
  }

  void behind() {
    Path2D mass = new Path2D.Double();
    mass.moveTo(Canvas.AXIS, 40);
    mass.curveTo(Canvas.AXIS + 120, 40, Canvas.AXIS + 186, 150, Canvas.AXIS + 184, 300);
    mass.curveTo(Canvas.AXIS + 184, 420, Canvas.AXIS + 214, 520, Canvas.AXIS + 196, 640);
    mass.curveTo(Canvas.AXIS + 150, 690, Canvas.AXIS + 90, 660, Canvas.AXIS + 60, 560);
    mass.lineTo(Canvas.AXIS - 60, 560);
    mass.curveTo(Canvas.AXIS - 90, 660, Canvas.AXIS - 150, 690, Canvas.AXIS - 196, 640);
    mass.curveTo(Canvas.AXIS - 214, 520, Canvas.AXIS - 184, 420, Canvas.AXIS - 186, 300);
    mass.curveTo(Canvas.AXIS - 186, 150, Canvas.AXIS - 120, 40, Canvas.AXIS, 40);
    mass.closePath();
    canvas.soft(
        3,
        h -> {
          h.setColor(new Color(0x22130d));
          h.fill(mass);
        });
    for (int side = -1; side <= 1; side += 2) {
      double[][] outer = {
        {4, 42}, {104, 66}, {172, 180}, {184, 330}, {190, 470}, {208, 590}, {176, 672}
      };
      double[][] inner = {
        {4, 70}, {80, 90}, {118, 200}, {120, 330}, {104, 470}, {96, 560}, {104, 640}
      };
      strands(side, outer, inner, 900, 0.72, false);
    }
  }

  void inFront() {
    // The shadow that the hair throws on the forehead and the cheeks.
    canvas.soft(
        9,
        h -> {
          h.setColor(new Color(70, 30, 20, 130));
          h.setStroke(new BasicStroke(20f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
          for (int side = -1; side <= 1; side += 2) {
            h.draw(smoothPath(side, hairline(side), side < 0 ? 6 : 2));
          }
        });
    for (int side = -1; side <= 1; side += 2) {
      double[][] outer = {
        {side < 0 ? -32 : 32, side < 0 ? 41 : 44},
        {104, 64},
        {170, 180},
        {180, 320},
        {182, 450},
        {210, 570},
        {182, 664}
      };
      double[][] inner = hairline(side);
      Path2D cover = new Path2D.Double();
      Path2D in = smoothPath(side, inner, 0);
      cover.append(in, false);
      Path2D o = smoothPath(side, reversed(outer), 0);
      cover.append(o, true);
      cover.closePath();
      canvas.soft(
          2.2,
          h -> {
            h.setColor(new Color(0x2a1810));
            h.fill(cover);
          });
      strands(side, outer, inner, 1500, 1, true);
    }
  }

  /** Where the front hair ends on the forehead and beside the face; the parting is off centre. */
  private static double[][] hairline(int side) {
    return side < 0
        ? new double[][] {
          {-32, 136}, {22, 164}, {84, 222}, {125, 306}, {132, 410}, {116, 520}, {130, 640}
        }
        : new double[][] {
          {32, 136}, {66, 156}, {106, 214}, {130, 306}, {136, 410}, {120, 530}, {112, 640}
        };
  }

  private static double[][] reversed(double[][] p) {
    double[][] out = new double[p.length][];
    for (int i = 0; i < p.length; i++) {
      out[i] = p[p.length - 1 - i];
    }
    return out;
  }

  private static Path2D smoothPath(int side, double[][] points, double shift) {
    Path2D path = new Path2D.Double();
    for (int i = 0; i <= 60; i++) {
      double[] p = along(points, i / 60.0);
      if (i == 0) {
        path.moveTo(Canvas.AXIS + side * (p[0] - shift), p[1]);
      } else {
        path.lineTo(Canvas.AXIS + side * (p[0] - shift), p[1]);
      }
    }
    return path;
  }

  /** Fills the area between two guide curves with single hairs that follow them. */
  private void strands(
      int side, double[][] outer, double[][] inner, int count, double light, boolean loose) {
    int steps = 20;
    for (int n = 0; n < count; n++) {
      double across = random.nextDouble();
      double wave = 2.5 + 5 * random.nextDouble();
      double phase = 6 * across + 0.9 * random.nextDouble();
      double start = random.nextDouble() < 0.3 ? 0.5 * random.nextDouble() : 0;
      double end = 1 - 0.35 * random.nextDouble() * random.nextDouble();
      double tone = 0.55 + 0.75 * random.nextDouble();
      double band = 0.27 + 0.06 * random.nextGaussian() + 0.05 * Math.sin(across * 23);
      double band2 = 0.68 + 0.05 * random.nextGaussian() + 0.04 * Math.sin(across * 17);
      double stray = loose && random.nextInt(40) == 0 ? 8 * random.nextGaussian() : 0;
      float thick = (float) (0.7 + 0.9 * random.nextDouble());
      double px = 0;
      double py = 0;
      for (int s = 0; s <= steps; s++) {
        double t = start + (end - start) * s / steps;
        double[] a = along(outer, t);
        double[] b = along(inner, t);
        double k = across + 0.03 * Math.sin(phase + t * 9);
        double x = a[0] + (b[0] - a[0]) * k;
        double y = a[1] + (b[1] - a[1]) * k;
        double swing = t * t * wave * Math.sin(phase + 10 * t) + stray * t * t;
        x = Canvas.AXIS + side * (x + swing);
        y += 0.3 * swing;
        if (s > 0) {
          // Light runs over the hair in two bands, stronger on the side of the key light.
          double shine =
              0.95 * Maths.gauss(t - band, 0.075) + 0.5 * Maths.gauss(t - band2, 0.08) + 0.1;
          double sideLight = side < 0 ? 1 : 0.62;
          double edge = 0.35 + 0.65 * Maths.smooth(0, 0.25, Math.min(across, 1 - across) + 0.1);
          double v = light * tone * (0.42 + 0.95 * shine * sideLight * edge);
          int alpha = (int) (150 * Math.min(1, 6 * (1 - s / (double) steps) + 0.15));
          canvas.g.setColor(
              new Color(
                  Maths.tint(92 * v + 8), Maths.tint(56 * v + 4), Maths.tint(36 * v + 4), alpha));
          canvas.g.setStroke(
              new BasicStroke(
                  thick * (float) (1 - 0.5 * s / steps),
                  BasicStroke.CAP_BUTT,
                  BasicStroke.JOIN_ROUND));
          canvas.g.draw(new Line2D.Double(px, py, x, y));
        }
        px = x;
        py = y;
      }
    }
  }

  /** A Catmull-Rom curve through points, at 0 to 1. */
  private static double[] along(double[][] p, double t) {
    double f = t * (p.length - 1);
    int i = Math.min(p.length - 2, Math.max(0, (int) f));
    double u = f - i;
    double[] a = p[Math.max(0, i - 1)];
    double[] b = p[i];
    double[] c = p[i + 1];
    double[] d = p[Math.min(p.length - 1, i + 2)];
    double[] out = new double[2];
    for (int k = 0; k < 2; k++) {
      out[k] =
          0.5
              * (2 * b[k]
                  + (c[k] - a[k]) * u
                  + (2 * a[k] - 5 * b[k] + 4 * c[k] - d[k]) * u * u
                  + (3 * b[k] - a[k] - 3 * c[k] + d[k]) * u * u * u);
    }
    return out;
  }
}
