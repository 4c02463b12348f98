package io.github.reenact.tf.gaze.network;

import io.github.reenact.tf.graph.Dense;
import io.github.reenact.tf.graph.NamedArray;
import io.github.reenact.tf.graph.Safetensors;
import java.util.Arrays;
import java.util.Map;

/**
 * The network of {@link GazeNetwork} for two eyes at once, in plain Java. A call of TensorFlow
 * would wait for whatever else it computes, and a network this small takes no longer here.
 *
 * <p>The maps of both eyes lie behind one another in one row, a column and a row of zeros between
 * them, so that a convolution is a sum of shifted rows: loops that the Java compiler turns into
 * vector instructions.
 *
 * <p>Immutable and thread-safe.
 */
public final class GazeInference {
  /** Eyes a call. */
  public static final int EYES = 2;

  private static final float SLOPE = 0.2f;
  private static final int TAPS = 9;

  /** One convolution's weights: out, in, tap; and the biases. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Convolution(int in, int out, int stride, float[] weights, float[] biases) {}

  private final Convolution[] convolutions = new Convolution[GazeNetwork.CONVOLUTIONS];
  private final Dense hidden;
  private final Dense out;

  /**
   * Takes weights over.
   *
   * @throws io.github.reenact.ModelFileException if weights are missing or of another shape
   */
  public GazeInference(Map<String, NamedArray> weights) {
    for (int i = 0; i < convolutions.length; i++) {
      int in = GazeNetwork.channels(i);
      int outs = GazeNetwork.channels(i + 1);
      String name = GazeNetwork.convolution(i);
      float[] kernel = get(weights, name + "/kernel", 3, 3, in, outs);
      float[] turned = new float[kernel.length];
      for (int k = 0; k < TAPS; k++) {
        for (int c = 0; c < in; c++) {
          for (int o = 0; o < outs; o++) {
            turned[(o * in + c) * TAPS + k] = kernel[(k * in + c) * outs + o];
          }
        }
      }
      convolutions[i] =
          new Convolution(
              in, outs, GazeNetwork.stride(i), turned, get(weights, name + "/bias", outs));
    }
    int inputs = GazeNetwork.FEATURES + GazeNetwork.MARKS;
    hidden = new Dense(weights, "hidden/kernel", "hidden/bias", inputs, GazeNetwork.HIDDEN);
    out = new Dense(weights, "out/kernel", "out/bias", GazeNetwork.HIDDEN, GazeNetwork.OUTPUTS);
  }

  private static float[] get(Map<String, NamedArray> weights, String name, long... shape) {
    return Safetensors.require(weights, "the model file", name, shape).values();
  }

  /** Where the maps of one channel, side by side, have their numbers. */
  private record Rows(int side) {
    /** Numbers from one row to the next: a zero behind each. */
    int pitch() {
      return side + 1;
    }

    /** Numbers of one eye: a row of zeros behind the others. */
    int eye() {
      return pitch() * pitch();
    }

    /** Zeros in front: what lies above and left of the first pixel. */
    int margin() {
      return pitch() + 1;
    }

    /** Numbers in which both eyes lie. */
    int used() {
      return EYES * eye();
    }

    int length() {
      return margin() + used() + margin();
    }

    int index(int eye, int y, int x) {
      return margin() + eye * eye() + y * pitch() + x;
    }
  }

  /**
   * The outputs for two eyes.
   *
   * @param squares of both eyes, {@link EyeView#PIXELS} numbers each
   * @param marks of both eyes, {@link GazeNetwork#MARKS} numbers each
   * @return {@link GazeNetwork#OUTPUTS} numbers each
   */
  public float[] run(float[] squares, float[] marks) {
    Rows rows = new Rows(GazeNetwork.FOLDED);
    float[] maps = rearranged(squares, rows);
    for (Convolution c : convolutions) {
      if (c.stride == 2) {
        Rows half = new Rows(rows.side / 2);
        float[] phases = phases(maps, c.in, rows, half);
        maps = convolve(c, phases, half, strided(half));
        rows = half;
      } else {
        maps = convolve(c, maps, rows, plain(rows));
      }
    }
    float[] outputs = new float[EYES * GazeNetwork.OUTPUTS];
    float[] inputs = new float[GazeNetwork.FEATURES + GazeNetwork.MARKS];
    for (int e = 0; e < EYES; e++) {
      int n = 0;
      int channels = GazeNetwork.channels(convolutions.length);
      for (int y = 0; y < rows.side; y++) {
        for (int x = 0; x < rows.side; x++) {
          for (int c = 0; c < channels; c++) {
            inputs[n++] = maps[c * rows.length() + rows.index(e, y, x)];
          }
        }
      }
      System.arraycopy(marks, e * GazeNetwork.MARKS, inputs, n, GazeNetwork.MARKS);
      float[] last = out.apply(Dense.leakyRelu(hidden.apply(inputs), SLOPE));
      System.arraycopy(last, 0, outputs, e * GazeNetwork.OUTPUTS, last.length);
    }
    return outputs;
  }

  /** Four neighbours become four channels, in the order of TensorFlow's SpaceToDepth. */
  private static float[] rearranged(float[] squares, Rows rows) {
    float[] out = new float[4 * rows.length()];
    for (int e = 0; e < EYES; e++) {
      for (int y = 0; y < EyeView.SIDE; y++) {
        for (int x = 0; x < EyeView.SIDE; x++) {
          int channel = 2 * (y & 1) + (x & 1);
          out[channel * rows.length() + rows.index(e, y >> 1, x >> 1)] =
              squares[e * EyeView.PIXELS + y * EyeView.SIDE + x];
        }
      }
    }
    return out;
  }

