package io.github.reenact.demo.portrait;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.util.Random;

/** Lips and nostrils. */
final class MouthAndNose {
  private final Canvas canvas;
  private final Random random;

  MouthAndNose(Canvas canvas, Random random) {
    this.canvas = canvas;
    this.random = random;
  }

  void mouth() {
    double y = 463;
    Path2D upper = new Path2D.Double();
    upper.moveTo(Canvas.AXIS - 54, y - 5);
    upper.curveTo(Canvas.AXIS - 40, y - 9, Canvas.AXIS - 22, y - 17, Canvas.AXIS - 9, y - 17.5);
    upper.curveTo(Canvas.AXIS - 5, y - 17.5, Canvas.AXIS - 3, y - 14.5, Canvas.AXIS, y - 14.5);
    upper.curveTo(Canvas.AXIS + 3, y - 14.5, Canvas.AXIS + 5, y - 17.5, Canvas.AXIS + 9, y - 17.5);
    upper.curveTo(Canvas.AXIS + 22, y - 17, Canvas.AXIS + 40, y - 9, Canvas.AXIS + 54, y - 5);
    upper.curveTo(Canvas.AXIS + 34, y - 2, Canvas.AXIS + 20, y - 0.5, Canvas.AXIS, y + 2.2);
    upper.curveTo(Canvas.AXIS - 20, y - 0.5, Canvas.AXIS - 34, y - 2, Canvas.AXIS - 54, y - 5);
    Path2D lower = new Path2D.Double();
    lower.moveTo(Canvas.AXIS - 53, y - 4.5);
    lower.curveTo(Canvas.AXIS - 34, y - 1.5, Canvas.AXIS - 20, y, Canvas.AXIS, y + 2);
    lower.curveTo(Canvas.AXIS + 20, y, Canvas.AXIS + 34, y - 1.5, Canvas.AXIS + 53, y - 4.5);
    lower.curveTo(Canvas.AXIS + 36, y + 16, Canvas.AXIS + 20, y + 24, Canvas.AXIS, y + 24.5);
    lower.curveTo(Canvas.AXIS - 20, y + 24, Canvas.AXIS - 36, y + 16, Canvas.AXIS - 53, y - 4.5);
    canvas.soft(
        1.5,
        h -> {
          h.setColor(new Color(156, 36, 50, 160));
          h.fill(upper);
          h.setColor(new Color(190, 52, 64, 140));
          h.fill(lower);
        });
    // Fine creases, then the wet highlights.
    Graphics2D c = (Graphics2D) canvas.g.create();
    c.clip(lower);
    for (int i = 0; i < 34; i++) {
      double x = -46 + i * 2.8 + random.nextDouble();
      c.setColor(new Color(110, 24, 34, 16 + random.nextInt(16)));
      c.setStroke(new BasicStroke(0.8f));
      c.draw(
          Canvas.curve(
              Canvas.AXIS + x,
              y + 1,
              Canvas.AXIS + x * 0.98,
              y + 10,
              Canvas.AXIS + x * 0.86,
              y + 23));
    }
    c.dispose();
    canvas.soft(
        2.2,
        h -> {
          h.setColor(new Color(255, 222, 212, 92));
          h.fill(Canvas.ellipse(Canvas.AXIS - 13, y + 10.5, 15, 2.6));
          h.setColor(new Color(255, 222, 212, 50));
          h.fill(Canvas.ellipse(Canvas.AXIS + 15, y + 11, 9, 2));
          h.setColor(new Color(255, 226, 214, 70));
          h.fill(Canvas.ellipse(Canvas.AXIS - 12, y - 18.5, 6, 1.5));
        });
    // The line between the lips, darkest in the corners.
    canvas.soft(
        0.7,
        h -> {
          Path2D line = new Path2D.Double();
          line.moveTo(Canvas.AXIS - 58, y - 7);
          line.curveTo(Canvas.AXIS - 34, y - 2, Canvas.AXIS - 12, y + 2, Canvas.AXIS, y + 2);
          line.curveTo(Canvas.AXIS + 12, y + 2, Canvas.AXIS + 34, y - 2, Canvas.AXIS + 58, y - 7);
          line.curveTo(Canvas.AXIS + 34, y + 0.5, Canvas.AXIS + 14, y + 4.2, Canvas.AXIS, y + 4);
          line.curveTo(
              Canvas.AXIS - 14, y + 4.2, Canvas.AXIS - 34, y + 0.5, Canvas.AXIS - 58, y - 7);
          h.setColor(new Color(70, 12, 20, 215));
          h.fill(line);
        });
    canvas.soft(
        2.4,
        h -> {
          h.setColor(new Color(84, 24, 22, 120));
          h.fill(Canvas.ellipse(Canvas.AXIS - 57, y - 6, 4.5, 3));
          h.fill(Canvas.ellipse(Canvas.AXIS + 57, y - 6, 4.5, 3));
          h.setColor(new Color(96, 36, 28, 70));
          h.fill(Canvas.ellipse(Canvas.AXIS, y + 29, 24, 3.4));
        });
  }

  void nostrils() {
    canvas.soft(
        1.7,
        h -> {
          for (int side = -1; side <= 1; side += 2) {
            Path2D n = new Path2D.Double();
            n.moveTo(Canvas.AXIS + side * 5.5, 421);
            n.curveTo(
                Canvas.AXIS + side * 8,
                415.5,
                Canvas.AXIS + side * 16,
                414.5,
                Canvas.AXIS + side * 20,
                419);
            n.curveTo(
                Canvas.AXIS + side * 17,
                423,
                Canvas.AXIS + side * 10,
                424.5,
                Canvas.AXIS + side * 5.5,
                421);
            h.setColor(new Color(62, 16, 12, 190));
            h.fill(n);
          }
        });
    canvas.soft(
        2.2,
        h -> {
          h.setStroke(new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
          for (int side = -1; side <= 1; side += 2) {
            h.setColor(new Color(120, 48, 36, 150));
            h.draw(
                Canvas.curve(
                    Canvas.AXIS + side * 33,
                    405,
                    Canvas.AXIS + side * 37,
                    417,
                    Canvas.AXIS + side * 27,
                    422));
          }
          h.setColor(new Color(110, 44, 34, 80));
          h.fill(Canvas.ellipse(Canvas.AXIS, 427, 14, 2.6));
          h.setColor(new Color(255, 240, 226, 96));
          h.fill(Canvas.ellipse(Canvas.AXIS - 5, 399, 4.2, 3.4));
        });
  }
}
