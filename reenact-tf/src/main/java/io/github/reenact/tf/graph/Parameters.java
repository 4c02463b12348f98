package io.github.reenact.tf.graph;

import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * Where a network gets its weights from while its graph is built: {@link TrainableParameters} or
 * {@link FrozenParameters}. A name asked for twice gives the same weights.
 */
public interface Parameters {
  /**
   * The weights of that name.
   *
   * @param name unique in the network, with slashes
   * @param start how to fill them before training
   * @param shape sizes of the axes
   */
  Operand<TFloat32> get(String name, Start start, long... shape);

  /**
   * How weights are filled before training.
   *
   * @param deviation of the normal distribution
   * @param constant the mean
   */
  record Start(float deviation, float constant) {
    /** All zero. */
    public static final Start ZERO = new Start(0, 0);

    /** He's normal distribution for a layer with so many inputs and a leaky rectifier behind it. */
    public static Start he(long inputs) {
      return new Start((float) Math.sqrt(2.0 / inputs), 0);
    }

    /** All the same. */
    public static Start constant(float value) {
      return new Start(0, value);
    }
  }
}
