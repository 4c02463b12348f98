package io.github.reenact.tf.ldnet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.Landmarks;
import io.github.reenact.Similarity;
import io.github.reenact.testing.TestFaces;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  private static final Landmarks FACE = TestFaces.face().at(100, 100, 50);

  @Test
  void error_otherPlaceAndSize_isNone() {
    Landmarks moved = FACE.transform(Similarity.scaleThenMove(3, -20, 7));

    assertThat(Evaluation.error(moved, FACE)).isCloseTo(0, within(1e-3));
  }

  @Test
  void error_twoPointsOff_isTheirDistanceInPerCentOfTheFace() {
    float[] xy = FACE.toArray();
    // The outer corners of the eyes, level, up and down: neither the centre nor the size changes.
    xy[2 * 36 + 1] += 0.5f;
    xy[2 * 45 + 1] -= 0.5f;

    assertThat(Evaluation.error(Landmarks.of(xy), FACE))
        .isCloseTo(100 * 2 * 0.5 / 68 / FACE.size(), within(1e-3));
  }

  @Test
  void error_otherPose_growsWithTheTurn() {
    double little = Evaluation.error(TestFaces.face().turned(5, 0, 0).at(0, 0, 9), FACE);
    double more = Evaluation.error(TestFaces.face().turned(20, 0, 0).at(0, 0, 9), FACE);

    assertThat(little).isBetween(0.3, more / 2);
  }
}
