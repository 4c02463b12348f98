package io.github.reenact.tf.graph;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reenact.ModelFileException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
  @TempDir Path folder;

  private static Safetensors sample() {
    Map<String, NamedArray> tensors = new LinkedHashMap<>();
    tensors.put(
        "a/kernel", new NamedArray(new long[] {2, 3}, new float[] {1, -2, 3.5f, 0, 1e-3f, 7}));
    tensors.put("b", new NamedArray(new long[] {}, new float[] {42}));
    return new Safetensors(tensors, Map.of("step", "7"));
  }

  @Test
  void write_thenRead_givesTheSame() throws IOException {
    Path file = folder.resolve("m.safetensors");
    sample().write(file, false);
    assertThat(Safetensors.read(file)).isEqualTo(sample());
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void write_cannotReplaceWhatIsThere_leavesNoPart() throws IOException {
    Path file = folder.resolve("m.safetensors");
    Files.createDirectories(file.resolve("full"));
    assertThatThrownBy(() -> sample().write(file, false))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void write_half_keepsElevenBits() throws IOException {
    Path file = folder.resolve("m.safetensors");
    float[] values =
        new Random(1)
            .doubles(1000)
            .collect(() -> new FloatList(), FloatList::add, (a, b) -> {})
            .array();
    new Safetensors(Map.of("x", new NamedArray(new long[] {1000}, values)), Map.of())
        .write(file, true);
    NamedArray back = requireNonNull(Safetensors.read(file).tensors().get("x"));
    for (int i = 0; i < 1000; i++) {
      assertThat(Math.abs(back.values()[i] - values[i]))
          .isLessThanOrEqualTo(Math.abs(values[i]) * 0x1p-11f + 1e-7f);
    }
  }

  @Test
  void halfToFloat_everyFiniteHalf_survivesTheRoundTrip() {
    for (int h = 0; h < 65536; h++) {
      if ((h >> 10 & 31) != 31) {
        float f = Safetensors.halfToFloat((short) h);
        assertThat(Safetensors.halfToFloat(Safetensors.floatToHalf(f))).isEqualTo(f);
      }
    }
  }

  @Test
  void read_truncatedAnywhere_isRefused() throws IOException {
    Path file = folder.resolve("m.safetensors");
    sample().write(file, false);
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      byte[] part = java.util.Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> Safetensors.read(new ByteArrayInputStream(part), "part"))
          .isInstanceOf(ModelFileException.class)
          .hasMessageContaining("part")
          .hasMessageContaining("damaged");
    }
  }

  @Test
  void read_notANumber_isRefused() throws IOException {
    Path file = folder.resolve("m.safetensors");
    new Safetensors(Map.of("x", new NamedArray(new long[] {1}, new float[] {Float.NaN})), Map.of())
        .write(file, false);
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("NaN");
  }

  @Test
  void read_missing_namesThePath() {
    assertThatThrownBy(() -> Safetensors.read(folder.resolve("none")))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("none");
  }

  private static final class FloatList {
    private final float[] values = new float[1000];
    private int count;

    void add(double v) {
      values[count++] = (float) (v * 4 - 2);
    }

    float[] array() {
      return values;
    }
  }
}
