package io.github.reenact.tf.fdgan.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import io.github.reenact.spi.Device;
import io.github.reenact.testing.TestFaces;
import io.github.reenact.tf.fdgan.network.FdGanConfig;
import io.github.reenact.tf.graph.NamedArray;
import io.github.reenact.tf.graph.TensorFlowRuntime;
import io.github.reenact.tf.graph.Tensors;
import io.github.reenact.tf.training.TrainableParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

class FdGanTrainingGraphTest {
  private static final FdGanConfig TINY =
      new FdGanConfig(32, List.of(4, 8, 8, 8, 8), 4, 4, true, true, 1);

  /** Operations with their inputs: the order in which gradients are added is among them. */
  private static List<String> build() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      new FdGanTrainingGraph(
          tf,
          new TrainableParameters(tf, 1),
          TINY,
          FdGanTraining.DEFAULT.withBatch(4).withParts(2),
          3,
          List.of());
      return graph.toGraphDef().getNodeList().stream()
          .map(n -> n.getName() + " " + n.getOp() + n.getInputList())
          .toList();
    }
  }

  @Test
  void constructor_calledManyTimes_buildsTheSameGraph() {
    TensorFlowRuntime.load();
    List<String> first = build();
    for (int i = 0; i < 10; i++) {
      assertThat(build()).isEqualTo(first);
    }
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
              tf, parameters, config, FdGanTraining.DEFAULT.withBatch(2), 5, List.of());
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
              // The paper's network has no flow. The discriminator's last bias rests while no
              // score is beyond the hinge: what it gains on the real pictures it loses on the
              // others.
              boolean rests =
                  (!config.warpBranch() && name.contains("translator/flow"))
                      || name.matches(".*critic/(detail/)?real/bias");
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
    fed.add(network.generatorAdam.feed(runner, 1e-2, step));
    fed.add(network.discriminatorAdam.orElseThrow().feed(runner, 1e-2, step));
    try (TUint8 photo = Tensors.pictures(bytes(r, 2 * n * n * 6), 2, n, 6);
        TUint8 condition = Tensors.pictures(bytes(r, 2 * n * n * 11), 2, n, 11);
        TUint8 truth = Tensors.pictures(bytes(r, 2 * n * n * 4), 2, n, 4);
        TInt32 identity = TInt32.vectorOf(0, 4);
        TInt32 details = details(n);
        TFloat32 apart = TFloat32.tensorOf(Shape.of(2, 2), DataBuffers.of(0f, 0f, -1e6f, 0f));
        TFloat32 share = TFloat32.scalarOf(1)) {
      runner
          .feed(network.photo, photo)
          .feed(network.condition, condition)
          .feed(network.truth, truth)
          .feed(network.identity, identity)
          .feed(network.apart, apart)
          .feed(network.details, details)
          .feed(network.adversarialWeight, share)
          .addTarget(network.averageStep.op())
          .run()
          .close();
    }
    fed.forEach(TFloat32::close);
  }

  private static TInt32 details(int n) {
    int[] begins = new int[2 * FacialDetails.COUNT * FacialDetails.INDICES];
    for (int slot = 0; slot < 2; slot++) {
      FacialDetails.place(TestFaces.face().at(n / 2f, n / 2f, n / 4f), n, slot, begins);
    }
    return TInt32.tensorOf(
        Shape.of(2 * FacialDetails.COUNT, FacialDetails.INDICES), DataBuffers.of(begins));
  }

  private static byte[] bytes(Random r, int count) {
    byte[] out = new byte[count];
    r.nextBytes(out);
    return out;
  }
}
