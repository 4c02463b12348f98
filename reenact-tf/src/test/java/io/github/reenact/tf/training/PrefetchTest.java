package io.github.reenact.tf.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PrefetchTest {
  @Test
  void get_anyOrder_givesEachNumbersOwnValue() {
    try (Prefetch<Long> squares = new Prefetch<>(n -> n * n)) {
      assertThat(squares.get(3)).isEqualTo(9);
      assertThat(squares.get(4)).isEqualTo(16);
      assertThat(squares.get(10)).isEqualTo(100);
      assertThat(squares.get(11)).isEqualTo(121);
    }
  }

  @Test
  void get_one_startsOnTheNext() throws InterruptedException {
    CountDownLatch second = new CountDownLatch(1);
    try (Prefetch<Long> source =
        new Prefetch<>(
            n -> {
              if (n == 2) {
                second.countDown();
              }
              return n;
            })) {
      source.get(1);
      assertThat(second.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void get_sourceFails_throwsItsOwnException() {
    try (Prefetch<Long> source =
        new Prefetch<>(
            n -> {
              if (n == 2) {
                throw new IllegalStateException("two");
              }
              return n;
            })) {
      source.get(1);
      assertThatIllegalStateException().isThrownBy(() -> source.get(2)).withMessage("two");
    }
  }
}
