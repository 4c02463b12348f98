package io.github.reenact.tf.fdgan.training;

import io.github.reenact.tf.graph.Layers;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * A loss for sharpness (ours): in small windows, how much fine detail a picture has against how
 * much the true one has, wherever in the window it is. Losses that compare pixels prefer a blur to
 * detail that is a pixel off; this one does not care about the pixel.
 *
 * <p>Detail is luma less its Gaussian blur, at full and at half size; how much of it a window has
 * is its root mean square.
 */
final class LocalContrast {
  /** Full size, half size. */
  private static final int LEVELS = 2;

  /** Of the Gaussian blur, in pixels. */
  private static final double DEVIATION = 1.2;

  private static final int KERNEL = 7;

  private static final int MARGIN = KERNEL / 2;

  /** Side of a window, and twice the distance between windows, at full size. */
  private static final int WINDOW = 8;

  /** Contrast below this, of 1, is noise of the camera and of compression. */
  private static final float NOISE = 0.008f;

  private final Ops tf;
  private final Layers layers;
  private final Operand<TFloat32> blur;

  LocalContrast(Ops tf, Layers layers) {
    this.tf = tf;
    this.layers = layers;
    blur = tf.reshape(tf.constant(gaussian()), tf.constant(new int[] {KERNEL, KERNEL, 1, 1}));
  }

  /**
   * The mean over windows of the difference in contrast, on each level, added up.
   *
   * @param made batch x size x size x 3, 0 to 1
   * @param wanted the same; no gradient flows into it
   * @param weight of each pixel: batch x size x size x 1
   */
  Operand<TFloat32> difference(
      Operand<TFloat32> made, Operand<TFloat32> wanted, Operand<TFloat32> weight) {
    List<Operand<TFloat32>> terms = new ArrayList<>();
    Operand<TFloat32> a = luma(made);
    Operand<TFloat32> b = tf.stopGradient(luma(wanted));
    Operand<TFloat32> w = weight;
    for (int level = 0; level < LEVELS; level++) {
      if (level > 0) {
        a = layers.halve(a);
        b = layers.halve(b);
        w = layers.halve(w);
      }
      int window = WINDOW >> level;
      terms.add(
          tf.math.mean(
              tf.math.mul(
                  tf.math.abs(tf.math.sub(contrast(a, window), contrast(b, window))),
                  windows(w, window)),
              tf.constant(new int[] {0, 1, 2, 3})));
    }
    return tf.math.addN(terms);
  }

  private Operand<TFloat32> luma(Operand<TFloat32> picture) {
    return tf.math.addN(
        List.of(
            tf.math.mul(tf.constant(0.299f), layers.channels(picture, 0, 1)),
            tf.math.mul(tf.constant(0.587f), layers.channels(picture, 1, 1)),
            tf.math.mul(tf.constant(0.114f), layers.channels(picture, 2, 1))));
  }

  private Operand<TFloat32> contrast(Operand<TFloat32> luma, int window) {
    Operand<TFloat32> reflected =
        tf.mirrorPad(
            luma,
            tf.constant(new int[][] {{0, 0}, {MARGIN, MARGIN}, {MARGIN, MARGIN}, {0, 0}}),
            "REFLECT");
    Operand<TFloat32> blurred = tf.nn.conv2d(reflected, blur, List.of(1L, 1L, 1L, 1L), "VALID");
    Operand<TFloat32> detail = tf.math.sub(luma, blurred);
    return tf.math.sqrt(
        tf.math.add(windows(tf.math.square(detail), window), tf.constant(NOISE * NOISE)));
  }

  private Operand<TFloat32> windows(Operand<TFloat32> x, int window) {
    long side = window;
    return tf.nn.avgPool(
        x, List.of(1L, side, side, 1L), List.of(1L, side / 2, side / 2, 1L), "VALID");
  }

  private static float[] gaussian() {
    float[] kernel = new float[KERNEL * KERNEL];
    double sum = 0;
    for (int i = 0; i < kernel.length; i++) {
      double x = i % KERNEL - MARGIN;
      double y = i / KERNEL - MARGIN;
      kernel[i] = (float) Math.exp(-(x * x + y * y) / (2 * DEVIATION * DEVIATION));
      sum += kernel[i];
    }
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] /= (float) sum;
    }
    return kernel;
  }
}
