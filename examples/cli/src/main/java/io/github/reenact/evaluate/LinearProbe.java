package io.github.reenact.evaluate;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Ridge regression with intercept of several numbers at once from a standardised vector: least
 * squares, and a hundredth of a column's variance against the squares of the weights.
 */
final class LinearProbe {
  private static final double RIDGE = 0.01;

  private final Standardizer standardizer;
  private final DMatrixRMaj weights;
  private final double[] intercept;

  /**
   * Fits.
   *
   * @param x a vector a row
   * @param y what to tell from it, a row for each row of x
   */
  LinearProbe(double[][] x, double[][] y) {
    standardizer = new Standardizer(x);
    int rows = x.length;
    int targets = y[0].length;
    intercept = new double[targets];
    for (double[] row : y) {
      for (int j = 0; j < targets; j++) {
        intercept[j] += row[j] / rows;
      }
    }
    DMatrixRMaj a = new DMatrixRMaj(standardizer.apply(x));
    DMatrixRMaj b = new DMatrixRMaj(rows, targets);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < targets; j++) {
        b.set(i, j, y[i][j] - intercept[j]);
      }
    }
    DMatrixRMaj normal = new DMatrixRMaj(a.numCols, a.numCols);
    DMatrixRMaj right = new DMatrixRMaj(a.numCols, targets);
    CommonOps_DDRM.multInner(a, normal);
    CommonOps_DDRM.multTransA(a, b, right);
    weights = solve(normal, RIDGE * rows, right);
  }

  /** (matrix + ridge I)^-1 right, of a matrix that is positive semidefinite. */
  static DMatrixRMaj solve(DMatrixRMaj matrix, double ridge, DMatrixRMaj right) {
    DMatrixRMaj regular = matrix.copy();
    for (int i = 0; i < regular.numRows; i++) {
      regular.add(i, i, ridge);
    }
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(regular.numRows);
    if (!solver.setA(regular)) {
      throw new IllegalArgumentException("not all numbers are finite");
    }
    DMatrixRMaj out = new DMatrixRMaj(right.numRows, right.numCols);
    solver.solve(right, out);
    return out;
  }

  double[] predict(double[] row) {
    double[] x = standardizer.apply(row);
    double[] out = intercept.clone();
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < out.length; j++) {
        out[j] += x[i] * weights.get(i, j);
      }
    }
    return out;
  }
}
