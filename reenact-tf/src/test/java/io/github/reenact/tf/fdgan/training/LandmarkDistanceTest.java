package io.github.reenact.tf.fdgan.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.Landmarks;
import io.github.reenact.testing.TestFaces;
import java.util.List;
import org.junit.jupiter.api.Test;

class LandmarkDistanceTest {
  private static final TestFaces.Face FACE = TestFaces.face();
  private static final Landmarks CALM = FACE.at(100, 100, 40);

  @Test
  void of_elsewhereAndLarger_isNothing() {
    assertThat(LandmarkDistance.of(CALM, FACE.at(30, 70, 80))).isCloseTo(0, within(1e-3));
  }

  @Test
  void of_openMouthOrTurnedHead_grows() {
    double little = LandmarkDistance.of(CALM, FACE.expression(0.2, 0, 0, 0).at(100, 100, 40));
    double much = LandmarkDistance.of(CALM, FACE.expression(0.8, 0, 0, 0).at(100, 100, 40));
    assertThat(little).isGreaterThan(0.02);
    assertThat(much).isGreaterThan(2 * little);
    double turned = LandmarkDistance.of(CALM, FACE.turned(10, 0, 0).at(100, 100, 40));
    assertThat(turned).isGreaterThan(0.02);
    assertThat(LandmarkDistance.of(CALM, FACE.turned(30, 0, 0).at(100, 100, 40)))
        .isGreaterThan(2 * turned);
  }

  @Test
  void mean_isOverAllPairs() {
    Landmarks open = FACE.expression(0.8, 0, 0, 0).at(100, 100, 40);
    double one = LandmarkDistance.of(CALM, open);
    assertThat(LandmarkDistance.mean(List.of(CALM))).isZero();
    assertThat(LandmarkDistance.mean(List.of(CALM, open))).isCloseTo(one, within(1e-9));
    assertThat(LandmarkDistance.mean(List.of(CALM, open, open)))
        .isCloseTo(2 * one / 3, within(1e-6));
  }
}
