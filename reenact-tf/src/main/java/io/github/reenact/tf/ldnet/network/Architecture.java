package io.github.reenact.tf.ldnet.network;

import io.github.reenact.Landmarks;
import io.github.reenact.tf.graph.Initializer;
import io.github.reenact.tf.graph.Parameters;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.op.nn.LeakyRelu;
import org.tensorflow.types.TFloat32;

/**
 * The networks of LD-Net: fully connected, with residual blocks of two layers. The paper gives no
 * layers; these are ours. All take rows of 136 normalised coordinates.
 *
 * @param identitySize numbers in an identity code
 * @param motionSize numbers in a motion code
 * @param width of the hidden layers
 * @param blocks residual blocks in each network
 */
public record Architecture(int identitySize, int motionSize, int width, int blocks) {
  public static final int XY = 2 * Landmarks.COUNT;

  /** Names of the networks; each is the first part of its weights' names. */
  public static final String IDENTITY = "identity/";

  public static final String MOTION = "motion/";
  public static final String DECODER = "decoder/";

  /** The mean face, which all networks see subtracted; not trained. */
  public static final String MEAN = "mean";

  /** What is left of landmarks after the mean face is divided by this: numbers near 1. */
  static final float SPREAD = 0.1f;

  /** Of the rectifiers, for negative numbers. */
  static final float SLOPE = 0.1f;

  /** A diagonal Gaussian, a row a face. */
  public record Gaussian(Operand<TFloat32> mean, Operand<TFloat32> deviation) {}

  /** The mean of the identity code: what is used after training. */
  public Operand<TFloat32> identity(Ops tf, Parameters p, Operand<TFloat32> landmarks) {
    return output(
        tf,
        p,
        IDENTITY + "mean",
        hidden(tf, p, IDENTITY, center(tf, p, landmarks), XY),
        identitySize);
  }

  /** The mean of the motion code: what is used after training. */
  public Operand<TFloat32> motion(Ops tf, Parameters p, Operand<TFloat32> landmarks) {
    return output(
        tf, p, MOTION + "mean", hidden(tf, p, MOTION, center(tf, p, landmarks), XY), motionSize);
  }

  /** The Gaussian of a code, for training. */
  public Gaussian encode(Ops tf, Parameters p, String network, Operand<TFloat32> landmarks) {
    int size = network.equals(IDENTITY) ? identitySize : motionSize;
    Operand<TFloat32> h = hidden(tf, p, network, center(tf, p, landmarks), XY);
    return new Gaussian(
        output(tf, p, network + "mean", h, size),
        softDeviation(tf, output(tf, p, network + "deviation", h, size)));
  }

  /** A positive deviation from any number; about 0.05 at 0, so that codes start nearly exact. */
  public static Operand<TFloat32> softDeviation(Ops tf, Operand<TFloat32> raw) {
    return tf.math.softplus(tf.math.sub(raw, tf.constant(3f)));
  }

  /** Landmarks from codes, a row a face. */
  public Operand<TFloat32> decode(
      Ops tf, Parameters p, Operand<TFloat32> identity, Operand<TFloat32> motion) {
    return decodeJoined(tf, p, tf.concat(List.of(identity, motion), tf.constant(1)));
  }

  /** Landmarks from rows that hold an identity code and then a motion code. */
  public Operand<TFloat32> decodeJoined(Ops tf, Parameters p, Operand<TFloat32> codes) {
    Operand<TFloat32> h = hidden(tf, p, DECODER, codes, identitySize + motionSize);
    Operand<TFloat32> offsets = output(tf, p, DECODER + "out", h, XY);
    return tf.math.add(mean(p), tf.math.mul(offsets, tf.constant(SPREAD)));
  }

  /** A classifier or discriminator of landmarks, for training. */
  public Operand<TFloat32> classify(
      Ops tf, Parameters p, String network, Operand<TFloat32> landmarks, int classes) {
    Operand<TFloat32> h = center(tf, p, landmarks);
    h = relu(tf, dense(tf, p, network + "in", h, XY, 256, Initializer.he(XY)));
    h = relu(tf, dense(tf, p, network + "middle", h, 256, 256, Initializer.he(256)));
    return dense(tf, p, network + "out", h, 256, classes, Initializer.he(512));
  }

  private static Operand<TFloat32> mean(Parameters p) {
    return p.get(MEAN, Initializer.ZERO, XY);
  }

  private static Operand<TFloat32> center(Ops tf, Parameters p, Operand<TFloat32> landmarks) {
    return tf.math.mul(tf.math.sub(landmarks, mean(p)), tf.constant(1 / SPREAD));
  }

  /** A linear layer, then blocks that each add what two layers make of the values so far. */
  private Operand<TFloat32> hidden(
      Ops tf, Parameters p, String network, Operand<TFloat32> x, int inputs) {
    Operand<TFloat32> h =
        dense(tf, p, network + "in", x, inputs, width, Initializer.he(2L * inputs));
    for (int i = 0; i < blocks; i++) {
      String name = block(network, i);
      Operand<TFloat32> inner =
          dense(tf, p, name + "first", relu(tf, h), width, width, Initializer.he(width));
      inner =
          dense(tf, p, name + "second", relu(tf, inner), width, width, Initializer.he(8L * width));
      h = tf.math.add(h, inner);
    }
    return h;
  }

  /** What the names of a block's weights begin with. */
  static String block(String network, int index) {
    return network + "block" + index + "/";
  }

  private Operand<TFloat32> output(
      Ops tf, Parameters p, String name, Operand<TFloat32> h, int size) {
    return dense(tf, p, name, h, width, size, Initializer.he(2L * width));
  }

  private static Operand<TFloat32> relu(Ops tf, Operand<TFloat32> x) {
    return tf.nn.leakyRelu(x, LeakyRelu.alpha(SLOPE));
  }

  private static Operand<TFloat32> dense(
      Ops tf,
      Parameters p,
      String name,
      Operand<TFloat32> x,
      int inputs,
      int outputs,
      Initializer initializer) {
    Operand<TFloat32> w = p.get(name + "/w", initializer, inputs, outputs);
    Operand<TFloat32> b = p.get(name + "/b", Initializer.ZERO, outputs);
    MatMul<TFloat32> product = tf.linalg.matMul(x, w);
    return tf.nn.biasAdd(product, b);
  }
}
