package io.github.reenact.tf.ldnet.training;

import io.github.reenact.FacePart;
import io.github.reenact.tf.ldnet.network.Architecture;
import io.github.reenact.tf.ldnet.network.Architecture.Gaussian;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.OneHot;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/** The terms that the losses of LD-Net are sums of. Rows are faces, or their codes. */
final class LossTerms {
  private static final int XY = Architecture.XY;

  private final Ops tf;
  private final LdNetConfig.Losses losses;
  private final Sampler sampler;

  /** Two numbers that all noise of a step follows from. */
  private final Operand<TInt64> noise;

  private int noises;

  LossTerms(Ops tf, LdNetConfig.Losses losses, Sampler sampler, Operand<TInt64> noise) {
    this.tf = tf;
    this.losses = losses;
    this.sampler = sampler;
    this.noise = noise;
  }

  /** Mean squared difference of codes that should agree, in units of each number's variance. */
  Operand<TFloat32> twins(Operand<TFloat32> a, Operand<TFloat32> b) {
    Operand<TFloat32> all = tf.concat(List.of(a, b), tf.constant(0));
    Operand<TFloat32> center = tf.math.mean(all, tf.constant(0));
    Operand<TFloat32> variance =
        tf.stopGradient(tf.math.mean(tf.math.square(tf.math.sub(all, center)), tf.constant(0)));
    return mean(
        tf.math.div(tf.math.square(tf.math.sub(a, b)), tf.math.add(variance, tf.constant(1e-3f))));
  }

  /**
   * How much of the variance of what a code must not tell a linear regression finds in it: 0 to 1,
   * the mean over the columns, and over FaceKit's people and real ones, each with a regression of
   * their own.
   */
  Operand<TFloat32> explained(Operand<TFloat32> code, int size, Operand<TFloat32> forbidden) {
    int p = sampler.faceKitBatch();
    int n = p + sampler.realBatch();
    List<Operand<TFloat32>> parts = new ArrayList<>();
    if (p > 0) {
      parts.add(explained(code, size, forbidden, 0, p, n));
    }
    if (n > p) {
      parts.add(explained(code, size, forbidden, p, n - p, n));
    }
    return tf.math.div(tf.math.addN(parts), tf.constant((float) parts.size()));
  }

  /**
   * The same for some of a batch's pairs.
   *
   * <p>The regression is the best one for these rows. Its coefficients take no part in the
   * gradient, which is right as they are at their optimum.
   */
  private Operand<TFloat32> explained(
      Operand<TFloat32> code,
      int size,
      Operand<TFloat32> forbidden,
      int from,
      int count,
      int pairs) {
    Operand<TFloat32> c = standard(quarters(code, from, count, pairs));
    Operand<TFloat32> y = standard(quarters(forbidden, from, count, pairs));
    Operand<TFloat32> fixed = tf.stopGradient(c);
    Operand<TFloat32> rows = tf.constant(4f * count);
    float[] ridge = new float[size];
    Arrays.fill(ridge, 1e-3f);
    Operand<TFloat32> gram =
        tf.math.add(
            tf.math.div(tf.linalg.matMul(fixed, fixed, MatMul.transposeA(true)), rows),
            tf.linalg.tensorDiag(tf.constant(ridge)));
    Operand<TFloat32> product =
        tf.math.div(tf.linalg.matMul(fixed, y, MatMul.transposeA(true)), rows);
    Operand<TFloat32> coefficients = tf.stopGradient(tf.linalg.solve(gram, product));
    Operand<TFloat32> error = tf.math.sub(y, tf.linalg.matMul(c, coefficients));
    return tf.math.sub(tf.constant(1f), mean(tf.math.square(error)));
  }

  /** Some pairs' rows out of each of the four kinds of faces. */
  private Operand<TFloat32> quarters(Operand<TFloat32> rows, int from, int count, int pairs) {
    List<Operand<TFloat32>> parts = new ArrayList<>();
    for (int k = 0; k < 4; k++) {
      parts.add(slice(rows, k * pairs + from, count));
    }
    return tf.concat(parts, tf.constant(0));
  }

