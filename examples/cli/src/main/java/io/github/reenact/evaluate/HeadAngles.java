package io.github.reenact.evaluate;

import io.github.reenact.Landmarks;
import io.github.reenact.head.HeadShape;
import io.github.reenact.head.Pose;

/**
 * The pose of a head, or the difference of two, in degrees.
 *
 * @param yaw turn to the side
 * @param pitch nod
 * @param roll tilt in the plane of the picture
 */
record HeadAngles(double yaw, double pitch, double roll) {
  /** Of the mean head whose rigid points are seen nearest to the face's. */
  static HeadAngles of(Landmarks face) {
    Pose pose = HeadShape.pose(face);
    return new HeadAngles(pose.yaw(), pose.pitch(), pose.roll());
  }

  /** The difference, angle by angle, each -180 to 180. */
  HeadAngles minus(HeadAngles other) {
    return new HeadAngles(
        Math.IEEEremainder(yaw - other.yaw, 360),
        Math.IEEEremainder(pitch - other.pitch, 360),
        Math.IEEEremainder(roll - other.roll, 360));
  }

  /** The mean of the three angles without their signs. */
  double magnitude() {
    return (Math.abs(yaw) + Math.abs(pitch) + Math.abs(roll)) / 3;
  }
}
