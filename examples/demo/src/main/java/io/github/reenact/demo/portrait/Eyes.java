package io.github.reenact.demo.portrait;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.Random;

/** Eyes and brows. */
final class Eyes {
  /** The upper lid's line from the inner to the outer corner, about the eye's centre. */
  private static final Curve UPPER_LID =
      new Curve(-32, 5, -25, -4, -18, -10, -10, -14, 3, -15.8, 15, -13.5, 26, -8, 36, -4.5);

  /** The centre of an eye, from the axis of the face. */
  private static final double CENTRE_X = 62;

  private static final double CENTRE_Y = 321;
  private static final double MAGNIFIED = 1.12;

  /** About the eye's centre, before it is magnified. */
  private static final double IRIS_X = 0.4;

  private static final double IRIS_Y = -1.6;
  private static final double IRIS_RADIUS = 14.6;

  private final Canvas canvas;
  private final Random random;

  Eyes(Canvas canvas, Random random) {
    this.canvas = canvas;
    this.random = random;
  }

  /** One eye; side -1 is left in the picture. Drawn towards +x and mirrored. */
  void eye(int side) {
    socket(side);
    ball(side);
    lids(side);
    catchLights(side);
    lashes(side);
  }

  private static void place(Graphics2D h, int side) {
    h.translate(Canvas.AXIS, 0);
    h.scale(side, 1);
    h.translate(CENTRE_X, CENTRE_Y);
    h.scale(MAGNIFIED, MAGNIFIED);
  }

  private static Path2D opening() {
    Path2D path = new Path2D.Double();
    path.moveTo(-31, 5);
    path.curveTo(-24, -6, -10, -14.5, 3, -14);
    path.curveTo(15, -13.5, 25, -6, 32, -1.5);
    path.curveTo(24, 6, 14, 11.5, 1, 11.5);
    path.curveTo(-12, 11.5, -22, 8.5, -31, 5);
    path.closePath();
    return path;
  }

  /** The shadow of the socket and the crease above the lid. */
  private void socket(int side) {
    canvas.soft(
        5,
        h -> {
          place(h, side);
          h.setColor(new Color(104, 50, 38, 96));
          Path2D s = new Path2D.Double();
          s.moveTo(-34, 2);
          s.curveTo(-20, -24, 14, -29, 40, -8);
          s.curveTo(26, -13, 12, -16, 2, -15);
          s.curveTo(-10, -15, -24, -8, -34, 2);
          h.fill(s);
          h.setColor(new Color(120, 62, 52, 66));
          h.fill(Canvas.ellipse(-2, 19, 24, 4));
        });
    canvas.soft(
        1.1,
        h -> {
          place(h, side);
          h.setColor(new Color(92, 40, 30, 170));
          Path2D s = new Path2D.Double();
          s.moveTo(-32, -3);
          s.curveTo(-18, -19.5, 12, -25, 36, -8);
          s.curveTo(14, -22, -16, -17, -32, -3);
          h.fill(s);
        });
  }

  /** The ball, as far as the lids leave it free. */
  private void ball(int side) {
    Graphics2D b = (Graphics2D) canvas.g.create();
    place(b, side);
    b.clip(opening());
    b.setPaint(
        new RadialGradientPaint(
            new Point2D.Double(-4 * side, 2),
            36,
            new float[] {0f, 0.55f, 1f},
            new Color[] {new Color(0xeee7e1), new Color(0xdbcfc8), new Color(0x9d8078)}));
    b.fillRect(-40, -30, 80, 60);
    iris(b, side);
    b.dispose();
  }

  /** Iris and pupil. */
  private void iris(Graphics2D b, int side) {
    Shape iris = Canvas.ellipse(IRIS_X, IRIS_Y, IRIS_RADIUS, IRIS_RADIUS);
    b.setPaint(
        new RadialGradientPaint(
            new Point2D.Double(IRIS_X, IRIS_Y),
            (float) IRIS_RADIUS,
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
          new Line2D.Double(
              IRIS_X + r0 * Math.cos(a),
              IRIS_Y + r0 * Math.sin(a),
              IRIS_X + r1 * Math.cos(a),
              IRIS_Y + r1 * Math.sin(a)));
    }
    // Light that falls through the cornea brightens the far side.
    streaks.setPaint(
        new RadialGradientPaint(
            new Point2D.Double(IRIS_X + 5 * side, IRIS_Y + 7),
            9f,
            new float[] {0f, 1f},
            new Color[] {new Color(226, 220, 150, 96), new Color(226, 220, 150, 0)}));
    streaks.fill(iris);
    streaks.dispose();
    b.setColor(new Color(0x0c0a0a));
    b.fill(Canvas.ellipse(IRIS_X, IRIS_Y, 5.9, 5.9));
  }

