package io.github.reenact.tf.fdgan.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reenact.spi.Device;
import io.github.reenact.tf.graph.Layers;
import io.github.reenact.tf.graph.TensorFlowRuntime;
import io.github.reenact.tf.training.TrainableParameters;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class LocalContrastTest {
  private static final int SIZE = 64;

  @BeforeAll
  static void load() {
    TensorFlowRuntime.load();
  }

  /** Grey noise. */
  private static float[] texture() {
    Random random = new Random(7);
    float[] noise = new float[SIZE * SIZE];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = random.nextFloat();
    }
    return noise;
  }

  private static float[] shifted(float[] picture) {
    float[] out = new float[picture.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = picture[i / SIZE * SIZE + (i + 1) % SIZE];
    }
    return out;
  }

  private static float[] blurred(float[] picture) {
    float[] out = new float[picture.length];
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        float sum = 0;
        int count = 0;
        for (int v = Math.max(0, y - 1); v <= Math.min(SIZE - 1, y + 1); v++) {
          for (int u = Math.max(0, x - 1); u <= Math.min(SIZE - 1, x + 1); u++) {
            sum += picture[v * SIZE + u];
            count++;
          }
        }
        out[y * SIZE + x] = sum / count;
      }
    }
    return out;
  }

  private static float[] ones() {
    float[] out = new float[SIZE * SIZE];
    Arrays.fill(out, 1f);
    return out;
  }

  /** Weight 1 in the right half only. */
  private static float[] rightHalf() {
    float[] out = new float[SIZE * SIZE];
    for (int i = 0; i < out.length; i++) {
      out[i] = i % SIZE < SIZE / 2 ? 0 : 1;
    }
    return out;
  }

  private static float loss(float[] made, float[] wanted, float[] weight) {
    return lossAndGradient(made, wanted, weight)[0];
  }

  /** The loss, then its gradient of each pixel's red. */
  private static float[] lossAndGradient(float[] made, float[] wanted, float[] weight) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> picture = grey(tf, made);
      Operand<TFloat32> loss =
          new LocalContrast(tf, new Layers(tf, new TrainableParameters(tf, 1)))
              .difference(
                  picture,
                  grey(tf, wanted),
                  tf.reshape(tf.constant(weight), tf.constant(new int[] {1, SIZE, SIZE, 1})));
      Operand<TFloat32> gradient = tf.gradients(loss, List.of(picture)).dy(0);
      try (Session session = TensorFlowRuntime.open(graph, Device.CPU, 1, false);
          Result result = session.runner().fetch(loss).fetch(gradient).run()) {
        TFloat32 slopes = (TFloat32) result.get(1);
        float[] all = new float[1 + SIZE * SIZE];
        all[0] = ((TFloat32) result.get(0)).getFloat();
        for (int i = 0; i < SIZE * SIZE; i++) {
          all[1 + i] = slopes.getFloat(0, i / SIZE, i % SIZE, 0);
        }
        return all;
      }
    }
  }

  private static Operand<TFloat32> grey(Ops tf, float[] values) {
    Operand<TFloat32> plane =
        tf.reshape(tf.constant(values), tf.constant(new int[] {1, SIZE, SIZE, 1}));
    return tf.concat(List.of(plane, plane, plane), tf.constant(3));
  }

  @Test
  void difference_samePicture_isZero() {
    assertThat(loss(texture(), texture(), ones())).isZero();
  }

  @Test
  void difference_detailAPixelOff_isSmallBesideABlur() {
    float shift = loss(shifted(texture()), texture(), ones());
    float blur = loss(blurred(texture()), texture(), ones());
    assertThat(blur).isGreaterThan(5 * shift);
  }

  @Test
  void difference_blurredPicture_gradientAsksForMoreDetail() {
    float[] made = blurred(texture());
    float[] answer = lossAndGradient(made, texture(), ones());
    for (int i = 0; i < made.length; i++) {
      made[i] -= 0.01f * Math.signum(answer[1 + i]);
    }
    assertThat(loss(made, texture(), ones())).isLessThan(answer[0]);
  }

  @Test
  void difference_flatPicture_hasFiniteGradient() {
    float[] flat = new float[SIZE * SIZE];
    Arrays.fill(flat, 0.5f);
    float[] answer = lossAndGradient(flat, texture(), ones());
    assertThat(answer[0]).isPositive();
    for (float v : answer) {
      assertThat(v).isFinite();
    }
  }

  @Test
  void difference_whatHasNoWeight_doesNotCount() {
    float[] made = texture();
    float[] softer = blurred(made);
    for (int i = 0; i < made.length; i++) {
      if (i % SIZE < SIZE / 2 - 12) {
        made[i] = softer[i];
      }
    }
    assertThat(loss(made, texture(), rightHalf())).isLessThan(1e-6f);
    assertThat(loss(made, texture(), ones())).isGreaterThan(1e-3f);
  }
}
