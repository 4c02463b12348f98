package io.github.reenact.tf.fdgan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.tf.fdgan.network.NetworkOutput;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MidBandGainTest {
  private static final int SIZE = 96;

  private static float[] applied(float[] rendering) {
    float[] out = rendering.clone();
    new MidBandGain(SIZE).apply(out);
    return out;
  }

  private static float[] waves(IntToDoubleFunction across, IntToDoubleFunction down) {
    float[] rendering = new float[SIZE * SIZE * NetworkOutput.PLANES];
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        int o = (y * SIZE + x) * NetworkOutput.PLANES;
        for (int k = 0; k < 3; k++) {
          rendering[o + k] = (float) ((k + 1) * across.applyAsDouble(x) * down.applyAsDouble(y));
        }
        rendering[o + 3] = 0.25f;
        rendering[o + 4] = x;
        rendering[o + 5] = y;
        rendering[o + 6] = 0.75f;
      }
    }
    return rendering;
  }

  @Test
  void evenColour_staysToItsBorder() {
    float[] rendering = waves(x -> 0.4, y -> 1);
    float[] out = applied(rendering);
    for (int i = 0; i < out.length; i++) {
      assertThat(out[i]).as("number %d", i).isCloseTo(rendering[i], within(1e-5f));
    }
  }

  @ParameterizedTest
  @CsvSource({
    // pixels of a wave: factor that it gets; the finest and the coarsest are left alone
    "2, 1.0, 1.02",
    "6, 1.34, 1.38",
    "8, 1.24, 1.29",
    "32, 1.0, 1.05",
  })
  void wave_getsItsFactor_inEachDirectionAndColour(double length, double least, double most) {
    double turn = 2 * Math.PI / length;
    float[] across = waves(x -> Math.cos(turn * x), y -> 1);
    float[] down = waves(x -> 1, y -> Math.cos(turn * y));
    for (float[] rendering : new float[][] {across, down}) {
      float[] out = applied(rendering);
      // crests well within the picture
      int at = (int) (length * Math.round(SIZE / 2.0 / length));
      int o = (at * SIZE + at) * NetworkOutput.PLANES;
      for (int k = 0; k < 3; k++) {
        assertThat(out[o + k] / rendering[o + k]).isBetween((float) least, (float) most);
      }
    }
  }

  @Test
  void sharesAndFlow_areLeftAlone() {
    Random random = new Random(4);
    float[] rendering = waves(x -> random.nextDouble(), y -> 1);
    float[] out = applied(rendering);
    boolean changed = false;
    for (int i = 0; i < out.length; i++) {
      if (i % NetworkOutput.PLANES >= 3) {
        assertThat(out[i]).isEqualTo(rendering[i]);
      } else {
        changed |= out[i] != rendering[i];
      }
    }
    assertThat(changed).isTrue();
  }

  @Test
  void buffersOfAnEarlierFrame_changeNothing() {
    MidBandGain gain = new MidBandGain(SIZE);
    gain.apply(waves(x -> Math.sin(x), y -> Math.cos(y)));
    float[] second = waves(x -> Math.sin(0.7 * x), y -> Math.cos(0.3 * y));
    float[] again = second.clone();
    gain.apply(again);
    assertThat(again).containsExactly(applied(second));
  }
}
