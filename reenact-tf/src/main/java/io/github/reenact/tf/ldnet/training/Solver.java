package io.github.reenact.tf.ldnet.training;

/** Least squares with few unknowns. Matrices are square, symmetric and positive, row by row. */
final class Solver {
  private Solver() {}

  /** Adds one equation, row x = value, to the normal equations. */
  static void accumulate(double[] normal, double[] right, double[] row, double value) {
    int n = right.length;
    for (int i = 0; i < n; i++) {
      double v = row[i];
      if (v != 0) {
        right[i] += v * value;
        int at = i * n;
        for (int j = 0; j < n; j++) {
          normal[at + j] += v * row[j];
        }
      }
    }
  }

  /** Solves by Cholesky's decomposition. */
  static double[] solve(double[] matrix, double[] right) {
    return substitute(factor(matrix, right.length), right);
  }

  /**
   * Cholesky's lower triangle.
   *
   * @throws ArithmeticException if the matrix is not positive definite
   */
  static double[] factor(double[] matrix, int n) {
    double[] l = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = matrix[i * n + j];
        for (int k = 0; k < j; k++) {
          sum -= l[i * n + k] * l[j * n + k];
        }
        if (i == j) {
          if (!(sum > 0)) {
            throw new ArithmeticException("not positive definite: pivot " + sum);
          }
          l[i * n + i] = Math.sqrt(sum);
        } else {
          l[i * n + j] = sum / l[j * n + j];
        }
      }
    }
    return l;
  }

  /** Solves with a matrix of {@link #factor}. */
  static double[] substitute(double[] l, double[] right) {
    int n = right.length;
    double[] x = right.clone();
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < i; k++) {
        x[i] -= l[i * n + k] * x[k];
      }
      x[i] /= l[i * n + i];
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int k = i + 1; k < n; k++) {
        x[i] -= l[k * n + i] * x[k];
      }
      x[i] /= l[i * n + i];
    }
    return x;
  }

  /**
   * Minimises x'Mx / 2 - right'x with every number of x in a range, one number after the other.
   *
   * @param x start and result
   */
  static void descend(
      double[] matrix, double[] right, double[] x, double least, double most, int sweeps) {
    int n = right.length;
    for (int sweep = 0; sweep < sweeps; sweep++) {
      double largest = 0;
      for (int i = 0; i < n; i++) {
        double sum = right[i];
        int at = i * n;
        for (int j = 0; j < n; j++) {
          sum -= matrix[at + j] * x[j];
        }
        double old = x[i];
        x[i] = Math.max(least, Math.min(most, old + sum / matrix[at + i]));
        largest = Math.max(largest, Math.abs(x[i] - old));
      }
      if (largest < 1e-4) {
        return;
      }
    }
  }
}
