package io.github.reenact.demo.portrait;

import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;

/** The face without what is drawn on it: its outline, its relief and its colour. */
final class Face {
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

  private final Canvas canvas;

  Face(Canvas canvas) {
    this.canvas = canvas;
  }

  void draw() {
    Path2D outline = new Path2D.Double();
    outline.moveTo(Canvas.AXIS, 92);
    for (int i = 1; i <= 120; i++) {
      double y = 92 + 456 * (0.5 - 0.5 * Math.cos(Math.PI * i / 120));
      outline.lineTo(Canvas.AXIS + FACE_WIDTH.at(y), y);
    }
    for (int i = 119; i >= 0; i--) {
      double y = 92 + 456 * (0.5 - 0.5 * Math.cos(Math.PI * i / 120));
      outline.lineTo(Canvas.AXIS - FACE_WIDTH.at(y), y);
    }
    outline.closePath();
    float[] z = new float[Canvas.FULL * Canvas.FULL];
    for (int py = 80 * Canvas.SCALE; py < 560 * Canvas.SCALE; py++) {
      double y = py / (double) Canvas.SCALE;
      double w = FORM_WIDTH.at(y);
      double d = FACE_DEPTH.at(y);
      double nh = NOSE_HEIGHT.at(y);
      double nw = NOSE_WIDTH.at(y);
      for (int px = 200 * Canvas.SCALE; px < 568 * Canvas.SCALE; px++) {
        double x = px / (double) Canvas.SCALE - Canvas.AXIS;
        double u = Math.min(1, Math.abs(x) / w);
        z[py * Canvas.FULL + px] =
            (float) (d * Math.pow(1 - Math.pow(u, 2.5), 0.5) + nh * Maths.gauss(x, nw));
      }
    }
    bumps(z);
    BufferedImage layer = Skin.shade(z, 80, 560, Face::redness);
    canvas.g.drawImage(
        Canvas.masked(layer, outline, 0.9), 0, 0, SamplePortrait.SIZE, SamplePortrait.SIZE, null);
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
      bump(z, Canvas.AXIS + b[0], b[1], b[2], b[3], b[4]);
      bump(z, Canvas.AXIS - b[0], b[1], b[2], b[3], b[4]);
    }
    for (double[] b : single) {
      bump(z, Canvas.AXIS + b[0], b[1], b[2], b[3], b[4]);
    }
  }

  private static void bump(float[] z, double cx, double cy, double sx, double sy, double height) {
    int x0 = (int) Math.max(0, (cx - 3.6 * sx) * Canvas.SCALE);
    int x1 = (int) Math.min(Canvas.FULL - 1, (cx + 3.6 * sx) * Canvas.SCALE);
    int y0 = (int) Math.max(0, (cy - 3.6 * sy) * Canvas.SCALE);
    int y1 = (int) Math.min(Canvas.FULL - 1, (cy + 3.6 * sy) * Canvas.SCALE);
    double[] gx = new double[x1 - x0 + 1];
    for (int x = x0; x <= x1; x++) {
      gx[x - x0] = Maths.gauss(x / (double) Canvas.SCALE - cx, sx);
    }
    for (int y = y0; y <= y1; y++) {
      double k = height * Maths.gauss(y / (double) Canvas.SCALE - cy, sy);
      for (int x = x0; x <= x1; x++) {
        z[y * Canvas.FULL + x] += (float) (k * gx[x - x0]);
      }
    }
  }

  /** How much blood shines through the skin: about -0.5 to 1. */
  private static double redness(double x, double y) {
    double ax = Math.abs(x - Canvas.AXIS);
    return 0.2
        + 0.62 * Maths.gauss(ax - 86, 34) * Maths.gauss(y - 392, 28)
        + 0.5 * Maths.gauss(ax, 20) * Maths.gauss(y - 408, 16)
        + 0.3 * Maths.gauss(ax, 34) * Maths.gauss(y - 524, 18)
        - 0.28 * Maths.gauss(ax, 80) * Maths.gauss(y - 215, 50)
        + 0.25 * Maths.gauss(ax - 60, 30) * Maths.gauss(y - 304, 12)
        - 0.12 * Maths.gauss(ax - 60, 26) * Maths.gauss(y - 350, 9);
  }
}
