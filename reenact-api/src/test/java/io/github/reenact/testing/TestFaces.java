package io.github.reenact.testing;

import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;

/**
 * Made-up faces: 68 landmarks of a generic head in 3D, with a few measures by which people differ,
 * simple expressions, turned and seen from the front without perspective; and a drawn portrait to
 * go with them. Nobody was measured for it.
 */
public final class TestFaces {
  /**
   * The right half (left in the picture) and the middle of the head: index, x, y down, z towards
   * the viewer, in half widths of the face.
   */
  private static final double[][] HALF = {
    {0, -1.00, -0.30, -0.85},
    {1, -0.98, -0.02, -0.80},
    {2, -0.94, 0.25, -0.72},
    {3, -0.87, 0.52, -0.62},
    {4, -0.75, 0.78, -0.45},
    {5, -0.58, 0.98, -0.25},
    {6, -0.39, 1.13, -0.05},
    {7, -0.20, 1.22, 0.10},
    {8, 0.00, 1.25, 0.15},
    {17, -0.80, -0.62, -0.15},
    {18, -0.68, -0.73, 0.00},
    {19, -0.52, -0.77, 0.10},
    {20, -0.35, -0.74, 0.18},
    {21, -0.19, -0.68, 0.22},
    {27, 0.00, -0.42, 0.22},
    {28, 0.00, -0.22, 0.32},
    {29, 0.00, -0.03, 0.42},
    {30, 0.00, 0.16, 0.52},
    {31, -0.20, 0.28, 0.22},
    {32, -0.10, 0.31, 0.30},
    {33, 0.00, 0.33, 0.34},
    {36, -0.62, -0.38, -0.05},
    {37, -0.52, -0.46, 0.05},
    {38, -0.38, -0.46, 0.07},
    {39, -0.26, -0.36, 0.05},
    {40, -0.38, -0.31, 0.06},
    {41, -0.52, -0.31, 0.04},
    {48, -0.38, 0.63, 0.12},
    {49, -0.24, 0.56, 0.25},
    {50, -0.10, 0.52, 0.32},
    {51, 0.00, 0.54, 0.33},
    {57, 0.00, 0.78, 0.30},
    {58, -0.12, 0.76, 0.28},
    {59, -0.25, 0.71, 0.22},
    {60, -0.32, 0.63, 0.14},
    {61, -0.11, 0.61, 0.27},
    {62, 0.00, 0.62, 0.28},
    {66, 0.00, 0.64, 0.28},
    {67, -0.11, 0.64, 0.27},
  };

  private static final double[][] HEAD = head();

  private TestFaces() {}

  private static double[][] head() {
    double[][] head = new double[Landmarks.COUNT][];
    float[] index = new float[2 * Landmarks.COUNT];
    for (double[] p : HALF) {
      head[(int) p[0]] = new double[] {p[1], p[2], p[3]};
    }
    // Landmarks.mirror knows the renumbering: it is read off here by mirroring point numbers.
    for (int i = 0; i < Landmarks.COUNT; i++) {
      index[2 * i + 1] = i;
    }
    Landmarks mirrored = Landmarks.of(index).mirror(1);
    for (double[] p : HALF) {
      int other = (int) mirrored.y((int) p[0]);
      if (head[other] == null) {
        head[other] = new double[] {-p[1], p[2], p[3]};
      }
    }
    return head;
  }

  /** A face of average measures, from the front, at rest. */
  public static Face face() {
    return new Face(1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0);
  }

