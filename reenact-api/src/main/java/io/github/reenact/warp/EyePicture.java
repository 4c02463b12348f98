package io.github.reenact.warp;

import io.github.reenact.Image;
import io.github.reenact.head.EyeFrame;
import java.nio.ByteBuffer;

/** A picture seen in the coordinates of an eye. */
final class EyePicture {
  private final ByteBuffer rgb;
  private final int width;
  private final int height;
  private final EyeFrame frame;

  EyePicture(Image picture, EyeFrame frame) {
    rgb = picture.pixels();
    width = picture.width();
    height = picture.height();
    this.frame = frame;
  }

  /** The colour at a place, 0 to 255, between the pixels; beyond the picture that of its border. */
  void sample(double x, double y, double[] colour) {
    double px = frame.x() + x * frame.dx() - y * frame.dy();
    double py = frame.y() + x * frame.dy() + y * frame.dx();
    double cx = Math.max(0, Math.min(width - 1.001, px));
    double cy = Math.max(0, Math.min(height - 1.001, py));
    int i = (int) cx;
    int j = (int) cy;
    int right = i + 1 < width ? 3 : 0;
    int below = j + 1 < height ? 3 * width : 0;
    double u = cx - i;
    double v = cy - j;
    for (int c = 0; c < 3; c++) {
      int o = 3 * (j * width + i) + c;
      double above = (rgb.get(o) & 255) * (1 - u) + (rgb.get(o + right) & 255) * u;
      double under = (rgb.get(o + below) & 255) * (1 - u) + (rgb.get(o + below + right) & 255) * u;
      colour[c] = above * (1 - v) + under * v;
    }
  }
}
