package io.github.reenact.evaluate;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;

/**
 * Names the class of a vector by multinomial logistic regression: linear scores, whose softmax is
 * fitted to the classes by maximum likelihood, with a small penalty on the squares of the weights
 * of the whitened columns. Least squares on the classes' indicators would hide classes behind each
 * other once there are more classes than columns, as with the motion numbers.
 */
final class LinearClassifier {
  /** Added to the variances of the standardised columns before they are whitened. */
  private static final double RIDGE = 0.01;

  /** Factor on half the squares of the weights, beside the mean of the log likelihood. */
  private static final double PENALTY = 0.003;

  private static final int STEPS = 200;

  private final Standardizer standardizer;
  private final DMatrixRMaj whitening;
  private final DMatrixRMaj weights;

  /**
   * Fits.
   *
   * @param x a vector a row
   * @param classes of the rows, from 0
   * @param count of classes
   */
  LinearClassifier(double[][] x, int[] classes, int count) {
    standardizer = new Standardizer(x);
    DMatrixRMaj standard = new DMatrixRMaj(standardizer.apply(x));
    whitening = whitening(standard);
    DMatrixRMaj a = withOne(standard);
    weights = fit(a, classes, count);
  }

  /** The transposed inverse of the Cholesky factor of the columns' covariance. */
  private static DMatrixRMaj whitening(DMatrixRMaj standard) {
    int columns = standard.numCols;
    DMatrixRMaj covariance = new DMatrixRMaj(columns, columns);
    CommonOps_DDRM.multInner(standard, covariance);
    CommonOps_DDRM.divide(covariance, standard.numRows);
    for (int i = 0; i < columns; i++) {
      covariance.add(i, i, RIDGE);
    }
    CholeskyDecomposition_F64<DMatrixRMaj> cholesky =
        DecompositionFactory_DDRM.chol(columns, false);
    if (!cholesky.decompose(covariance)) {
      throw new IllegalArgumentException("not all numbers are finite");
    }
    DMatrixRMaj inverse = new DMatrixRMaj(columns, columns);
    CommonOps_DDRM.invert(cholesky.getT(null), inverse);
    return inverse;
  }

  /** Whitened rows, and a column of ones for the intercepts. */
  private DMatrixRMaj withOne(DMatrixRMaj standard) {
    DMatrixRMaj out = new DMatrixRMaj(standard.numRows, standard.numCols + 1);
    DMatrixRMaj white = new DMatrixRMaj(standard.numRows, standard.numCols);
    CommonOps_DDRM.mult(standard, whitening, white);
    CommonOps_DDRM.insert(white, out, 0, 0);
    for (int i = 0; i < out.numRows; i++) {
      out.set(i, standard.numCols, 1);
    }
    return out;
  }

  /** Nesterov's accelerated gradient: white columns need neither line search nor curvature. */
  private static DMatrixRMaj fit(DMatrixRMaj a, int[] classes, int count) {
    DMatrixRMaj w = new DMatrixRMaj(a.numCols, count);
    DMatrixRMaj previous = w.copy();
    DMatrixRMaj ahead = w.copy();
    DMatrixRMaj residual = new DMatrixRMaj(a.numRows, count);
    DMatrixRMaj gradient = new DMatrixRMaj(a.numCols, count);
    for (int step = 1; step <= STEPS; step++) {
      CommonOps_DDRM.mult(a, ahead, residual);
      for (int i = 0; i < a.numRows; i++) {
        softmax(residual.data, i * count, count);
        residual.add(i, classes[i], -1);
      }
      CommonOps_DDRM.multTransA(1.0 / a.numRows, a, residual, gradient);
      CommonOps_DDRM.addEquals(gradient, PENALTY, ahead);
      double momentum = (step - 1) / (step + 2.0);
      DMatrixRMaj swap = previous;
      previous = w;
      w = swap;
      for (int i = 0; i < w.data.length; i++) {
        // The curvature is at most 1/2 in every direction, and 1 with the intercept's.
        w.data[i] = ahead.data[i] - gradient.data[i];
        ahead.data[i] = w.data[i] + momentum * (w.data[i] - previous.data[i]);
      }
    }
    return w;
  }

  private static void softmax(double[] values, int offset, int count) {
    double max = values[offset];
    for (int j = offset; j < offset + count; j++) {
      max = Math.max(max, values[j]);
    }
    double sum = 0;
    for (int j = offset; j < offset + count; j++) {
      values[j] = Math.exp(values[j] - max);
      sum += values[j];
    }
    for (int j = offset; j < offset + count; j++) {
      values[j] /= sum;
    }
  }

  /** The class of the highest score, for each row. */
  int[] classify(double[][] rows) {
    DMatrixRMaj a = withOne(new DMatrixRMaj(standardizer.apply(rows)));
    DMatrixRMaj scores = new DMatrixRMaj(a.numRows, weights.numCols);
    CommonOps_DDRM.mult(a, weights, scores);
    int[] out = new int[rows.length];
    for (int i = 0; i < out.length; i++) {
      for (int j = 1; j < scores.numCols; j++) {
        if (scores.get(i, j) > scores.get(i, out[i])) {
          out[i] = j;
        }
      }
    }
    return out;
  }
}
