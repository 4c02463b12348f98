package io.github.reenact.tf.fdgan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.base.Splitter;
import io.github.reenact.spi.Device;
import io.github.reenact.tf.graph.Adam;
import io.github.reenact.tf.graph.NamedArray;
import io.github.reenact.tf.graph.TensorFlowRuntime;
import io.github.reenact.tf.graph.TrainableParameters;
import java.util.ArrayList;
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
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

class FdGanNetworkTest {
  static final FdGanConfig TINY = new FdGanConfig(32, List.of(4, 4, 4, 4, 4), 3, 4, true, true, 1);

  @Test
  void blend_constantFlow_fetchesTheNeighbour() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      FdGanNetwork network = new FdGanNetwork(tf, new TrainableParameters(tf, 1), TINY, 2);
      int n = TINY.size();
      float[] picture = new float[2 * n * n * 3];
      for (int i = 0; i < picture.length; i++) {
        picture[i] = i % 3 == 0 ? (float) Math.floor(i / 3.0 % n) : i % 3;
      }
      float[] condition = new float[2 * n * n * FdGanNetwork.CONDITION_PLANES];
      for (int i = 0; i < 2 * n * n; i++) {
        for (int k = 0; k < 3; k++) {
          condition[i * FdGanNetwork.CONDITION_PLANES + 3 + k] = picture[3 * i + k];
          condition[i * FdGanNetwork.CONDITION_PLANES + FdGanNetwork.STILL + k] = 100;
        }
      }
      float[] shift = new float[2 * n * n * 2];
      for (int i = 0; i < shift.length; i += 2) {
        shift[i] = 2.25f;
        shift[i + 1] = -1;
      }
      Operand<TFloat32> one =
          tf.constant(Shape.of(2, n, n, 1), DataBuffers.of(filled(2 * n * n, 1f), true, false));
      // the upper half of the view is taken as it is
      float[] half = new float[2 * n * n];
      for (int i = 0; i < half.length; i++) {
        half[i] = i / n % n < n / 2 ? 1 : 0;
      }
      Operand<TFloat32> still =
          tf.constant(Shape.of(2, n, n, 1), DataBuffers.of(half, true, false));
      Operand<TFloat32> none =
          tf.constant(Shape.of(2, n, n, 3), DataBuffers.of(filled(2 * n * n * 3, 0f), true, false));
      Operand<TFloat32> flow =
          tf.constant(Shape.of(2, n, n, 2), DataBuffers.of(shift, true, false));
      Operand<TFloat32> out =
          network.blend(
              new FdGanNetwork.Rendering(none, one, flow, still),
              tf.constant(
                  Shape.of(2, n, n, FdGanNetwork.CONDITION_PLANES),
                  DataBuffers.of(condition, true, false)));
      try (Session session = new Session(graph);
          Result r = session.runner().fetch(out).run()) {
        TFloat32 t = (TFloat32) r.get(0);
        for (int b = 0; b < 2; b++) {
          assertThat(t.getFloat(b, 25, 7, 0)).isCloseTo(9.25f, within(1e-4f));
          assertThat(t.getFloat(b, 25, 7, 1)).isCloseTo(1f, within(1e-4f));
          assertThat(t.getFloat(b, n - 1, n - 1, 0)).isCloseTo(n - 1f, within(2e-3f));
          assertThat(t.getFloat(b, 5, 7, 0)).isEqualTo(100f);
        }
      }
    }
  }

  private static float[] filled(int count, float value) {
    float[] out = new float[count];
    java.util.Arrays.fill(out, value);
    return out;
  }

  @ParameterizedTest
  @ValueSource(strings = {"dense=true", "dense=false", "still=false", "slots=0"})
  void trainingStep_adversarial_movesEveryWeight(String setting) {
    List<String> nameAndValue = Splitter.on('=').splitToList(setting);
    FdGanConfig config = TINY.with(nameAndValue.get(0), nameAndValue.get(1));
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      TrainableParameters parameters = new TrainableParameters(tf, 1);
      FdGanTrainingGraph network =
          new FdGanTrainingGraph(
              tf, parameters, config, FdGanTraining.DEFAULT.withBatch(2), 5, List.of(), 0.9f);
      try (Session session = TensorFlowRuntime.open(graph, Device.CPU, 1, false)) {
        parameters.initialize(session);
        Map<String, NamedArray> before = parameters.read(session, n -> true);
        for (int step = 1; step <= 3; step++) {
          step(network, session, step);
        }
        Map<String, NamedArray> after = parameters.read(session, n -> true);
        List<String> still = new ArrayList<>();
        before.forEach(
            (name, a) -> {
              // The paper's network has no flow. The critic's last bias rests while no score is
              // beyond
              // the hinge: what it gains on the real pictures it loses on the others.
              boolean rests =
                  (!config.dense() && name.contains("translator/flow"))
                      || name.contains("critic/real/bias");
              if (a.equals(after.get(name)) && !rests) {
                still.add(name);
              }
            });
        assertThat(still).isEmpty();
        assertThat(after.values())
            .allSatisfy(
                a -> {
                  for (float v : a.values()) {
                    assertThat(v).isFinite();
                  }
                });
      }
    }
  }

  private static void step(FdGanTrainingGraph network, Session session, int step) {
    Random r = new Random(step);
    int n = TINY.size();
    Session.Runner runner = session.runner();
    List<TFloat32> fed = new ArrayList<>();
    for (Adam adam : network.adams) {
      fed.add(adam.feed(runner, 1e-2, step));
    }
    try (TUint8 photo = FdGanTrainer.tensor(bytes(r, 2 * n * n * 6), 2, n, 6);
        TUint8 condition = FdGanTrainer.tensor(bytes(r, 2 * n * n * 11), 2, n, 11);
        TUint8 truth = FdGanTrainer.tensor(bytes(r, 2 * n * n * 4), 2, n, 4);
        TInt32 identity = TInt32.vectorOf(0, 4);
        TFloat32 apart = TFloat32.tensorOf(Shape.of(2, 2), DataBuffers.of(0f, 0f, -1e6f, 0f));
        TFloat32 share = TFloat32.scalarOf(1)) {
      runner
          .feed(network.photo, photo)
          .feed(network.condition, condition)
          .feed(network.truth, truth)
          .feed(network.identity, identity)
          .feed(network.apart, apart)
          .feed(network.adversarial, share)
          .addTarget(network.averageStep.op())
          .run()
          .close();
    }
    fed.forEach(TFloat32::close);
  }

  private static byte[] bytes(Random r, int count) {
    byte[] out = new byte[count];
    r.nextBytes(out);
    return out;
  }
}
