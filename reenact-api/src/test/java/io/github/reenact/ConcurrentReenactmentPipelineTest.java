package io.github.reenact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** All that holds for one frame after the other, with a portrait that draws several at a time. */
@Timeout(60)
class ConcurrentReenactmentPipelineTest extends ReenactmentPipelineTest {
  @Override
  int concurrency() {
    return 3;
  }

  @Test
  void run_laterFrameDrawnFirst_isWrittenInOrder() throws InterruptedException {
    assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "one processor draws one frame");
    NumberedFrames backends = new NumberedFrames();
    backends.concurrency = 2;
    CountDownLatch secondDrawn = new CountDownLatch(1);
    backends.draw =
        number -> {
          if (number == 0) {
            secondDrawn.await();
          } else {
            secondDrawn.countDown();
          }
        };
    List<DrivingFrame> frames = IntStream.range(0, 6).mapToObj(NumberedFrames::frame).toList();
    Iterator<DrivingFrame> source = frames.iterator();
    List<Image> results = new ArrayList<>();
    try (Reenactor reenactor = backends.reenactor();
        ReenactmentSession session = reenactor.open(NumberedFrames.photo())) {
      ReenactmentPipeline.run(
          session,
          () -> source.hasNext() ? Optional.of(source.next()) : Optional.empty(),
          (frame, seconds) -> results.add(frame));
    }
    assertThat(results).isEqualTo(NumberedFrames.oneByOne(frames));
  }
}
