package io.github.reenact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class IrisTest {
  @Test
  void iris_notACircle_isRefused() {
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException().isThrownBy(() -> new Iris(bad, 1, 1));
      assertThatIllegalArgumentException().isThrownBy(() -> new Iris(1, bad, 1));
      assertThatIllegalArgumentException().isThrownBy(() -> new Iris(1, 1, bad));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new Iris(1, 1, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Iris(3, 4, -2))
        .withMessageContaining("radius -2.0");
  }

  @Test
  void transform_quarterTurnTwiceAsLarge_turnsTheCentreAndScalesTheRadius() {
    Irises irises = new Irises(Optional.of(new Iris(3, 1, 2)), Optional.empty());
    Irises turned = irises.transform(new Similarity(0, 2, 10, 20));
    Iris left = turned.left().orElseThrow();
    assertThat(left.x()).isCloseTo(8, within(1e-12));
    assertThat(left.y()).isCloseTo(26, within(1e-12));
    assertThat(left.radius()).isCloseTo(4, within(1e-12));
    assertThat(turned.right()).isEmpty();
    assertThat(Irises.NONE.transform(Similarity.IDENTITY)).isEqualTo(Irises.NONE);
  }
}
