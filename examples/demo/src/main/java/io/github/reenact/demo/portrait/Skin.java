package io.github.reenact.demo.portrait;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Random;

/** Skin: a height field lit by a key light, a fill light and their shadows. */
final class Skin {
  private static final double[] KEY_LIGHT = unit(-0.55, -0.5, 0.72);
  private static final double[] FILL_LIGHT = unit(0.75, -0.05, 0.62);
  private static final double[] RIM_LIGHT = unit(0.95, -0.35, 0.05);

  /** A value for each point of the picture. */
  interface Field {
    double at(double x, double y);
  }

  private Skin() {}

  /** Lights a height field as skin, between two rows; the field tells how red the skin is. */
  static BufferedImage shade(float[] z, int fromY, int toY, Field blood) {
    BufferedImage out =
        new BufferedImage(Canvas.FULL, Canvas.FULL, BufferedImage.TYPE_INT_ARGB_PRE);
    int[] pixels = ((DataBufferInt) out.getRaster().getDataBuffer()).getData();
    int y0 = fromY * Canvas.SCALE;
    int y1 = Math.min(Canvas.FULL, toY * Canvas.SCALE);
    float[] near = z.clone();
    Canvas.blurRows(near, Canvas.FULL, y0, y1, 5 * Canvas.SCALE);
    float[] wide = z.clone();
    Canvas.blurRows(wide, Canvas.FULL, y0, y1, 16 * Canvas.SCALE);
    float[] shadow = shadow(z, fromY, toY);
    Canvas.blurRows(shadow, Canvas.FULL, y0, y1, 2.6 * Canvas.SCALE);
    Random grain = new Random(11);
    float[] noise = new float[Canvas.FULL * Canvas.FULL];
    for (int i = y0 * Canvas.FULL; i < y1 * Canvas.FULL; i++) {
      noise[i] = grain.nextFloat() - 0.5f;
    }
    float[] mottle = noise.clone();
    Canvas.blurRows(noise, Canvas.FULL, y0, y1, 0.7 * Canvas.SCALE);
    Canvas.blurRows(mottle, Canvas.FULL, y0, y1, 4.5 * Canvas.SCALE);
    for (int py = Math.max(1, y0); py < Math.min(Canvas.FULL - 1, y1); py++) {
      for (int px = 1; px < Canvas.FULL - 1; px++) {
        int i = py * Canvas.FULL + px;
        double nx = (z[i - 1] - z[i + 1]) * 0.5 * Canvas.SCALE + noise[i] * 0.16;
        double ny =
            (z[i - Canvas.FULL] - z[i + Canvas.FULL]) * 0.5 * Canvas.SCALE + noise[i] * 0.16;
        // Softer slopes than a true relief: skin scatters light sideways.
        nx *= 0.82;
        ny *= 0.82;
        double n = 1 / Math.sqrt(nx * nx + ny * ny + 1);
        nx *= n;
        ny *= n;
        double nz = n;
        double key = dot(KEY_LIGHT, nx, ny, nz);
        double fill = Math.max(0, dot(FILL_LIGHT, nx, ny, nz) * 0.7 + 0.3);
        double sky = 0.5 - 0.5 * ny;
        double lit = 1 - 0.72 * shadow[i];
        double cavity =
            Maths.clamp(
                1 - 0.035 * Math.max(0, near[i] - z[i]) - 0.012 * Math.max(0, wide[i] - z[i]));
        double red =
            blood.at(px / (double) Canvas.SCALE, py / (double) Canvas.SCALE) + mottle[i] * 0.9;
        // Wrapped diffuse light; red wraps farthest, so that the terminator is warm.
        double kr = Math.max(0, (key + 0.42) / 1.42) * (0.75 * lit + 0.25);
        double kg = Math.max(0, (key + 0.26) / 1.26) * (0.88 * lit + 0.12);
        double kb = Math.max(0, (key + 0.2) / 1.2) * (0.92 * lit + 0.08);
        double hx = KEY_LIGHT[0];
        double hy = KEY_LIGHT[1];
        double hz = KEY_LIGHT[2] + 1;
        double hn = 1 / Math.sqrt(hx * hx + hy * hy + hz * hz);
        double h = Math.max(0, (nx * hx + ny * hy + nz * hz) * hn);
        double gloss = (0.085 * Math.pow(h, 18) + 0.05 * Math.pow(h, 60)) * lit;
        double rim = Math.pow(Math.max(0, dot(RIM_LIGHT, nx, ny, nz)), 2.2) * 0.16;
        double ar = 0.82 + 0.02 * red;
        double ag = 0.545 - 0.085 * red;
        double ab = 0.40 - 0.07 * red;
        double r = ar * (1.02 * kr + 0.2 * fill + 0.15 * sky);
        double gr = ag * (0.98 * kg + 0.165 * fill + 0.16 * sky);
        double b = ab * (0.93 * kb + 0.165 * fill + 0.175 * sky);
        r = r * Math.pow(cavity, 0.8) + gloss + rim;
        gr = gr * Math.pow(cavity, 1.15) + gloss * 0.95 + rim * 0.86;
        b = b * Math.pow(cavity, 1.25) + gloss * 0.9 + rim * 0.72;
        pixels[i] = 0xff000000 | gamma(r) << 16 | gamma(gr) << 8 | gamma(b);
      }
    }
    return out;
  }

  /** How far each point of a height field lies in the shadow of the key light: 0 to 1. */
  private static float[] shadow(float[] z, int fromY, int toY) {
    float[] out = new float[z.length];
    double slope = KEY_LIGHT[2] / Math.hypot(KEY_LIGHT[0], KEY_LIGHT[1]);
    double dx = KEY_LIGHT[0] / Math.hypot(KEY_LIGHT[0], KEY_LIGHT[1]);
    double dy = KEY_LIGHT[1] / Math.hypot(KEY_LIGHT[0], KEY_LIGHT[1]);
    for (int py = fromY * Canvas.SCALE; py < toY * Canvas.SCALE; py++) {
      for (int px = 0; px < Canvas.FULL; px++) {
        double deepest = 0;
        for (int s = 4; s < 60; s += 3) {
          int x = (int) (px + dx * s * Canvas.SCALE);
          int y = (int) (py + dy * s * Canvas.SCALE);
          if (x < 0 || y < fromY * Canvas.SCALE || x >= Canvas.FULL) {
            break;
          }
          double over = z[y * Canvas.FULL + x] - z[py * Canvas.FULL + px] - s * slope;
          deepest = Math.max(deepest, over / (2 + 0.12 * s));
        }
        out[py * Canvas.FULL + px] = (float) Math.min(1, deepest);
      }
    }
    return out;
  }

  private static double[] unit(double x, double y, double z) {
    double n = Math.sqrt(x * x + y * y + z * z);
    return new double[] {x / n, y / n, z / n};
  }

  private static double dot(double[] a, double x, double y, double z) {
    return a[0] * x + a[1] * y + a[2] * z;
  }

  private static int gamma(double linear) {
    // A soft shoulder keeps highlights from burning out.
    double v = linear < 0.7 ? linear : 0.7 + 0.3 * (1 - Math.exp(-(linear - 0.7) / 0.3));
    return Maths.tint(255 * Math.pow(Math.max(0, v), 1 / 2.2) + 0.5);
  }
}
