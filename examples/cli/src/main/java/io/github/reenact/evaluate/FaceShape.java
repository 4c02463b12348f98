package io.github.reenact.evaluate;

import io.github.reenact.Landmarks;
import io.github.reenact.head.HeadShape;
import io.github.reenact.head.Pose;

/**
 * The shape of a face, without place, size, pose and expression as far as a few points can be: how
 * far the points that stay where they are on the head (nose, corners of the eyes, the ends of the
 * jaw) lie from those of the mean head in the same pose, with the tilt undone, as the mean over
 * frames. A little of the pose stays in it, since its depth is the mean head's.
 */
final class FaceShape {
  private static final int[] RIGID = HeadShape.rigid();

  private final double[] sum = new double[2 * RIGID.length];
  private int frames;

  void add(Landmarks face) {
    Pose pose = HeadShape.pose(face);
    double tilt = Math.toRadians(pose.roll());
    double c = Math.cos(tilt) / pose.scale;
    double s = Math.sin(tilt) / pose.scale;
    for (int i = 0; i < RIGID.length; i++) {
      double[] mean = HeadShape.face()[RIGID[i]];
      double dx = face.x(RIGID[i]) - pose.x(mean);
      double dy = face.y(RIGID[i]) - pose.y(mean);
      sum[2 * i] += c * dx + s * dy;
      sum[2 * i + 1] += c * dy - s * dx;
    }
    frames++;
  }

  /**
   * The root mean square distance of the points of two shapes, in per cent of the distance of the
   * mean head's outer corners of the eyes.
   *
   * @return NaN if either has no frame
   */
  double distance(FaceShape other) {
    if (frames == 0 || other.frames == 0) {
      return Double.NaN;
    }
    double square = 0;
    for (int i = 0; i < sum.length; i++) {
      double d = sum[i] / frames - other.sum[i] / other.frames;
      square += d * d;
    }
    return 100 * Math.sqrt(square / RIGID.length);
  }
}
