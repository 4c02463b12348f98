package io.github.reenact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SimilarityTest {
  @Test
  void inverse_afterTransform_givesThePointBack() {
    Similarity s = new Similarity(1.3, -0.7, 20, -3);
    Similarity both = s.then(s.inverse());
    assertThat(both.a()).isCloseTo(1, within(1e-12));
    assertThat(both.b()).isCloseTo(0, within(1e-12));
    assertThat(both.tx()).isCloseTo(0, within(1e-9));
    assertThat(both.ty()).isCloseTo(0, within(1e-9));
  }
}
