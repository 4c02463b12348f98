package io.github.reenact.tf.fdgan.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Java2D is the reference: what ships was trained on drawings that it made. */
class ShapeCanvasTest {
  private static final int SIZE = 96;

  private final BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
  private final Graphics2D graphics = image.createGraphics();
  private final ShapeCanvas canvas = new ShapeCanvas(SIZE);

  ShapeCanvasTest() {
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
  }

  private static double[] points(Random r, int corners) {
    return r.doubles(2L * corners, -10, SIZE + 10).toArray();
  }

  private static Path2D path(double[] points, boolean closed) {
    Path2D path = new Path2D.Double();
    path.moveTo(points[0], points[1]);
    for (int i = 2; i < points.length; i += 2) {
      path.lineTo(points[i], points[i + 1]);
    }
    if (closed) {
      path.closePath();
    }
    return path;
  }

  private void reference(Shape shape, boolean filled, double radius, int colour) {
    graphics.setColor(new Color(colour));
    graphics.setStroke(
        new BasicStroke((float) (2 * radius), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    if (filled) {
      graphics.fill(shape);
    } else {
      graphics.draw(shape);
    }
  }

  /** The mean difference over the pixels that are drawn, and the largest. */
  private double[] difference() {
    double sum = 0;
    double most = 0;
    int drawn = 0;
    for (int i = 0; i < SIZE * SIZE; i++) {
      int a = image.getRGB(i % SIZE, i / SIZE);
      int b = canvas.pixels()[i];
      drawn += (a & 0xFFFFFF) != 0 || b != 0 ? 1 : 0;
      for (int shift = 0; shift <= 16; shift += 8) {
        double d = Math.abs((a >> shift & 255) - (b >> shift & 255));
        sum += d;
        most = Math.max(most, d);
      }
    }
    return new double[] {sum / 3 / Math.max(1, drawn), most};
  }

  @Test
  void line_anyPoints_isJava2DsToAFewSteps() {
    Random r = new Random(5);
    for (int n = 0; n < 40; n++) {
      double[] points = points(r, 2 + r.nextInt(6));
      boolean closed = points.length > 4 && r.nextBoolean();
      double radius = 0.5 + r.nextDouble();
      int colour = r.nextInt(1 << 24);
      canvas.line(points, closed, radius, colour);
      reference(path(points, closed), false, radius, colour);
    }
    double[] difference = difference();
    assertThat(difference[0]).as("mean").isLessThan(0.5);
    assertThat(difference[1]).as("most").isLessThan(24);
  }

  @Test
  void line_oneColourOnBlack_isJava2DsToAFewSteps() {
    canvas.line(new double[] {10.3, 20.1, 70.7, 33.4, 40.2, 80.9}, true, 1, 0x00FF80);
    reference(path(new double[] {10.3, 20.1, 70.7, 33.4, 40.2, 80.9}, true), false, 1, 0x00FF80);
    double[] difference = difference();
    assertThat(difference[0]).as("mean").isLessThan(0.5);
    assertThat(difference[1]).as("most").isLessThan(10);
  }

  @Test
  void discWithin_anyPolygon_isJava2DsIntersection() {
    double[] eye = {20.2, 50.7, 35.1, 38.9, 55.6, 37.2, 74.9, 48.1, 57.3, 58.8, 36.6, 59.4};
    for (double x = 15; x < 85; x += 17) {
      Area seen = new Area(new Ellipse2D.Double(x - 13, 46.3 - 13, 26, 26));
      seen.intersect(new Area(path(eye, true)));
      reference(seen, true, 1, 0x0000FF);
      canvas.discWithin(eye, x, 46.3, 13, 0x0000FF);
    }
    double[] difference = difference();
    assertThat(difference[0]).as("mean").isLessThan(0.5);
    assertThat(difference[1]).as("most").isLessThan(16);
  }

  @Test
  void clear_afterALine_isBlack() {
    canvas.line(new double[] {5, 5, 60, 60}, false, 2, 0xFFFFFF);
    assertThat(canvas.pixels()).contains(0xFFFFFF);
    canvas.clear();
    assertThat(canvas.pixels()).containsOnly(0);
  }

  @Test
  void line_beyondTheCanvasOrOfOnePoint_doesNotFail() {
    canvas.line(new double[] {-50, 20, -20, 300}, false, 1, 0xFFFFFF);
    canvas.line(new double[] {500, 20, 700, -300}, true, 1, 0xFFFFFF);
    assertThat(canvas.pixels()).containsOnly(0);
    canvas.line(new double[] {40, 40, 40, 40}, true, 3, 0xFFFFFF);
    assertThat(canvas.pixels()[40 * SIZE + 40]).isEqualTo(0xFFFFFF);
    canvas.discWithin(new double[] {1, 1, 1, 1, 1, 1}, 1, 1, 5, 0xFF0000);
  }
}
