package io.github.reenact.tf.ldnet.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.ModelFileException;
import io.github.reenact.spi.Device;
import io.github.reenact.tf.graph.FrozenParameters;
import io.github.reenact.tf.graph.NamedArray;
import io.github.reenact.tf.graph.TensorFlowRuntime;
import io.github.reenact.tf.graph.Tensors;
import io.github.reenact.tf.training.TrainableParameters;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

class LdNetInferenceTest {
  /** Random weights, biases and mean face among them. */
  private static LdNetModelFile model(Architecture a) {
    TensorFlowRuntime.load();
    Map<String, NamedArray> weights = new HashMap<>();
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      TrainableParameters parameters = new TrainableParameters(tf, 1);
      Placeholder<TFloat32> row = tf.placeholder(TFloat32.class);
      a.identity(tf, parameters, row);
      a.motion(tf, parameters, row);
      a.decodeJoined(tf, parameters, row);
      try (Session session = TensorFlowRuntime.open(graph, Device.CPU, 1, false)) {
        parameters.initialize(session);
        Random r = new Random(3);
        parameters
            .read(session, n -> true)
            .forEach(
                (name, array) -> {
                  float[] values = array.values().clone();
                  for (int i = 0; i < values.length; i++) {
                    values[i] += 0.05f * (float) r.nextGaussian();
                  }
                  weights.put(name, new NamedArray(array.shape(), values));
                });
      }
    }
    return new LdNetModelFile(a, "test", weights);
  }

  private static float[] row(int length) {
    Random r = new Random(length);
    float[] row = new float[length];
    for (int i = 0; i < length; i++) {
      row[i] = (float) r.nextGaussian();
    }
    return row;
  }

  /** The networks as graphs. */
  private interface Network {
    Operand<TFloat32> of(Ops tf, FrozenParameters weights, Operand<TFloat32> input);
  }

  private static float[] graph(LdNetModelFile model, Network network, float[] row) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> input =
          tf.reshape(tf.constant(row), tf.constant(new int[] {1, row.length}));
      Operand<TFloat32> output = network.of(tf, new FrozenParameters(tf, model.weights()), input);
      try (Session session = TensorFlowRuntime.open(graph, Device.CPU, 1, false);
          Result result = session.runner().fetch(output).run()) {
        return Tensors.numbers((TFloat32) result.get(0));
      }
    }
  }

  private static void assertEqual(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(1e-4f * (1 + Math.abs(expected[i]))));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void networks_randomWeights_areThoseOfTheGraphs(int blocks) {
    Architecture a = new Architecture(7, 5, 19, blocks);
    LdNetModelFile model = model(a);
    LdNetInference net = new LdNetInference(model);
    float[] face = row(Architecture.XY);
    assertEqual(net.identity(face), graph(model, a::identity, face));
    assertEqual(net.motion(face), graph(model, a::motion, face));
    float[] codes = row(12);
    assertEqual(net.decode(codes), graph(model, a::decodeJoined, codes));
  }

  @Test
  void constructor_missingWeights_areNamed() {
    LdNetModelFile model = model(new Architecture(7, 5, 8, 1));
    Map<String, NamedArray> weights = new HashMap<>(model.weights());
    weights.remove("motion/block0/second/b");
    LdNetModelFile damaged = new LdNetModelFile(model.architecture(), "test", weights);
    assertThatThrownBy(() -> new LdNetInference(damaged))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("motion/block0/second/b");
  }
}
