package io.github.reenact.demo.portrait;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.function.Consumer;

/**
 * The picture in progress: {@link #SCALE} times as large as it will be, with coordinates of the
 * final picture, and soft layers on it.
 */
final class Canvas {
  static final int SCALE = 2;
  static final int FULL = SamplePortrait.SIZE * SCALE;

  /** The vertical axis of the face; the drawing's coordinates are those of the final picture. */
  static final double AXIS = 384;

  private final BufferedImage image =
      new BufferedImage(FULL, FULL, BufferedImage.TYPE_INT_ARGB_PRE);
  final Graphics2D g = graphics(image);

  /** The final picture; nothing can be drawn any more. */
  BufferedImage reduced() {
    g.dispose();
    BufferedImage small =
        new BufferedImage(SamplePortrait.SIZE, SamplePortrait.SIZE, BufferedImage.TYPE_INT_RGB);
    Graphics2D out = small.createGraphics();
    out.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    out.drawImage(image, 0, 0, SamplePortrait.SIZE, SamplePortrait.SIZE, null);
    out.dispose();
    return small;
  }

  private static Graphics2D graphics(BufferedImage image) {
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.scale(SCALE, SCALE);
    return g;
  }

  /** Paints on a layer of its own, blurs it (standard deviation in pixels), lays it on. */
  void soft(double sigma, Consumer<Graphics2D> painter) {
    BufferedImage layer = new BufferedImage(FULL, FULL, BufferedImage.TYPE_INT_ARGB_PRE);
    Graphics2D h = graphics(layer);
    painter.accept(h);
    h.dispose();
    blur(layer, sigma * SCALE);
    g.drawImage(layer, 0, 0, SamplePortrait.SIZE, SamplePortrait.SIZE, null);
  }

  /** A picture cut out by a shape with a soft edge. */
  static BufferedImage masked(BufferedImage picture, Shape shape, double sigma) {
    BufferedImage mask = new BufferedImage(FULL, FULL, BufferedImage.TYPE_INT_ARGB_PRE);
    Graphics2D h = graphics(mask);
    h.setColor(Color.WHITE);
    h.fill(shape);
    h.dispose();
    blur(mask, sigma * SCALE);
    int[] m = ((DataBufferInt) mask.getRaster().getDataBuffer()).getData();
    int[] p = ((DataBufferInt) picture.getRaster().getDataBuffer()).getData();
    for (int i = 0; i < m.length; i++) {
      int a = m[i] >>> 24;
      m[i] =
          a << 24
              | ((p[i] >> 16 & 255) * a / 255) << 16
              | ((p[i] >> 8 & 255) * a / 255) << 8
              | ((p[i] & 255) * a / 255);
    }
    return mask;
  }

  /** A Gaussian blur of the used part of a layer, by three box blurs. */
  private static void blur(BufferedImage layer, double sigma) {
    int w = layer.getWidth();
    int h = layer.getHeight();
    int[] p = ((DataBufferInt) layer.getRaster().getDataBuffer()).getData();
    int x0 = w;
    int x1 = -1;
    int y0 = h;
    int y1 = -1;
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        if (p[y * w + x] != 0) {
          x0 = Math.min(x0, x);
          x1 = Math.max(x1, x);
          y0 = Math.min(y0, y);
          y1 = y;
        }
      }
    }
    if (x1 < 0) {
      return;
    }
    int margin = (int) Math.ceil(3 * sigma) + 2;
    x0 = Math.max(0, x0 - margin);
    y0 = Math.max(0, y0 - margin);
    x1 = Math.min(w - 1, x1 + margin);
    y1 = Math.min(h - 1, y1 + margin);
    int bw = x1 - x0 + 1;
    int bh = y1 - y0 + 1;
    float[][] planes = new float[4][bw * bh];
    for (int y = 0; y < bh; y++) {
      for (int x = 0; x < bw; x++) {
        int v = p[(y + y0) * w + x + x0];
        for (int k = 0; k < 4; k++) {
          planes[k][y * bw + x] = v >>> (24 - 8 * k) & 255;
        }
      }
    }
    for (float[] plane : planes) {
      blurRows(plane, bw, 0, bh, sigma);
    }
    for (int y = 0; y < bh; y++) {
      for (int x = 0; x < bw; x++) {
        int i = y * bw + x;
        int a = Math.round(planes[0][i]);
        int v = a << 24;
        for (int k = 1; k < 4; k++) {
          v |= Math.min(a, Math.round(planes[k][i])) << (24 - 8 * k);
        }
        p[(y + y0) * w + x + x0] = v;
      }
    }
  }

  /** Blurs the rows from {@code y0} up to {@code y1} of a plane, as if there were no others. */
  static void blurRows(float[] p, int w, int y0, int y1, double sigma) {
    int r = Math.max(1, (int) Math.round(Math.sqrt(sigma * sigma + 0.25) - 0.5));
    float k = 1f / (2 * r + 1);
    float[] line = new float[w];
    float[] copy = new float[(y1 - y0) * w];
    float[] sum = new float[w];
    for (int pass = 0; pass < 3; pass++) {
      for (int y = y0; y < y1; y++) {
        System.arraycopy(p, y * w, line, 0, w);
        double s = line[0] * (r + 1.0);
        for (int x = 1; x <= r; x++) {
          s += line[Math.min(w - 1, x)];
        }
        for (int x = 0; x < w; x++) {
          p[y * w + x] = (float) (s * k);
          s += line[Math.min(w - 1, x + r + 1)] - line[Math.max(0, x - r)];
        }
      }
      // Downwards row by row, with one running sum a column: columns one by one would miss the
      // cache at every pixel.
      System.arraycopy(p, y0 * w, copy, 0, copy.length);
      int last = y1 - y0 - 1;
      for (int x = 0; x < w; x++) {
        sum[x] = copy[x] * (r + 1);
      }
      for (int y = 1; y <= r; y++) {
        int row = Math.min(last, y) * w;
        for (int x = 0; x < w; x++) {
          sum[x] += copy[row + x];
        }
      }
      for (int y = 0; y <= last; y++) {
        int to = (y0 + y) * w;
        int in = Math.min(last, y + r + 1) * w;
        int out = Math.max(0, y - r) * w;
        for (int x = 0; x < w; x++) {
          p[to + x] = sum[x] * k;
          sum[x] += copy[in + x] - copy[out + x];
        }
      }
    }
  }

  /** An ellipse by its centre and its radii. */
  static Ellipse2D ellipse(double x, double y, double rx, double ry) {
    return new Ellipse2D.Double(x - rx, y - ry, 2 * rx, 2 * ry);
  }

  /** A quadratic curve by its ends and the point between. */
  static Path2D curve(double x0, double y0, double x1, double y1, double x2, double y2) {
    Path2D path = new Path2D.Double();
    path.moveTo(x0, y0);
    path.quadTo(x1, y1, x2, y2);
    return path;
  }
}
