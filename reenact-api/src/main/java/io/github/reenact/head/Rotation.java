package io.github.reenact.head;

/**
 * A rotation in space: x to the right of the picture, y down, z towards the camera. Immutable and
 * thread-safe.
 */
public final class Rotation {
  /** Row by row. */
  private final double[] r;

  /** From nine numbers, row by row, that are a rotation. */
  Rotation(double[] rows) {
    this.r = rows;
  }

  /** Row by row; not to be changed. */
  double[] rows() {
    return r;
  }

  /** A rotation in the plane of the picture, clockwise as seen there. */
  public static Rotation inPlane(double radians) {
    double c = Math.cos(radians);
    double s = Math.sin(radians);
    return new Rotation(new double[] {c, -s, 0, s, c, 0, 0, 0, 1});
  }

  /** First the other rotation, then this one. */
  public Rotation after(Rotation other) {
    double[] out = new double[9];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 3; k++) {
          out[3 * i + j] += r[3 * i + k] * other.r[3 * k + j];
        }
      }
    }
    return new Rotation(out);
  }

  /** The rotation back. */
  public Rotation inverse() {
    return new Rotation(new double[] {r[0], r[3], r[6], r[1], r[4], r[7], r[2], r[5], r[8]});
  }

  /** The tilt of a head in the plane of the picture in radians, as {@link Pose#roll()} has it. */
  public double tilt() {
    return Math.atan2(r[3], r[0]);
  }

  /** The same turn and nod of a head without its tilt. */
  public Rotation upright() {
    return inPlane(-tilt()).after(this);
  }

  /** The angle in degrees, 0 to 180. */
  public double angle() {
    double c = (r[0] + r[4] + r[8] - 1) / 2;
    return Math.toDegrees(Math.acos(Math.min(Math.max(c, -1), 1)));
  }

  /** About the same axis, by t times the angle. */
  public Rotation partial(double t) {
    double[] q = quaternion();
    double sine = Math.sqrt(q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
    double half = t * Math.atan2(sine, q[0]);
    // for a rotation by nearly nothing the axis matters as little
    double s = sine > 1e-12 ? Math.sin(half) / sine : t;
    double w = Math.cos(half);
    double x = s * q[1];
    double y = s * q[2];
    double z = s * q[3];
    return new Rotation(
        new double[] {
          1 - 2 * (y * y + z * z),
          2 * (x * y - w * z),
          2 * (x * z + w * y),
          2 * (x * y + w * z),
          1 - 2 * (x * x + z * z),
          2 * (y * z - w * x),
          2 * (x * z - w * y),
          2 * (y * z + w * x),
          1 - 2 * (x * x + y * y)
        });
  }

  /**
   * How far another rotation goes the same way: the part of it about this one's axis, in degrees,
   * less than 0 if it goes the other way. 0 if either is none.
   */
  public double along(Rotation other) {
    double[] a = quaternion();
    double[] b = other.quaternion();
    double product = a[1] * b[1] + a[2] * b[2] + a[3] * b[3];
    double lengths =
        Math.sqrt(a[1] * a[1] + a[2] * a[2] + a[3] * a[3])
            * Math.sqrt(b[1] * b[1] + b[2] * b[2] + b[3] * b[3]);
    return lengths > 1e-12 ? other.angle() * product / lengths : 0;
  }

  /** About the same axis, by at most so many degrees. */
  public Rotation atMost(double degrees) {
    double angle = angle();
    return angle <= degrees ? this : partial(degrees / angle);
  }

  /** The unit quaternion with w at least 0, from its largest component for accuracy. */
  private double[] quaternion() {
    double[][] products = {
      {1 + r[0] + r[4] + r[8], r[7] - r[5], r[2] - r[6], r[3] - r[1]},
      {r[7] - r[5], 1 + r[0] - r[4] - r[8], r[1] + r[3], r[2] + r[6]},
      {r[2] - r[6], r[1] + r[3], 1 - r[0] + r[4] - r[8], r[5] + r[7]},
      {r[3] - r[1], r[2] + r[6], r[5] + r[7], 1 - r[0] - r[4] + r[8]}
    };
    int best = 0;
    for (int i = 1; i < 4; i++) {
      if (products[i][i] > products[best][best]) {
        best = i;
      }
    }
    double[] q = products[best];
    double sign = q[0] < 0 ? -1 : 1;
    double length = sign * Math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
    for (int i = 0; i < 4; i++) {
      q[i] /= length;
    }
    return q;
  }

  /** The x of a point after the rotation. */
  public double x(double px, double py, double pz) {
    return r[0] * px + r[1] * py + r[2] * pz;
  }

  /** The y of a point after the rotation. */
  public double y(double px, double py, double pz) {
    return r[3] * px + r[4] * py + r[5] * pz;
  }

  /** The z of a point after the rotation. */
  public double z(double px, double py, double pz) {
    return r[6] * px + r[7] * py + r[8] * pz;
  }
}
