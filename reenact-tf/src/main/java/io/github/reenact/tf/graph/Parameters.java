package io.github.reenact.tf.graph;

import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * Where a network gets its weights from while its graph is built: {@link FrozenParameters} of a
 * finished network, or the variables of a training. A name asked for twice gives the same weights.
 */
@FunctionalInterface
public interface Parameters {
  /**
   * The weights of that name.
   *
   * @param name unique in the network, with slashes
   * @param initializer how to fill them before training
   * @param shape sizes of the axes
   */
  Operand<TFloat32> get(String name, Initializer initializer, long... shape);
}