  /** Columns with mean 0 and variance 1, the scale fixed. */
  private Operand<TFloat32> standard(Operand<TFloat32> rows) {
    Operand<TFloat32> c = tf.math.sub(rows, tf.math.mean(rows, tf.constant(0)));
    Operand<TFloat32> variance = tf.math.mean(tf.math.square(c), tf.constant(0));
    return tf.math.div(c, tf.stopGradient(tf.math.sqrt(tf.math.add(variance, tf.constant(1e-8f)))));
  }

  Operand<TFloat32> sample(Gaussian g, int size) {
    if (!losses.codes().sampleCodes()) {
      return g.mean();
    }
    noises++;
    Operand<TFloat32> deviate =
        tf.random.statelessRandomNormal(
            tf.concat(
                List.of(
                    tf.slice(
                        tf.shape(g.mean()), tf.constant(new int[] {0}), tf.constant(new int[] {1})),
                    tf.constant(new int[] {size})),
                tf.constant(0)),
            // Each use has its own noise.
            tf.math.add(noise, tf.constant(new long[] {1_000_003L * noises, 0})),
            TFloat32.class);
    return tf.math.add(g.mean(), tf.math.mul(g.deviation(), tf.stopGradient(deviate)));
  }

  /** The mean absolute error of measures, each relative to its deviation in the batch. */
  Operand<TFloat32> measureError(Operand<TFloat32> measures, Operand<TFloat32> truth) {
    Operand<TFloat32> variance = tf.math.mean(tf.math.square(centered(truth)), tf.constant(0));
    Operand<TFloat32> deviation = tf.math.sqrt(tf.math.add(variance, tf.constant(1e-6f)));
    return mean(tf.math.abs(tf.math.div(tf.math.sub(measures, truth), tf.stopGradient(deviation))));
  }

  /**
   * How far measures are from following the truth one to one: the squared deviation from 1 of the
   * slope of their regression on it, the mean over the measures, and over FaceKit's people and real
   * ones, each with a regression of their own.
   *
   * @param moved what the result's measures differ from those of the same person at rest; the rows
   *     of the first faces of all pairs, then of the second ones
   * @param truth the same of the ground truth
   */
  Operand<TFloat32> following(Operand<TFloat32> moved, Operand<TFloat32> truth) {
    int p = sampler.faceKitBatch();
    int n = p + sampler.realBatch();
    List<Operand<TFloat32>> parts = new ArrayList<>();
    if (p > 0) {
      parts.add(following(moved, truth, 0, p, n));
    }
    if (n > p) {
      parts.add(following(moved, truth, p, n - p, n));
    }
    return tf.math.div(tf.math.addN(parts), tf.constant((float) parts.size()));
  }

  private Operand<TFloat32> following(
      Operand<TFloat32> moved, Operand<TFloat32> truth, int from, int count, int pairs) {
    Operand<TFloat32> y = centered(halves(moved, from, count, pairs));
    Operand<TFloat32> x = centered(halves(truth, from, count, pairs));
    Operand<TFloat32> variance =
        tf.math.add(tf.math.mean(tf.math.square(x), tf.constant(0)), tf.constant(1e-6f));
    Operand<TFloat32> slope =
        tf.math.div(tf.math.mean(tf.math.mul(x, y), tf.constant(0)), variance);
    return mean(tf.math.square(tf.math.sub(slope, tf.constant(1f))));
  }

  /** Some pairs' rows out of both kinds of faces. */
  private Operand<TFloat32> halves(Operand<TFloat32> rows, int from, int count, int pairs) {
    return tf.concat(
        List.of(slice(rows, from, count), slice(rows, pairs + from, count)), tf.constant(0));
  }

  private Operand<TFloat32> centered(Operand<TFloat32> rows) {
    return tf.math.sub(rows, tf.math.mean(rows, tf.constant(0)));
  }

