package io.github.reenact.demo.portrait;

import io.github.reenact.Image;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.LinearGradientPaint;
import java.awt.RadialGradientPaint;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A portrait of nobody, drawn by code: the demo needs a face, and no person has to lend theirs.
 *
 * <p>Skin is a height field (a rounded base and some forty Gaussian bumps) lit by a key light, a
 * fill light and their shadows; eyes, brows, lips and hair are drawn on it with strokes. The
 * picture is drawn at twice its size and reduced. It is the same on every call.
 */
public final class SamplePortrait {
  /** Width and height in pixels. */
  public static final int SIZE = 768;

  private static final int SCALE = 2;
  private static final int FULL = SIZE * SCALE;

  /** The vertical axis of the face; the drawing's coordinates are those of the final picture. */
  private static final double AXIS = 384;

  private static final double[] KEY_LIGHT = unit(-0.55, -0.5, 0.72);
  private static final double[] FILL_LIGHT = unit(0.75, -0.05, 0.62);
  private static final double[] RIM_LIGHT = unit(0.95, -0.35, 0.05);

  /** Half the width of the face by height in the picture: pairs of y and half width. */
  private static final Curve FACE_WIDTH =
      new Curve(
          92, 0, 104, 52, 128, 92, 165, 120, 215, 137, 270, 142, 330, 139, 390, 129, 435, 115, 475,
          95, 508, 70, 530, 46, 543, 22, 548, 0);

  /** The same for the rounded form beneath, which goes on under the chin. */
  private static final Curve FORM_WIDTH =
      new Curve(
          80, 60, 104, 84, 128, 106, 165, 127, 215, 142, 270, 147, 330, 144, 390, 134, 435, 121,
          475, 106, 508, 93, 530, 86, 548, 82, 570, 80);

  private static final Curve FACE_DEPTH =
      new Curve(
          92, 40, 130, 92, 180, 122, 240, 138, 300, 142, 400, 142, 470, 141, 508, 137, 530, 126,
          546, 108, 560, 84);

  private static final Curve NOSE_HEIGHT =
      new Curve(
          276, 0, 292, 3, 312, 9, 340, 17, 372, 27, 396, 37, 408, 38, 417, 28, 425, 11, 434, 2, 444,
          0);

  private static final Curve NOSE_WIDTH =
      new Curve(276, 13, 312, 11, 345, 13, 380, 16, 404, 20, 425, 20, 444, 18);

  /** The upper lid's line from the inner to the outer corner, about the eye's centre. */
  private static final Curve UPPER_LID =
      new Curve(-32, 5, -25, -4, -18, -10, -10, -14, 3, -15.8, 15, -13.5, 26, -8, 36, -4.5);

  private final Random random = new Random(20);
  private final BufferedImage canvas =
      new BufferedImage(FULL, FULL, BufferedImage.TYPE_INT_ARGB_PRE);
  private final Graphics2D g = graphics(canvas);

  private SamplePortrait() {}

  /** Draws the portrait: {@link #SIZE} pixels square. Takes about two seconds. */
  public static Image draw() {
    SamplePortrait p = new SamplePortrait();
    p.background();
    p.backHair();
    p.neck();
    p.clothes();
    p.face();
    p.mouth();
    p.nostrils();
    for (int side = -1; side <= 1; side += 2) {
      p.eye(side);
      p.brow(side);
    }
    p.frontHair();
    p.g.dispose();
    BufferedImage small = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    Graphics2D out = small.createGraphics();
    out.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    out.drawImage(p.canvas, 0, 0, SIZE, SIZE, null);
    out.dispose();
    return Image.of(small);
  }

  // ---------------------------------------------------------------- background, neck, clothes

  private void background() {
    g.setPaint(new GradientPaint(0, 0, new Color(0x6f7f80), SIZE, SIZE, new Color(0x35454b)));
    g.fillRect(0, 0, SIZE, SIZE);
    soft(
        60,
        h -> {
          h.setColor(new Color(226, 204, 168, 200));
          h.fill(ellipse(110, 190, 190, 230));
          h.setColor(new Color(168, 176, 160, 130));
          h.fill(ellipse(660, 120, 150, 190));
          h.setColor(new Color(30, 44, 52, 170));
          h.fill(ellipse(700, 520, 190, 240));
          h.setColor(new Color(86, 92, 84, 150));
          h.fill(ellipse(60, 600, 180, 200));
        });
    soft(
        3.5,
        h -> {
          Random r = new Random(5);
          for (int i = 0; i < 26; i++) {
            double x = r.nextDouble() * SIZE;
            double y = r.nextDouble() * 520;
            double size = 14 + 26 * r.nextDouble();
            h.setColor(new Color(255, 236, 200, 10 + r.nextInt(26)));
            h.fill(ellipse(x, y, size, size));
          }
        });
  }

