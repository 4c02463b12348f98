package io.github.reenact.testing;

import io.github.reenact.Image;
import io.github.reenact.Iris;
import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.Optional;

/** Drawn portraits whose eyes look somewhere. */
public final class DrawnEyes {
  private static final double RADIUS = 0.21;

  private DrawnEyes() {}

  /**
   * A portrait that looks aside.
   *
   * @param picture what was drawn
   * @param irises where they are in it
   */
  public record Drawing(Image picture, Irises irises) {}

  /**
   * Draws a portrait.
   *
   * @param across how far both irises are moved along the line from the left to the right corner of
   *     their eye, in eye widths
   * @param down how far they are moved across that line
   */
  public static Drawing draw(Landmarks face, int width, int height, double across, double down) {
    BufferedImage picture = TestFaces.portrait(face, width, height).toBufferedImage();
    Graphics2D g = graphics(picture);
    Iris left = eye(g, face, 36, across, down);
    Iris right = eye(g, face, 42, across, down);
    g.dispose();
    return new Drawing(Image.of(picture), new Irises(Optional.of(left), Optional.of(right)));
  }

  /** A portrait with closed lids; its landmarks should have little between the lids. */
  public static Image closed(Landmarks face, int width, int height) {
    BufferedImage picture = TestFaces.portrait(face, width, height).toBufferedImage();
    Graphics2D g = graphics(picture);
    for (int first : new int[] {36, 42}) {
      double w = width(face, first);
      double cx = (face.x(first) + face.x(first + 3)) / 2.0;
      double cy = (face.y(first) + face.y(first + 3)) / 2.0;
      g.setPaint(new Color(205, 160, 132));
      g.fill(new Ellipse2D.Double(cx - 0.62 * w, cy - 0.4 * w, 1.24 * w, 0.72 * w));
      g.setPaint(new Color(70, 42, 34));
      g.setStroke(
          new BasicStroke((float) (0.07 * w), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
      Path2D line = new Path2D.Double();
      line.moveTo(face.x(first), face.y(first));
      line.quadTo(cx, cy + 0.2 * w, face.x(first + 3), face.y(first + 3));
      g.draw(line);
    }
    g.dispose();
    return Image.of(picture);
  }

  private static Graphics2D graphics(BufferedImage picture) {
    Graphics2D g = picture.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    // Java2D's whole numbers are pixel corners, the landmarks' are pixel centres.
    g.translate(0.5, 0.5);
    return g;
  }

  private static double width(Landmarks f, int first) {
    return Math.hypot(f.x(first + 3) - f.x(first), f.y(first + 3) - f.y(first));
  }

  private static Iris eye(Graphics2D g, Landmarks f, int first, double across, double down) {
    double w = width(f, first);
    double ux = f.x(first + 3) - f.x(first);
    double uy = f.y(first + 3) - f.y(first);
    double x = (f.x(first) + f.x(first + 3)) / 2.0 + across * ux - down * uy;
    double y = (f.y(first) + f.y(first + 3)) / 2.0 + across * uy + down * ux;
    Path2D lids = new Path2D.Double();
    lids.moveTo(f.x(first), f.y(first));
    for (int i = 1; i < 6; i++) {
      lids.lineTo(f.x(first + i), f.y(first + i));
    }
    lids.closePath();
    double r = RADIUS * w;
    Shape clip = g.getClip();
    g.clip(lids);
    g.setPaint(new Color(226, 218, 212));
    g.fill(lids);
    g.setPaint(new Color(92, 62, 44));
    g.fill(new Ellipse2D.Double(x - r, y - r, 2 * r, 2 * r));
    g.setPaint(new Color(18, 14, 14));
    g.fill(new Ellipse2D.Double(x - 0.45 * r, y - 0.45 * r, 0.9 * r, 0.9 * r));
    g.setClip(clip);
    g.setPaint(new Color(70, 42, 34));
    g.setStroke(new BasicStroke((float) (0.07 * w), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    Path2D upper = new Path2D.Double();
    upper.moveTo(f.x(first), f.y(first));
    for (int i = 1; i < 4; i++) {
      upper.lineTo(f.x(first + i), f.y(first + i));
    }
    g.draw(upper);
    return new Iris(x, y, r);
  }
}
