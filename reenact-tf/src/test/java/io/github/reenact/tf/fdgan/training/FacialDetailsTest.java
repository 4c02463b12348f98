package io.github.reenact.tf.fdgan.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reenact.Landmarks;
import io.github.reenact.spi.Device;
import io.github.reenact.testing.TestFaces;
import io.github.reenact.tf.graph.TensorFlowRuntime;
import io.github.reenact.tf.graph.Tensors;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class FacialDetailsTest {
  private static final int SIZE = 64;
  private static final int SIDE = 16;

  private static int[] begins(Landmarks face, int slot, int pictures) {
    int[] begins = new int[pictures * FacialDetails.COUNT * FacialDetails.INDICES];
    FacialDetails.place(face, SIZE, slot, begins);
    return begins;
  }

  @Test
  void place_faceInTheMiddle_squaresAreAboutMouthAndEyes() {
    Landmarks face = TestFaces.face().at(32, 32, 16);
    int[] begins = begins(face, 1, 2);
    int[] points = {51, 37, 44};
    for (int k = 0; k < FacialDetails.COUNT; k++) {
      int i = (FacialDetails.COUNT + k) * FacialDetails.INDICES;
      assertThat(begins[i]).isEqualTo(1);
      assertThat(face.y(points[k]) - begins[i + 1]).isBetween(2f, SIDE - 2f);
      assertThat(face.x(points[k]) - begins[i + 2]).isBetween(2f, SIDE - 2f);
      assertThat(begins[i + 3]).isZero();
    }
  }

  @Test
  void place_faceAtTheEdge_squaresStayInside() {
    for (int[] at : new int[][] {{0, 0}, {64, 64}, {-40, 90}}) {
      int[] begins = begins(TestFaces.face().at(at[0], at[1], 20), 0, 1);
      for (int i = 0; i < begins.length; i++) {
        assertThat(begins[i]).isBetween(0, SIZE - SIDE);
      }
    }
  }

  @Test
  void mirror_squares_showWhatTheyShowed() {
    int[] begins = begins(TestFaces.face().at(28, 30, 14), 0, 1);
    int[] mirrored = begins.clone();
    FacialDetails.mirror(SIZE, 0, mirrored);
    for (int i = 2; i < begins.length; i += FacialDetails.INDICES) {
      assertThat(mirrored[i]).isEqualTo(SIZE - SIDE - begins[i]);
    }
    FacialDetails.mirror(SIZE, 0, mirrored);
    assertThat(mirrored).isEqualTo(begins);
  }

  @Test
  void cut_secondPartOfABatch_hasThePixelsOfItsPictures() {
    TensorFlowRuntime.load();
    int[] begins = new int[4 * FacialDetails.COUNT * FacialDetails.INDICES];
    for (int slot = 0; slot < 4; slot++) {
      FacialDetails.place(TestFaces.face().at(24 + 4 * slot, 30, 14), SIZE, slot, begins);
    }
    float[] pictures = new float[2 * SIZE * SIZE];
    for (int i = 0; i < pictures.length; i++) {
      pictures[i] = i;
    }
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      var cut =
          FacialDetails.cut(
              tf,
              tf.reshape(tf.constant(pictures), tf.constant(new int[] {2, SIZE, SIZE, 1})),
              tf.reshape(
                  tf.constant(begins),
                  tf.constant(new int[] {4 * FacialDetails.COUNT, FacialDetails.INDICES})),
              2,
              2,
              SIZE,
              1);
      try (Session session = TensorFlowRuntime.open(graph, Device.CPU, 1, false);
          Result result = session.runner().fetch(cut).run()) {
        float[] out = Tensors.numbers((TFloat32) result.get(0));
        assertThat(out).hasSize(2 * FacialDetails.COUNT * SIDE * SIDE);
        for (int square = 0; square < 2 * FacialDetails.COUNT; square++) {
          int i = (2 * FacialDetails.COUNT + square) * FacialDetails.INDICES;
          int first = ((begins[i] - 2) * SIZE + begins[i + 1]) * SIZE + begins[i + 2];
          assertThat(out[square * SIDE * SIDE]).isEqualTo(first);
          assertThat(out[(square + 1) * SIDE * SIDE - 1])
              .isEqualTo(first + (SIDE - 1) * SIZE + SIDE - 1f);
        }
      }
    }
  }
}
