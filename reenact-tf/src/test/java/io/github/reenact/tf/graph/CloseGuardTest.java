package io.github.reenact.tf.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CloseGuardTest {
  private final CloseGuard guard = new CloseGuard("the network");
  private final AtomicInteger freed = new AtomicInteger();

  @Test
  @Timeout(60)
  void close_besideACall_waitsForIt() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CompletableFuture<Integer> call =
        CompletableFuture.supplyAsync(
            () ->
                guard.call(
                    () -> {
                      running.countDown();
                      await(goOn);
                      return freed.get();
                    }));
    await(running);
    CompletableFuture<Void> close =
        CompletableFuture.runAsync(() -> guard.close(freed::incrementAndGet));
    // However long it is waited here, nothing is freed.
    assertThat(close.isDone()).isFalse();
    assertThat(freed).hasValue(0);
    goOn.countDown();
    assertThat(call.get()).isZero();
    close.get();
    assertThat(freed).hasValue(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void call_afterClose_isRefused() {
    guard.close(freed::incrementAndGet);
    assertThatIllegalStateException()
        .isThrownBy(() -> guard.call(freed::incrementAndGet))
        .withMessage("the network is closed");
    assertThat(freed).hasValue(1);
  }

  @Test
  void close_again_hasNoEffect() {
    guard.close(freed::incrementAndGet);
    guard.close(freed::incrementAndGet);
    assertThat(freed).hasValue(1);
  }
}
