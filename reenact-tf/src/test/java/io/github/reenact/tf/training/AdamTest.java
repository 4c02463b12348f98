package io.github.reenact.tf.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.spi.Device;
import io.github.reenact.tf.graph.Initializer;
import io.github.reenact.tf.graph.NamedArray;
import io.github.reenact.tf.graph.TensorFlowRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Against steps computed by hand: the loss is half the square of the weights, so that the gradient
 * is the weights themselves; rate 0.1, betas 0.9 and 0.999.
 */
class AdamTest {
  private static final double RATE = 0.1;

  @BeforeAll
  static void load() {
    TensorFlowRuntime.load();
  }

  /** What the variables are after each of some steps. */
  private static List<Map<String, NamedArray>> run(float[] start, float clip, int steps) {
    List<Map<String, NamedArray>> out = new ArrayList<>();
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      TrainableParameters parameters = new TrainableParameters(tf, 1);
      Operand<TFloat32> w = parameters.get("w", Initializer.ZERO, start.length);
      Operand<TFloat32> loss = tf.nn.l2Loss(w);
      Adam adam = new Adam(tf, parameters, List.of("w"), loss, 0.9f, 0.999f, clip);
      try (Session session = TensorFlowRuntime.open(graph, Device.CPU, 1, false)) {
        parameters.initialize(session);
        parameters.load(session, Map.of("w", new NamedArray(new long[] {start.length}, start)));
        for (int step = 1; step <= steps; step++) {
          Session.Runner runner = session.runner();
          try (TFloat32 fed = adam.feed(runner, RATE, step)) {
            assertThat(fed.size()).isEqualTo(3);
            runner.addTarget(adam.step()).run().close();
          }
          out.add(parameters.read(session, n -> true));
        }
      }
    }
    return out;
  }

  private static float value(Map<String, NamedArray> variables, String name, int i) {
    return Objects.requireNonNull(variables.get(name)).values()[i];
  }

  @Test
  void step_three_areThoseComputedByHand() {
    List<Map<String, NamedArray>> steps = run(new float[] {1}, 1e6f, 3);
    // m = 0.1 * 1, v = 0.001 * 1, rate * sqrt(1 - 0.999) / (1 - 0.9) * m / sqrt(v) = 0.1
    assertThat(value(steps.get(0), "adam/m/w", 0)).isCloseTo(0.1f, within(1e-6f));
    assertThat(value(steps.get(0), "adam/v/w", 0)).isCloseTo(0.001f, within(1e-7f));
    assertThat(value(steps.get(0), "w", 0)).isCloseTo(0.9f, within(1e-6f));
    // m = 0.9 * 0.1 + 0.1 * 0.9, v = 0.999 * 0.001 + 0.001 * 0.81
    assertThat(value(steps.get(1), "adam/m/w", 0)).isCloseTo(0.18f, within(1e-6f));
    assertThat(value(steps.get(1), "adam/v/w", 0)).isCloseTo(0.001809f, within(1e-7f));
    assertThat(value(steps.get(1), "w", 0)).isCloseTo(0.8004123f, within(1e-6f));
    assertThat(value(steps.get(2), "w", 0)).isCloseTo(0.7015863f, within(1e-6f));
  }

  @Test
  void step_gradientAboveTheClip_isScaledToIt() {
    // The norm of (3, 4) is 5: the gradient becomes (0.6, 0.8).
    List<Map<String, NamedArray>> steps = run(new float[] {3, 4}, 1, 2);
    assertThat(value(steps.get(0), "adam/m/w", 0)).isCloseTo(0.06f, within(1e-6f));
    assertThat(value(steps.get(0), "adam/m/w", 1)).isCloseTo(0.08f, within(1e-6f));
    assertThat(value(steps.get(0), "adam/v/w", 1)).isCloseTo(0.00064f, within(1e-7f));
    assertThat(value(steps.get(0), "w", 0)).isCloseTo(2.9f, within(1e-5f));
    assertThat(value(steps.get(0), "w", 1)).isCloseTo(3.9f, within(1e-5f));
    assertThat(value(steps.get(1), "adam/m/w", 0)).isCloseTo(0.1136703f, within(1e-6f));
    assertThat(value(steps.get(1), "w", 0)).isCloseTo(2.800015f, within(1e-5f));
    assertThat(value(steps.get(1), "w", 1)).isCloseTo(3.799992f, within(1e-5f));
  }

  @Test
  void isMoment_names_tellsMomentsFromWeights() {
    assertThat(Adam.isMoment("adam/m/w")).isTrue();
    assertThat(Adam.isMoment("w")).isFalse();
  }
}
