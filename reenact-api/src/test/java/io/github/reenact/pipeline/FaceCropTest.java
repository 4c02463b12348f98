package io.github.reenact.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reenact.Landmarks;
import io.github.reenact.testing.TestFaces;
import org.junit.jupiter.api.Test;

class FaceCropTest {
  @Test
  void around_faceInTheMiddle_isCentredALittleAboveIt() {
    Landmarks face = TestFaces.face().at(500, 400, 60);
    FaceCrop crop = FaceCrop.around(face, 1000, 800);
    assertThat(crop.side() / 2.2).isBetween(face.size() - 2.0, face.size() + 2.0);
    double middle = (face.top() + face.bottom()) / 2.0 - 0.1 * face.size();
    assertThat(crop.x() + crop.side() / 2.0 - 500).isBetween(-1.5, 1.5);
    assertThat(crop.y() + crop.side() / 2.0 - middle).isBetween(-1.5, 1.5);
    assertThat(crop.side() % 2).isZero();
  }

  @Test
  void around_anyFaceAndPhoto_liesInThePhoto() {
    int[][] sizes = {{1, 1}, {1, 9}, {50, 30}, {301, 257}, {640, 480}};
    for (int[] s : sizes) {
      for (double x = -50; x < 700; x += 75) {
        for (double w : new double[] {3, 40, 300}) {
          FaceCrop crop = FaceCrop.around(TestFaces.face().at(x, x / 2, w), s[0], s[1]);
          assertThat(crop.side()).isPositive();
          assertThat(crop.x()).isBetween(0, s[0] - crop.side());
          assertThat(crop.y()).isBetween(0, s[1] - crop.side());
        }
      }
    }
  }
}
