package io.github.reenact.tf.fdgan.network;

import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import io.github.reenact.Similarity;

/**
 * The square window through which the networks see a face: about twice the face's size, upright,
 * the face always at the same place and scale. So a network learns one size of face, whatever the
 * picture's. Numbers ours.
 *
 * @param x place, in the picture, of the centre of the view's first pixel
 * @param y the same, down
 * @param step picture pixels per view pixel
 * @param size of the view in pixels
 */
public record FaceView(double x, double y, double step, int size) {
  /**
   * Side of the window over the radius of the landmarks; the face's box is about 2.6 radii wide.
   */
  private static final double SIDE = 5.4;

  /**
   * How far the window's centre lies above that of the landmarks, which know nothing of the
   * forehead.
   */
  private static final double RISE = 0.2;

  /** The view of a face. */
  public static FaceView of(Landmarks face, int size) {
    return of(face, size, 1, 0, 0);
  }

  /**
   * A view that is off a little, for training.
   *
   * @param zoom factor on the side
   * @param dx shift to the right as a share of the side
   * @param dy shift down as a share of the side
   */
  public static FaceView of(Landmarks face, int size, double zoom, double dx, double dy) {
    double r = Math.max(face.radius(), 1e-3);
    double side = SIDE * r * zoom;
    double step = side / size;
    double cx = face.centerX() + dx * side;
    double cy = face.centerY() - RISE * r + dy * side;
    return new FaceView(cx - side / 2 + step / 2, cy - side / 2 + step / 2, step, size);
  }

  /** Landmarks of the picture in pixels of the view. */
  public Landmarks toView(Landmarks face) {
    return face.transform(toView());
  }

  /** Irises in the picture in pixels of the view. */
  public Irises toView(Irises irises) {
    return irises.transform(toView());
  }

  private Similarity toView() {
    return new Similarity(1 / step, 0, -x / step, -y / step);
  }
}
