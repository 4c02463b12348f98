package io.github.reenact.tf.ldnet.network;

import io.github.reenact.tf.graph.Dense;
import io.github.reenact.tf.graph.NamedArray;
import io.github.reenact.tf.graph.Safetensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The networks of {@link Architecture} for one face, in plain Java.
 *
 * <p>Immutable and thread-safe.
 */
public final class LdNetInference {
  private final float[] mean;
  private final Network identity;
  private final Network motion;
  private final Network decoder;

  /**
   * Takes over the weights of a model.
   *
   * @throws io.github.reenact.ModelFileException if weights are missing or of another shape
   */
  public LdNetInference(LdNetModelFile model) {
    Architecture a = model.architecture();
    Map<String, NamedArray> weights = model.weights();
    int xy = Architecture.XY;
    mean = Safetensors.require(weights, "the model file", Architecture.MEAN, xy).values();
    identity = new Network(a, weights, Architecture.IDENTITY, "mean", xy, a.identitySize());
    motion = new Network(a, weights, Architecture.MOTION, "mean", xy, a.motionSize());
    int codes = a.identitySize() + a.motionSize();
    decoder = new Network(a, weights, Architecture.DECODER, "out", codes, xy);
  }

  /**
   * A linear layer, blocks that each add what two layers make of the values so far, and another.
   */
  private static final class Network {
    private record Block(Dense first, Dense second) {}

    private final Dense in;
    private final List<Block> blocks = new ArrayList<>();
    private final Dense out;

    Network(
        Architecture a,
        Map<String, NamedArray> weights,
        String name,
        String last,
        int inputs,
        int outputs) {
      in = dense(weights, name + "in", inputs, a.width());
      for (int i = 0; i < a.blocks(); i++) {
        String block = Architecture.block(name, i);
        blocks.add(
            new Block(
                dense(weights, block + "first", a.width(), a.width()),
                dense(weights, block + "second", a.width(), a.width())));
      }
      out = dense(weights, name + last, a.width(), outputs);
    }

    private static Dense dense(
        Map<String, NamedArray> weights, String name, int inputs, int outputs) {
      return new Dense(weights, name + "/w", name + "/b", inputs, outputs);
    }

    float[] run(float[] row) {
      float[] h = in.apply(row);
      for (Block block : blocks) {
        float[] inner = block.first.apply(relu(h.clone()));
        float[] added = block.second.apply(relu(inner));
        for (int i = 0; i < h.length; i++) {
          h[i] += added[i];
        }
      }
      return out.apply(h);
    }

    private static float[] relu(float[] row) {
      return Dense.leakyRelu(row, Architecture.SLOPE);
    }
  }

  /** The mean of the identity code of normalised landmarks, {@link Architecture#XY} numbers. */
  public float[] identity(float[] landmarks) {
    return identity.run(center(landmarks));
  }

  /** The mean of the motion code of normalised landmarks, {@link Architecture#XY} numbers. */
  public float[] motion(float[] landmarks) {
    return motion.run(center(landmarks));
  }

  /** Landmarks from an identity code and behind it a motion code. */
  public float[] decode(float[] codes) {
    float[] out = decoder.run(codes);
    for (int i = 0; i < out.length; i++) {
      out[i] = mean[i] + out[i] * Architecture.SPREAD;
    }
    return out;
  }

  private float[] center(float[] landmarks) {
    float[] out = new float[landmarks.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (landmarks[i] - mean[i]) / Architecture.SPREAD;
    }
    return out;
  }
}