  private void neck() {
    Path2D outline = new Path2D.Double();
    outline.moveTo(AXIS - 66, 455);
    outline.curveTo(AXIS - 66, 560, AXIS - 70, 606, AXIS - 104, 632);
    outline.curveTo(AXIS - 160, 662, AXIS - 250, 676, AXIS - 290, 768);
    outline.lineTo(AXIS + 290, 768);
    outline.curveTo(AXIS + 250, 676, AXIS + 160, 662, AXIS + 104, 632);
    outline.curveTo(AXIS + 70, 606, AXIS + 66, 560, AXIS + 66, 455);
    outline.closePath();
    Curve width = new Curve(440, 68, 560, 70, 600, 80, 632, 118, 670, 220, 768, 310);
    float[] z = new float[FULL * FULL];
    int top = 440 * SCALE;
    for (int py = top; py < FULL; py++) {
      double y = py / (double) SCALE;
      double w = width.at(y) * 1.04;
      for (int px = 0; px < FULL; px++) {
        double x = px / (double) SCALE - AXIS;
        double u = Math.min(1, Math.abs(x) / w);
        double base = 66 * Math.pow(1 - Math.pow(u, 2.3), 0.6);
        // The two tendons that run to the notch between the collar bones, and the bones themselves.
        double tendon = Math.abs(x) - (16 + (690 - y) * 0.26);
        base += 3.2 * Math.exp(-tendon * tendon / 260) * smooth(540, 620, y) * smooth(700, 650, y);
        base -= 6 * gauss(x, 16) * gauss(y - 682, 15);
        double bone = y - 676 + Math.abs(x) * 0.10;
        base += 4 * Math.exp(-bone * bone / 120) * smooth(22, 60, Math.abs(x));
        z[py * FULL + px] = (float) (base + smooth(560, 700, y) * 14);
      }
    }
    BufferedImage layer = shade(z, 440, SIZE, (x, y) -> 0.35);
    g.drawImage(masked(layer, outline, 0.8), 0, 0, SIZE, SIZE, null);
    // The shadow of the head.
    soft(
        13,
        h -> {
          h.clip(outline);
          h.setColor(new Color(74, 30, 22, 205));
          Path2D s = new Path2D.Double();
          s.moveTo(AXIS - 130, 440);
          s.lineTo(AXIS - 92, 500);
          s.curveTo(AXIS - 50, 556, AXIS - 10, 584, AXIS + 30, 588);
          s.curveTo(AXIS + 56, 592, AXIS + 74, 600, AXIS + 100, 640);
          s.lineTo(AXIS + 130, 440);
          s.closePath();
          h.fill(s);
        });
  }