  /** Each channel as four of half the side: even and odd rows, even and odd columns. */
  private static float[] phases(float[] maps, int channels, Rows rows, Rows half) {
    float[] out = new float[4 * channels * half.length()];
    for (int c = 0; c < channels; c++) {
      for (int e = 0; e < EYES; e++) {
        for (int y = 0; y < rows.side; y++) {
          int from = c * rows.length() + rows.index(e, y, 0);
          int even = (4 * c + 2 * (y & 1)) * half.length() + half.index(e, y >> 1, 0);
          int odd = even + half.length();
          for (int x = 0; x < half.side; x++) {
            out[even + x] = maps[from + 2 * x];
            out[odd + x] = maps[from + 2 * x + 1];
          }
        }
      }
    }
    return out;
  }

  /** Where each tap finds its number, relative to the output's place; of one input channel. */
  private static int[] plain(Rows rows) {
    int[] at = new int[TAPS];
    for (int k = 0; k < TAPS; k++) {
      at[k] = (k / 3 - 1) * rows.pitch() + k % 3 - 1;
    }
    return at;
  }

  /** The same for stride 2 on phases; TensorFlow pads an even side behind, not in front. */
  private static int[] strided(Rows half) {
    int[] at = new int[TAPS];
    for (int k = 0; k < TAPS; k++) {
      int y = k / 3;
      int x = k % 3;
      at[k] = (2 * (y & 1) + (x & 1)) * half.length() + (y >> 1) * half.pitch() + (x >> 1);
    }
    return at;
  }

  private static float[] convolve(Convolution c, float[] in, Rows rows, int[] at) {
    int length = rows.length();
    float[] out = new float[c.out * length];
    for (int o = 0; o < c.out; o += 2) {
      int to = o * length + rows.margin();
      Arrays.fill(out, to, to + rows.used(), c.biases[o]);
      Arrays.fill(out, to + length, to + length + rows.used(), c.biases[o + 1]);
      for (int i = 0; i < c.in; i++) {
        accumulate(c, o, i, in, out, rows, at);
      }
      rectify(out, o * length, rows);
      rectify(out, (o + 1) * length, rows);
    }
    return out;
  }

  /**
   * What input channel {@code i} adds to output channels {@code o} and {@code o + 1}: two at once,
   * so that each input is loaded once for both.
   */
  private static void accumulate(
      Convolution c, int o, int i, float[] in, float[] out, Rows rows, int[] at) {
    int length = rows.length();
    int n = rows.used();
    int to = o * length + rows.margin();
    int to2 = to + length;
    int from = i * (c.stride == 2 ? 4 * length : length) + rows.margin();
    float[] weights = c.weights;
    int w = (o * c.in + i) * TAPS;
    int x = w + c.in * TAPS;
    float w0 = weights[w + 0];
    float w1 = weights[w + 1];
    float w2 = weights[w + 2];
    float w3 = weights[w + 3];
    float w4 = weights[w + 4];
    float w5 = weights[w + 5];
    float w6 = weights[w + 6];
    float w7 = weights[w + 7];
    float w8 = weights[w + 8];
    float x0 = weights[x + 0];
    float x1 = weights[x + 1];
    float x2 = weights[x + 2];
    float x3 = weights[x + 3];
    float x4 = weights[x + 4];
    float x5 = weights[x + 5];
    float x6 = weights[x + 6];
    float x7 = weights[x + 7];
    float x8 = weights[x + 8];
    int a0 = from + at[0];
    int a1 = from + at[1];
    int a2 = from + at[2];
    int a3 = from + at[3];
    int a4 = from + at[4];
    int a5 = from + at[5];
    int a6 = from + at[6];
    int a7 = from + at[7];
    int a8 = from + at[8];
    for (int p = 0; p < n; p++) {
      float v0 = in[a0 + p];
      float v1 = in[a1 + p];
      float v2 = in[a2 + p];
      float v3 = in[a3 + p];
      float v4 = in[a4 + p];
      float v5 = in[a5 + p];
      float v6 = in[a6 + p];
      float v7 = in[a7 + p];
      float v8 = in[a8 + p];
      out[to + p] +=
          w0 * v0 + w1 * v1 + w2 * v2 + w3 * v3 + w4 * v4 + w5 * v5 + w6 * v6 + w7 * v7 + w8 * v8;
      out[to2 + p] +=
          x0 * v0 + x1 * v1 + x2 * v2 + x3 * v3 + x4 * v4 + x5 * v5 + x6 * v6 + x7 * v7 + x8 * v8;
    }
  }

  /** Leaky rectifier inside of the maps, zeros between them. */
  private static void rectify(float[] maps, int channel, Rows rows) {
    for (int e = 0; e < EYES; e++) {
      for (int y = 0; y < rows.side; y++) {
        int at = channel + rows.index(e, y, 0);
        for (int x = at; x < at + rows.side; x++) {
          maps[x] = leakyRelu(maps[x]);
        }
        maps[at + rows.side] = 0;
      }
      int behind = channel + rows.index(e, rows.side, 0);
      Arrays.fill(maps, behind, behind + rows.pitch(), 0);
    }
  }

  private static float leakyRelu(float x) {
    return Math.max(x, SLOPE * x);
  }
}
