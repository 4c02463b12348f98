package io.github.reenact.tf.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reenact.spi.Device;
import io.github.reenact.tf.graph.TensorFlowRuntime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class SumsTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 9, 64, 65, 100})
  void of_someTerms_addsThemAll(int count) {
    try (Graph graph = new Graph();
        Session session = TensorFlowRuntime.open(graph, Device.CPU, 1, false)) {
      Ops tf = Ops.create(graph);
      List<Operand<TFloat32>> terms = new ArrayList<>();
      for (int i = 1; i <= count; i++) {
        terms.add(tf.constant((float) i));
      }
      try (Result result = session.runner().fetch(Sums.of(tf, terms)).run()) {
        assertThat(((TFloat32) result.get(0)).getFloat()).isEqualTo(count * (count + 1) / 2f);
      }
    }
  }

  @Test
  void of_builtManyTimes_hasTheSameGradientToTheBit() {
    TensorFlowRuntime.load();
    Set<Float> gradients = new HashSet<>();
    for (int build = 0; build < 30; build++) {
      gradients.add(gradientOfTwentyTerms());
    }
    assertThat(gradients).hasSize(1);
  }

  /**
   * Terms of one number, whose gradients are too unlike for their sum to be the same in any order.
   */
  private static float gradientOfTwentyTerms() {
    try (Graph graph = new Graph();
        Session session = TensorFlowRuntime.open(graph, Device.CPU, 1, false)) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> x = tf.math.exp(tf.constant(0.1f));
      List<Operand<TFloat32>> terms = new ArrayList<>();
      for (int i = 1; i <= 20; i++) {
        terms.add(tf.math.mul(x, tf.constant((float) Math.pow(1.7, i) / 3)));
      }
      var gradient = tf.gradients(Sums.of(tf, terms), List.of(x)).<TFloat32>dy(0);
      try (Result result = session.runner().fetch(gradient).run()) {
        return ((TFloat32) result.get(0)).getFloat();
      }
    }
  }

  @Test
  void of_noTerms_isRefused() {
    try (Graph graph = new Graph()) {
      assertThatIllegalArgumentException().isThrownBy(() -> Sums.of(Ops.create(graph), List.of()));
    }
  }
}
