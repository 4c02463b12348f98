package io.github.reenact.tf.fdgan.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.base.Splitter;
import io.github.reenact.spi.Device;
import io.github.reenact.tf.graph.NamedArray;
import io.github.reenact.tf.graph.TensorFlowRuntime;
import io.github.reenact.tf.graph.Tensors;
import io.github.reenact.tf.training.TrainableParameters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class NetworkOutputTest {
  /** What frames are made with is what was learnt with. */
  @ParameterizedTest
  @ValueSource(strings = {"dense=true", "still=false", "dense=false"})
  void read_randomWeights_isTheRenderingOfTheGraph(String setting) {
    List<String> nameAndValue = Splitter.on('=').splitToList(setting);
    FdGanConfig config =
        FdGanNetworkTest.TINY.with("size", "64").with(nameAndValue.get(0), nameAndValue.get(1));
    int n = config.size();
    Random r = new Random(4);
    byte[] condition = new byte[n * n * FdGanNetwork.CONDITION_PLANES];
    r.nextBytes(condition);
    float[] unit = new float[condition.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (condition[i] & 255) / 255f;
    }
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      TrainableParameters parameters = new TrainableParameters(tf, 1);
      FdGanNetwork network = new FdGanNetwork(tf, parameters, config, 1);
      Operand<TFloat32> seen =
          tf.constant(
              Shape.of(1, n, n, FdGanNetwork.CONDITION_PLANES), DataBuffers.of(unit, true, false));
      List<Operand<TFloat32>> dictionaries =
          List.of(entries(tf, config, r), entries(tf, config, r), entries(tf, config, r));
      FdGanNetwork.Heads heads = network.translate(seen, dictionaries);
      FdGanNetwork.Rendering expected = network.render(seen, dictionaries);
      try (Session session = TensorFlowRuntime.open(graph, Device.CPU, 1, false)) {
        parameters.initialize(session);
        parameters.load(session, shaken(parameters.read(session, name -> true), r));
        NetworkOutput output = new NetworkOutput(config);
        try (Result result =
            session
                .runner()
                .fetch(heads.head())
                .fetch(heads.flow())
                .fetch(expected.colour())
                .fetch(expected.mask())
                .fetch(expected.flow())
                .fetch(expected.still())
                .run()) {
          copy(result, 0, output.head);
          copy(result, 1, output.flow);
          float[] out = output.read(condition);
          TFloat32 colour = (TFloat32) result.get(2);
          for (int y = 0; y < n; y++) {
            for (int x = 0; x < n; x++) {
              int o = (y * n + x) * NetworkOutput.PLANES;
              for (int c = 0; c < 3; c++) {
                assertThat(out[o + c]).isCloseTo(colour.getFloat(0, y, x, c), within(1e-4f));
              }
              if (config.warpBranch()) {
                assertThat(out[o + 3]).isCloseTo(plane(result, 3, y, x, 0), within(1e-4f));
                assertThat(out[o + 4]).isCloseTo(plane(result, 4, y, x, 0), within(1e-4f));
                assertThat(out[o + 5]).isCloseTo(plane(result, 4, y, x, 1), within(1e-4f));
                assertThat(out[o + 6]).isCloseTo(plane(result, 5, y, x, 0), within(1e-4f));
              } else {
                assertThat(out[o + 3]).isZero();
              }
            }
          }
        }
      }
    }
  }

  @Test
  void sigmoid_isIt() {
    for (float x = -20; x < 20; x += 0.0137f) {
      assertThat(NetworkOutput.sigmoid(x))
          .isCloseTo((float) (1 / (1 + Math.exp(-x))), within(1.3e-6f));
    }
    assertThat(NetworkOutput.sigmoid(Float.POSITIVE_INFINITY)).isCloseTo(1, within(1e-6f));
    assertThat(NetworkOutput.sigmoid(Float.NaN)).isNaN();
  }

  private static float plane(Result result, int index, int y, int x, int c) {
    return ((TFloat32) result.get(index)).getFloat(0, y, x, c);
  }

  private static void copy(Result result, int index, float[] to) {
    float[] numbers = Tensors.numbers((TFloat32) result.get(index));
    assertThat(numbers).hasSameSizeAs(to);
    System.arraycopy(numbers, 0, to, 0, to.length);
  }

  /** First weights are zero where it matters most. */
  private static Map<String, NamedArray> shaken(Map<String, NamedArray> weights, Random r) {
    Map<String, NamedArray> out = new HashMap<>();
    weights.forEach(
        (name, a) -> {
          float[] values = a.values().clone();
          for (int i = 0; i < values.length; i++) {
            values[i] += 0.1f * (float) r.nextGaussian();
          }
          out.put(name, new NamedArray(a.shape(), values));
        });
    return out;
  }

  private static Operand<TFloat32> entries(Ops tf, FdGanConfig config, Random r) {
    float[] values = new float[config.slots() * config.values()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) r.nextGaussian();
    }
    return tf.constant(
        Shape.of(1, config.slots(), config.values()), DataBuffers.of(values, true, false));
  }
}
