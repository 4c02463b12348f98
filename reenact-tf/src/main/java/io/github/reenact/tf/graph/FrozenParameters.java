package io.github.reenact.tf.graph;

import java.util.HashMap;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Weights of a finished network as constants of the graph, so that TensorFlow can fold and repack
 * them.
 */
public final class FrozenParameters implements Parameters {
  private final Ops tf;
  private final Map<String, NamedArray> weights;
  private final String file;
  private final Map<String, Operand<TFloat32>> made = new HashMap<>();

  /** Weights by name. */
  public FrozenParameters(Ops tf, Map<String, NamedArray> weights) {
    this(tf, weights, "the model file");
  }

  /**
   * Weights by name.
   *
   * @param file that they are from, for messages
   */
  public FrozenParameters(Ops tf, Map<String, NamedArray> weights, String file) {
    this.tf = tf;
    this.weights = weights;
    this.file = file;
  }

  /**
   * {@inheritDoc}
   *
   * @throws io.github.reenact.ModelFileException if the weights are missing or of another shape
   */
  @Override
  public Operand<TFloat32> get(String name, Initializer initializer, long... shape) {
    return made.computeIfAbsent(
        name,
        n -> {
          NamedArray a = Safetensors.require(weights, file, n, shape);
          return tf.constant(Shape.of(shape), DataBuffers.of(a.values(), true, false));
        });
  }
}
