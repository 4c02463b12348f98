package io.github.reenact.pipeline;

import io.github.reenact.Landmarks;

/**
 * Size and place of a head in a picture, whatever the face on it does: those of a mean 3D head that
 * is fitted to the landmarks of the upper face, where bone is near (ours).
 *
 * <p>The obvious measures, the points' mean and their root mean square distance from it, would not
 * do: on the FaceKit face model an open jaw moves the mean by 12 % of the radius and makes the
 * radius 11 % larger, and a turn by 40 degrees makes it 3 % smaller. A driver who starts with an
 * open mouth would make the photo's head grow for the rest of the video. With this fit it is less
 * than 1 %, 2 % and 2 %.
 *
 * <p>The place is that of a point within the head rather than on the face: where a head turns, the
 * face moves to the side and the neck does not. On real clips half of the motion of the middle of
 * the eyes is such turning. (A point between the ears would be better still, but it is steadied
 * less by the landmarks, which all lie in front of it.)
 *
 * <p>A similarity transform of the landmarks is one of size and place.
 *
 * @param size of the head: what the distance of its outer eye corners is when it is seen from the
 *     front, in the landmarks' unit
 * @param x of the point half that distance behind the middle of these corners
 * @param y of that point
 */
record HeadPlace(double size, double x, double y) {
  /**
   * The landmarks that are fitted, and where they are on a mean head: index, x to the right of the
   * picture, y down, z towards the camera. The outer eye corners are 1 apart, and the origin is
   * between them. Ends of the jaw line and of the brows, nose, eye corners; the same head as that
   * of the warp, estimated from tracked landmarks.
   */
  private static final double[][] HEAD = {
    {0, -0.826, 0.052, -0.605},
    {1, -0.814, 0.271, -0.561},
    {2, -0.787, 0.487, -0.530},
    {14, 0.787, 0.487, -0.530},
    {15, 0.814, 0.271, -0.561},
    {16, 0.826, 0.052, -0.605},
    {17, -0.669, -0.149, -0.067},
    {26, 0.669, -0.149, -0.067},
    {27, 0.000, -0.048, 0.295},
    {28, 0.000, 0.088, 0.391},
    {29, 0.000, 0.221, 0.495},
    {30, 0.000, 0.361, 0.596},
    {31, -0.162, 0.481, 0.337},
    {33, 0.000, 0.528, 0.416},
    {35, 0.162, 0.481, 0.337},
    {36, -0.500, -0.000, 0.000},
    {39, -0.215, 0.009, 0.079},
    {42, 0.215, 0.009, 0.079},
    {45, 0.500, -0.000, 0.000},
  };

  /** Root mean square radius of all 68 landmarks of the mean head from the front. */
  private static final double RADIUS = 0.632;

  /** The fit is kept within this factor of what the radius tells; only no-faces are outside. */
  private static final double MAX_FACTOR = 2;

  /** The point that is the head's place. */
  private static final double[] ANCHOR = {0, 0.05, -0.5};

  /** The mean of the head's points. */
  private static final double[] CENTRE = centre();

  /** (XᵀX)⁻¹Xᵀ for the centred points X of the head. */
  private static final double[][] PSEUDO_INVERSE = pseudoInverse();

  /** Of landmarks in a picture. */
  static HeadPlace of(Landmarks landmarks) {
    return of(Shape.toDouble(landmarks));
  }

  /**
   * Of 136 numbers x0, y0, ...
   *
   * <p>Fits a weak-perspective camera: an affine map A of the head's points to the picture by least
   * squares, then the scaled rotation nearest to A. The head's size is the mean of A's singular
   * values.
   */
  static HeadPlace of(double[] shape) {
    double mx = 0;
    double my = 0;
    double[] u = new double[3];
    double[] v = new double[3];
    for (int i = 0; i < HEAD.length; i++) {
      double px = shape[2 * (int) HEAD[i][0]];
      double py = shape[2 * (int) HEAD[i][0] + 1];
      mx += px / HEAD.length;
      my += py / HEAD.length;
      for (int k = 0; k < 3; k++) {
        u[k] += PSEUDO_INVERSE[k][i] * px;
        v[k] += PSEUDO_INVERSE[k][i] * py;
      }
    }
    // The polar decomposition A = S R with S the root of the 2x2 matrix A Aᵀ, in closed form.
    double uu = dot(u, u);
    double uv = dot(u, v);
    double vv = dot(v, v);
    double det = Math.sqrt(Math.max(0, uu * vv - uv * uv));
    double trace = Math.sqrt(uu + vv + 2 * det);
    double fitted = trace / 2;
    double expected = radius(shape) / RADIUS;
    double size = Math.max(expected / MAX_FACTOR, Math.min(expected * MAX_FACTOR, fitted));
    // R's rows are S⁻¹ A; the way from the mean to the anchor goes along them. A flat fit has no
    // S⁻¹.
    double[] way = {CENTRE[0] - ANCHOR[0], CENTRE[1] - ANCHOR[1], CENTRE[2] - ANCHOR[2]};
    double cu = dot(u, way);
    double cv = dot(v, way);
    double x = mx;
    double y = my;
    if (det * trace > 1e-9 * expected * expected * expected) {
      double scale = size / (det * trace);
      x -= scale * ((vv + det) * cu - uv * cv);
      y -= scale * ((uu + det) * cv - uv * cu);
    }
    return new HeadPlace(size, x, y);
  }

  private static double radius(double[] shape) {
    double mx = 0;
    double my = 0;
    for (int i = 0; i < shape.length; i += 2) {
      mx += shape[i] / Landmarks.COUNT;
      my += shape[i + 1] / Landmarks.COUNT;
    }
    double square = 0;
    for (int i = 0; i < shape.length; i += 2) {
      square += (shape[i] - mx) * (shape[i] - mx) + (shape[i + 1] - my) * (shape[i + 1] - my);
    }
    return Math.sqrt(square / Landmarks.COUNT);
  }

  private static double[] centre() {
    double[] c = new double[3];
    for (double[] p : HEAD) {
      for (int k = 0; k < 3; k++) {
        c[k] += p[k + 1] / HEAD.length;
      }
    }
    return c;
  }

  private static double[][] pseudoInverse() {
    double[][] x = new double[3][HEAD.length];
    for (int i = 0; i < HEAD.length; i++) {
      for (int k = 0; k < 3; k++) {
        x[k][i] = HEAD[i][k + 1] - CENTRE[k];
      }
    }
    // The inverse of a symmetric 3x3 matrix by cross products of its rows.
    double[][] g = new double[3][3];
    for (int j = 0; j < 3; j++) {
      for (int k = 0; k < 3; k++) {
        g[j][k] = dot(x[j], x[k]);
      }
    }
    double[][] adjoint = {cross(g[1], g[2]), cross(g[2], g[0]), cross(g[0], g[1])};
    double det = dot(g[0], adjoint[0]);
    double[][] out = new double[3][HEAD.length];
    for (int k = 0; k < 3; k++) {
      for (int i = 0; i < HEAD.length; i++) {
        for (int j = 0; j < 3; j++) {
          out[k][i] += adjoint[k][j] / det * x[j][i];
        }
      }
    }
    return out;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double[] cross(double[] a, double[] b) {
    return new double[] {
      a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
    };
  }
}
