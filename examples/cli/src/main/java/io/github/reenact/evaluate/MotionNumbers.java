package io.github.reenact.evaluate;

import io.github.reenact.FacePart;
import io.github.reenact.Landmarks;
import java.util.List;

/**
 * What a face does, in six numbers that are no shape of a person.
 *
 * @param yaw of the head, positive to the right of the picture
 * @param pitch of the head, positive down
 * @param roll of the head, positive against the clock
 * @param mouth how far it is open
 * @param rightEye how far the person's right eye is open
 * @param leftEye how far the person's left eye is open
 */
public record MotionNumbers(
    double yaw, double pitch, double roll, double mouth, double rightEye, double leftEye) {
  /** The names of the numbers, in the order of {@link #toArray()}. */
  public static final List<String> NAMES =
      List.of("yaw", "pitch", "roll", "mouth", "rightEye", "leftEye");

  /**
   * Measures landmarks. With the roll undone, yaw and pitch are how far the tip of the nose (30)
   * lies right of and below the middle between the two ends of the jaw (0 and 16), in parts of the
   * face's root mean square radius: the nose and the ears are the points farthest apart in depth.
   * On the morphable face a straight line through these gives 99 % of the variance of the yaw and
   * 97 % of that of the pitch. The roll, in radians, is that of the line between the eyes. Mouth
   * and eyes are the mean gaps of the lids and of the inner lips in parts of the distance of the
   * eyes. All six keep a little of the shape of the face.
   */
  public static MotionNumbers of(Landmarks face) {
    double rx = mean(face, FacePart.LEFT_EYE, true);
    double ry = mean(face, FacePart.LEFT_EYE, false);
    double lx = mean(face, FacePart.RIGHT_EYE, true);
    double ly = mean(face, FacePart.RIGHT_EYE, false);
    double eyes = Math.max(1e-9, Math.hypot(lx - rx, ly - ry));
    double c = (lx - rx) / eyes;
    double s = (ly - ry) / eyes;
    double dx = face.x(30) - (face.x(0) + face.x(16)) / 2.0;
    double dy = face.y(30) - (face.y(0) + face.y(16)) / 2.0;
    double radius = face.radius();
    return new MotionNumbers(
        (c * dx + s * dy) / radius,
        (c * dy - s * dx) / radius,
        -Math.atan2(ly - ry, lx - rx),
        (gap(face, 61, 67) + gap(face, 62, 66) + gap(face, 63, 65)) / 3 / eyes,
        (gap(face, 37, 41) + gap(face, 38, 40)) / 2 / eyes,
        (gap(face, 43, 47) + gap(face, 44, 46)) / 2 / eyes);
  }

  private static double mean(Landmarks face, FacePart part, boolean x) {
    double sum = 0;
    for (int i = part.first(); i <= part.last(); i++) {
      sum += x ? face.x(i) : face.y(i);
    }
    return sum / part.count();
  }

  private static double gap(Landmarks face, int i, int j) {
    return Math.hypot(face.x(i) - face.x(j), face.y(i) - face.y(j));
  }

  /** The six numbers. */
  public double[] toArray() {
    return new double[] {yaw, pitch, roll, mouth, rightEye, leftEye};
  }
}
