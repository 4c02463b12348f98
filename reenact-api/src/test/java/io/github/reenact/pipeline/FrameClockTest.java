package io.github.reenact.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FrameClockTest {
  @Test
  void next_frames_givesTheTimeBetweenThem() {
    FrameClock clock = new FrameClock();
    assertThat(clock.next(7)).isZero();
    assertThat(clock.next(7.04)).isCloseTo(0.04, within(1e-9));
    assertThat(clock.next(7.04)).isZero();
  }

  @Test
  void next_gapOrStepBack_isLimited() {
    FrameClock clock = new FrameClock();
    clock.next(1);
    assertThat(clock.next(100)).isEqualTo(FrameClock.MAX_GAP);
    assertThat(clock.next(50)).isZero();
    assertThat(clock.next(50.5)).isCloseTo(0.5, within(1e-9));
  }
}
