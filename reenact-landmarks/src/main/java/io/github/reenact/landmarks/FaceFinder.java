package io.github.reenact.landmarks;

import io.github.reenact.Image;

/**
 * Looks at one grey part of a picture, the chip, with scratch memory of its own: one thread at a
 * time. The centre of a chip's upper left pixel is (0, 0).
 */
interface FaceFinder extends AutoCloseable {
  /** Numbers of a face in {@link #detect}: left, top, right, bottom, confidence. */
  int NUMBERS = 5;

  /**
   * Cuts the chip out of a picture, by area averaging, or bilinear where it is enlarged. 0 outside
   * of the picture.
   *
   * @param left edge of the chip in pixels of the picture, whose first pixel's centre is 0
   * @param top edge, likewise
   * @param step pixels of the picture per pixel of the chip
   * @param width of the chip in its pixels
   * @param height of the chip in its pixels
   */
  void cut(Image image, double left, double top, double step, int width, int height);

  /**
   * Faces in the chip, as dlib's frontal face detector finds them.
   *
   * @param threshold the least confidence; 0 is dlib's own bar
   * @param out gets {@value #NUMBERS} numbers for each face, the best first; box in whole pixels of
   *     the chip
   * @return how many; at most as many as there is room for
   */
  int detect(double threshold, float[] out);

  /**
   * Landmarks of the face in a square of the chip, by dlib's regression trees.
   *
   * @param left edge of the square in chip pixels
   * @param top edge of the square in chip pixels
   * @param side of the square in chip pixels
   * @param xy gets x0, y0, x1 and so on in chip pixels
   */
  void predict(double left, double top, double side, float[] xy);

  @Override
  void close();
}
