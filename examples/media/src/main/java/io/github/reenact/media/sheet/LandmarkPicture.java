package io.github.reenact.media.sheet;

import io.github.reenact.FacePart;
import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;

/**
 * A face with its 68 landmarks drawn on it, each with its number: to check what a detector found or
 * a person has marked.
 */
public final class LandmarkPicture {
  /** Width and height in pixels. */
  public static final int SIZE = 1280;

  /** What the picture shows, in sides of the larger side of the box around the landmarks. */
  private static final double MARGIN = 1.3;

  private static final double DOT = 7;
  private static final double LETTERS = 14;

  /** From a point to the middle of its number. */
  private static final double DISTANCE = 20;

  private static final Color PAPER = new Color(0x14181c);
  private static final Color LINES = new Color(0x30c8ff);
  private static final Color NUMBERS = new Color(0xffe14d);

  private LandmarkPicture() {}

  /**
   * Draws the part of a photo around a face, enlarged or reduced, with landmarks and numbers.
   *
   * @param face in pixels of the photo; may lie outside
   * @return {@link #SIZE} pixels square
   * @throws IllegalArgumentException if all landmarks lie in one point
   */
  public static Image draw(Image photo, Landmarks face) {
    double side = MARGIN * Math.max(face.right() - face.left(), face.bottom() - face.top());
    if (!(side > 0)) {
      throw new IllegalArgumentException("all landmarks lie in one point");
    }
    double scale = SIZE / side;
    // The centre of the first pixel is at (0, 0), its corner half a pixel before.
    AffineTransform toPicture = AffineTransform.getTranslateInstance(SIZE / 2.0, SIZE / 2.0);
    toPicture.scale(scale, scale);
    toPicture.translate(-(face.left() + face.right()) / 2.0, -(face.top() + face.bottom()) / 2.0);

    BufferedImage out = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = out.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    g.setColor(PAPER);
    g.fillRect(0, 0, SIZE, SIZE);
    AffineTransform pixels = new AffineTransform(toPicture);
    pixels.translate(-0.5, -0.5);
    g.drawImage(photo.toBufferedImage(), pixels, null);

    Landmarks points = transform(face, toPicture);
    g.setColor(LINES);
    g.setStroke(new BasicStroke(1.5f));
    FaceLines.draw(g, points);
    for (int i = 0; i < Landmarks.COUNT; i++) {
      g.fill(new Ellipse2D.Double(points.x(i) - DOT / 2, points.y(i) - DOT / 2, DOT, DOT));
    }
    for (int i = 0; i < Landmarks.COUNT; i++) {
      double[] to = direction(points, i);
      number(g, i, points.x(i) + DISTANCE * to[0], points.y(i) + DISTANCE * to[1]);
    }
    g.dispose();
    return Image.of(out);
  }

  private static Landmarks transform(Landmarks face, AffineTransform by) {
    float[] xy = face.toArray();
    by.transform(xy, 0, xy, 0, Landmarks.COUNT);
    return Landmarks.of(xy);
  }

  /** Where a point's number goes, of length 1: to where no other point of the face is near. */
  private static double[] direction(Landmarks face, int i) {
    FacePart part = FacePart.of(i);
    double[] up = unit(face.x(27) - face.x(8), face.y(27) - face.y(8));
    double[] down = {-up[0], -up[1]};
    double[] right = {-up[1], up[0]};
    double[] left = {up[1], -up[0]};
    if (part.isClosed()) {
      boolean inner = part == FacePart.INNER_LIPS;
      if (i == part.leftCorner()) {
        return inner ? right : left;
      }
      if (i == part.rightCorner()) {
        return inner ? left : right;
      }
      return i < part.rightCorner() ? up : down;
    }
    return switch (part) {
      case JAW -> unit(face.x(i) - face.x(27), face.y(i) - face.y(27));
      case NOSE_BRIDGE -> right;
      case NOSE_BASE -> down;
      default -> up;
    };
  }

  private static double[] unit(double x, double y) {
    double length = Math.hypot(x, y);
    return length > 0 ? new double[] {x / length, y / length} : new double[] {0, -1};
  }

  private static void number(Graphics2D g, int number, double x, double y) {
    String text = Integer.toString(number);
    Path2D lines =
        StrokeText.of(text, x - StrokeText.width(text, LETTERS) / 2, y - LETTERS / 2, LETTERS);
    g.setColor(PAPER);
    g.setStroke(new BasicStroke(5, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.draw(lines);
    g.setColor(NUMBERS);
    g.setStroke(new BasicStroke(1.8f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.draw(lines);
  }
}
