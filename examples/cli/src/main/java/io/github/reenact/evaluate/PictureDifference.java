package io.github.reenact.evaluate;

import io.github.reenact.Image;

/** How far two pictures of one size differ, pixel by pixel. */
final class PictureDifference {
  private final int width;
  private final byte[] first;
  private final byte[] second;

  /**
   * Takes two pictures.
   *
   * @throws IllegalArgumentException if their sizes differ
   */
  PictureDifference(Image first, Image second) {
    if (first.width() != second.width() || first.height() != second.height()) {
      throw new IllegalArgumentException(
          first + " and " + second + " differ in size: they cannot be compared pixel by pixel");
    }
    width = first.width();
    this.first = first.toRgb();
    this.second = second.toRgb();
  }

  /**
   * The mean absolute difference of the colours, 0 to 1, over all pixels of the boxes.
   *
   * @return NaN if the boxes are empty
   */
  double l1(PixelBox... boxes) {
    long sum = 0;
    long values = 0;
    for (PixelBox box : boxes) {
      values += 3 * box.pixels();
      for (int y = box.top(); y < box.bottom(); y++) {
        for (int i = 3 * (y * width + box.left()); i < 3 * (y * width + box.right()); i++) {
          sum += Math.abs((first[i] & 255) - (second[i] & 255));
        }
      }
    }
    return values == 0 ? Double.NaN : sum / 255.0 / values;
  }

  /** The peak signal-to-noise ratio of the colours in decibels; infinite for equal pictures. */
  double psnr() {
    double sum = 0;
    for (int i = 0; i < first.length; i++) {
      double d = (first[i] & 255) - (second[i] & 255);
      sum += d * d;
    }
    return 10 * Math.log10(255.0 * 255.0 * first.length / sum);
  }
}
