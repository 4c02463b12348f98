package io.github.reenact.pipeline;

import io.github.reenact.FacePart;
import io.github.reenact.Landmarks;
import io.github.reenact.MotionControl;
import io.github.reenact.head.Pose;
import io.github.reenact.head.Shape;

/**
 * Takes over parts of a motion at strengths of their own (ours).
 *
 * <p>A shape S of the photo's person is the photo's own face turned to the pose fitted to S, {@link
 * PhotoHead}, and shifts d from there: S = G(pose) + d. Each shift is shared out to three parts:
 *
 * <ul>
 *   <li>eyes: all of it on the brows, and on the lids what they shift against the eye's corners;
 *   <li>mouth: all of it on the lips, some at the base of the nose, and on the jaw the chin's mean
 *       shift along the face, fading out towards the ears: the opening of the jaw;
 *   <li>pose: what is left. It is on bone, so it is no expression but what a rigid turn leaves
 *       unexplained: the jaw line that slides as a head turns, perspective, the decoder's error.
 * </ul>
 *
 * <p>With strengths p, m, e of pose, mouth and eyes the result is G(pose^p) + M(min(p, 1) d_pose +
 * m d_mouth + e d_eyes), where M turns shifts from the pose to pose^p: M d = d + (A_p - A) A⁺ d
 * with A the map of the photo's plane to the picture. With all strengths 1 it is S.
 *
 * <p>Immutable and thread-safe.
 */
final class RegionControl {
  /** Turns are not exaggerated beyond this angle from the photo, in degrees. */
  static final double MAX_TURN = 60;

  /** How much of the chin's shift each point of the jaw line has, from the ear to the chin. */
  private static final double[] JAW = {0, 0, 0.05, 0.2, 0.45, 0.75, 0.93, 1, 1};

  /** The points whose mean shift is the jaw's. */
  private static final int CHIN_FIRST = 6;

  private static final int CHIN_LAST = 10;

  /** The mouth's share at the wings and the base of the nose. */
  private static final double NOSE = 0.4;

  /** Keeps A⁺ finite for turns by nearly a right angle: a square of the scale's share. */
  private static final double DAMPING = 0.01;

  private final PhotoHead head;
  private final double pose;
  private final double mouth;
  private final double eyes;

  /** For the photo's face. */
  RegionControl(PhotoHead head, MotionControl control) {
    this.head = head;
    this.pose = control.pose();
    this.mouth = control.expression() * control.mouth();
    this.eyes = control.expression() * control.eyes();
  }

  /** The shape at these strengths; the very same if all are 1. */
  Shape apply(Shape shape) {
    if (pose == 1 && mouth == 1 && eyes == 1) {
      return shape;
    }
    Pose from = head.pose(shape);
    Pose to = from.partial(share(from.turn()));
    Plane a = Plane.of(from);
    Shape shifts = weighted(shape.minus(head.seen(from)), a, Math.min(pose, 1), mouth, eyes);
    return head.seen(to).plus(moved(shifts, a, Plane.of(to))).normalized();
  }

  /** How much of a turn by so many degrees is made. */
  private double share(double turn) {
    return pose <= 1 ? pose : Math.max(1, Math.min(pose, MAX_TURN / Math.max(turn, 1e-3)));
  }

  /**
   * What shifts of the photo's own face in a pose have of mouth and eyes.
   *
   * @param pose in which they are seen
   */
  static Shape part(Shape shifts, Pose pose, double mouth, double eyes) {
    return weighted(shifts, Plane.of(pose), 0, mouth, eyes);
  }

  /**
   * Shifts that were seen in one pose, as they are seen in another one.
   *
   * @param scale the size in which the shifts are, over that of the pose they were seen in
   */
  static Shape turned(Shape shifts, Pose from, double scale, Pose to) {
    return moved(shifts, Plane.of(from).times(scale), Plane.of(to));
  }

