package io.github.reenact.tf.graph;

import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.LeakyRelu;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;

/** Layers over feature maps of shape batch x height x width x channels. */
public final class Layers {
  private static final float SLOPE = 0.2f;

  private final Ops tf;
  private final Parameters parameters;
  private final boolean bfloat16;

  /** Layers of one graph, with their weights from one place. */
  public Layers(Ops tf, Parameters parameters) {
    this(tf, parameters, false);
  }

  /**
   * Layers of one graph, with their weights from one place.
   *
   * @param bfloat16 whether convolutions compute in bfloat16. TensorFlow's own conversion of a
   *     graph ({@link TensorFlowRuntime#open}) computes the losses in it, too, and these need more
   *     digits
   */
  public Layers(Ops tf, Parameters parameters, boolean bfloat16) {
    this.tf = tf;
    this.parameters = parameters;
    this.bfloat16 = bfloat16;
  }

  /**
   * A convolution with bias; the border is padded with zeros, so that the size is divided by the
   * stride.
   *
   * @param name of its weights
   * @param x features with {@code in} channels
   * @param kernel side of the square kernel
   * @param gain factor on He's deviation of the first weights; 0 lets the layer start at zero
   */
  public Operand<TFloat32> conv(
      String name, Operand<TFloat32> x, int kernel, int stride, long in, long out, double gain) {
    return conv(name, x, new Kernel(kernel, stride, "SAME"), in, out, gain);
  }

  /** A convolution with bias and no padding; parameters as above. */
  public Operand<TFloat32> convUnpadded(
      String name, Operand<TFloat32> x, int kernel, int stride, long in, long out) {
    return conv(name, x, new Kernel(kernel, stride, "VALID"), in, out, 1);
  }

  private record Kernel(int side, int stride, String padding) {}

  private Operand<TFloat32> conv(
      String name, Operand<TFloat32> x, Kernel kernel, long in, long out, double gain) {
    int side = kernel.side;
    Initializer initializer = Initializer.he(in * side * side).scaled(gain);
    Operand<TFloat32> w = parameters.get(name + "/kernel", initializer, side, side, in, out);
    Operand<TFloat32> b = parameters.get(name + "/bias", Initializer.ZERO, out);
    List<Long> strides = List.of(1L, (long) kernel.stride, (long) kernel.stride, 1L);
    Operand<TFloat32> y =
        bfloat16
            ? tf.dtypes.cast(
                tf.nn.conv2d(
                    tf.dtypes.cast(x, TBfloat16.class),
                    tf.dtypes.cast(w, TBfloat16.class),
                    strides,
                    kernel.padding),
                TFloat32.class)
            : tf.nn.conv2d(x, w, strides, kernel.padding);
    return tf.nn.biasAdd(y, b);
  }

  /** A leaky rectifier of slope 0.2. */
  public Operand<TFloat32> leakyRelu(Operand<TFloat32> x) {
    return tf.nn.leakyRelu(x, LeakyRelu.alpha(SLOPE));
  }

  /** The mean of each 2x2 pixels: half the height and width, rounded down. */
  public Operand<TFloat32> halve(Operand<TFloat32> x) {
    return tf.nn.avgPool(x, List.of(1L, 2L, 2L, 1L), List.of(1L, 2L, 2L, 1L), "VALID");
  }

  /**
   * Twice the height and width, a quarter of the channels: four neighbouring channels become four
   * pixels.
   */
  public Operand<TFloat32> depthToSpace(Operand<TFloat32> x) {
    return tf.nn.depthToSpace(x, 2L);
  }

  /** Height and width divided by a number, its square times the channels. */
  public Operand<TFloat32> spaceToDepth(Operand<TFloat32> x, long by) {
    return tf.nn.spaceToDepth(x, by);
  }

  /** Concatenates features along their channels. */
  public Operand<TFloat32> concat(List<Operand<TFloat32>> parts) {
    return tf.concat(parts, tf.constant(3));
  }

  /** Some of the channels. */
  public Operand<TFloat32> channels(Operand<TFloat32> x, int from, int count) {
    return tf.slice(
        x, tf.constant(new int[] {0, 0, 0, from}), tf.constant(new int[] {-1, -1, -1, count}));
  }

  /** Another shape for the same numbers. */
  public Operand<TFloat32> reshape(Operand<TFloat32> x, int... shape) {
    return tf.reshape(x, tf.constant(Arrays.copyOf(shape, shape.length)));
  }
}
