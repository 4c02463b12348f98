package io.github.reenact.tf.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CloseOnFailureTest {
  private final AtomicInteger closed = new AtomicInteger();

  @Test
  void close_succeeded_leavesTheResourceOpen() {
    try (CloseOnFailure guard = new CloseOnFailure(closed::incrementAndGet)) {
      guard.succeeded();
    }
    assertThat(closed).hasValue(0);
  }

  @Test
  void close_thrownBefore_closesOnce() {
    assertThatIllegalStateException()
        .isThrownBy(
            () -> {
              try (CloseOnFailure guard = new CloseOnFailure(closed::incrementAndGet)) {
                fail();
                guard.succeeded();
              }
            })
        .withMessage("on the way");
    assertThat(closed).hasValue(1);
  }

  private static void fail() {
    throw new IllegalStateException("on the way");
  }
}
