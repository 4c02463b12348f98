package io.github.reenact.tf;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reenact.testing.FloatComparison;
import io.github.reenact.tf.graph.NamedArray;
import io.github.reenact.tf.graph.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The networks give what they gave when the golden files were written, by {@link GoldenFiles}. The
 * tolerances cover other processors' rounding, and no change of the networks.
 */
class GoldenFilesTest {
  /** Of 255: a rounding, and what two roundings of bfloat16 differ by. */
  private static final float FRAME_TOLERANCE = 2;

  @TempDir Path work;

  private static Map<String, NamedArray> golden(String file) {
    return Safetensors.builtIn(GoldenFilesTest.class, file).tensors();
  }

  private static float[] values(Map<String, NamedArray> arrays, String name) {
    return Objects.requireNonNull(arrays.get(name), name).values();
  }

  @Test
  void fdgan_seededWeights_rendersTheGoldenFrame() throws IOException {
    NamedArray frame = Objects.requireNonNull(GoldenFiles.fdgan(work).get("frame"));
    NamedArray expected = Objects.requireNonNull(golden(GoldenFiles.FDGAN).get("frame"));
    assertThat(frame.shape()).isEqualTo(expected.shape());
    FloatComparison.assertClose(frame.values(), expected.values(), FRAME_TOLERANCE);
  }

  @Test
  void ldnet_seededWeights_givesTheGoldenCodesAndLandmarks() throws IOException {
    Map<String, NamedArray> found = GoldenFiles.ldnet(work);
    Map<String, NamedArray> expected = golden(GoldenFiles.LDNET);
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    for (String name : expected.keySet()) {
      FloatComparison.assertClose(values(found, name), values(expected, name), 1e-4f);
    }
  }

  /** The weights matter: networks that give a constant would pass otherwise. */
  @Test
  void goldenFiles_areNoConstants() {
    assertThat(Arrays.stream(boxed(values(golden(GoldenFiles.FDGAN), "frame"))).distinct())
        .hasSizeGreaterThan(50);
    assertThat(Arrays.stream(boxed(values(golden(GoldenFiles.LDNET), "motion"))).distinct())
        .hasSize(5);
  }

  private static Float[] boxed(float[] values) {
    Float[] out = new Float[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = values[i];
    }
    return out;
  }
}
