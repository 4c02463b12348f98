package io.github.reenact.tf.fdgan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import io.github.reenact.Portrait;
import io.github.reenact.spi.Device;
import io.github.reenact.testing.TestFaces;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FdGanCloseTest {
  private static final Landmarks FACE = TestFaces.face().at(64, 60, 25);
  private static final Image PHOTO = TestFaces.portrait(FACE, 128, 120);

  /** Freeing the session under a running call would end the process. */
  @Test
  void close_besideRunningCalls_letsThemEnd() throws Exception {
    FdGan translator = FdGan.load(Device.CPU);
    CountDownLatch rendering = new CountDownLatch(1);
    CompletableFuture<Integer> frames =
        CompletableFuture.supplyAsync(
            () -> {
              int count = 0;
              try (Portrait portrait = translator.open(PHOTO, FACE)) {
                while (true) {
                  portrait.render(FACE);
                  count++;
                  rendering.countDown();
                }
              } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("closed");
                return count;
              }
            });
    assertThat(rendering.await(2, TimeUnit.MINUTES)).isTrue();
    translator.close();
    assertThat(frames.get(2, TimeUnit.MINUTES)).isPositive();
    assertThatIllegalStateException().isThrownBy(() -> translator.open(PHOTO, FACE));
    translator.close();
  }
}
