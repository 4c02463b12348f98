package io.github.reenact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class MotionControlTest {
  private static final Map<String, BiFunction<MotionControl.Builder, Double, MotionControl.Builder>>
      NUMBERS =
          Map.of(
              "pose", MotionControl.Builder::pose,
              "expression", MotionControl.Builder::expression,
              "mouth", MotionControl.Builder::mouth,
              "eyes", MotionControl.Builder::eyes,
              "mouthOpening", MotionControl.Builder::mouthOpening,
              "eyeOpening", MotionControl.Builder::eyeOpening);

  @Test
  void build_nothingChosen_isTheDefault() {
    MotionControl control = MotionControl.builder().build();
    assertThat(control).isEqualTo(MotionControl.DEFAULT).hasSameHashCodeAs(MotionControl.DEFAULT);
    assertThat(List.of(control.pose(), control.expression(), control.mouth(), control.eyes()))
        .containsOnly(1.0);
    assertThat(control.mouthOpening()).isEmpty();
    assertThat(control.eyeOpening()).isEmpty();
    assertThat(control.closeLips()).isFalse();
  }

  @Test
  void build_allChosen_keepsThem() {
    MotionControl control =
        MotionControl.builder()
            .pose(0)
            .expression(4)
            .mouth(0.5)
            .eyes(2)
            .mouthOpening(1)
            .eyeOpening(0.6)
            .closeLips(false)
            .build();
    assertThat(control.pose()).isZero();
    assertThat(control.expression()).isEqualTo(4);
    assertThat(control.mouth()).isEqualTo(0.5);
    assertThat(control.eyes()).isEqualTo(2);
    assertThat(control.mouthOpening()).hasValue(1);
    assertThat(control.eyeOpening()).hasValue(0.6);
    assertThat(control).isNotEqualTo(MotionControl.DEFAULT);
    assertThat(control.toString()).contains("mouth=0.5").contains("eyeOpening=0.6");
  }

  @Test
  void numbers_outOfRange_areRefusedByName() {
    NUMBERS.forEach(
        (name, set) -> {
          for (double wrong : new double[] {-0.01, 4.01, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException()
                .as(name)
                .isThrownBy(() -> set.apply(MotionControl.builder(), wrong))
                .withMessageContaining(name)
                .withMessageContaining(String.valueOf(wrong));
          }
        });
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MotionControl.builder().mouthOpening(1.01));
    assertThatIllegalArgumentException().isThrownBy(() -> MotionControl.builder().eyeOpening(0.61));
  }

  @Test
  void choices_madeTwice_areRefused() {
    NUMBERS.forEach(
        (name, set) -> {
          MotionControl.Builder builder = set.apply(MotionControl.builder(), 0.5);
          assertThatIllegalStateException()
              .as(name)
              .isThrownBy(() -> set.apply(builder, 0.5))
              .withMessageContaining(name);
        });
    assertThatIllegalStateException()
        .isThrownBy(() -> MotionControl.builder().closeLips(true).closeLips(true));
  }

  @Test
  void build_closeLipsWithMouthOpening_isRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> MotionControl.builder().mouthOpening(0.2).closeLips(true).build())
        .withMessageContaining("0.2")
        .withMessageContaining("closeLips");
  }
}
