package io.github.reenact.tf.ldnet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.spi.Device;
import io.github.reenact.tf.graph.TensorFlowRuntime;
import io.github.reenact.tf.graph.Tensors;
import io.github.reenact.tf.ldnet.network.Architecture;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

class ExpressionMeasuresTest {
  private static final int XY = Architecture.XY;

  /** A face of points that are easy to reckon with. */
  private static float[] face() {
    float[] xy = new float[XY];
    for (int i = 0; i < 10; i++) {
      point(xy, 17 + i, i, -1 - i); // brows: 1, 2, .. 10 above the eye line
    }
    point(xy, 36, 0, 0);
    point(xy, 37, 1, -0.5f);
    point(xy, 38, 2, -0.75f);
    point(xy, 39, 3, 0);
    point(xy, 40, 2, 0.25f);
    point(xy, 41, 1, 0.5f);
    point(xy, 42, 7, 0);
    point(xy, 43, 8, -0.25f);
    point(xy, 44, 9, -0.125f);
    point(xy, 45, 10, 0);
    point(xy, 46, 9, 0.125f);
    point(xy, 47, 8, 0.25f);
    point(xy, 48, 2, 6);
    point(xy, 54, 8, 7.5f);
    point(xy, 60, 3, 6);
    point(xy, 64, 7, 6);
    point(xy, 61, 4, 5);
    point(xy, 67, 4, 6.5f);
    point(xy, 62, 5, 5);
    point(xy, 66, 5, 7);
    point(xy, 63, 6, 5);
    point(xy, 65, 6, 6);
    return xy;
  }

  /** Reckoned by hand. */
  private static final double[] MEASURES = {
    2,
    1.5,
    1, // mouth opening
    Math.hypot(6, 1.5),
    4, // mouth width
    1,
    1,
    0.5,
    0.25, // eye openings
    3,
    3, // eye widths
    1.5, // slant: corner 54 is lower
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    9,
    10 // brows
  };

  private static void point(float[] xy, int index, float x, float y) {
    xy[2 * index] = x;
    xy[2 * index + 1] = y;
  }

  private static float[] measure(float[] rows) {
    return run(rows, false);
  }

  /** The measures, or the gradient of their sum. */
  private static float[] run(float[] rows, boolean gradient) {
    TensorFlowRuntime.load();
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Placeholder<TFloat32> in =
          tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, XY)));
      Operand<TFloat32> out = ExpressionMeasures.of(tf, in);
      Operand<TFloat32> fetched =
          gradient
              ? tf.gradients(List.of(tf.reduceSum(out, tf.constant(new int[] {0, 1}))), List.of(in))
                  .<TFloat32>dy(0)
              : out;
      try (Session session = TensorFlowRuntime.open(graph, Device.CPU, 1, false);
          TFloat32 fed =
              TFloat32.tensorOf(Shape.of(rows.length / XY, XY), DataBuffers.of(rows, true, false));
          Result result = session.runner().feed(in, fed).fetch(fetched).run()) {
        TFloat32 value = (TFloat32) result.get(0);
        float[] copy = new float[(int) value.size()];
        Tensors.copy(value, copy);
        return copy;
      }
    }
  }

  @Test
  void of_pointsAtKnownPlaces_givesWhatIsReckonedByHand() {
    float[] found = measure(face());
    assertThat(found).hasSize(ExpressionMeasures.COUNT).hasSize(MEASURES.length);
    for (int k = 0; k < MEASURES.length; k++) {
      assertThat((double) found[k]).as("measure " + k).isCloseTo(MEASURES[k], within(1e-4));
    }
  }

  @Test
  void of_turnedMovedAndTwiceAsLarge_isTwiceAsLarge() {
    float[] face = face();
    float[] rows = new float[2 * XY];
    System.arraycopy(face, 0, rows, 0, XY);
    double c = Math.cos(0.5);
    double s = Math.sin(0.5);
    for (int i = 0; i < XY; i += 2) {
      rows[XY + i] = (float) (2 * (c * face[i] - s * face[i + 1]) + 30);
      rows[XY + i + 1] = (float) (2 * (s * face[i] + c * face[i + 1]) - 7);
    }
    float[] found = measure(rows);
    for (int k = 0; k < ExpressionMeasures.COUNT; k++) {
      assertThat((double) found[ExpressionMeasures.COUNT + k])
          .as("measure " + k)
          .isCloseTo(2 * MEASURES[k], within(1e-3));
    }
  }

  @Test
  void of_allPointsInOnePlace_hasAFiniteGradient() {
    assertThat(run(new float[XY], true)).hasSize(XY).doesNotContain(Float.NaN);
    float[] gradient = run(face(), true);
    // Corner 54 lower by one makes the slant larger by one, and the mouth wider by its share.
    assertThat((double) gradient[2 * 54 + 1]).isCloseTo(1 + 1.5 / Math.hypot(6, 1.5), within(1e-4));
  }

  @Test
  void pointWeights_partsWeighSoMuchMoreThanTheRest_meanIsOne() {
    float[] w = pointWeights(TestData.small().mouthWeight(4).lidWeight(3).browWeight(2));
    assertThat(w).hasSize(68);
    double sum = 0;
    for (float v : w) {
      sum += v;
    }
    assertThat(sum).isCloseTo(68, within(1e-3));
    for (int i = 0; i < 68; i++) {
      double expected = i >= 48 ? 4 : i >= 36 ? 3 : i >= 17 && i <= 26 ? 2 : 1;
      assertThat((double) w[i] / w[0]).as("point " + i).isCloseTo(expected, within(1e-5));
    }
    assertThat(pointWeights(TestData.small().mouthWeight(1).lidWeight(1).browWeight(1)))
        .containsOnly(1f);
  }

  private static float[] pointWeights(LdNetConfigBuilder config) {
    return LossTerms.pointWeights(config.build().losses().points());
  }
}
