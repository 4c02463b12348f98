package io.github.reenact.pipeline;

import io.github.reenact.Landmarks;
import io.github.reenact.head.HeadShape;
import io.github.reenact.head.Pose;
import io.github.reenact.head.Rotation;

/**
 * The photo's own face in 3D: across the picture as the photo shows it, in depth a mean head that
 * is turned as the photo's. Poses are turns away from the photo.
 */
final class PhotoHead {
  private static final int[] RIGID = HeadShape.rigid();

  private final double[][] points;
  private final Pose.Fitter fitter;

  /** From the photo's landmarks as a shape: 136 numbers x0, y0, .. */
  PhotoHead(double[] photo) {
    double[][] mean = HeadShape.face();
    Pose seen = fit(new Pose.Fitter(rigid(mean)), photo);
    points = new double[Landmarks.COUNT][];
    for (int i = 0; i < points.length; i++) {
      points[i] = new double[] {photo[2 * i], photo[2 * i + 1], seen.scale * seen.z(mean[i])};
    }
    fitter = new Pose.Fitter(rigid(points));
  }

  /** How the head is turned in a shape of the same face, whatever its expression. */
  Pose pose(double[] shape) {
    return fit(fitter, shape);
  }

  /** The photo's face turned to a pose, with the photo's own expression. */
  double[] seen(Pose pose) {
    double[] out = new double[2 * points.length];
    for (int i = 0; i < points.length; i++) {
      out[2 * i] = pose.x(points[i]);
      out[2 * i + 1] = pose.y(points[i]);
    }
    return out;
  }

  /** The photo's face turned away from the photo, in its size, with the photo's own expression. */
  double[] seen(Rotation turn) {
    double[] out = new double[2 * points.length];
    for (int i = 0; i < points.length; i++) {
      double[] p = points[i];
      out[2 * i] = turn.x(p[0], p[1], p[2]);
      out[2 * i + 1] = turn.y(p[0], p[1], p[2]);
    }
    return out;
  }

  private static Pose fit(Pose.Fitter fitter, double[] shape) {
    double[] x = new double[RIGID.length];
    double[] y = new double[RIGID.length];
    for (int i = 0; i < RIGID.length; i++) {
      x[i] = shape[2 * RIGID[i]];
      y[i] = shape[2 * RIGID[i] + 1];
    }
    return fitter.fit(x, y);
  }

  private static double[][] rigid(double[][] face) {
    double[][] out = new double[RIGID.length][];
    for (int i = 0; i < out.length; i++) {
      out[i] = face[RIGID[i]];
    }
    return out;
  }
}
