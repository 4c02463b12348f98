package io.github.reenact.tf.fdgan.network;

import io.github.reenact.Iris;
import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import java.util.Optional;

/**
 * Draws landmarks as coloured anti-aliased lines, a colour for each part of the face, and irises as
 * discs within the lids: what the networks see of them. Both sides of a face have the same colours,
 * so that a mirrored drawing is the drawing of the mirrored face.
 *
 * <p>Not thread-safe: the canvas is reused.
 */
final class LandmarkDrawing {
  private static final Part LEFT_EYE = new Part(36, 41, true, 0xFFFF00);
  private static final Part RIGHT_EYE = new Part(42, 47, true, 0xFFFF00);
  private static final int IRIS = 0x0000FF;

  private static final Part[] PARTS = {
    new Part(0, 16, false, 0x0000FF),
    new Part(17, 21, false, 0x00FF00),
    new Part(22, 26, false, 0x00FF00),
    new Part(27, 30, false, 0xFF00FF),
    new Part(31, 35, false, 0xFF00FF),
    LEFT_EYE,
    RIGHT_EYE,
    new Part(48, 59, true, 0xFF0000),
    new Part(60, 67, true, 0x00FFFF),
  };

  private record Part(int first, int last, boolean closed, int colour) {}

  private final int size;
  private final ShapeCanvas canvas;

  LandmarkDrawing(int size) {
    this.size = size;
    canvas = new ShapeCanvas(size);
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
    canvas.clear();
    iris(face, LEFT_EYE, irises.left());
    iris(face, RIGHT_EYE, irises.right());
    for (Part part : PARTS) {
      canvas.line(points(face, part), part.closed, size / 256.0, part.colour);
    }
    int[] pixels = canvas.pixels();
    for (int i = 0, o = from; i < size * size; i++, o += planes) {
      out[o] = (byte) (pixels[i] >> 16);
      out[o + 1] = (byte) (pixels[i] >> 8);
      out[o + 2] = (byte) pixels[i];
    }
  }

  /** The canvas counts from a pixel's corner, landmarks from its centre. */
  private static double[] points(Landmarks face, Part part) {
    double[] points = new double[2 * (part.last - part.first + 1)];
    for (int i = 0; i < points.length; i += 2) {
      points[i] = face.x(part.first + i / 2) + 0.5;
      points[i + 1] = face.y(part.first + i / 2) + 0.5;
    }
    return points;
  }

  private void iris(Landmarks face, Part eye, Optional<Iris> iris) {
    if (iris.isPresent()) {
      Iris i = iris.get();
      canvas.discWithin(points(face, eye), i.x() + 0.5, i.y() + 0.5, i.radius(), IRIS);
    }
  }
}
