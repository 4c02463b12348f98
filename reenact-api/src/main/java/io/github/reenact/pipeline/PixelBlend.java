package io.github.reenact.pipeline;

import java.nio.ByteBuffer;

/** Lays pixels over others with a weight. Stateless and thread-safe. */
final class PixelBlend {
  private static final int BITS = 8;

  /** The weight of a pixel that covers the one below. */
  static final int ONE = 1 << BITS;

  private PixelBlend() {}

  /**
   * Lays one pixel over another; each colour is rounded to the nearest.
   *
   * @param out RGB, three bytes a pixel
   * @param to where the pixel below begins in it, and the result
   * @param over RGB, three bytes a pixel
   * @param from where the pixel to lay over it begins
   * @param weight from 0 to {@link #ONE}
   */
  static void lay(byte[] out, int to, ByteBuffer over, int from, int weight) {
    if (weight <= 0) {
      return;
    }
    for (int c = 0; c < 3; c++) {
      int old = out[to + c] & 255;
      int change = ((over.get(from + c) & 255) - old) * weight;
      out[to + c] = (byte) (old + ((change + ONE / 2) >> BITS));
    }
  }
}
