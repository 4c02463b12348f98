package io.github.reenact.tf.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.SessionLog;
import org.tensorflow.proto.Summary;

class SummariesTest {
  @TempDir Path folder;

  @Test
  void open_newFile_beginsAsTensorFlowsDo() throws IOException {
    try (Summaries summaries = Summaries.open(folder, 41)) {
      assertThat(summaries.file().getFileName().toString())
          .matches("events\\.out\\.tfevents\\.[0-9]{10}\\.[A-Za-z0-9._-]+");
      assertThat(summaries.file()).hasParent(folder);
    }
    Path file = EventFiles.list(folder).get(0);
    // What every file that TensorFlow itself writes begins with.
    assertThat(Arrays.copyOf(Files.readAllBytes(file), 12))
        .containsExactly(0x18, 0, 0, 0, 0, 0, 0, 0, 0xa3, 0x7f, 0x4b, 0x22);
    List<Event> events = EventFiles.readFile(file);
    assertThat(events).hasSize(2);
    assertThat(events.get(0).getFileVersion()).isEqualTo("brain.Event:2");
    assertThat(events.get(1).getSessionLog().getStatus()).isEqualTo(SessionLog.SessionStatus.START);
    assertThat(events.get(1).getStep()).isEqualTo(42);
  }

  @Test
  void scalars_figures_areInTheFileAtOnce() throws IOException {
    try (Summaries summaries = Summaries.open(folder, 0)) {
      summaries.scalars("train", Map.of("loss", 0.25, "norm", 3.5), 20);
      summaries.scalars("dev", Map.of("l1", Double.POSITIVE_INFINITY), 40);
      List<Event> events = EventFiles.read(folder);
      assertThat(EventFiles.values(events, "train/loss")).isEqualTo(Map.of(20L, 0.25f));
      assertThat(EventFiles.values(events, "train/norm")).isEqualTo(Map.of(20L, 3.5f));
      assertThat(EventFiles.values(events, "dev/l1"))
          .isEqualTo(Map.of(40L, Float.POSITIVE_INFINITY));
      assertThat(events.get(3).getWallTime())
          .isCloseTo(System.currentTimeMillis() / 1000.0, offset(60.0));
    }
  }

  @Test
  void image_noTemporaryFileToBeHad_isWritten() throws IOException {
    Path gone = Files.createDirectory(folder.resolve("cache"));
    ImageIO.setCacheDirectory(gone.toFile());
    try (Summaries summaries = Summaries.open(folder, 0)) {
      Files.delete(gone);
      summaries.image("dev/sheet", new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), 5);
    } finally {
      ImageIO.setCacheDirectory(null);
    }
    assertThat(EventFiles.read(folder)).hasSize(3);
  }

  @Test
  void image_picture_canBeDecoded() throws IOException {
    BufferedImage picture = new BufferedImage(20, 30, BufferedImage.TYPE_INT_RGB);
    picture.createGraphics().fillRect(0, 0, 20, 30);
    try (Summaries summaries = Summaries.open(folder, 0)) {
      summaries.image("dev/sheet", picture, 5);
    }
    Event event = EventFiles.read(folder).get(2);
    assertThat(event.getStep()).isEqualTo(5);
    Summary.Value value = event.getSummary().getValue(0);
    assertThat(value.getTag()).isEqualTo("dev/sheet");
    assertThat(value.getImage().getWidth()).isEqualTo(20);
    assertThat(value.getImage().getHeight()).isEqualTo(30);
    BufferedImage back =
        ImageIO.read(
            new ByteArrayInputStream(value.getImage().getEncodedImageString().toByteArray()));
    assertThat(back.getHeight()).isEqualTo(30);
    assertThat(back.getRGB(7, 7)).isEqualTo(0xffffffff);
  }

  @Test
  void image_transparency_isRefused() throws IOException {
    try (Summaries summaries = Summaries.open(folder, 0)) {
      assertThatThrownBy(
              () -> summaries.image("x", new BufferedImage(2, 2, BufferedImage.TYPE_INT_ARGB), 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void open_severalInASecond_writesFilesInTheOrderOfTheirNames() throws IOException {
    for (int run = 0; run < 3; run++) {
      Summaries.open(folder, run).close();
    }
    List<Path> files = EventFiles.list(folder);
    assertThat(files).hasSize(3);
    for (int run = 0; run < 3; run++) {
      assertThat(EventFiles.readFile(files.get(run)).get(1).getStep()).isEqualTo(run + 1);
    }
  }

  @Test
  void open_noFolder_isRefused() {
    assertThatThrownBy(() -> Summaries.open(folder.resolve("none"), 0).close())
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("none");
  }

  @Test
  void write_diskFull_namesTheFileAndTheRemedy() {
    Path full = Path.of("/dev/full");
    assertThatThrownBy(() -> new Summaries(full, Files.newOutputStream(full), 0).close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/dev/full")
        .hasMessageContaining("No space left")
        .hasMessageContaining("resume");
  }
}