  /** The shadow of the upper lid on the ball, the pink inner corner, and the edges of the lids. */
  private void lids(int side) {
    Path2D opening = opening();
    canvas.soft(
        2.6,
        h -> {
          place(h, side);
          h.clip(opening);
          h.setColor(new Color(46, 22, 18, 190));
          Area lid = new Area(new Rectangle2D.Double(-45, -40, 90, 60));
          AffineTransform down = AffineTransform.getTranslateInstance(0, 4.6);
          lid.subtract(new Area(down.createTransformedShape(opening)));
          lid.intersect(new Area(new Rectangle2D.Double(-45, -40, 90, 42)));
          h.fill(lid);
          h.setColor(new Color(188, 96, 88, 210));
          h.fill(Canvas.ellipse(-29, 4.4, 5, 3));
        });
    canvas.soft(
        0.6,
        h -> {
          place(h, side);
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
  }

  /** At the same place of both eyes: the key light is one. */
  private void catchLights(int side) {
    Graphics2D c = (Graphics2D) canvas.g.create();
    double ex = Canvas.AXIS + side * (CENTRE_X + IRIS_X * MAGNIFIED);
    c.setColor(new Color(255, 255, 255, 236));
    c.fill(Canvas.ellipse(ex - 5.2, CENTRE_Y - 6.6, 2.9, 3.3));
    c.setColor(new Color(255, 250, 240, 96));
    c.fill(Canvas.ellipse(ex + 5.4, CENTRE_Y + 3.6, 1.8, 1.4));
    c.dispose();
  }

  /** Hairs along both lids. */
  private void lashes(int side) {
    Graphics2D l = (Graphics2D) canvas.g.create();
    place(l, side);
    for (int i = 0; i < 60; i++) {
      double t = (i + random.nextDouble()) / 60;
      double x = -27 + 61 * t;
      double y = UPPER_LID.at(x) + 1.2;
      double lean = -2 + 10 * t + random.nextDouble() * 2.4;
      double len = 1.6 + 3.4 * t * t + 1.4 * random.nextDouble();
      l.setStroke(new BasicStroke(0.8f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
      l.setColor(new Color(24, 12, 10, 170));
      l.draw(Canvas.curve(x, y, x + lean * 0.6, y - len * 0.3, x + lean, y - len));
    }
    for (int i = 0; i < 16; i++) {
      double t = (i + random.nextDouble()) / 16;
      double x = 2 + 26 * t;
      double y = 13 - Math.pow((x - 2) / 30, 2) * 10.5;
      l.setStroke(new BasicStroke(0.6f));
      l.setColor(new Color(50, 24, 18, 90));
      l.draw(Canvas.curve(x, y, x + 1 + t, y + 1.2, x + 2 + 2.4 * t, y + 2.6));
    }
    l.dispose();
  }

  /** One brow, hair by hair. */
  void brow(int side) {
    canvas.soft(
        3,
        h -> {
          h.translate(Canvas.AXIS, 0);
          h.scale(side, 1);
          h.setColor(new Color(56, 30, 20, 120));
          Path2D s = new Path2D.Double();
          s.moveTo(27, 291);
          s.curveTo(46, 278, 78, 269, 108, 289);
          s.curveTo(82, 279, 56, 286, 29, 299);
          s.closePath();
          h.fill(s);
        });
    Graphics2D b = (Graphics2D) canvas.g.create();
    b.translate(Canvas.AXIS, 0);
    b.scale(side, 1);
    for (int i = 0; i < 420; i++) {
      double t = random.nextDouble();
      double across = random.nextDouble();
      double x = 27 + 82 * t;
      double mid = 294 - 62 * t + 56 * t * t;
      double thick = 12 * (1 - 0.75 * t * t) * (0.75 + 0.25 * Maths.smooth(0, 0.15, t));
      double y = mid + (across - 0.5) * thick;
      double angle = Math.toRadians(-68 + 88 * Math.pow(t, 0.7) + (across - 0.5) * -26);
      double len = 7.5 + 3.5 * random.nextDouble();
      b.setStroke(new BasicStroke(0.85f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
      int v = random.nextInt(26);
      b.setColor(new Color(44 + v, 24 + v / 2, 16 + v / 3, 150));
      b.draw(
          Canvas.curve(
              x,
              y,
              x + len * 0.5 * Math.cos(angle),
              y + len * 0.5 * Math.sin(angle) - 0.5,
              x + len * Math.cos(angle * 0.86),
              y + len * Math.sin(angle * 0.86)));
    }
    b.dispose();
  }
}
