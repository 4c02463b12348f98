package io.github.reenact.tf.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FigureFileTest {
  @TempDir Path folder;

  @Test
  void append_twice_keepsBoth() throws IOException {
    Path file = folder.resolve("metrics.csv");
    FigureFile.append(file, "a\n");
    FigureFile.append(file, "b\n");
    assertThat(file).hasContent("a\nb\n");
  }

  @Test
  void append_diskFull_namesTheFileAndTheRemedy() {
    assertThatThrownBy(() -> FigureFile.append(Path.of("/dev/full"), "a\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/dev/full")
        .hasMessageContaining("No space left")
        .hasMessageContaining("resume");
  }
}
