package io.github.reenact.tf.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsFileTest {
  @TempDir Path folder;

  @Test
  void append_twice_keepsBoth() throws IOException {
    Path file = folder.resolve("metrics.csv");
    MetricsFile metrics = MetricsFile.open(file, "step,a", 0);
    metrics.append("1,a\n");
    metrics.append("2,b\n");
    assertThat(file).hasContent("step,a\n1,a\n2,b\n");
  }

  @Test
  void open_later_dropsRowsOfLaterSteps() throws IOException {
    Path file = folder.resolve("metrics.csv");
    MetricsFile.open(file, "step,a", 0).append("1,a\n10,b\n11,c\nrubbish\n");
    MetricsFile.open(file, "step,a", 10).append("11,d\n");
    assertThat(file).hasContent("step,a\n1,a\n10,b\n11,d\n");
  }

  @Test
  void append_diskFull_namesTheFileAndTheRemedy() {
    assertThatThrownBy(() -> MetricsFile.open(Path.of("/dev/full"), "step,a", 0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/dev/full")
        .hasMessageContaining("No space left")
        .hasMessageContaining("resume");
  }
}
