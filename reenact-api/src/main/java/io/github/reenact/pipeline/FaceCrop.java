package io.github.reenact.pipeline;

import io.github.reenact.Landmarks;

/**
 * The square around a face that {@link io.github.reenact.Framing#CROP} cuts from a photo.
 *
 * @param x of its left column in the photo
 * @param y of its top row in the photo
 * @param side in pixels
 */
public record FaceCrop(int x, int y, int side) {
  /** Side of the square, in sides of the face: room for hair, neck and some motion. */
  static final double SIDE = 2.2;

  /** By how much the square's centre lies above the face's, in sides of the face. */
  static final double UP = 0.1;

  /**
   * The square for a face, moved and if need be shrunk to lie in the photo. Its side is even where
   * that is possible, since video codecs ask for it.
   */
  public static FaceCrop around(Landmarks face, int width, int height) {
    double size = face.size();
    int side = (int) Math.round(Math.min(SIDE * size, Math.min(width, height)));
    side = Math.max(1, Math.min(side, Math.min(width, height)));
    if (side > 1) {
      side -= side % 2;
    }
    double cx = (face.left() + face.right()) / 2.0 + 0.5;
    double cy = (face.top() + face.bottom()) / 2.0 + 0.5 - UP * size;
    return new FaceCrop(place(cx, side, width), place(cy, side, height), side);
  }

  private static int place(double centre, int side, int length) {
    return (int) Math.max(0, Math.min(length - side, Math.round(centre - side / 2.0)));
  }
}
