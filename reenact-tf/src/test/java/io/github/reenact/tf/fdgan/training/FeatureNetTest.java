package io.github.reenact.tf.fdgan.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reenact.ModelFileException;
import io.github.reenact.spi.Device;
import io.github.reenact.tf.graph.NamedArray;
import io.github.reenact.tf.graph.Safetensors;
import io.github.reenact.tf.graph.TensorFlowRuntime;
import io.github.reenact.tf.graph.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class FeatureNetTest {
  private static final int SIZE = 64;

  @TempDir static Path folder;

  @BeforeAll
  static void writeNetworks() throws IOException {
    TensorFlowRuntime.load();
    recognition().write(folder.resolve("recognition.safetensors"), false);
    scene().write(folder.resolve("scene.safetensors"), false);
  }

  /** A network of the structure of dlib's, with random weights. */
  static Safetensors recognition() {
    Map<String, NamedArray> weights = new LinkedHashMap<>();
    conv(weights, "conv32_down", 7, 3, 32);
    for (int i = 1; i <= 3; i++) {
      residual(weights, "conv32_" + i, 32, 32);
    }
    residual(weights, "conv64_down", 32, 64);
    for (int i = 1; i <= 3; i++) {
      residual(weights, "conv64_" + i, 64, 64);
    }
    residual(weights, "conv128_down", 64, 128);
    for (int i = 1; i <= 2; i++) {
      residual(weights, "conv128_" + i, 128, 128);
    }
    return new Safetensors(weights, Map.of());
  }

  /** A network of the structure of Inception V3's lower layers, with random weights. */
  static Safetensors scene() {
    Map<String, NamedArray> weights = new LinkedHashMap<>();
    conv(weights, "conv2d_1", 3, 3, 32);
    conv(weights, "conv2d_2", 3, 32, 32);
    conv(weights, "conv2d_3", 3, 32, 64);
    conv(weights, "conv2d_4", 1, 64, 80);
    conv(weights, "conv2d_5", 3, 80, 192);
    return new Safetensors(weights, Map.of());
  }

  private static void residual(Map<String, NamedArray> weights, String name, int in, int out) {
    conv(weights, name + "/conv1", 3, in, out);
    conv(weights, name + "/conv2", 3, out, out);
  }

  private static void conv(
      Map<String, NamedArray> weights, String name, int side, int in, int out) {
    Random random = new Random(name.hashCode());
    float[] kernel = new float[side * side * in * out];
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = (float) (random.nextGaussian() * Math.sqrt(2.0 / (side * side * in)));
    }
    weights.put(name + "/kernel", new NamedArray(new long[] {side, side, in, out}, kernel));
    weights.put(name + "/bias", new NamedArray(new long[] {out}, new float[out]));
  }

  private static float[] picture(long seed) {
    Random random = new Random(seed);
    float[] out = new float[SIZE * SIZE * 3];
    for (int i = 0; i < out.length; i++) {
      out[i] = random.nextFloat();
    }
    return out;
  }

  /** The difference of two pictures, and its gradient by the first one. */
  private static float[][] difference(String file, float[] made, float[] wanted) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Shape shape = Shape.of(1, SIZE, SIZE, 3);
      Operand<TFloat32> a = tf.constant(shape, DataBuffers.of(made, true, false));
      Operand<TFloat32> b = tf.constant(shape, DataBuffers.of(wanted, true, false));
      Operand<TFloat32> d =
          FeatureNet.open(tf, folder.resolve(file + ".safetensors")).difference(a, b, SIZE);
      var gradients = tf.gradients(d, java.util.List.of(a));
      try (Session session = TensorFlowRuntime.open(graph, Device.CPU, 1, false);
          Result r = session.runner().fetch(d).fetch(gradients.<TFloat32>dy(0)).run()) {
        float[][] out = {new float[1], new float[made.length]};
        Tensors.copy((TFloat32) r.get(0), out[0]);
        Tensors.copy((TFloat32) r.get(1), out[1]);
        return out;
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"recognition", "scene"})
  void difference_samePicture_isZero(String network) {
    assertThat(difference(network, picture(1), picture(1))[0][0]).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"recognition", "scene"})
  void difference_nearerPicture_isLess(String network) {
    float[] wanted = picture(1);
    float[] far = picture(2);
    float[] near = new float[far.length];
    for (int i = 0; i < near.length; i++) {
      near[i] = wanted[i] + 0.2f * (far[i] - wanted[i]);
    }
    float less = difference(network, near, wanted)[0][0];
    assertThat(less).isPositive().isLessThan(difference(network, far, wanted)[0][0]);
  }

  @ParameterizedTest
  @CsvSource({"recognition, 14, 16, 36", "scene, 0, 0, 63"})
  void difference_gradient_reachesWhatIsLookedAtAndNothingElse(
      String network, int left, int top, int side) {
    float[] gradient = difference(network, picture(2), picture(1))[1];
    int inside = 0;
    for (int i = 0; i < gradient.length; i++) {
      int x = i / 3 % SIZE;
      int y = i / 3 / SIZE;
      if (x < left || x >= left + side + 1 || y < top || y >= top + side + 1) {
        assertThat(gradient[i]).isZero();
      } else if (gradient[i] != 0) {
        inside++;
      }
    }
    assertThat(inside).isGreaterThan(3 * side * side / 2);
  }

  @Test
  void open_anotherNetwork_isRefused() throws IOException {
    Path other = folder.resolve("other.safetensors");
    new Safetensors(
            Map.of("stem/kernel", new NamedArray(new long[] {1}, new float[] {1})), Map.of())
        .write(other, false);
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      assertThatThrownBy(() -> FeatureNet.open(tf, other))
          .isInstanceOf(ModelFileException.class)
          .hasMessageContaining(other.toString())
          .hasMessageContaining("conv32_down/kernel")
          .hasMessageContaining("conv2d_1/kernel");
    }
  }

  @Test
  void difference_layerMissing_isNamed() throws IOException {
    Map<String, NamedArray> weights = new LinkedHashMap<>(scene().tensors());
    weights.remove("conv2d_4/kernel");
    Path damaged = folder.resolve("damaged.safetensors");
    new Safetensors(weights, Map.of()).write(damaged, false);
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      FeatureNet network = FeatureNet.open(tf, damaged);
      Operand<TFloat32> view =
          tf.constant(Shape.of(1, SIZE, SIZE, 3), DataBuffers.of(picture(1), true, false));
      assertThatThrownBy(() -> network.difference(view, view, SIZE))
          .isInstanceOf(ModelFileException.class)
          .hasMessageContaining(damaged.toString())
          .hasMessageContaining("conv2d_4/kernel");
    }
  }

  @Test
  void difference_smallViews_isRefused() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      FeatureNet network = FeatureNet.open(tf, folder.resolve("scene.safetensors"));
      Operand<TFloat32> view =
          tf.constant(Shape.of(1, 32, 32, 3), DataBuffers.of(new float[32 * 32 * 3], true, false));
      assertThatThrownBy(() -> network.difference(view, view, 32))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("32")
          .hasMessageContaining("64");
    }
  }
}
