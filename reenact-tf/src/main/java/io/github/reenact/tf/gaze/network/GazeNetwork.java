package io.github.reenact.tf.gaze.network;

import io.github.reenact.tf.graph.Initializer;
import io.github.reenact.tf.graph.Layers;
import io.github.reenact.tf.graph.Parameters;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The network as a TensorFlow graph, for training; {@link GazeInference} computes the same. Ours: a
 * square of 32x32 is rearranged to 16x16 with 4 channels; four convolutions of 3x3 (the second and
 * the last halve the size); their 4x4 features and the landmarks go through two dense layers. A
 * leaky rectifier (0.2) follows every layer but the last.
 */
public final class GazeNetwork {
  /** Side of the maps after the rearrangement. */
  static final int FOLDED = EyeView.SIDE / 2;

  /** Channels of the rearranged square and after each convolution. */
  private static final int[] CHANNELS = {4, 12, 24, 24, 32};

  /** Strides of the convolutions. */
  private static final int[] STRIDES = {1, 2, 1, 2};

  /** Side of the last maps. */
  static final int LAST = FOLDED / 4;

  /** Numbers out of the last convolution. */
  public static final int FEATURES = LAST * LAST * CHANNELS[4];

  /** Numbers that say where the landmarks are. */
  public static final int MARKS = 2 * EyeView.POINTS;

  /** Width of the hidden dense layer. */
  public static final int HIDDEN = 48;

  /** Outputs: u, v, the logarithm of the radius over {@link #RADIUS}, the logit of being seen. */
  public static final int OUTPUTS = 4;

  /** A usual radius of an iris, in eye widths. */
  public static final double RADIUS = 0.2;

  /** The number of convolutions. */
  public static final int CONVOLUTIONS = STRIDES.length;

  private GazeNetwork() {}

  /** Channels into a convolution, from 0; and those out of the last one. */
  public static int channels(int i) {
    return CHANNELS[i];
  }

  /** The stride of a convolution, from 0. */
  public static int stride(int i) {
    return STRIDES[i];
  }

  /** The name of a convolution's weights, from 0. */
  public static String convolution(int i) {
    return "conv" + i;
  }

  /**
   * Adds the network to a graph.
   *
   * @param squares batch x 32 x 32 x 1, as {@link EyeView#sample} gives them
   * @param marks batch x 12, as {@link EyeView#marks} gives them
   * @return batch x 4
   */
  public static Operand<TFloat32> build(
      Ops tf,
      Parameters parameters,
      Operand<TFloat32> squares,
      Operand<TFloat32> marks,
      int batch) {
    Layers layers = new Layers(tf, parameters);
    Operand<TFloat32> x = layers.spaceToDepth(squares, 2);
    for (int i = 0; i < STRIDES.length; i++) {
      x =
          layers.leakyRelu(
              layers.conv(convolution(i), x, 3, STRIDES[i], CHANNELS[i], CHANNELS[i + 1], 1));
    }
    Operand<TFloat32> flat =
        tf.concat(List.of(layers.reshape(x, batch, FEATURES), marks), tf.constant(1));
    int inputs = FEATURES + MARKS;
    Operand<TFloat32> hidden =
        layers.leakyRelu(dense(tf, parameters, "hidden", flat, inputs, HIDDEN, 1));
    return dense(tf, parameters, "out", hidden, HIDDEN, OUTPUTS, 0.1);
  }

  private static Operand<TFloat32> dense(
      Ops tf,
      Parameters parameters,
      String name,
      Operand<TFloat32> x,
      int in,
      int out,
      double gain) {
    Initializer initializer = Initializer.he(in).scaled(gain);
    return tf.nn.biasAdd(
        tf.linalg.matMul(x, parameters.get(name + "/kernel", initializer, in, out)),
        parameters.get(name + "/bias", Initializer.ZERO, out));
  }
}
