package io.github.reenact.tf.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reenact.spi.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.proto.RewriterConfig;
import org.tensorflow.types.TFloat32;

class TensorFlowRuntimeTest {
  @ParameterizedTest
  @CsvSource({
    "SSE41, false",
    "AVX, false",
    "AVX2, false",
    "avx2, false",
    "AVX2_VNNI, false",
    "AVX2_VNNI_2, true",
    "AVX512_CORE, true",
    "AVX512_CORE_BF16, true",
    "AVX512_CORE_AMX, true",
    "ALL, true",
    "DEFAULT, true"
  })
  void hasBfloat16_oneDnnHeldToInstructions_isWhetherTheyDo(String isa, boolean expected) {
    assertThat(TensorFlowRuntime.hasBfloat16(Map.of("ONEDNN_MAX_CPU_ISA", isa)))
        .isEqualTo(expected);
    assertThat(TensorFlowRuntime.hasBfloat16(Map.of("DNNL_MAX_CPU_ISA", isa))).isEqualTo(expected);
  }

  @Test
  void hasBfloat16_oneDnnFree_isTrue() {
    assertThat(TensorFlowRuntime.hasBfloat16(Map.of())).isTrue();
  }

  /** A convolution, its bias and a leaky ReLU, twice, and a loss. */
  private static Operand<TFloat32> loss(Ops tf, List<Operand<TFloat32>> kernels) {
    Operand<TFloat32> x =
        tf.random.statelessRandomUniform(
            tf.constant(new int[] {2, 16, 16, 8}), tf.constant(new int[] {3, 4}), TFloat32.class);
    for (int i = 0; i < 2; i++) {
      Operand<TFloat32> kernel =
          tf.random.statelessRandomNormal(
              tf.constant(new int[] {3, 3, 8, 8}), tf.constant(new int[] {5, i}), TFloat32.class);
      kernels.add(kernel);
      x = tf.nn.conv2d(x, kernel, List.of(1L, 1L, 1L, 1L), "SAME");
      x = tf.nn.leakyRelu(tf.nn.biasAdd(x, tf.constant(new float[] {1, 2, 3, 4, 5, 6, 7, 8})));
    }
    return tf.math.mean(tf.math.square(x), tf.constant(new int[] {0, 1, 2, 3}));
  }

  private static List<Float> step(Session session, List<Operand<TFloat32>> fetches) {
    Session.Runner runner = session.runner();
    fetches.forEach(runner::fetch);
    try (Result result = runner.run()) {
      List<Float> out = new ArrayList<>();
      for (int i = 0; i < fetches.size(); i++) {
        ((TFloat32) result.get(i)).scalars().forEach(v -> out.add(v.getFloat()));
      }
      return out;
    }
  }

  @Test
  void open_convolutionsAreTrained_isNotRemappedAndStepsAreTheSame() {
    TensorFlowRuntime.load();
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      List<Operand<TFloat32>> kernels = new ArrayList<>();
      List<Operand<TFloat32>> fetches = new ArrayList<>();
      fetches.add(loss(tf, kernels));
      assertThat(TensorFlowRuntime.rewriter(graph).getRemapping())
          .isEqualTo(RewriterConfig.Toggle.DEFAULT);
      Gradients gradients = tf.gradients(fetches.get(0), kernels);
      for (int i = 0; i < kernels.size(); i++) {
        fetches.add(gradients.dy(i));
      }
      assertThat(TensorFlowRuntime.rewriter(graph).getRemapping())
          .isEqualTo(RewriterConfig.Toggle.OFF);
      try (Session plain = new Session(graph);
          Session one = TensorFlowRuntime.open(graph, Device.CPU, 1, false);
          Session several = TensorFlowRuntime.openConcurrent(graph, 2)) {
        List<Float> expected = step(plain, fetches);
        assertThat(expected).hasSize(1 + 2 * 3 * 3 * 8 * 8);
        assertThat(step(one, fetches)).isEqualTo(expected);
        assertThat(step(several, fetches)).isEqualTo(expected);
      }
    }
  }

  /** Threads of this process, those of native libraries too. */
  private static int threads() throws IOException {
    try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
      return Math.toIntExact(tasks.count());
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void open_severalSessions_eachHasAsManyThreadsAsItAsksFor() throws IOException {
    TensorFlowRuntime.load();
    assertThat(TensorFlowRuntime.hasOwnThreads()).isTrue();
    try (Graph graph = new Graph()) {
      Ops.create(graph).constant(1f);
      int before = threads();
      try (Session many = TensorFlowRuntime.open(graph, Device.CPU, 40, false)) {
        int with = threads();
        // Java's own threads come and go.
        assertThat(with - before).isBetween(30, 50);
        try (Session one = TensorFlowRuntime.open(graph, Device.CPU, 1, false)) {
          assertThat(one).isNotSameAs(many);
          assertThat(threads() - with).isLessThan(10);
        }
      }
      assertThat(threads() - before).isLessThan(10);
    }
  }
}
