package io.github.reenact.tf.fdgan.network;

import io.github.reenact.Iris;
import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Arrays;
import java.util.Optional;

/**
 * Draws landmarks as coloured anti-aliased lines, a colour for each part of the face, and irises as
 * discs within the lids: what the networks see of them. Both sides of a face have the same colours,
 * so that a mirrored drawing is the drawing of the mirrored face.
 *
 * <p>Not thread-safe: the canvas is reused.
 */
final class LandmarkDrawing {
  private static final Part LEFT_EYE = new Part(36, 41, true, new Color(255, 255, 0));
  private static final Part RIGHT_EYE = new Part(42, 47, true, new Color(255, 255, 0));
  private static final Color IRIS = new Color(0, 0, 255);

  private static final Part[] PARTS = {
    new Part(0, 16, false, new Color(0, 0, 255)),
    new Part(17, 21, false, new Color(0, 255, 0)),
    new Part(22, 26, false, new Color(0, 255, 0)),
    new Part(27, 30, false, new Color(255, 0, 255)),
    new Part(31, 35, false, new Color(255, 0, 255)),
    LEFT_EYE,
    RIGHT_EYE,
    new Part(48, 59, true, new Color(255, 0, 0)),
    new Part(60, 67, true, new Color(0, 255, 255)),
  };

  private record Part(int first, int last, boolean closed, Color color) {}

  private final int size;
  private final BufferedImage canvas;
  private final Graphics2D graphics;
  private final int[] pixels;

  LandmarkDrawing(int size) {
    this.size = size;
    canvas = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    graphics = canvas.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.setStroke(new BasicStroke(size / 128f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    pixels = ((DataBufferInt) canvas.getRaster().getDataBuffer()).getData();
  }

  /**
   * Draws into three planes of interleaved bytes.
   *
   * @param face in pixels of the view
   * @param irises in pixels of the view; one that is not there is not drawn
   * @param out gets red, green and blue of pixel i at {@code from + i * planes}
   * @param from index of the first pixel's red
   * @param planes bytes a pixel
   */
  void draw(Landmarks face, Irises irises, byte[] out, int from, int planes) {
    Arrays.fill(pixels, 0);
    iris(face, LEFT_EYE, irises.left());
    iris(face, RIGHT_EYE, irises.right());
    for (Part part : PARTS) {
      graphics.setColor(part.color);
      graphics.draw(path(face, part));
    }
    for (int i = 0, o = from; i < size * size; i++, o += planes) {
      out[o] = (byte) (pixels[i] >> 16);
      out[o + 1] = (byte) (pixels[i] >> 8);
      out[o + 2] = (byte) pixels[i];
    }
  }

  private static Path2D.Float path(Landmarks face, Part part) {
    Path2D.Float path = new Path2D.Float();
    // Java2D counts from a pixel's corner, landmarks from its centre.
    path.moveTo(face.x(part.first) + 0.5f, face.y(part.first) + 0.5f);
    for (int i = part.first + 1; i <= part.last; i++) {
      path.lineTo(face.x(i) + 0.5f, face.y(i) + 0.5f);
    }
    if (part.closed) {
      path.closePath();
    }
    return path;
  }

  /** An intersection of shapes: clipping by a path would not be anti-aliased. */
  private void iris(Landmarks face, Part eye, Optional<Iris> iris) {
    if (iris.isEmpty()) {
      return;
    }
    double r = iris.get().radius();
    Area seen =
        new Area(
            new Ellipse2D.Double(iris.get().x() + 0.5 - r, iris.get().y() + 0.5 - r, 2 * r, 2 * r));
    seen.intersect(new Area(path(face, eye)));
    graphics.setColor(IRIS);
    graphics.fill(seen);
  }
}
