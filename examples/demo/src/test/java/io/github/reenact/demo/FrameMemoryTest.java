package io.github.reenact.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.reenact.Image;
import io.github.reenact.ReenactmentSession;
import io.github.reenact.Reenactor;
import io.github.reenact.demo.portrait.SamplePortrait;
import java.awt.image.BufferedImage;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How much Java memory a frame takes with the default backends, in all threads together. */
class FrameMemoryTest {
  private static final int SIZE = 256;
  private static final int FRAMES = 20;

  /** Frames until nothing is loaded, compiled or started any more, the common pool included. */
  private static final int WARM_UP = 10;

  @Test
  void next_frameOf256Pixels_takesLessThanOneMegabyte() {
    Image photo = small(SamplePortrait.draw());
    try (Reenactor reenactor = Reenactor.builder().build();
        ReenactmentSession session = reenactor.open(photo)) {
      for (int i = 0; i < WARM_UP; i++) {
        session.next(photo);
      }
      Map<Long, Long> before = allocated();
      for (int i = 0; i < FRAMES; i++) {
        session.next(photo);
      }
      Map<Long, Long> after = allocated();
      long sum = 0;
      for (Map.Entry<Long, Long> thread : after.entrySet()) {
        sum += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
      }
      long each = sum / FRAMES;
      // At the least the frame itself: else it was not measured.
      assertThat(each).isBetween(3L * SIZE * SIZE, 1_000_000L);
      assertThat(session.statistics().framesWithFace()).isEqualTo(WARM_UP + FRAMES);
    }
  }

  /** What each live thread has taken so far, in bytes, by its number. */
  private static Map<Long, Long> allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] ids = threads.getAllThreadIds();
    long[] bytes = threads.getThreadAllocatedBytes(ids);
    Map<Long, Long> out = new HashMap<>();
    for (int i = 0; i < ids.length; i++) {
      // Less than 0: it has ended since.
      if (bytes[i] >= 0) {
        out.put(ids[i], bytes[i]);
      }
    }
    return out;
  }

  private static Image small(Image picture) {
    BufferedImage out = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    var g = out.createGraphics();
    g.drawImage(picture.toBufferedImage(), 0, 0, SIZE, SIZE, null);
    g.dispose();
    return Image.of(out);
  }
}
