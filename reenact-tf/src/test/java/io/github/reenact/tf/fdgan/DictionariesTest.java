package io.github.reenact.tf.fdgan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.spi.Device;
import io.github.reenact.tf.fdgan.network.FdGanConfig;
import io.github.reenact.tf.fdgan.network.FdGanNetworkTest;
import io.github.reenact.tf.fdgan.network.FeatureDictionary;
import io.github.reenact.tf.graph.Layers;
import io.github.reenact.tf.graph.TensorFlowRuntime;
import io.github.reenact.tf.graph.Tensors;
import io.github.reenact.tf.training.TrainableParameters;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class DictionariesTest {
  @Test
  void merge_ofOne_isThatOne() {
    float[] entries = {1, 2, 3, 4};
    assertThat(Dictionaries.merge(List.of(new Dictionaries.Level(entries, new float[] {5, -700}))))
        .containsExactly(entries);
  }

  @Test
  void merge_weightsFarApart_takesTheHeavier() {
    float[] out =
        Dictionaries.merge(
            List.of(
                new Dictionaries.Level(new float[] {1, 2}, new float[] {900, 0}),
                new Dictionaries.Level(new float[] {3, 4}, new float[] {-900, 0})));
    assertThat(out).containsExactly(new float[] {1, 3}, within(1e-6f));
  }

  /** Two photos side by side are one picture: both ways give the same dictionary. */
  @Test
  void merge_twoHalves_isTheDictionaryOfTheWhole() {
    FdGanConfig config = FdGanNetworkTest.TINY;
    int side = 4;
    int channels = 5;
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      TrainableParameters parameters = new TrainableParameters(tf, 3);
      FeatureDictionary one = new FeatureDictionary(tf, new Layers(tf, parameters), config, 1);
      Random r = new Random(1);
      float[] whole = new float[side * side * channels];
      for (int i = 0; i < whole.length; i++) {
        whole[i] = 3 * (float) r.nextGaussian();
      }
      FeatureDictionary.Written all =
          one.write("w", constant(tf, whole, 0, whole.length, side, channels), side, channels);
      int quarter = whole.length / 4;
      List<FeatureDictionary.Written> parts =
          List.of(0, 1, 2, 3).stream()
              .map(
                  i ->
                      one.write(
                          "w",
                          constant(tf, whole, i * quarter, quarter, side / 2, channels),
                          side / 2,
                          channels))
              .toList();
      try (Session session = TensorFlowRuntime.open(graph, Device.CPU, 1, false)) {
        parameters.initialize(session);
        Session.Runner runner = session.runner().fetch(all.entries()).fetch(all.weight());
        parts.forEach(p -> runner.fetch(p.entries()).fetch(p.weight()));
        try (Result result = runner.run()) {
          float[] expected = Tensors.numbers((TFloat32) result.get(0));
          List<Dictionaries.Level> levels =
              List.of(1, 2, 3, 4).stream()
                  .map(
                      i ->
                          new Dictionaries.Level(
                              Tensors.numbers((TFloat32) result.get(2 * i)),
                              Tensors.numbers((TFloat32) result.get(2 * i + 1))))
                  .toList();
          assertThat(Dictionaries.merge(levels)).containsExactly(expected, within(1e-4f));
        }
      }
    }
  }

  /** What is learnt with is what frames are made with. */
  @Test
  void merge_inTheTrainingGraph_isTheSame() {
    FdGanConfig config = FdGanNetworkTest.TINY;
    Random r = new Random(2);
    int n = config.slots() * config.values();
    float[] entries = new float[3 * n];
    float[] weight = new float[3 * config.slots()];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = (float) r.nextGaussian();
    }
    for (int i = 0; i < weight.length; i++) {
      weight[i] = 2 * (float) r.nextGaussian();
    }
    float no = -1e6f;
    // the second picture is drawn with the photos of the first and the third, too
    float[] apart = {0, no, no, 0, 0, 0, no, no, 0};
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      FeatureDictionary dictionary =
          new FeatureDictionary(tf, new Layers(tf, new TrainableParameters(tf, 3)), config, 3);
      Operand<TFloat32> merged =
          dictionary.merge(
              new FeatureDictionary.Written(
                  tf.constant(
                      Shape.of(3, config.slots(), config.values()),
                      DataBuffers.of(entries, true, false)),
                  tf.constant(Shape.of(3, config.slots()), DataBuffers.of(weight, true, false))),
              tf.constant(Shape.of(3, 3), DataBuffers.of(apart, true, false)));
      List<Dictionaries.Level> levels =
          List.of(0, 1, 2).stream()
              .map(
                  i ->
                      new Dictionaries.Level(
                          java.util.Arrays.copyOfRange(entries, i * n, (i + 1) * n),
                          java.util.Arrays.copyOfRange(
                              weight, i * config.slots(), (i + 1) * config.slots())))
              .toList();
      try (Session session = TensorFlowRuntime.open(graph, Device.CPU, 1, false);
          Result result = session.runner().fetch(merged).run()) {
        float[] out = Tensors.numbers((TFloat32) result.get(0));
        assertThat(java.util.Arrays.copyOfRange(out, 0, n))
            .containsExactly(levels.get(0).entries, within(1e-5f));
        assertThat(java.util.Arrays.copyOfRange(out, n, 2 * n))
            .containsExactly(Dictionaries.merge(levels), within(1e-5f));
        assertThat(java.util.Arrays.copyOfRange(out, 2 * n, 3 * n))
            .containsExactly(levels.get(2).entries, within(1e-5f));
      }
    }
  }

  private static Operand<TFloat32> constant(
      Ops tf, float[] values, int from, int count, int side, int channels) {
    float[] part = java.util.Arrays.copyOfRange(values, from, from + count);
    return tf.constant(Shape.of(1, side, side, channels), DataBuffers.of(part, true, false));
  }
}
