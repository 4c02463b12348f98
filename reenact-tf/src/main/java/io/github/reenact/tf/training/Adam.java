package io.github.reenact.tf.training;

import io.github.reenact.tf.graph.Initializer;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * Adam (Kingma and Ba 2015) over some variables of a graph, with the gradient's norm clipped. Its
 * moments are variables of the same {@link TrainableParameters}, named {@code adam/..}, so that a
 * checkpoint of those is exact; the rate and the powers of beta are fed per step.
 */
public final class Adam {
  private static final String PREFIX = "adam/";

  private final Placeholder<TFloat32> schedule;
  private final float beta1;
  private final float beta2;
  private final Operand<TFloat32> norm;
  private final Op step;

  /**
   * Adds the gradients and the update to the graph.
   *
   * @param parameters where the variables live; the moments are added there
   * @param names of the variables to train
   * @param loss a scalar
   * @param beta1 decay of the first moment
   * @param beta2 decay of the second moment
   * @param clip the largest global norm of the gradient; larger ones are scaled down
   */
  public Adam(
      Ops tf,
      TrainableParameters parameters,
      List<String> names,
      Operand<TFloat32> loss,
      float beta1,
      float beta2,
      float clip) {
    this.beta1 = beta1;
    this.beta2 = beta2;
    schedule =
        tf.placeholder(TFloat32.class, Placeholder.shape(org.tensorflow.ndarray.Shape.of(3)));
    List<Operand<TFloat32>> variables = new ArrayList<>();
    names.forEach(n -> variables.add(parameters.variable(n)));
    var gradients = tf.gradients(loss, variables);
    List<Operand<TFloat32>> squares = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      squares.add(tf.nn.l2Loss(gradients.<TFloat32>dy(i)));
    }
    norm = tf.math.sqrt(tf.math.mul(tf.constant(2f), tf.math.addN(squares)));
    Operand<TFloat32> shrink =
        tf.math.minimum(
            tf.constant(1f),
            tf.math.div(tf.constant(clip), tf.math.add(norm, tf.constant(1e-12f))));
    Operand<TFloat32> rate = element(tf, 0);
    Operand<TFloat32> power1 = element(tf, 1);
    Operand<TFloat32> power2 = element(tf, 2);
    List<Op> updates = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      long[] shape = parameters.shape(names.get(i));
      updates.add(
          tf.train.applyAdam(
              parameters.variable(names.get(i)),
              parameters.variable(PREFIX + "m/" + names.get(i), Initializer.ZERO, shape),
              parameters.variable(PREFIX + "v/" + names.get(i), Initializer.ZERO, shape),
              power1,
              power2,
              rate,
              tf.constant(beta1),
              tf.constant(beta2),
              tf.constant(1e-8f),
              tf.math.mul(gradients.<TFloat32>dy(i), shrink)));
    }
    step = tf.withControlDependencies(updates).noOp();
  }

  private Operand<TFloat32> element(Ops tf, int i) {
    return tf.reshape(
        tf.slice(schedule, tf.constant(new int[] {i}), tf.constant(new int[] {1})),
        tf.constant(new int[0]));
  }

  /** Whether a variable's name is that of a moment. */
  public static boolean isMoment(String name) {
    return name.startsWith(PREFIX);
  }

  /** The update; runs after the gradients. */
  public Op step() {
    return step;
  }

  /** The gradient's global norm before clipping: a scalar. */
  public Operand<TFloat32> norm() {
    return norm;
  }

  /**
   * Feeds rate and step.
   *
   * @param step counts from 1
   * @return the tensor that was fed; close it after the run
   */
  public TFloat32 feed(Session.Runner runner, double rate, long step) {
    TFloat32 t = TFloat32.vectorOf(schedule(rate, step));
    runner.feed(schedule, t);
    return t;
  }

  /** What {@link #feed} feeds: the rate and the powers of both betas. */
  public float[] schedule(double rate, long step) {
    return new float[] {
      (float) rate, (float) Math.pow(beta1, (double) step), (float) Math.pow(beta2, (double) step)
    };
  }
}
