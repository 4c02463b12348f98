package io.github.reenact.landmarks;

/**
 * One level of dlib's image pyramid, with its memory for the next picture: 8-bit grey, rows from
 * top to bottom.
 */
final class GreyLevel {
  private int width;
  private int height;
  private byte[] pixels = {};

  /** Where each column of the level comes from in the level above, as {@link #shrink} finds it. */
  private int[] from = {};

  private float[] fraction = {};

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** Belongs to the level, and may be longer than it is. */
  byte[] pixels() {
    return pixels;
  }

  private void resize(int newWidth, int newHeight) {
    width = newWidth;
    height = newHeight;
    if (pixels.length < width * height) {
      pixels = new byte[width * height];
    }
  }

  /** The first level, rounded. */
  void set(GreyChip chip) {
    resize(chip.width(), chip.height());
    float[] grey = chip.grey();
    for (int i = 0; i < width * height; i++) {
      pixels[i] = (byte) (int) Math.min(Math.max(grey[i] + 0.5f, 0), 255);
    }
  }

  /**
   * The next level, five sixths as large, bilinear. In the order and the precision of dlib's {@code
   * resize_image}, which computes four columns at a time, and those that are left over otherwise.
   */
  void shrink(GreyLevel above) {
    resize(5 * above.width / 6, 5 * above.height / 6);
    double stepX = (above.width - 1) / (double) Math.max(width - 1, 1);
    double stepY = (above.height - 1) / (double) Math.max(height - 1, 1);
    int inFours = columns(stepX, above.width);
    double y = -stepY;
    for (int r = 0; r < height; r++) {
      y += stepY;
      int top = (int) Math.floor(y);
      int bottom = Math.min(top + 1, above.height - 1);
      double fractionY = y - top;
      int upper = top * above.width;
      int lower = bottom * above.width;
      blend(above.pixels, upper, lower, fractionY, r * width, inFours);
      double x = -stepX + inFours * stepX;
      for (int c = inFours; c < width; c++) {
        x += stepX;
        int left = (int) Math.floor(x);
        int right = Math.min(left + 1, above.width - 1);
        float fx = (float) (x - left);
        float tl = above.pixels[upper + left] & 0xff;
        float tr = above.pixels[upper + right] & 0xff;
        float bl = above.pixels[lower + left] & 0xff;
        float br = above.pixels[lower + right] & 0xff;
        double upperMean = (1 - fx) * tl + fx * tr;
        double lowerMean = (1 - fx) * bl + fx * br;
        float value = (float) ((1 - fractionY) * upperMean + fractionY * lowerMean);
        pixels[r * width + c] = (byte) (int) Math.min(value, 255);
      }
    }
  }

  /** Fills {@link #from} and {@link #fraction}; returns how many columns dlib takes in fours. */
  private int columns(double step, int aboveWidth) {
    if (from.length < width + 4) {
      from = new int[width + 4];
      fraction = new float[width + 4];
    }
    double first = -4 * step;
    float stepOfFour = (float) (4 * step);
    float[] x = {
      (float) first, (float) (first + step), (float) (first + 2 * step), (float) (first + 3 * step)
    };
    int c = 0;
    while (true) {
      for (int lane = 0; lane < 4; lane++) {
        x[lane] += stepOfFour;
      }
      if ((int) x[3] + 1 >= aboveWidth || c + 4 > width) {
        return c;
      }
      for (int lane = 0; lane < 4; lane++) {
        from[c + lane] = (int) x[lane];
        fraction[c + lane] = x[lane] - (int) x[lane];
      }
      c += 4;
    }
  }

  private void blend(byte[] in, int upper, int lower, double fractionY, int to, int count) {
    float fy = (float) fractionY;
    float gy = (float) (1 - fractionY);
    for (int c = 0; c < count; c++) {
      float fx = fraction[c];
      float gx = 1 - fx;
      int a = upper + from[c];
      int b = lower + from[c];
      float value =
          gy * gx * (in[a] & 0xff)
              + gy * fx * (in[a + 1] & 0xff)
              + fy * gx * (in[b] & 0xff)
              + fy * fx * (in[b + 1] & 0xff);
      pixels[to + c] = (byte) (int) (value + 0.5);
    }
  }
}
