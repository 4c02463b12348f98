package io.github.reenact.tf.fdgan.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.tf.training.TrainableParameters;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

public class FdGanNetworkTest {
  public static final FdGanConfig TINY =
      new FdGanConfig(32, List.of(4, 4, 4, 4, 4), 3, 4, true, true, 1);

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
}
