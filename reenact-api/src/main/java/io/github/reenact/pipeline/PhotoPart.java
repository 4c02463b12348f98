package io.github.reenact.pipeline;

import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import io.github.reenact.Similarity;

/**
 * The part of a photo or frame in which one face moves: so that a face costs what its own
 * surroundings cost, however large the picture is.
 *
 * @param x of its left column in the photo
 * @param y of its top row in the photo
 * @param width in pixels
 * @param height in pixels
 */
public record PhotoPart(int x, int y, int width, int height) {
  /**
   * From the face's centre to each side, in sides of the face: what moves with a face reaches 2
   * ({@link io.github.reenact.warp.HeadWarp}), and the rest is for a head that moves about.
   */
  private static final double REACH = 2.6;

  /** The part around a face, as far as the photo reaches. */
  public static PhotoPart around(Landmarks face, int photoWidth, int photoHeight) {
    double reach = REACH * face.size();
    double cx = (face.left() + face.right()) / 2.0;
    double cy = (face.top() + face.bottom()) / 2.0;
    int left = clamp(cx - reach, photoWidth - 1);
    int top = clamp(cy - reach, photoHeight - 1);
    int right = Math.max(left + 1, clamp(cx + reach + 1, photoWidth));
    int bottom = Math.max(top + 1, clamp(cy + reach + 1, photoHeight));
    return new PhotoPart(left, top, right - left, bottom - top);
  }

  private static int clamp(double place, int most) {
    return (int) Math.max(0, Math.min(most, Math.round(place)));
  }

  /** Its pixels. */
  public Image of(Image photo) {
    return photo.crop(x, y, width, height);
  }

  /** Landmarks of the photo in pixels of the part. */
  public Landmarks toPart(Landmarks inPhoto) {
    return inPhoto.transform(Similarity.scaleThenMove(1, -x, -y));
  }

  /** Landmarks of the part in pixels of the photo. */
  public Landmarks toPhoto(Landmarks inPart) {
    return inPart.transform(Similarity.scaleThenMove(1, x, y));
  }
}