  /**
   * A head that can be posed; every method gives a new one.
   *
   * @param width of the face relative to its height; people: 0.85 to 1.15
   * @param jaw length of the lower face; people: 0.85 to 1.15
   * @param nose length of the nose; people: 0.85 to 1.15
   * @param eyes distance of the eyes; people: 0.9 to 1.1
   * @param yaw turn in degrees; positive turns the nose to the right in the picture
   * @param pitch nod in degrees; positive moves the nose down
   * @param roll tilt in degrees, clockwise in the picture
   * @param open mouth, 0 to 1
   * @param smile -1 to 1
   * @param blink 0 to 1
   * @param raise of the brows, -1 to 1
   */
  public record Face(
      double width,
      double jaw,
      double nose,
      double eyes,
      double yaw,
      double pitch,
      double roll,
      double open,
      double smile,
      double blink,
      double raise) {

    /** The same motion, another person. */
    public Face person(double width, double jaw, double nose, double eyes) {
      return new Face(width, jaw, nose, eyes, yaw, pitch, roll, open, smile, blink, raise);
    }

    /** The same person and expression in another pose, in degrees. */
    public Face turned(double yaw, double pitch, double roll) {
      return new Face(width, jaw, nose, eyes, yaw, pitch, roll, open, smile, blink, raise);
    }

    /** The same person and pose with another expression. */
    public Face expression(double open, double smile, double blink, double raise) {
      return new Face(width, jaw, nose, eyes, yaw, pitch, roll, open, smile, blink, raise);
    }

    /**
     * The landmarks in a picture.
     *
     * @param x where the middle of the head is, in pixels
     * @param y where the middle of the head is, in pixels
     * @param halfWidth of the face from the front, in pixels; its height is about twice that
     */
    public Landmarks at(double x, double y, double halfWidth) {
      float[] out = new float[2 * Landmarks.COUNT];
      double cy = Math.cos(Math.toRadians(yaw));
      double sy = Math.sin(Math.toRadians(yaw));
      double cp = Math.cos(Math.toRadians(pitch));
      double sp = Math.sin(Math.toRadians(pitch));
      double cr = Math.cos(Math.toRadians(roll));
      double sr = Math.sin(Math.toRadians(roll));
      for (int i = 0; i < Landmarks.COUNT; i++) {
        double[] p = posed(i);
        double px = p[0] * cy + p[2] * sy;
        double pz = -p[0] * sy + p[2] * cy;
        double py = p[1] * cp + pz * sp;
        out[2 * i] = (float) (x + halfWidth * (px * cr - py * sr));
        out[2 * i + 1] = (float) (y + halfWidth * (px * sr + py * cr));
      }
      return Landmarks.of(out);
    }

    private double[] posed(int i) {
      double x = HEAD[i][0];
      double y = HEAD[i][1];
      double z = HEAD[i][2];
      if (i >= 48) {
        boolean corner = i == 48 || i == 54 || i == 60 || i == 64;
        boolean lower = (i >= 55 && i <= 59) || i >= 65;
        double fromMiddle = Math.abs(x) / 0.38;
        x *= 1 + 0.18 * smile - 0.12 * open;
        y -= 0.09 * smile * fromMiddle * fromMiddle;
        y += corner ? 0.10 * open : lower ? 0.34 * open : -0.03 * open;
      } else if (i <= 16) {
        y += 0.34 * open * Math.max(0, 1 - Math.abs(x) / 0.9);
      } else if (i <= 26) {
        y -= 0.10 * raise;
      } else if (i == 37 || i == 38 || i == 43 || i == 44) {
        y += 0.14 * blink;
      }
      if (i >= 36 && i <= 47) {
        x *= eyes;
      }
      if (i >= 28 && i <= 35) {
        y = -0.42 + (y + 0.42) * nose;
      }
      if (y > 0.4) {
        y = 0.4 + (y - 0.4) * jaw;
      }
      return new double[] {x * width, y, z};
    }
  }