  /** The sum of the three parts of the shifts, each at its strength. */
  private static Shape weighted(Shape shifts, Plane a, double bone, double mouth, double eyes) {
    double opening = 0;
    for (int i = CHIN_FIRST; i <= CHIN_LAST; i++) {
      opening += a.unseenY(shifts.x(i), shifts.y(i)) / (CHIN_LAST - CHIN_FIRST + 1);
    }
    double[] out = new double[2 * Landmarks.COUNT];
    for (int i = 0; i < Landmarks.COUNT; i++) {
      double x = shifts.x(i);
      double y = shifts.y(i);
      double mouthX = 0;
      double mouthY = 0;
      double eyesX = 0;
      double eyesY = 0;
      FacePart part = FacePart.of(i);
      switch (part) {
        case JAW -> {
          double jaw = JAW[Math.min(i, part.last() - i)] * opening;
          mouthX = a.xy * jaw;
          mouthY = a.yy * jaw;
        }
        case LEFT_BROW, RIGHT_BROW -> {
          eyesX = x;
          eyesY = y;
        }
        case NOSE_BRIDGE -> {
          // bone
        }
        case NOSE_BASE -> {
          mouthX = NOSE * x;
          mouthY = NOSE * y;
        }
        case LEFT_EYE, RIGHT_EYE -> {
          // the corners are on bone, and the lids between them
          int left = part.leftCorner();
          int right = part.rightCorner();
          int along = i <= right ? i - left : left + part.count() - i;
          double t = along / 3.0;
          eyesX = x - (1 - t) * shifts.x(left) - t * shifts.x(right);
          eyesY = y - (1 - t) * shifts.y(left) - t * shifts.y(right);
        }
        case OUTER_LIPS, INNER_LIPS -> {
          mouthX = x;
          mouthY = y;
        }
      }
      out[2 * i] = mouth * mouthX + eyes * eyesX + bone * (x - mouthX - eyesX);
      out[2 * i + 1] = mouth * mouthY + eyes * eyesY + bone * (y - mouthY - eyesY);
    }
    return Shape.of(out);
  }

  private static Shape moved(Shape shifts, Plane from, Plane to) {
    double[] out = new double[2 * Landmarks.COUNT];
    for (int i = 0; i < Landmarks.COUNT; i++) {
      double x = shifts.x(i);
      double y = shifts.y(i);
      double faceX = from.unseenX(x, y);
      double faceY = from.unseenY(x, y);
      out[2 * i] = x + (to.xx - from.xx) * faceX + (to.xy - from.xy) * faceY;
      out[2 * i + 1] = y + (to.yx - from.yx) * faceX + (to.yy - from.yy) * faceY;
    }
    return Shape.of(out);
  }

  /**
   * How shifts in the photo's plane are seen in a pose, A: x' = xx x + xy y, y' = yx x + yy y; and
   * back, A⁺, damped.
   */
  private record Plane(double xx, double xy, double yx, double yy, double damping) {
    static Plane of(Pose pose) {
      double[] right = {1, 0, 0};
      double[] down = {0, 1, 0};
      return new Plane(
          pose.x(right) - pose.tx,
          pose.x(down) - pose.tx,
          pose.y(right) - pose.ty,
          pose.y(down) - pose.ty,
          DAMPING * pose.scale * pose.scale);
    }

    Plane times(double f) {
      return new Plane(f * xx, f * xy, f * yx, f * yy, f * f * damping);
    }

    // (AᵀA + damping)⁻¹Aᵀ, row by row

    double unseenX(double x, double y) {
      double p = xx * xx + yx * yx + damping;
      double q = xx * xy + yx * yy;
      double s = xy * xy + yy * yy + damping;
      return (s * (xx * x + yx * y) - q * (xy * x + yy * y)) / (p * s - q * q);
    }

    double unseenY(double x, double y) {
      double p = xx * xx + yx * yx + damping;
      double q = xx * xy + yx * yy;
      double s = xy * xy + yy * yy + damping;
      return (p * (xy * x + yy * y) - q * (xx * x + yx * y)) / (p * s - q * q);
    }
  }
}
