package io.github.reenact.tf.graph;

import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;

/** Numbers out of tensors, at once. */
public final class Tensors {
  private Tensors() {}

  /** Copies all numbers of a tensor, in its order, into an array of as many. */
  public static void copy(TFloat32 from, float[] to) {
    from.copyTo(NdArrays.wrap(from.shape(), DataBuffers.of(to, false, false)));
  }
}
