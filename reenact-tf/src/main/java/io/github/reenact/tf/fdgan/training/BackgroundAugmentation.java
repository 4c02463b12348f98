package io.github.reenact.tf.fdgan.training;

import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import java.util.Optional;
import java.util.Random;

/**
 * A piece of another picture that stands at one place beside the head, in the photo and in the
 * target picture: things that do not move with a head, with edges that can be seen.
 *
 * @param x left edge in pixels
 * @param y upper edge
 * @param width in pixels
 * @param height in pixels
 */
record BackgroundAugmentation(int x, int y, int width, int height) {
  private static final double SHARE = 0.25;

  /** Places tried until one is beside the heads. */
  private static final int TRIES = 8;

  /** Radius of the circle that head and hair are taken to be in, in radii of the landmarks. */
  private static final double HEAD = 1.9;

  /** How far its centre lies above that of the landmarks, in the same unit. */
  private static final double RISE = 0.3;

  /** Most often none; never one that covers either of two heads in pictures of a size. */
  static Optional<BackgroundAugmentation> random(
      Random r, int width, int height, Landmarks a, Landmarks b) {
    if (r.nextDouble() >= SHARE) {
      return Optional.empty();
    }
    for (int i = 0; i < TRIES; i++) {
      int w = (int) (width * (0.1 + 0.4 * r.nextDouble()));
      int h = (int) (height * (0.1 + 0.6 * r.nextDouble()));
      BackgroundAugmentation place =
          new BackgroundAugmentation(r.nextInt(width - w + 1), r.nextInt(height - h + 1), w, h);
      if (!place.covers(a) && !place.covers(b)) {
        return Optional.of(place);
      }
    }
    return Optional.empty();
  }

  /** Whether it covers some of a head. */
  boolean covers(Landmarks face) {
    double cx = face.centerX();
    double cy = face.centerY() - RISE * face.radius();
    double dx = cx - Math.min(Math.max(cx, x), x + width);
    double dy = cy - Math.min(Math.max(cy, y), y + height);
    return Math.hypot(dx, dy) < HEAD * face.radius();
  }

  /**
   * A picture with this piece of another one, at the same place; where that is too small it is
   * repeated.
   */
  Image apply(Image picture, Image other) {
    byte[] out = picture.toRgb();
    for (int row = y; row < Math.min(y + height, picture.height()); row++) {
      for (int column = x; column < Math.min(x + width, picture.width()); column++) {
        int rgb = other.rgb(column % other.width(), row % other.height());
        int o = 3 * (row * picture.width() + column);
        out[o] = (byte) (rgb >> 16);
        out[o + 1] = (byte) (rgb >> 8);
        out[o + 2] = (byte) rgb;
      }
    }
    return Image.wrap(picture.width(), picture.height(), out);
  }
}
