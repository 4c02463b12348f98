package io.github.reenact.tf.training;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Sums of many terms, whose gradients are bit-equal each time the graph is built.
 *
 * <p>TensorFlow visits the inputs of a node in their order while there are at most eight; with more
 * it keeps them in a hash set of pointers ({@code EdgeSet} in TensorFlow's {@code
 * graph/edgeset.h}), whose order differs from one graph to the next. {@code AddSymbolicGradients}
 * goes through the inputs in that order, and the gradients of whatever feeds several terms are then
 * added in another order: their last bits differ.
 */
public final class Sums {
  /** The most inputs of one node that TensorFlow keeps in order. */
  static final int ORDERED_INPUTS = 8;

  private Sums() {}

  /**
   * The sum of some terms of one shape.
   *
   * @throws IllegalArgumentException if there are no terms
   */
  public static Operand<TFloat32> of(Ops tf, List<Operand<TFloat32>> terms) {
    if (terms.isEmpty()) {
      throw new IllegalArgumentException("a sum of no terms");
    }
    List<Operand<TFloat32>> left = terms;
    while (left.size() > ORDERED_INPUTS) {
      List<Operand<TFloat32>> sums = new ArrayList<>();
      for (int i = 0; i < left.size(); i += ORDERED_INPUTS) {
        sums.add(tf.math.addN(left.subList(i, Math.min(left.size(), i + ORDERED_INPUTS))));
      }
      left = sums;
    }
    return tf.math.addN(left);
  }
}
