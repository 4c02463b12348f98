package io.github.reenact.tf.ldnet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.Landmarks;
import io.github.reenact.Similarity;
import io.github.reenact.testing.FloatComparison;
import io.github.reenact.testing.TestFaces;
import org.junit.jupiter.api.Test;

class NormalizationTest {
  private static final Landmarks BOB =
      TestFaces.face()
          .person(1.06, 0.93, 1, 1)
          .turned(-15, 5, -4)
          .expression(0.7, 0, 0, 0.3)
          .at(300, 200, 110);

  @Test
  void normalized_anyFace_isWhatTheSimilarityGives() {
    float[] fast = BOB.toArray();
    Normalization.normalize(fast, 0);
    FloatComparison.assertClose(fast, BOB.transform(Similarity.normalizing(BOB)).toArray(), 1e-5);
  }

  @Test
  void error_copyOfTheTruth_isZeroAndAShiftIsItsLength() {
    float[] truth = Normalization.normalized(BOB);
    assertThat(Normalization.error(truth, truth, 0)).isZero();
    float[] shifted = truth.clone();
    for (int i = 0; i < shifted.length; i += 2) {
      shifted[i] += 0.1f;
    }
    Landmarks l = Landmarks.of(truth);
    assertThat(Normalization.error(shifted, truth, 0)).isCloseTo(0.1 / l.size(), within(1e-5));
  }
}