  /**
   * The weighted mean distance of the points, a little rounded; with weights of 1 it is what the
   * evaluation measures.
   */
  Operand<TFloat32> distance(Operand<TFloat32> a, Operand<TFloat32> b) {
    Operand<TFloat32> squares =
        tf.reduceSum(
            tf.math.square(tf.reshape(tf.math.sub(a, b), tf.constant(new int[] {-1, XY / 2, 2}))),
            tf.constant(new int[] {2}));
    Operand<TFloat32> distances = tf.math.sqrt(tf.math.add(squares, tf.constant(1e-6f)));
    return mean(tf.math.mul(distances, tf.constant(pointWeights(losses.points()))));
  }

  /** The weight of each of the 68 points in a mean distance; their mean is 1. */
  static float[] pointWeights(LdNetConfig.PointWeights weights) {
    float[] out = new float[XY / 2];
    double sum = 0;
    for (int i = 0; i < out.length; i++) {
      double weight =
          switch (FacePart.of(i)) {
            case OUTER_LIPS, INNER_LIPS -> weights.mouthWeight();
            case LEFT_EYE, RIGHT_EYE -> weights.lidWeight();
            case LEFT_BROW, RIGHT_BROW -> weights.browWeight();
            case JAW, NOSE_BRIDGE, NOSE_BASE -> 1;
          };
      out[i] = (float) weight;
      sum += weight;
    }
    for (int i = 0; i < out.length; i++) {
      out[i] *= (float) (out.length / sum);
    }
    return out;
  }

  /** Squared distance of codes relative to their variance in the batch; the second is fixed. */
  Operand<TFloat32> codeDistance(Operand<TFloat32> code, Operand<TFloat32> truth) {
    Operand<TFloat32> fixed = tf.stopGradient(truth);
    Operand<TFloat32> center = tf.math.mean(fixed, tf.constant(0));
    Operand<TFloat32> variance =
        tf.math.mean(tf.math.square(tf.math.sub(fixed, center)), tf.constant(new int[] {0, 1}));
    Operand<TFloat32> error = mean(tf.math.square(tf.math.sub(code, fixed)));
    return tf.math.div(error, tf.math.add(variance, tf.constant(1e-3f)));
  }

  /** Of a Gaussian from the standard normal distribution, a face. */
  Operand<TFloat32> divergence(Gaussian g) {
    Operand<TFloat32> terms =
        tf.math.sub(
            tf.math.sub(
                tf.math.add(tf.math.square(g.mean()), tf.math.square(g.deviation())),
                tf.constant(1f)),
            tf.math.mul(tf.constant(2f), tf.math.log(g.deviation())));
    return tf.math.mul(tf.constant(0.5f), mean(tf.reduceSum(terms, tf.constant(new int[] {1}))));
  }

  /** The log-probability that a classifier gives to each row's label. */
  Operand<TFloat32> logProbability(Operand<TFloat32> logits, Operand<TInt32> label, int classes) {
    Operand<TFloat32> hot =
        tf.oneHot(label, tf.constant(classes), tf.constant(1f), tf.constant(0f), OneHot.axis(-1L));
    return tf.reduceSum(
        tf.math.mul(tf.nn.logSoftmax(logits), hot),
        tf.constant(new int[] {1}),
        ReduceSum.keepDims(false));
  }

  Operand<TFloat32> slice(Operand<TFloat32> rows, int from, int count) {
    return tf.slice(rows, tf.constant(new int[] {from, 0}), tf.constant(new int[] {count, -1}));
  }

  /** Row i becomes row i + n, the last rows the first; for a known even split. */
  Operand<TFloat32> roll(Operand<TFloat32> rows, int n) {
    return tf.roll(rows, tf.constant(new int[] {n}), tf.constant(new int[] {0}));
  }

  Operand<TFloat32> mean(Operand<TFloat32> values) {
    return tf.math.mean(tf.reshape(values, tf.constant(new int[] {-1})), tf.constant(0));
  }

  Operand<TFloat32> weighted(double weight, Operand<TFloat32> value) {
    return tf.math.mul(tf.constant((float) weight), value);
  }
}
