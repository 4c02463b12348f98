package io.github.reenact.tf.fdgan.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reenact.ModelFileException;
import io.github.reenact.tf.fdgan.network.FdGanConfig;
import io.github.reenact.tf.fdgan.network.FdGanModelFile;
import io.github.reenact.tf.graph.NamedArray;
import io.github.reenact.tf.graph.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FdGanAverageTest {
  private static final FdGanConfig CONFIG = FdGanConfig.DEFAULT;

  @TempDir Path folder;

  private Path model(String name, FdGanConfig config, Map<String, NamedArray> weights)
      throws IOException {
    Path file = folder.resolve(name);
    FdGanModelFile.of(config, weights, Map.of("step", name)).write(file, true);
    return file;
  }

  private static NamedArray row(float... values) {
    return new NamedArray(new long[] {values.length}, values);
  }

  @Test
  void write_threeModels_isTheirMean() throws IOException {
    Path a = model("a", CONFIG, Map.of("w", row(1, 2), "v", row(0)));
    Path b = model("b", CONFIG, Map.of("w", row(2, -4), "v", row(3)));
    Path c = model("c", CONFIG, Map.of("w", row(3, 8), "v", row(6)));
    Path mean = folder.resolve("mean");
    FdGanAverage.write(List.of(a, b, c), mean);
    Safetensors file = Safetensors.read(mean);
    assertThat(file.tensors()).containsEntry("w", row(2, 2)).containsEntry("v", row(3));
    assertThat(FdGanModelFile.config(file, "mean")).isEqualTo(CONFIG);
    assertThat(file.metadata()).containsEntry("step", "a");
    assertThat(file.metadata().get("mean")).contains("3 models");
  }

  @Test
  void write_anotherStructure_isRefused() throws IOException {
    Path a = model("a", CONFIG, Map.of("w", row(1)));
    Path b = model("b", CONFIG.with("slots", "32"), Map.of("w", row(1)));
    Path mean = folder.resolve("mean");
    assertThatThrownBy(() -> FdGanAverage.write(List.of(a, b), mean))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining(b.toString())
        .hasMessageContaining("slots=32");
    assertThat(mean).doesNotExist();
  }

  @Test
  void write_missingWeights_areNamed() throws IOException {
    Path a = model("a", CONFIG, Map.of("w", row(1)));
    Path b = model("b", CONFIG, Map.of("u", row(1)));
    assertThatThrownBy(() -> FdGanAverage.write(List.of(a, b), folder.resolve("mean")))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("w");
  }

  @Test
  void write_oneModel_isRefused() throws IOException {
    Path a = model("a", CONFIG, Map.of("w", row(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FdGanAverage.write(List.of(a), folder.resolve("mean")))
        .withMessageContaining("two or more");
  }
}
