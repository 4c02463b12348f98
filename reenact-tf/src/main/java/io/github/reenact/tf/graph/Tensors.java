package io.github.reenact.tf.graph;

import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/** Moves numbers into tensors and out of them, at once. */
public final class Tensors {
  private Tensors() {}

  /** Copies all numbers of a tensor, in its order, into an array of as many. */
  public static void copy(TFloat32 from, float[] to) {
    from.copyTo(NdArrays.wrap(from.shape(), DataBuffers.of(to, false, false)));
  }

  /** The numbers of a tensor, in its order. */
  public static float[] numbers(TFloat32 tensor) {
    float[] out = new float[(int) tensor.size()];
    copy(tensor, out);
    return out;
  }

  /**
   * Pictures as a tensor of bytes; the caller's to close.
   *
   * @param bytes batch x size x size x planes
   */
  public static TUint8 pictures(byte[] bytes, int batch, int size, int planes) {
    return TUint8.tensorOf(Shape.of(batch, size, size, planes), DataBuffers.of(bytes, true, false));
  }
}
