package io.github.reenact.evaluate;

import io.github.reenact.Image;

/**
 * The structural similarity of two pictures' brightness: Wang et al., "Image Quality Assessment:
 * From Error Visibility to Structural Similarity" (2004), with the paper's window (11x11 pixels,
 * Gaussian of standard deviation 1.5) and constants (K1 = 0.01, K2 = 0.03), as the mean over all
 * windows that lie wholly in the picture.
 */
final class Ssim {
  /** The window's side in pixels: no picture may be smaller. */
  static final int WINDOW = 11;

  private static final double DEVIATION = 1.5;
  private static final double C1 = 6.5025;
  private static final double C2 = 58.5225;
  private static final float[] WEIGHTS = weights();

  private Ssim() {}

  private static float[] weights() {
    double[] w = new double[WINDOW];
    double sum = 0;
    for (int i = 0; i < WINDOW; i++) {
      double d = (i - WINDOW / 2) / DEVIATION;
      w[i] = Math.exp(-d * d / 2);
      sum += w[i];
    }
    float[] out = new float[WINDOW];
    for (int i = 0; i < WINDOW; i++) {
      out[i] = (float) (w[i] / sum);
    }
    return out;
  }

  /**
   * Compares.
   *
   * @return 1 for equal pictures, at least -1
   * @throws IllegalArgumentException if the sizes differ or are less than {@value #WINDOW}
   */
  static double of(Image first, Image second) {
    int width = first.width();
    int height = first.height();
    if (second.width() != width || second.height() != height || width < WINDOW || height < WINDOW) {
      throw new IllegalArgumentException(
          first + " and " + second + " are not of one size of at least 11x11 pixels");
    }
    float[] a = Luma.of(first);
    float[] b = Luma.of(second);
    float[] meanA = blur(a, width, height);
    float[] meanB = blur(b, width, height);
    float[] squareA = blur(product(a, a), width, height);
    float[] squareB = blur(product(b, b), width, height);
    float[] mixed = blur(product(a, b), width, height);
    double sum = 0;
    for (int i = 0; i < mixed.length; i++) {
      double ma = meanA[i];
      double mb = meanB[i];
      double varianceA = squareA[i] - ma * ma;
      double varianceB = squareB[i] - mb * mb;
      double covariance = mixed[i] - ma * mb;
      sum +=
          (2 * ma * mb + C1)
              * (2 * covariance + C2)
              / ((ma * ma + mb * mb + C1) * (varianceA + varianceB + C2));
    }
    return sum / mixed.length;
  }

  private static float[] product(float[] a, float[] b) {
    float[] out = new float[a.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = a[i] * b[i];
    }
    return out;
  }

  /** Weighted means over the windows, first along the rows, then along the columns. */
  private static float[] blur(float[] in, int width, int height) {
    int w = width - WINDOW + 1;
    int h = height - WINDOW + 1;
    float[] rows = new float[w * height];
    for (int y = 0; y < height; y++) {
      for (int k = 0; k < WINDOW; k++) {
        for (int x = 0; x < w; x++) {
          rows[y * w + x] += WEIGHTS[k] * in[y * width + x + k];
        }
      }
    }
    float[] out = new float[w * h];
    for (int y = 0; y < h; y++) {
      for (int k = 0; k < WINDOW; k++) {
        for (int x = 0; x < w; x++) {
          out[y * w + x] += WEIGHTS[k] * rows[(y + k) * w + x];
        }
      }
    }
    return out;
  }
}
