package io.github.reenact.landmarks;

/**
 * Loops over rows of floats that Java's compiler turns into vector instructions: it does so only if
 * all arrays are used at the same index, and not too many of them at once. Sums are in the order of
 * dlib's vector code.
 */
final class Rows {
  private Rows() {}

  /** out = min(value, limit) * scale. */
  static void clip(float[] out, float[] value, float[] limit, float[] scale, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = Math.min(value[i], limit[i]) * scale[i];
    }
  }

  /** out = a + b. */
  static void add(float[] out, float[] a, float[] b, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = a[i] + b[i];
    }
  }

  /** out = (a + b) + (c + d). */
  static void addPairs(float[] out, float[] a, float[] b, float[] c, float[] d, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = (a[i] + b[i]) + (c[i] + d[i]);
    }
  }

  /** out = out + (a + b + c). */
  static void addTriple(float[] out, float[] a, float[] b, float[] c, int length) {
    for (int i = 0; i < length; i++) {
      out[i] += a[i] + b[i] + c[i];
    }
  }

  /** out = a * factor. */
  static void scale(float[] out, float[] a, float factor, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = a[i] * factor;
    }
  }

  /** out = numerator / a. */
  static void invert(float[] out, float[] a, float numerator, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = numerator / a[i];
    }
  }

  /**
   * Adds ten rows with their weights to {@code out}.
   *
   * @param second is overwritten
   * @param third is overwritten
   */
  static void weigh(
      float[] out, float[][] rows, float[] weights, float[] second, float[] third, int length) {
    weighThree(second, rows, weights, 1, length);
    weighThree(third, rows, weights, 2, length);
    add(second, second, third, length);
    float w0 = weights[0];
    float w3 = weights[3];
    float w6 = weights[6];
    float w9 = weights[9];
    float[] r0 = rows[0];
    float[] r3 = rows[3];
    float[] r6 = rows[6];
    float[] r9 = rows[9];
    for (int i = 0; i < length; i++) {
      out[i] += r0[i] * w0 + r3[i] * w3 + r6[i] * w6 + r9[i] * w9 + second[i];
    }
  }

  private static void weighThree(float[] out, float[][] rows, float[] weights, int k, int length) {
    float wa = weights[k];
    float wb = weights[k + 3];
    float wc = weights[k + 6];
    float[] a = rows[k];
    float[] b = rows[k + 3];
    float[] c = rows[k + 6];
    for (int i = 0; i < length; i++) {
      out[i] = a[i] * wa + b[i] * wb + c[i] * wc;
    }
  }
}
