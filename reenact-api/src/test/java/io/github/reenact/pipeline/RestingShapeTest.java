package io.github.reenact.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RestingShapeTest {
  private static final double FRAME = 0.04;

  private static double[] shape(double value) {
    double[] out = new double[136];
    Arrays.fill(out, value);
    return out;
  }

  @Test
  void see_firstFrame_goesAThirdOfTheWay() {
    RestingShape resting = new RestingShape(shape(0));
    assertThat(resting.see(shape(0.03), 0)[7]).isCloseTo(0.01, within(1e-12));
  }

  @Test
  void see_tenSecondsOfTheSame_goesMostOfTheWay() {
    RestingShape resting = new RestingShape(shape(0));
    double[] estimate = resting.see(shape(0.03), 0);
    for (int i = 0; i < 250; i++) {
      estimate = resting.see(shape(0.03), FRAME);
    }
    assertThat(estimate[7]).isBetween(0.8 * 0.03, 0.9 * 0.03);
  }

  @Test
  void see_frameRate_doesNotMatter() {
    RestingShape fast = new RestingShape(shape(0));
    RestingShape slow = new RestingShape(shape(0));
    for (int i = 0; i <= 600; i++) {
      double[] now = shape(0.02 * Math.sin(0.01 * i));
      fast.see(now, i == 0 ? 0 : FRAME / 2);
      if (i % 2 == 0) {
        slow.see(now, i == 0 ? 0 : FRAME);
      }
    }
    assertThat(fast.see(shape(0), 0)[0]).isCloseTo(slow.see(shape(0), 0)[0], within(2e-4));
  }

  @Test
  void see_shout_hardlyCounts() {
    RestingShape resting = new RestingShape(shape(0));
    resting.see(shape(0), 0);
    for (int i = 0; i < 100; i++) {
      resting.see(shape(0), FRAME);
    }
    double[] estimate = shape(1);
    for (int i = 0; i < 10; i++) {
      estimate = resting.see(shape(0.5), FRAME);
    }
    assertThat(Math.hypot(estimate[0], estimate[1])).isLessThan(0.003);
  }

  @Test
  void see_anotherRestForMinutes_forgetsTheOld() {
    RestingShape resting = new RestingShape(shape(0));
    double[] estimate = shape(0);
    for (int i = 0; i < 25 * 60; i++) {
      estimate = resting.see(shape(0.02), FRAME);
    }
    assertThat(estimate[0]).isCloseTo(0.02, within(0.001));
    for (int i = 0; i < 25 * 240; i++) {
      estimate = resting.see(shape(-0.01), FRAME);
    }
    assertThat(estimate[0]).isCloseTo(-0.01, within(0.001));
  }

  @Test
  void set_frame_isTheEstimateAndCounts() {
    RestingShape resting = new RestingShape(shape(0));
    resting.set(shape(0.4));
    assertThat(resting.see(shape(0.4), 0)).containsOnly(0.4);
    double[] estimate = shape(0);
    for (int i = 0; i < 25; i++) {
      estimate = resting.see(shape(0.37), FRAME);
    }
    assertThat(estimate[0]).isBetween(0.396, 0.3999);
  }
}
