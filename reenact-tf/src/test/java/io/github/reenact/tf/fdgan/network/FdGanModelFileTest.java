package io.github.reenact.tf.fdgan.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reenact.ModelFileException;
import io.github.reenact.tf.graph.Safetensors;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FdGanModelFileTest {
  private static final FdGanConfig CONFIG =
      FdGanConfig.DEFAULT.with("blocks", "2").with("slots", "32").with("still", "false");

  @Test
  void config_ofAWrittenFile_isTheSame() {
    Safetensors file = FdGanModelFile.of(CONFIG, Map.of(), Map.of("step", "7"));
    assertThat(FdGanModelFile.config(file, "x")).isEqualTo(CONFIG);
    assertThat(file.metadata()).containsEntry("step", "7");
  }

  @Test
  void config_fileOfBeforeTheBlocks_hasNone() {
    Map<String, String> metadata = new HashMap<>(metadata());
    metadata.remove("blocks");
    assertThat(FdGanModelFile.config(new Safetensors(Map.of(), metadata), "x"))
        .isEqualTo(CONFIG.with("blocks", "0"));
  }

  @Test
  void config_damagedOrOfAnotherVersion_isRefusedByName() {
    Map<String, String> damaged = new HashMap<>(metadata());
    damaged.put("blocks", "-1");
    assertThatThrownBy(
            () -> FdGanModelFile.config(new Safetensors(Map.of(), damaged), "my.safetensors"))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("my.safetensors")
        .hasMessageContaining("blocks -1");
    Map<String, String> old = new HashMap<>(metadata());
    old.put("version", "1");
    assertThatThrownBy(
            () -> FdGanModelFile.config(new Safetensors(Map.of(), old), "my.safetensors"))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("version 1");
  }

  private static Map<String, String> metadata() {
    return FdGanModelFile.of(CONFIG, Map.of(), Map.of()).metadata();
  }
}
