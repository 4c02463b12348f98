package io.github.reenact.media;

import io.github.reenact.Image;

/**
 * One of the eight ways to turn and mirror a picture: where the axes of the stored picture point on
 * the upright one. {@code x' = a x + c y}, {@code y' = b x + d y}, up to a shift; this is the upper
 * left part of a video's display matrix.
 *
 * @param a -1, 0 or 1
 * @param b -1, 0 or 1
 * @param c -1, 0 or 1
 * @param d -1, 0 or 1
 */
record Orientation(int a, int b, int c, int d) {
  static final Orientation UPRIGHT = new Orientation(1, 0, 0, 1);

  /** That of an EXIF orientation tag; values out of 1 to 8 mean upright, as viewers take them. */
  static Orientation ofExif(int tag) {
    return switch (tag) {
      case 2 -> new Orientation(-1, 0, 0, 1);
      case 3 -> new Orientation(-1, 0, 0, -1);
      case 4 -> new Orientation(1, 0, 0, -1);
      case 5 -> new Orientation(0, 1, 1, 0);
      case 6 -> new Orientation(0, 1, -1, 0);
      case 7 -> new Orientation(0, -1, -1, 0);
      case 8 -> new Orientation(0, -1, 1, 0);
      default -> UPRIGHT;
    };
  }

  /** The nearest one to the upper left part of a display matrix; upright if it is degenerate. */
  static Orientation ofMatrix(double a, double b, double c, double d) {
    Orientation o =
        Math.abs(a) + Math.abs(d) >= Math.abs(b) + Math.abs(c)
            ? new Orientation((int) Math.signum(a), 0, 0, (int) Math.signum(d))
            : new Orientation(0, (int) Math.signum(b), (int) Math.signum(c), 0);
    return Math.abs(o.a * o.d - o.b * o.c) == 1 ? o : UPRIGHT;
  }

  boolean swapsSides() {
    return a == 0;
  }

  /** The picture, turned upright. */
  Image apply(Image in) {
    if (equals(UPRIGHT)) {
      return in;
    }
    int w = in.width();
    int h = in.height();
    int ow = swapsSides() ? h : w;
    int oh = swapsSides() ? w : h;
    byte[] from = in.toRgb();
    byte[] to = new byte[from.length];
    int x0 = a + c < 0 ? ow - 1 : 0;
    int y0 = b + d < 0 ? oh - 1 : 0;
    int step = (b * ow + a) * 3;
    for (int y = 0, i = 0; y < h; y++) {
      int o = ((y0 + d * y) * ow + x0 + c * y) * 3;
      for (int x = 0; x < w; x++, i += 3, o += step) {
        to[o] = from[i];
        to[o + 1] = from[i + 1];
        to[o + 2] = from[i + 2];
      }
    }
    return Image.wrap(ow, oh, to);
  }
}
