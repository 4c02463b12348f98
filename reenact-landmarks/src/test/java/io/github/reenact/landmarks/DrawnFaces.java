package io.github.reenact.landmarks;

import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import io.github.reenact.testing.TestFaces;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** Pictures with drawn faces that dlib's detector takes for faces. */
final class DrawnFaces {
  private DrawnFaces() {}

  /** One portrait, square. */
  static Image one(int side) {
    return TestFaces.portrait(landmarks(side), side, side);
  }

  /** The landmarks that {@link #one} is drawn with. */
  static Landmarks landmarks(int side) {
    return TestFaces.face().at(side * 0.5, side * 0.48, side * 0.24);
  }

  static Image blank(int width, int height) {
    return onCanvas(width, height, one(64));
  }

  /**
   * Portraits on grey.
   *
   * @param at x, y and side of each
   */
  static Image onCanvas(int width, int height, Image portrait, double[]... at) {
    BufferedImage canvas = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = canvas.createGraphics();
    g.setColor(Color.GRAY);
    g.fillRect(0, 0, width, height);
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    for (double[] p : at) {
      int side = (int) Math.round(p[2]);
      g.drawImage(portrait.toBufferedImage(), (int) p[0], (int) p[1], side, side, null);
    }
    g.dispose();
    return Image.of(canvas);
  }

  static Image mirrored(Image image) {
    int w = image.width();
    byte[] in = image.toRgb();
    byte[] out = new byte[in.length];
    for (int i = 0; i < w * image.height(); i++) {
      int j = i - i % w + w - 1 - i % w;
      System.arraycopy(in, 3 * i, out, 3 * j, 3);
    }
    return Image.of(w, image.height(), out);
  }

  /** Mean distance of the points, in distances of the eyes' outer corners. */
  static double distance(Landmarks a, Landmarks b) {
    double sum = 0;
    for (int i = 0; i < Landmarks.COUNT; i++) {
      sum += Math.hypot(a.x(i) - b.x(i), a.y(i) - b.y(i));
    }
    return sum / Landmarks.COUNT / Math.hypot(b.x(36) - b.x(45), b.y(36) - b.y(45));
  }
}
