package io.github.reenact.evaluate;

import io.github.reenact.Image;

/** The brightness of a picture's pixels. */
final class Luma {
  private Luma() {}

  /** 0 to 255 for each pixel in row order: 0.299 red + 0.587 green + 0.114 blue (BT.601). */
  static float[] of(Image image) {
    byte[] rgb = image.toRgb();
    float[] out = new float[rgb.length / 3];
    for (int i = 0, p = 0; i < out.length; i++, p += 3) {
      out[i] = 0.299f * (rgb[p] & 255) + 0.587f * (rgb[p + 1] & 255) + 0.114f * (rgb[p + 2] & 255);
    }
    return out;
  }
}
