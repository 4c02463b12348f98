package io.github.reenact.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PixelBlendTest {
  @Test
  void lay_allColoursAndWeights_roundsToTheNearest() {
    for (int below = 0; below < 256; below += 17) {
      for (int over = 0; over < 256; over += 17) {
        for (int weight = 0; weight <= PixelBlend.ONE; weight++) {
          byte[] out = {9, (byte) below, (byte) over, (byte) below, 9};
          byte[] top = {7, 7, (byte) over, (byte) below, (byte) over};
          PixelBlend.lay(out, 1, ByteBuffer.wrap(top), 2, weight);
          double exact = below + (over - below) * weight / 256.0;
          assertThat((out[1] & 255) - exact).isBetween(-0.5, 0.5);
          assertThat(out[3]).isEqualTo(out[1]);
          exact = over + (below - over) * weight / 256.0;
          assertThat((out[2] & 255) - exact).isBetween(-0.5, 0.5);
          assertThat(out[0]).isEqualTo((byte) 9);
          assertThat(out[4]).isEqualTo((byte) 9);
        }
      }
    }
  }
}