  /**
   * A drawn portrait with a face at these landmarks: hair, shoulders, and a background with some
   * texture, so that what moves can be seen to move.
   */
  public static Image portrait(Landmarks face, int width, int height) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = picture.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    // Java2D's whole numbers are pixel corners, the landmarks' are pixel centres.
    g.translate(0.5, 0.5);
    background(g, width, height);
    head(g, face);
    eye(g, face, 36);
    eye(g, face, 42);
    brow(g, face, 17);
    brow(g, face, 22);
    nose(g, face);
    mouth(g, face);
    g.dispose();
    return Image.of(picture);
  }

  private static void background(Graphics2D g, int width, int height) {
    g.setPaint(
        new GradientPaint(0, 0, new Color(150, 170, 185), width, height, new Color(95, 110, 130)));
    g.fillRect(-1, -1, width + 2, height + 2);
    g.setPaint(new Color(120, 138, 150));
    double step = Math.max(4, width / 8.0);
    for (double x = step / 2; x < width; x += step) {
      g.fill(new java.awt.geom.Rectangle2D.Double(x, 0, step / 6, height));
    }
  }

  private static void head(Graphics2D g, Landmarks f) {
    double w = Math.hypot(f.x(16) - f.x(0), f.y(16) - f.y(0));
    double ex = (f.x(0) + f.x(16)) / 2.0;
    double ey = (f.y(0) + f.y(16)) / 2.0;
    // From the chin to between the ears: the head's own "up".
    double ux = (ex - f.x(8)) / Math.max(1, Math.hypot(ex - f.x(8), ey - f.y(8)));
    double uy = (ey - f.y(8)) / Math.max(1, Math.hypot(ex - f.x(8), ey - f.y(8)));

    g.setPaint(new Color(60, 75, 110));
    g.fill(new Ellipse2D.Double(f.x(8) - 1.15 * w, f.y(8) + 0.22 * w, 2.3 * w, 2 * w));
    g.setPaint(new Color(190, 140, 112));
    g.fill(new Ellipse2D.Double(ex - 0.27 * w, ey + 0.15 * w, 0.54 * w, 1.05 * w));

    g.setPaint(new Color(52, 36, 28));
    double hx = ex + ux * 0.16 * w;
    double hy = ey + uy * 0.16 * w;
    g.fill(new Ellipse2D.Double(hx - 0.60 * w, hy - 0.62 * w, 1.20 * w, 1.18 * w));

    Path2D skin = new Path2D.Double();
    skin.moveTo(f.x(0), f.y(0));
    for (int i = 1; i <= 16; i++) {
      skin.lineTo(f.x(i), f.y(i));
    }
    // The forehead: out over the brows to a hair line half a face width above the ears.
    skin.curveTo(
        f.x(16) + ux * 0.52 * w,
        f.y(16) + uy * 0.52 * w,
        f.x(0) + ux * 0.52 * w,
        f.y(0) + uy * 0.52 * w,
        f.x(0),
        f.y(0));
    skin.closePath();
    double cx = f.x(29);
    double cy = f.y(29);
    g.setPaint(
        new RadialGradientPaint(
            new Point2D.Double(cx - 0.05 * w, cy - 0.08 * w),
            (float) Math.max(1, 0.85 * w),
            new float[] {0f, 0.55f, 1f},
            new Color[] {
              new Color(238, 198, 168), new Color(218, 172, 142), new Color(168, 118, 94)
            }));
    g.fill(skin);
  }

  private static Path2D outline(Landmarks f, int... points) {
    Path2D p = new Path2D.Double();
    p.moveTo(f.x(points[0]), f.y(points[0]));
    for (int i = 1; i < points.length; i++) {
      p.lineTo(f.x(points[i]), f.y(points[i]));
    }
    return p;
  }

  private static Path2D closed(Landmarks f, int... points) {
    Path2D p = outline(f, points);
    p.closePath();
    return p;
  }

  private static void eye(Graphics2D g, Landmarks f, int first) {
    double length = Math.hypot(f.x(first + 3) - f.x(first), f.y(first + 3) - f.y(first));
    double cx = (f.x(first) + f.x(first + 3)) / 2.0;
    double cy = (f.y(first) + f.y(first + 3)) / 2.0;
    // The shadow of the eye socket is most of what a gradient-based detector sees of an eye.
    g.setPaint(
        new RadialGradientPaint(
            new Point2D.Double(cx, cy - 0.1 * length),
            (float) Math.max(0.5, 0.95 * length),
            new float[] {0f, 1f},
            new Color[] {new Color(110, 68, 52, 170), new Color(110, 68, 52, 0)}));
    g.fill(
        new Ellipse2D.Double(cx - 0.95 * length, cy - 0.75 * length, 1.9 * length, 1.3 * length));
    Path2D lids = closed(f, first, first + 1, first + 2, first + 3, first + 4, first + 5);
    Shape clip = g.getClip();
    g.setPaint(new Color(235, 232, 228));
    g.fill(lids);
    g.clip(lids);
    g.setPaint(new Color(62, 44, 32));
    double r = 0.25 * length;
    g.fill(new Ellipse2D.Double(cx - r, cy - r, 2 * r, 2 * r));
    g.setClip(clip);
    g.setPaint(new Color(50, 28, 22));
    g.setStroke(
        new BasicStroke((float) (0.10 * length), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.draw(outline(f, first, first + 1, first + 2, first + 3));
    g.setStroke(new BasicStroke((float) (0.04 * length)));
    g.draw(outline(f, first + 3, first + 4, first + 5, first));
  }

  private static void brow(Graphics2D g, Landmarks f, int first) {
    double length = Math.hypot(f.x(first + 4) - f.x(first), f.y(first + 4) - f.y(first));
    g.setPaint(new Color(58, 38, 28));
    g.setStroke(
        new BasicStroke((float) (0.15 * length), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.draw(outline(f, first, first + 1, first + 2, first + 3, first + 4));
  }

  private static void nose(Graphics2D g, Landmarks f) {
    double w = Math.hypot(f.x(35) - f.x(31), f.y(35) - f.y(31));
    g.setPaint(new Color(150, 98, 76, 150));
    g.setStroke(new BasicStroke((float) (0.14 * w), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.draw(outline(f, 21, 27, 28, 31));
    g.setPaint(new Color(244, 210, 184, 160));
    g.draw(outline(f, 27, 28, 29, 30));
    g.setPaint(new Color(96, 50, 40));
    g.setStroke(new BasicStroke((float) (0.12 * w), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.draw(outline(f, 31, 32, 33, 34, 35));
  }

  private static void mouth(Graphics2D g, Landmarks f) {
    double w = Math.hypot(f.x(54) - f.x(48), f.y(54) - f.y(48));
    g.setPaint(new Color(168, 84, 78));
    g.fill(closed(f, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59));
    g.setPaint(new Color(70, 22, 24));
    g.fill(closed(f, 60, 61, 62, 63, 64, 65, 66, 67));
    g.setStroke(new BasicStroke((float) (0.04 * w), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.draw(outline(f, 48, 60, 61, 62, 63, 64, 54));
    g.setPaint(new Color(140, 92, 74, 120));
    g.draw(outline(f, 59, 58, 57, 56, 55));
  }
}
