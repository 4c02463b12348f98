package io.github.reenact.tf.graph;

import java.util.Map;

/**
 * A fully connected layer in plain Java, for networks so small that a call of TensorFlow would cost
 * more than it computes, and would wait for what else TensorFlow has to do.
 *
 * <p>Immutable and thread-safe.
 */
public final class Dense {
  private final float[] kernel;
  private final float[] bias;

  /**
   * Takes over weights.
   *
   * @param weights of a model file
   * @param kernel name of {@code inputs} x {@code outputs} weights
   * @param bias name of {@code outputs} biases
   * @throws io.github.reenact.ModelFileException if weights are missing or of another shape
   */
  public Dense(
      Map<String, NamedArray> weights, String kernel, String bias, long inputs, long outputs) {
    this.kernel = Safetensors.require(weights, "the model file", kernel, inputs, outputs).values();
    this.bias = Safetensors.require(weights, "the model file", bias, outputs).values();
  }

  /**
   * What the layer makes of a row.
   *
   * @throws IllegalArgumentException if the row has another length than the layer has inputs
   */
  public float[] apply(float[] row) {
    int outputs = bias.length;
    if (row.length * outputs != kernel.length) {
      throw new IllegalArgumentException(
          "a row of %d numbers; the layer takes %d".formatted(row.length, kernel.length / outputs));
    }
    float[] sums = bias.clone();
    int i = 0;
    // Four inputs at once, so that each sum is loaded and stored once for all of them.
    for (; i + 3 < row.length; i += 4) {
      float a = row[i];
      float b = row[i + 1];
      float c = row[i + 2];
      float d = row[i + 3];
      int atA = i * outputs;
      int atB = atA + outputs;
      int atC = atB + outputs;
      int atD = atC + outputs;
      for (int o = 0; o < outputs; o++) {
        sums[o] +=
            a * kernel[atA + o] + b * kernel[atB + o] + c * kernel[atC + o] + d * kernel[atD + o];
      }
    }
    for (; i < row.length; i++) {
      float v = row[i];
      int at = i * outputs;
      for (int o = 0; o < outputs; o++) {
        sums[o] += v * kernel[at + o];
      }
    }
    return sums;
  }

  /** Multiplies the negative numbers of a row by a slope; gives the same row. */
  public static float[] leakyRelu(float[] row, float slope) {
    for (int i = 0; i < row.length; i++) {
      row[i] = Math.max(row[i], slope * row[i]);
    }
    return row;
  }
}
