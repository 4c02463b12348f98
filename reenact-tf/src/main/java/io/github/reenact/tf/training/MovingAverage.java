package io.github.reenact.tf.training;

import io.github.reenact.tf.graph.Initializer;
import io.github.reenact.tf.graph.NamedArray;
import io.github.reenact.tf.graph.Parameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Session;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

/**
 * The exponential moving average of weights over a training, which is smoother than they are. Kept
 * as variables of the same {@link TrainableParameters}, so that a checkpoint of those is exact.
 */
public final class MovingAverage {
  /** What the names of averages begin with, before the names of the weights. */
  public static final String PREFIX = "average/";

  private MovingAverage() {}

  /**
   * Adds the update of the averages to a graph.
   *
   * @param after what comes before: the weights' own updates
   * @param names of the weights
   * @param decay share of the average that each step keeps
   */
  public static Op update(
      Ops tf, List<Op> after, TrainableParameters parameters, List<String> names, float decay) {
    Ops then = tf.withControlDependencies(after);
    List<Op> updates = new ArrayList<>();
    for (String name : names) {
      Variable<TFloat32> mean =
          parameters.variable(PREFIX + name, Initializer.ZERO, parameters.shape(name));
      updates.add(
          then.assignSub(
              mean,
              then.math.mul(
                  then.constant(1 - decay),
                  then.math.sub(mean, then.identity(parameters.variable(name))))));
    }
    return tf.withControlDependencies(updates).noOp();
  }

  /** The averages in place of the weights. */
  public static Parameters of(TrainableParameters parameters) {
    return (name, initializer, shape) ->
        parameters.variable(PREFIX + name, Initializer.ZERO, shape);
  }

  /** Weights under the names of their averages: what these begin as. */
  public static Map<String, NamedArray> named(Map<String, NamedArray> weights) {
    Map<String, NamedArray> out = new LinkedHashMap<>();
    weights.forEach((name, a) -> out.put(PREFIX + name, a));
    return out;
  }

  /** The values of the averages, by the names of the weights. */
  public static Map<String, NamedArray> read(TrainableParameters parameters, Session session) {
    Map<String, NamedArray> out = new LinkedHashMap<>();
    parameters
        .read(session, n -> n.startsWith(PREFIX))
        .forEach((name, a) -> out.put(name.substring(PREFIX.length()), a));
    return out;
  }
}
