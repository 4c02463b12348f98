package io.github.reenact.demo.portrait;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.LinearGradientPaint;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;

/** Neck, shoulders and clothes. */
final class Bust {
  private final Canvas canvas;

  Bust(Canvas canvas) {
    this.canvas = canvas;
  }

  void neck() {
    Path2D outline = new Path2D.Double();
    outline.moveTo(Canvas.AXIS - 66, 455);
    outline.curveTo(Canvas.AXIS - 66, 560, Canvas.AXIS - 70, 606, Canvas.AXIS - 104, 632);
    outline.curveTo(Canvas.AXIS - 160, 662, Canvas.AXIS - 250, 676, Canvas.AXIS - 290, 768);
    outline.lineTo(Canvas.AXIS + 290, 768);
    outline.curveTo(Canvas.AXIS + 250, 676, Canvas.AXIS + 160, 662, Canvas.AXIS + 104, 632);
    outline.curveTo(Canvas.AXIS + 70, 606, Canvas.AXIS + 66, 560, Canvas.AXIS + 66, 455);
    outline.closePath();
    Curve width = new Curve(440, 68, 560, 70, 600, 80, 632, 118, 670, 220, 768, 310);
    float[] z = new float[Canvas.FULL * Canvas.FULL];
    int top = 440 * Canvas.SCALE;
    for (int py = top; py < Canvas.FULL; py++) {
      double y = py / (double) Canvas.SCALE;
      double w = width.at(y) * 1.04;
      for (int px = 0; px < Canvas.FULL; px++) {
        double x = px / (double) Canvas.SCALE - Canvas.AXIS;
        double u = Math.min(1, Math.abs(x) / w);
        double base = 66 * Math.pow(1 - Math.pow(u, 2.3), 0.6);
        // The two tendons that run to the notch between the collar bones, and the bones themselves.
        double tendon = Math.abs(x) - (16 + (690 - y) * 0.26);
        base +=
            3.2
                * Math.exp(-tendon * tendon / 260)
                * Maths.smooth(540, 620, y)
                * Maths.smooth(700, 650, y);
        base -= 6 * Maths.gauss(x, 16) * Maths.gauss(y - 682, 15);
        double bone = y - 676 + Math.abs(x) * 0.10;
        base += 4 * Math.exp(-bone * bone / 120) * Maths.smooth(22, 60, Math.abs(x));
        z[py * Canvas.FULL + px] = (float) (base + Maths.smooth(560, 700, y) * 14);
      }
    }
    BufferedImage layer = Skin.shade(z, 440, SamplePortrait.SIZE, (x, y) -> 0.35);
    canvas.g.drawImage(
        Canvas.masked(layer, outline, 0.8), 0, 0, SamplePortrait.SIZE, SamplePortrait.SIZE, null);
    // The shadow of the head.
    canvas.soft(
        13,
        h -> {
          h.clip(outline);
          h.setColor(new Color(74, 30, 22, 205));
          Path2D s = new Path2D.Double();
          s.moveTo(Canvas.AXIS - 130, 440);
          s.lineTo(Canvas.AXIS - 92, 500);
          s.curveTo(Canvas.AXIS - 50, 556, Canvas.AXIS - 10, 584, Canvas.AXIS + 30, 588);
          s.curveTo(Canvas.AXIS + 56, 592, Canvas.AXIS + 74, 600, Canvas.AXIS + 100, 640);
          s.lineTo(Canvas.AXIS + 130, 440);
          s.closePath();
          h.fill(s);
        });
  }

  void clothes() {
    Path2D shape = new Path2D.Double();
    shape.moveTo(Canvas.AXIS - 330, 768);
    shape.curveTo(Canvas.AXIS - 312, 716, Canvas.AXIS - 250, 682, Canvas.AXIS - 150, 646);
    shape.curveTo(Canvas.AXIS - 122, 690, Canvas.AXIS - 66, 738, Canvas.AXIS, 744);
    shape.curveTo(Canvas.AXIS + 66, 738, Canvas.AXIS + 122, 690, Canvas.AXIS + 150, 646);
    shape.curveTo(Canvas.AXIS + 250, 682, Canvas.AXIS + 312, 716, Canvas.AXIS + 330, 768);
    shape.closePath();
    canvas.soft(
        7,
        h -> {
          h.clip(Canvas.ellipse(Canvas.AXIS, 640, 190, 130));
          h.setColor(new Color(60, 24, 18, 120));
          h.translate(4, -5);
          h.fill(shape);
        });
    Graphics2D h = (Graphics2D) canvas.g.create();
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
    h.fillRect(0, 600, SamplePortrait.SIZE, 168);
    // A knit: rows of small stitches that follow the shoulders.
    for (int row = 0; row < 44; row++) {
      for (int i = 0; i < 150; i++) {
        double x = i * 5.2 + (row % 2) * 2.6;
        double d = Math.abs(x - Canvas.AXIS);
        double y = 640 + row * 4.2 + Math.max(0, d - 120) * 0.27 - 6;
        h.setColor(new Color(0, 20, 26, 46));
        h.setStroke(new BasicStroke(1.1f));
        h.draw(new Line2D.Double(x, y, x + 2.2, y + 3.2));
        h.setColor(new Color(190, 240, 236, 20));
        h.draw(new Line2D.Double(x + 2.4, y + 3.2, x + 4.6, y));
      }
    }
    h.dispose();
    // The collar: a band with a light and a dark edge.
    for (int pass = 0; pass < 3; pass++) {
      Path2D collar = new Path2D.Double();
      double o = pass == 1 ? -3 : pass == 2 ? 5 : 0;
      collar.moveTo(Canvas.AXIS - 152, 648 + o);
      collar.curveTo(Canvas.AXIS - 122, 692 + o, Canvas.AXIS - 66, 740 + o, Canvas.AXIS, 746 + o);
      collar.curveTo(
          Canvas.AXIS + 66, 740 + o, Canvas.AXIS + 122, 692 + o, Canvas.AXIS + 152, 648 + o);
      Color c =
          pass == 0
              ? new Color(30, 104, 110, 255)
              : pass == 1 ? new Color(150, 214, 212, 90) : new Color(0, 24, 30, 110);
      canvas.g.setColor(c);
      canvas.g.setStroke(
          new BasicStroke(pass == 0 ? 11f : 1.8f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
      canvas.g.draw(collar);
    }
    canvas.soft(
        26,
        s -> {
          s.clip(shape);
          s.setColor(new Color(0, 12, 18, 150));
          s.fill(Canvas.ellipse(Canvas.AXIS + 240, 745, 110, 60));
          s.setColor(new Color(190, 236, 230, 60));
          s.fill(Canvas.ellipse(Canvas.AXIS - 190, 700, 80, 22));
        });
  }
}