  private void clothes() {
    Path2D shape = new Path2D.Double();
    shape.moveTo(AXIS - 330, 768);
    shape.curveTo(AXIS - 312, 716, AXIS - 250, 682, AXIS - 150, 646);
    shape.curveTo(AXIS - 122, 690, AXIS - 66, 738, AXIS, 744);
    shape.curveTo(AXIS + 66, 738, AXIS + 122, 690, AXIS + 150, 646);
    shape.curveTo(AXIS + 250, 682, AXIS + 312, 716, AXIS + 330, 768);
    shape.closePath();
    soft(
        7,
        h -> {
          h.clip(ellipse(AXIS, 640, 190, 130));
          h.setColor(new Color(60, 24, 18, 120));
          h.translate(4, -5);
          h.fill(shape);
        });
    Graphics2D h = (Graphics2D) g.create();
    h.clip(shape);
    h.setPaint(
        new LinearGradientPaint(
            40,
            0,
            728,
            0,
            new float[] {0f, 0.28f, 0.6f, 1f},
            new Color[] {
              new Color(0x2c6a70), new Color(0x3a868a), new Color(0x235a62), new Color(0x123a43)
            }));
    h.fillRect(0, 600, SIZE, 168);
    // A knit: rows of small stitches that follow the shoulders.
    for (int row = 0; row < 44; row++) {
      for (int i = 0; i < 150; i++) {
        double x = i * 5.2 + (row % 2) * 2.6;
        double d = Math.abs(x - AXIS);
        double y = 640 + row * 4.2 + Math.max(0, d - 120) * 0.27 - 6;
        h.setColor(new Color(0, 20, 26, 46));
        h.setStroke(new BasicStroke(1.1f));
        h.draw(new java.awt.geom.Line2D.Double(x, y, x + 2.2, y + 3.2));
        h.setColor(new Color(190, 240, 236, 20));
        h.draw(new java.awt.geom.Line2D.Double(x + 2.4, y + 3.2, x + 4.6, y));
      }
    }
    h.dispose();
    // The collar: a band with a light and a dark edge.
    for (int pass = 0; pass < 3; pass++) {
      Path2D collar = new Path2D.Double();
      double o = pass == 1 ? -3 : pass == 2 ? 5 : 0;
      collar.moveTo(AXIS - 152, 648 + o);
      collar.curveTo(AXIS - 122, 692 + o, AXIS - 66, 740 + o, AXIS, 746 + o);
      collar.curveTo(AXIS + 66, 740 + o, AXIS + 122, 692 + o, AXIS + 152, 648 + o);
      Color c =
          pass == 0
              ? new Color(30, 104, 110, 255)
              : pass == 1 ? new Color(150, 214, 212, 90) : new Color(0, 24, 30, 110);
      g.setColor(c);
      g.setStroke(
          new BasicStroke(pass == 0 ? 11f : 1.8f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
      g.draw(collar);
    }
    soft(
        26,
        s -> {
          s.clip(shape);
          s.setColor(new Color(0, 12, 18, 150));
          s.fill(ellipse(AXIS + 240, 745, 110, 60));
          s.setColor(new Color(190, 236, 230, 60));
          s.fill(ellipse(AXIS - 190, 700, 80, 22));
        });
  }

  // ---------------------------------------------------------------------------------- the face

  private void face() {
    Path2D outline = new Path2D.Double();
    outline.moveTo(AXIS, 92);
    for (int i = 1; i <= 120; i++) {
      double y = 92 + 456 * (0.5 - 0.5 * Math.cos(Math.PI * i / 120));
      outline.lineTo(AXIS + FACE_WIDTH.at(y), y);
    }
    for (int i = 119; i >= 0; i--) {
      double y = 92 + 456 * (0.5 - 0.5 * Math.cos(Math.PI * i / 120));
      outline.lineTo(AXIS - FACE_WIDTH.at(y), y);
    }
    outline.closePath();
    float[] z = new float[FULL * FULL];
    for (int py = 80 * SCALE; py < 560 * SCALE; py++) {
      double y = py / (double) SCALE;
      double w = FORM_WIDTH.at(y);
      double d = FACE_DEPTH.at(y);
      double nh = NOSE_HEIGHT.at(y);
      double nw = NOSE_WIDTH.at(y);
      for (int px = 200 * SCALE; px < 568 * SCALE; px++) {
        double x = px / (double) SCALE - AXIS;
        double u = Math.min(1, Math.abs(x) / w);
        z[py * FULL + px] = (float) (d * Math.pow(1 - Math.pow(u, 2.5), 0.5) + nh * gauss(x, nw));
      }
    }
    bumps(z);
    BufferedImage layer = shade(z, 80, 560, SamplePortrait::redness);
    g.drawImage(masked(layer, outline, 0.9), 0, 0, SIZE, SIZE, null);
  }

  /** What makes the rounded base a face: brow ridge, sockets, cheeks, muzzle, lips, chin. */
  private static void bumps(float[] z) {
    // Both sides: x from the axis, y, spread in x and y, height; all in pixels.
    double[][] pairs = {
      {58, 288, 36, 12, 5}, // brow ridge
      {62, 322, 36, 22, -13}, // socket
      {33, 318, 11, 17, -9}, // its inner corner
      {62, 321, 24, 13, 12}, // eyeball under the lids
      {62, 345, 30, 6, -2.2}, // under the eye
      {88, 374, 32, 24, 12}, // cheek bone
      {66, 408, 24, 22, 5}, // cheek
      {98, 440, 24, 30, -5}, // hollow under it
      {23, 411, 8.5, 9, 14}, // wing of the nose
      {36, 414, 4.5, 10, -6}, // fold beside it
      {46, 434, 6, 14, -3.2}, // fold to the mouth
      {57, 458, 7, 7, -4.5}, // corner of the mouth
      {70, 448, 10, 16, 3.4}, // cheek beside the corner
      {13, 453, 13, 5.5, 5}, // upper lip
      {30, 457, 16, 5, 2.5},
      {15, 477, 18, 7.5, 5}, // lower lip
      {8, 434, 3, 10, 1.6}, // ridges of the philtrum
      {70, 205, 50, 40, 4}, // forehead
      {108, 300, 12, 36, -4}, // temple
      {58, 505, 26, 18, -3}, // beside the chin
    };
    double[][] single = {
      {0, 402, 15, 12, 8}, // tip of the nose
      {0, 423, 9, 6, 5}, // between the nostrils
      {0, 436, 5, 10, -2.6}, // philtrum
      {0, 460, 56, 34, 9}, // muzzle
      {0, 462.5, 25, 2.4, -5}, // line of the mouth
      {0, 478, 22, 8, 4}, // lower lip
      {0, 497, 30, 7, -6}, // under it
      {0, 522, 30, 16, 9}, // chin
      {0, 200, 70, 60, 5}, // forehead
      {0, 288, 12, 10, -2.5}, // between the brows
    };
    for (double[] b : pairs) {
      bump(z, AXIS + b[0], b[1], b[2], b[3], b[4]);
      bump(z, AXIS - b[0], b[1], b[2], b[3], b[4]);
    }
    for (double[] b : single) {
      bump(z, AXIS + b[0], b[1], b[2], b[3], b[4]);
    }
  }

  private static void bump(float[] z, double cx, double cy, double sx, double sy, double height) {
    int x0 = (int) Math.max(0, (cx - 3.6 * sx) * SCALE);
    int x1 = (int) Math.min(FULL - 1, (cx + 3.6 * sx) * SCALE);
    int y0 = (int) Math.max(0, (cy - 3.6 * sy) * SCALE);
    int y1 = (int) Math.min(FULL - 1, (cy + 3.6 * sy) * SCALE);
    double[] gx = new double[x1 - x0 + 1];
    for (int x = x0; x <= x1; x++) {
      gx[x - x0] = gauss(x / (double) SCALE - cx, sx);
    }
    for (int y = y0; y <= y1; y++) {
      double k = height * gauss(y / (double) SCALE - cy, sy);
      for (int x = x0; x <= x1; x++) {
        z[y * FULL + x] += (float) (k * gx[x - x0]);
      }
    }
  }

  /** How much blood shines through the skin: about -0.5 to 1. */
  private static double redness(double x, double y) {
    double ax = Math.abs(x - AXIS);
    return 0.2
        + 0.62 * gauss(ax - 86, 34) * gauss(y - 392, 28)
        + 0.5 * gauss(ax, 20) * gauss(y - 408, 16)
        + 0.3 * gauss(ax, 34) * gauss(y - 524, 18)
        - 0.28 * gauss(ax, 80) * gauss(y - 215, 50)
        + 0.25 * gauss(ax - 60, 30) * gauss(y - 304, 12)
        - 0.12 * gauss(ax - 60, 26) * gauss(y - 350, 9);
  }

  private interface Field {
    double at(double x, double y);
  }

  /** Lights a height field as skin, between two rows. */
  private BufferedImage shade(float[] z, int fromY, int toY, Field blood) {
    BufferedImage out = new BufferedImage(FULL, FULL, BufferedImage.TYPE_INT_ARGB_PRE);
    int[] pixels = ((DataBufferInt) out.getRaster().getDataBuffer()).getData();
    int y0 = fromY * SCALE;
    int y1 = Math.min(FULL, toY * SCALE);
    float[] near = z.clone();
    blurRows(near, FULL, y0, y1, 5 * SCALE);
    float[] wide = z.clone();
    blurRows(wide, FULL, y0, y1, 16 * SCALE);
    float[] shadow = shadow(z, fromY, toY);
    blurRows(shadow, FULL, y0, y1, 2.6 * SCALE);
    Random grain = new Random(11);
    float[] noise = new float[FULL * FULL];
    for (int i = y0 * FULL; i < y1 * FULL; i++) {
      noise[i] = grain.nextFloat() - 0.5f;
    }
    float[] mottle = noise.clone();
    blurRows(noise, FULL, y0, y1, 0.7 * SCALE);
    blurRows(mottle, FULL, y0, y1, 4.5 * SCALE);
    for (int py = Math.max(1, y0); py < Math.min(FULL - 1, y1); py++) {
      for (int px = 1; px < FULL - 1; px++) {
        int i = py * FULL + px;
        double nx = (z[i - 1] - z[i + 1]) * 0.5 * SCALE + noise[i] * 0.16;
        double ny = (z[i - FULL] - z[i + FULL]) * 0.5 * SCALE + noise[i] * 0.16;
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
            clamp(1 - 0.035 * Math.max(0, near[i] - z[i]) - 0.012 * Math.max(0, wide[i] - z[i]));
        double red = blood.at(px / (double) SCALE, py / (double) SCALE) + mottle[i] * 0.9;
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
    for (int py = fromY * SCALE; py < toY * SCALE; py++) {
      for (int px = 0; px < FULL; px++) {
        double deepest = 0;
        for (int s = 4; s < 60; s += 3) {
          int x = (int) (px + dx * s * SCALE);
          int y = (int) (py + dy * s * SCALE);
          if (x < 0 || y < fromY * SCALE || x >= FULL) {
            break;
          }
          double over = z[y * FULL + x] - z[py * FULL + px] - s * slope;
          deepest = Math.max(deepest, over / (2 + 0.12 * s));
        }
        out[py * FULL + px] = (float) Math.min(1, deepest);
      }
    }
    return out;
  }

  // ------------------------------------------------------------------------- mouth, nose, eyes

  private void mouth() {
    double y = 463;
    Path2D upper = new Path2D.Double();
    upper.moveTo(AXIS - 54, y - 5);
    upper.curveTo(AXIS - 40, y - 9, AXIS - 22, y - 17, AXIS - 9, y - 17.5);
    upper.curveTo(AXIS - 5, y - 17.5, AXIS - 3, y - 14.5, AXIS, y - 14.5);
    upper.curveTo(AXIS + 3, y - 14.5, AXIS + 5, y - 17.5, AXIS + 9, y - 17.5);
    upper.curveTo(AXIS + 22, y - 17, AXIS + 40, y - 9, AXIS + 54, y - 5);
    upper.curveTo(AXIS + 34, y - 2, AXIS + 20, y - 0.5, AXIS, y + 2.2);
    upper.curveTo(AXIS - 20, y - 0.5, AXIS - 34, y - 2, AXIS - 54, y - 5);
    Path2D lower = new Path2D.Double();
    lower.moveTo(AXIS - 53, y - 4.5);
    lower.curveTo(AXIS - 34, y - 1.5, AXIS - 20, y, AXIS, y + 2);
    lower.curveTo(AXIS + 20, y, AXIS + 34, y - 1.5, AXIS + 53, y - 4.5);
    lower.curveTo(AXIS + 36, y + 16, AXIS + 20, y + 24, AXIS, y + 24.5);
    lower.curveTo(AXIS - 20, y + 24, AXIS - 36, y + 16, AXIS - 53, y - 4.5);
    soft(
        1.5,
        h -> {
          h.setColor(new Color(156, 36, 50, 160));
          h.fill(upper);
          h.setColor(new Color(190, 52, 64, 140));
          h.fill(lower);
        });
    // Fine creases, then the wet highlights.
    Graphics2D c = (Graphics2D) g.create();
    c.clip(lower);
    for (int i = 0; i < 34; i++) {
      double x = -46 + i * 2.8 + random.nextDouble();
      c.setColor(new Color(110, 24, 34, 16 + random.nextInt(16)));
      c.setStroke(new BasicStroke(0.8f));
      c.draw(curve(AXIS + x, y + 1, AXIS + x * 0.98, y + 10, AXIS + x * 0.86, y + 23));
    }
    c.dispose();
    soft(
        2.2,
        h -> {
          h.setColor(new Color(255, 222, 212, 92));
          h.fill(ellipse(AXIS - 13, y + 10.5, 15, 2.6));
          h.setColor(new Color(255, 222, 212, 50));
          h.fill(ellipse(AXIS + 15, y + 11, 9, 2));
          h.setColor(new Color(255, 226, 214, 70));
          h.fill(ellipse(AXIS - 12, y - 18.5, 6, 1.5));
        });
    // The line between the lips, darkest in the corners.
    soft(
        0.7,
        h -> {
          Path2D line = new Path2D.Double();
          line.moveTo(AXIS - 58, y - 7);
          line.curveTo(AXIS - 34, y - 2, AXIS - 12, y + 2, AXIS, y + 2);
          line.curveTo(AXIS + 12, y + 2, AXIS + 34, y - 2, AXIS + 58, y - 7);
          line.curveTo(AXIS + 34, y + 0.5, AXIS + 14, y + 4.2, AXIS, y + 4);
          line.curveTo(AXIS - 14, y + 4.2, AXIS - 34, y + 0.5, AXIS - 58, y - 7);
          h.setColor(new Color(70, 12, 20, 215));
          h.fill(line);
        });
    soft(
        2.4,
        h -> {
          h.setColor(new Color(84, 24, 22, 120));
          h.fill(ellipse(AXIS - 57, y - 6, 4.5, 3));
          h.fill(ellipse(AXIS + 57, y - 6, 4.5, 3));
          h.setColor(new Color(96, 36, 28, 70));
          h.fill(ellipse(AXIS, y + 29, 24, 3.4));
        });
  }

  private void nostrils() {
    soft(
        1.7,
        h -> {
          for (int side = -1; side <= 1; side += 2) {
            Path2D n = new Path2D.Double();
            n.moveTo(AXIS + side * 5.5, 421);
            n.curveTo(AXIS + side * 8, 415.5, AXIS + side * 16, 414.5, AXIS + side * 20, 419);
            n.curveTo(AXIS + side * 17, 423, AXIS + side * 10, 424.5, AXIS + side * 5.5, 421);
            h.setColor(new Color(62, 16, 12, 190));
            h.fill(n);
          }
        });
    soft(
        2.2,
        h -> {
          h.setStroke(new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
          for (int side = -1; side <= 1; side += 2) {
            h.setColor(new Color(120, 48, 36, 150));
            h.draw(curve(AXIS + side * 33, 405, AXIS + side * 37, 417, AXIS + side * 27, 422));
          }
          h.setColor(new Color(110, 44, 34, 80));
          h.fill(ellipse(AXIS, 427, 14, 2.6));
          h.setColor(new Color(255, 240, 226, 96));
          h.fill(ellipse(AXIS - 5, 399, 4.2, 3.4));
        });
  }

  /** One eye; side -1 is left in the picture. Drawn towards +x and mirrored. */
  private void eye(int side) {
    AffineTransform before = g.getTransform();
    double cx = 62;
    double cy = 321;
    Consumer<Graphics2D> place =
        h -> {
          h.translate(AXIS, 0);
          h.scale(side, 1);
          h.translate(cx, cy);
          h.scale(1.12, 1.12);
        };
    Path2D opening = new Path2D.Double();
    opening.moveTo(-31, 5);
    opening.curveTo(-24, -6, -10, -14.5, 3, -14);
    opening.curveTo(15, -13.5, 25, -6, 32, -1.5);
    opening.curveTo(24, 6, 14, 11.5, 1, 11.5);
    opening.curveTo(-12, 11.5, -22, 8.5, -31, 5);
    opening.closePath();
    // Shadow of the socket and the crease above the lid.
    soft(
        5,
        h -> {
          place.accept(h);
          h.setColor(new Color(104, 50, 38, 96));
          Path2D s = new Path2D.Double();
          s.moveTo(-34, 2);
          s.curveTo(-20, -24, 14, -29, 40, -8);
          s.curveTo(26, -13, 12, -16, 2, -15);
          s.curveTo(-10, -15, -24, -8, -34, 2);
          h.fill(s);
          h.setColor(new Color(120, 62, 52, 66));
          h.fill(ellipse(-2, 19, 24, 4));
        });
    soft(
        1.1,
        h -> {
          place.accept(h);
          h.setColor(new Color(92, 40, 30, 170));
          Path2D s = new Path2D.Double();
          s.moveTo(-32, -3);
          s.curveTo(-18, -19.5, 12, -25, 36, -8);
          s.curveTo(14, -22, -16, -17, -32, -3);
          h.fill(s);
        });
    // The ball.
    Graphics2D b = (Graphics2D) g.create();
    place.accept(b);
    b.clip(opening);
    b.setPaint(
        new RadialGradientPaint(
            new Point2D.Double(-4 * side, 2),
            36,
            new float[] {0f, 0.55f, 1f},
            new Color[] {new Color(0xeee7e1), new Color(0xdbcfc8), new Color(0x9d8078)}));
    b.fillRect(-40, -30, 80, 60);
    double ir = 14.6;
    double ix = 0.4;
    double iy = -1.6;
    Shape iris = ellipse(ix, iy, ir, ir);
    b.setPaint(
        new RadialGradientPaint(
            new Point2D.Double(ix, iy),
            (float) ir,
            new float[] {0f, 0.36f, 0.74f, 0.93f, 1f},
            new Color[] {
              new Color(0x7a5a30),
              new Color(0x6a5a36),
              new Color(0x4a5a4a),
              new Color(0x26322e),
              new Color(0x5a5a54)
            }));
    b.fill(iris);
    Graphics2D streaks = (Graphics2D) b.create();
    streaks.clip(iris);
    for (int i = 0; i < 120; i++) {
      double a = 2 * Math.PI * i / 120 + random.nextDouble() * 0.05;
      double r0 = 4.5 + random.nextDouble() * 3;
      double r1 = 8 + random.nextDouble() * 6;
      boolean light = random.nextInt(3) > 0;
      streaks.setColor(light ? new Color(190, 196, 140, 64) : new Color(14, 26, 18, 84));
      streaks.setStroke(new BasicStroke(0.55f));
      streaks.draw(
          new java.awt.geom.Line2D.Double(
              ix + r0 * Math.cos(a),
              iy + r0 * Math.sin(a),
              ix + r1 * Math.cos(a),
              iy + r1 * Math.sin(a)));
    }
    // Light that falls through the cornea brightens the far side.
    streaks.setPaint(
        new RadialGradientPaint(
            new Point2D.Double(ix + 5 * side, iy + 7),
            9f,
            new float[] {0f, 1f},
            new Color[] {new Color(226, 220, 150, 96), new Color(226, 220, 150, 0)}));
    streaks.fill(iris);
    streaks.dispose();
    b.setColor(new Color(0x0c0a0a));
    b.fill(ellipse(ix, iy, 5.9, 5.9));
    b.dispose();
    // The shadow of the upper lid on the ball, and the pink inner corner.
    soft(
        2.6,
        h -> {
          place.accept(h);
          h.clip(opening);
          h.setColor(new Color(46, 22, 18, 190));
          Area lid = new Area(new java.awt.geom.Rectangle2D.Double(-45, -40, 90, 60));
          AffineTransform down = AffineTransform.getTranslateInstance(0, 4.6);
          lid.subtract(new Area(down.createTransformedShape(opening)));
          lid.intersect(new Area(new java.awt.geom.Rectangle2D.Double(-45, -40, 90, 42)));
          h.fill(lid);
          h.setColor(new Color(188, 96, 88, 210));
          h.fill(ellipse(-29, 4.4, 5, 3));
        });
    soft(
        0.6,
        h -> {
          place.accept(h);
          // The wet edge of the lower lid.
          h.setStroke(new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
          h.setColor(new Color(224, 160, 146, 200));
          Path2D edge = new Path2D.Double();
          edge.moveTo(-27, 7);
          edge.curveTo(-14, 13.5, 12, 15, 30, 1);
          h.draw(edge);
          h.setStroke(new BasicStroke(1.2f));
          h.setColor(new Color(92, 44, 36, 120));
          Path2D under = new Path2D.Double();
          under.moveTo(-24, 10.2);
          under.curveTo(-12, 15.4, 14, 16.4, 32, 1.6);
          h.draw(under);
          // The dark line of the upper lid.
          h.setColor(new Color(26, 12, 10, 240));
          Path2D line = new Path2D.Double();
          line.moveTo(-32, 5.5);
          line.curveTo(-25, -7, -10, -17, 3, -16.8);
          line.curveTo(17, -16.5, 27, -8, 36, -4.5);
          line.curveTo(25, -4.6, 14, -12, 2, -12.6);
          line.curveTo(-10, -13, -24, -4.5, -32, 5.5);
          h.fill(line);
        });
    // Catch lights, at the same place of both eyes: the key light is one.
    Graphics2D c = (Graphics2D) g.create();
    double ex = AXIS + side * (cx + ix * 1.12);
    c.setColor(new Color(255, 255, 255, 236));
    c.fill(ellipse(ex - 5.2, cy - 6.6, 2.9, 3.3));
    c.setColor(new Color(255, 250, 240, 96));
    c.fill(ellipse(ex + 5.4, cy + 3.6, 1.8, 1.4));
    c.dispose();
    Graphics2D l = (Graphics2D) g.create();
    place.accept(l);
    for (int i = 0; i < 60; i++) {
      double t = (i + random.nextDouble()) / 60;
      double x = -27 + 61 * t;
      double y = UPPER_LID.at(x) + 1.2;
      double lean = -2 + 10 * t + random.nextDouble() * 2.4;
      double len = 1.6 + 3.4 * t * t + 1.4 * random.nextDouble();
      l.setStroke(new BasicStroke(0.8f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
      l.setColor(new Color(24, 12, 10, 170));
      l.draw(curve(x, y, x + lean * 0.6, y - len * 0.3, x + lean, y - len));
    }
    for (int i = 0; i < 16; i++) {
      double t = (i + random.nextDouble()) / 16;
      double x = 2 + 26 * t;
      double y = 13 - Math.pow((x - 2) / 30, 2) * 10.5;
      l.setStroke(new BasicStroke(0.6f));
      l.setColor(new Color(50, 24, 18, 90));
      l.draw(curve(x, y, x + 1 + t, y + 1.2, x + 2 + 2.4 * t, y + 2.6));
    }
    l.dispose();
    g.setTransform(before);
  }

  private void brow(int side) {
    soft(
        3,
        h -> {
          h.translate(AXIS, 0);
          h.scale(side, 1);
          h.setColor(new Color(56, 30, 20, 120));
          Path2D s = new Path2D.Double();
          s.moveTo(27, 291);
          s.curveTo(46, 278, 78, 269, 108, 289);
          s.curveTo(82, 279, 56, 286, 29, 299);
          s.closePath();
          h.fill(s);
        });
    Graphics2D b = (Graphics2D) g.create();
    b.translate(AXIS, 0);
    b.scale(side, 1);
    for (int i = 0; i < 420; i++) {
      double t = random.nextDouble();
      double across = random.nextDouble();
      double x = 27 + 82 * t;
      double mid = 294 - 62 * t + 56 * t * t;
      double thick = 12 * (1 - 0.75 * t * t) * (0.75 + 0.25 * smooth(0, 0.15, t));
      double y = mid + (across - 0.5) * thick;
      double angle = Math.toRadians(-68 + 88 * Math.pow(t, 0.7) + (across - 0.5) * -26);
      double len = 7.5 + 3.5 * random.nextDouble();
      b.setStroke(new BasicStroke(0.85f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
      int v = random.nextInt(26);
      b.setColor(new Color(44 + v, 24 + v / 2, 16 + v / 3, 150));
      b.draw(
          curve(
              x,
              y,
              x + len * 0.5 * Math.cos(angle),
              y + len * 0.5 * Math.sin(angle) - 0.5,
              x + len * Math.cos(angle * 0.86),
              y + len * Math.sin(angle * 0.86)));
    }
    b.dispose();
  }

  // -------------------------------------------------------------------------------------- hair

  private void backHair() {
    Path2D mass = new Path2D.Double();
    mass.moveTo(AXIS, 40);
    mass.curveTo(AXIS + 120, 40, AXIS + 186, 150, AXIS + 184, 300);
    mass.curveTo(AXIS + 184, 420, AXIS + 214, 520, AXIS + 196, 640);
    mass.curveTo(AXIS + 150, 690, AXIS + 90, 660, AXIS + 60, 560);
    mass.lineTo(AXIS - 60, 560);
    mass.curveTo(AXIS - 90, 660, AXIS - 150, 690, AXIS - 196, 640);
    mass.curveTo(AXIS - 214, 520, AXIS - 184, 420, AXIS - 186, 300);
    mass.curveTo(AXIS - 186, 150, AXIS - 120, 40, AXIS, 40);
    mass.closePath();
    soft(
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

  private void frontHair() {
    // The shadow that the hair throws on the forehead and the cheeks.
    soft(
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
      soft(
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
        path.moveTo(AXIS + side * (p[0] - shift), p[1]);
      } else {
        path.lineTo(AXIS + side * (p[0] - shift), p[1]);
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
        x = AXIS + side * (x + swing);
        y += 0.3 * swing;
        if (s > 0) {
          // Light runs over the hair in two bands, stronger on the side of the key light.
          double shine = 0.95 * gauss(t - band, 0.075) + 0.5 * gauss(t - band2, 0.08) + 0.1;
          double sideLight = side < 0 ? 1 : 0.62;
          double edge = 0.35 + 0.65 * smooth(0, 0.25, Math.min(across, 1 - across) + 0.1);
          double v = light * tone * (0.42 + 0.95 * shine * sideLight * edge);
          int alpha = (int) (150 * Math.min(1, 6 * (1 - s / (double) steps) + 0.15));
          g.setColor(new Color(tint(92 * v + 8), tint(56 * v + 4), tint(36 * v + 4), alpha));
          g.setStroke(
              new BasicStroke(
                  thick * (float) (1 - 0.5 * s / steps),
                  BasicStroke.CAP_BUTT,
                  BasicStroke.JOIN_ROUND));
          g.draw(new java.awt.geom.Line2D.Double(px, py, x, y));
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

  // ----------------------------------------------------------------------------------- tools

  private static Graphics2D graphics(BufferedImage image) {
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.scale(SCALE, SCALE);
    return g;
  }

  /** Paints on a layer of its own, blurs it (standard deviation in pixels), lays it on. */
  private void soft(double sigma, Consumer<Graphics2D> painter) {
    BufferedImage layer = new BufferedImage(FULL, FULL, BufferedImage.TYPE_INT_ARGB_PRE);
    Graphics2D h = graphics(layer);
    painter.accept(h);
    h.dispose();
    blur(layer, sigma * SCALE);
    g.drawImage(layer, 0, 0, SIZE, SIZE, null);
  }

  /** A picture cut out by a shape with a soft edge. */
  private static BufferedImage masked(BufferedImage picture, Shape shape, double sigma) {
    BufferedImage mask = new BufferedImage(FULL, FULL, BufferedImage.TYPE_INT_ARGB_PRE);
    Graphics2D h = graphics(mask);
    h.setColor(Color.WHITE);
    h.fill(shape);
    h.dispose();
    blur(mask, sigma * SCALE);
    int[] m = ((DataBufferInt) mask.getRaster().getDataBuffer()).getData();
    int[] p = ((DataBufferInt) picture.getRaster().getDataBuffer()).getData();
    for (int i = 0; i < m.length; i++) {
      int a = m[i] >>> 24;
      m[i] =
          a << 24
              | ((p[i] >> 16 & 255) * a / 255) << 16
              | ((p[i] >> 8 & 255) * a / 255) << 8
              | ((p[i] & 255) * a / 255);
    }
    return mask;
  }

  /** A Gaussian blur of the used part of a layer, by three box blurs. */
  private static void blur(BufferedImage layer, double sigma) {
    int w = layer.getWidth();
    int h = layer.getHeight();
    int[] p = ((DataBufferInt) layer.getRaster().getDataBuffer()).getData();
    int x0 = w;
    int x1 = -1;
    int y0 = h;
    int y1 = -1;
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        if (p[y * w + x] != 0) {
          x0 = Math.min(x0, x);
          x1 = Math.max(x1, x);
          y0 = Math.min(y0, y);
          y1 = y;
        }
      }
    }
    if (x1 < 0) {
      return;
    }
    int margin = (int) Math.ceil(3 * sigma) + 2;
    x0 = Math.max(0, x0 - margin);
    y0 = Math.max(0, y0 - margin);
    x1 = Math.min(w - 1, x1 + margin);
    y1 = Math.min(h - 1, y1 + margin);
    int bw = x1 - x0 + 1;
    int bh = y1 - y0 + 1;
    float[][] planes = new float[4][bw * bh];
    for (int y = 0; y < bh; y++) {
      for (int x = 0; x < bw; x++) {
        int v = p[(y + y0) * w + x + x0];
        for (int k = 0; k < 4; k++) {
          planes[k][y * bw + x] = v >>> (24 - 8 * k) & 255;
        }
      }
    }
    for (float[] plane : planes) {
      blurPlane(plane, bw, bh, sigma);
    }
    for (int y = 0; y < bh; y++) {
      for (int x = 0; x < bw; x++) {
        int i = y * bw + x;
        int a = Math.round(planes[0][i]);
        int v = a << 24;
        for (int k = 1; k < 4; k++) {
          v |= Math.min(a, Math.round(planes[k][i])) << (24 - 8 * k);
        }
        p[(y + y0) * w + x + x0] = v;
      }
    }
  }

  private static void blurPlane(float[] p, int w, int h, double sigma) {
    blurRows(p, w, 0, h, sigma);
  }

  /** Blurs the rows from {@code y0} up to {@code y1} of a plane, as if there were no others. */
  private static void blurRows(float[] p, int w, int y0, int y1, double sigma) {
    int r = Math.max(1, (int) Math.round(Math.sqrt(sigma * sigma + 0.25) - 0.5));
    float k = 1f / (2 * r + 1);
    float[] line = new float[w];
    float[] copy = new float[(y1 - y0) * w];
    float[] sum = new float[w];
    for (int pass = 0; pass < 3; pass++) {
      for (int y = y0; y < y1; y++) {
        System.arraycopy(p, y * w, line, 0, w);
        double s = line[0] * (r + 1.0);
        for (int x = 1; x <= r; x++) {
          s += line[Math.min(w - 1, x)];
        }
        for (int x = 0; x < w; x++) {
          p[y * w + x] = (float) (s * k);
          s += line[Math.min(w - 1, x + r + 1)] - line[Math.max(0, x - r)];
        }
      }
      // Downwards row by row, with one running sum a column: columns one by one would miss the
      // cache at every pixel.
      System.arraycopy(p, y0 * w, copy, 0, copy.length);
      int last = y1 - y0 - 1;
      for (int x = 0; x < w; x++) {
        sum[x] = copy[x] * (r + 1);
      }
      for (int y = 1; y <= r; y++) {
        int row = Math.min(last, y) * w;
        for (int x = 0; x < w; x++) {
          sum[x] += copy[row + x];
        }
      }
      for (int y = 0; y <= last; y++) {
        int to = (y0 + y) * w;
        int in = Math.min(last, y + r + 1) * w;
        int out = Math.max(0, y - r) * w;
        for (int x = 0; x < w; x++) {
          p[to + x] = sum[x] * k;
          sum[x] += copy[in + x] - copy[out + x];
        }
      }
    }
  }

  private static Ellipse2D ellipse(double x, double y, double rx, double ry) {
    return new Ellipse2D.Double(x - rx, y - ry, 2 * rx, 2 * ry);
  }

  private static Path2D curve(double x0, double y0, double x1, double y1, double x2, double y2) {
    Path2D path = new Path2D.Double();
    path.moveTo(x0, y0);
    path.quadTo(x1, y1, x2, y2);
    return path;
  }

  private static double[] unit(double x, double y, double z) {
    double n = Math.sqrt(x * x + y * y + z * z);
    return new double[] {x / n, y / n, z / n};
  }

  private static double dot(double[] a, double x, double y, double z) {
    return a[0] * x + a[1] * y + a[2] * z;
  }

  private static double gauss(double d, double sigma) {
    return Math.exp(-d * d / (2 * sigma * sigma));
  }

  private static double smooth(double from, double to, double v) {
    double t = clamp((v - from) / (to - from));
    return t * t * (3 - 2 * t);
  }

  private static double clamp(double v) {
    return Math.min(1, Math.max(0, v));
  }

  private static int tint(double v) {
    return (int) Math.min(255, Math.max(0, v));
  }

  private static int gamma(double linear) {
    // A soft shoulder keeps highlights from burning out.
    double v = linear < 0.7 ? linear : 0.7 + 0.3 * (1 - Math.exp(-(linear - 0.7) / 0.3));
    return tint(255 * Math.pow(Math.max(0, v), 1 / 2.2) + 0.5);
  }

  /** A monotone-looking smooth curve through given points: Catmull-Rom over uneven steps. */
  private static final class Curve {
    private final double[] x;
    private final double[] y;

    Curve(double... pairs) {
      x = new double[pairs.length / 2];
      y = new double[pairs.length / 2];
      for (int i = 0; i < x.length; i++) {
        x[i] = pairs[2 * i];
        y[i] = pairs[2 * i + 1];
      }
    }

    double at(double v) {
      int n = x.length;
      if (v <= x[0]) {
        return y[0];
      }
      if (v >= x[n - 1]) {
        return y[n - 1];
      }
      int i = 0;
      while (v > x[i + 1]) {
        i++;
      }
      double d = x[i + 1] - x[i];
      double t = (v - x[i]) / d;
      double m0 = slope(i) * d;
      double m1 = slope(i + 1) * d;
      double t2 = t * t;
      double t3 = t2 * t;
      return (2 * t3 - 3 * t2 + 1) * y[i]
          + (t3 - 2 * t2 + t) * m0
          + (3 * t2 - 2 * t3) * y[i + 1]
          + (t3 - t2) * m1;
    }

    private double slope(int i) {
      int a = Math.max(0, i - 1);
      int b = Math.min(x.length - 1, i + 1);
      return (y[b] - y[a]) / (x[b] - x[a]);
    }
  }
}
