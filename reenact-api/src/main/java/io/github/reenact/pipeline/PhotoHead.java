package io.github.reenact.pipeline;

import io.github.reenact.Landmarks;
import io.github.reenact.head.HeadFit;
import io.github.reenact.head.HeadShape;
import io.github.reenact.head.Pose;
import io.github.reenact.head.Rotation;
import io.github.reenact.head.Shape;

/**
 * The photo's own face in 3D: across the picture as the photo shows it, in depth a mean head that
 * is turned as the photo's. Poses are turns away from the photo.
 */
final class PhotoHead {
  private final double[][] points;
  private final HeadFit fit;

  /** From the photo's landmarks as a shape. */
  PhotoHead(Shape photo) {
    double[][] mean = HeadShape.face();
    Pose seen = HeadFit.rigid(mean).fit(photo);
    points = new double[Landmarks.COUNT][];
    for (int i = 0; i < points.length; i++) {
      points[i] = new double[] {photo.x(i), photo.y(i), seen.scale * seen.z(mean[i])};
    }
    fit = HeadFit.rigid(points);
  }

  /** How the head is turned in a shape of the same face, whatever its expression. */
  Pose pose(Shape shape) {
    return fit.fit(shape);
  }

  /** The photo's face turned to a pose, with the photo's own expression. */
  Shape seen(Pose pose) {
    double[] out = new double[2 * points.length];
    for (int i = 0; i < points.length; i++) {
      out[2 * i] = pose.x(points[i]);
      out[2 * i + 1] = pose.y(points[i]);
    }
    return Shape.of(out);
  }

  /** The photo's face turned away from the photo, in its size, with the photo's own expression. */
  Shape seen(Rotation turn) {
    double[] out = new double[2 * points.length];
    for (int i = 0; i < points.length; i++) {
      double[] p = points[i];
      out[2 * i] = turn.x(p[0], p[1], p[2]);
      out[2 * i + 1] = turn.y(p[0], p[1], p[2]);
    }
    return Shape.of(out);
  }
}
