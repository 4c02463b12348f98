package io.github.reenact.tf.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reenact.ReenactException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DivergenceGuardTest {
  private final DivergenceGuard guard = new DivergenceGuard("the loss", 100, "lower the rate");
  private long step;

  private void add(int count, double loss) {
    for (int i = 0; i < count; i++) {
      guard.add(loss, step++);
    }
  }

  @Test
  void add_aboveTheBound_stopsAtOnceAndSaysWhatToDo() {
    add(7, 0.3);
    assertThatThrownBy(() -> add(1, 3e9))
        .isInstanceOf(ReenactException.class)
        .hasMessageContaining("the loss became 3.000e+09 in step 7")
        .hasMessageContaining("lower the rate");
  }

  @Test
  void add_notANumber_stops() {
    assertThatThrownBy(() -> add(1, Double.NaN)).isInstanceOf(ReenactException.class);
  }

  @Test
  void add_manyTimesTheUsual_stopsWithinSomeSteps() {
    add(200, 0.3);
    assertThatThrownBy(() -> add(30, 9)).isInstanceOf(ReenactException.class);
  }

  @Test
  @Timeout(10)
  void add_slowExponentialGrowth_stopsBelowTheBound() {
    add(200, 0.3);
    double[] loss = {0.3};
    assertThatThrownBy(
            () -> {
              while (true) {
                loss[0] *= 1.003;
                add(1, loss[0]);
              }
            })
        .isInstanceOf(ReenactException.class);
    assertThat(loss[0]).isBetween(5.5, 7.0);
  }

  @Test
  void add_singleOutlier_isForgiven() {
    add(200, 0.3);
    assertThatCode(() -> add(1, 40)).doesNotThrowAnyException();
    assertThatCode(() -> add(200, 0.3)).doesNotThrowAnyException();
  }

  @Test
  void add_tenfoldForGood_goesOn() {
    add(200, 0.3);
    assertThatCode(() -> add(1000, 3)).doesNotThrowAnyException();
  }

  @Test
  void add_highStartThatFalls_goesOn() {
    assertThatCode(
            () -> {
              for (int i = 0; i < 3000; i++) {
                add(1, 0.02 + 30 * Math.exp(-i / 50.0));
              }
            })
        .doesNotThrowAnyException();
  }

  @Test
  void add_noisyLossAroundZero_goesOn() {
    Random random = new Random(1);
    assertThatCode(
            () -> {
              for (int i = 0; i < 3000; i++) {
                add(1, 0.3 * random.nextGaussian());
              }
            })
        .doesNotThrowAnyException();
  }

  @Test
  void require_lossOfWeightsToSave_isJudgedButNotRemembered() {
    guard.require(99, 0);
    add(200, 0.3);
    guard.require(5, 200);
    assertThatThrownBy(() -> guard.require(7, 200))
        .isInstanceOf(ReenactException.class)
        .hasMessageContaining("step 200");
    assertThatCode(() -> add(200, 5)).doesNotThrowAnyException();
  }

  @Test
  void constructor_noBound_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DivergenceGuard("x", Double.NaN, "y"));
  }
}
