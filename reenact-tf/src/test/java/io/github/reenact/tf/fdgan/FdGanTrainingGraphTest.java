package io.github.reenact.tf.fdgan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reenact.tf.graph.TensorFlowRuntime;
import io.github.reenact.tf.graph.TrainableParameters;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.op.Ops;

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
          List.of(),
          0.999f);
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
}
