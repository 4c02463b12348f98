package io.github.reenact.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reenact.DrivingFrame;
import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import io.github.reenact.testing.TestFaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrivingReaderTest {
  @TempDir Path folder;

  private static List<DrivingFrame> all(DrivingReader reader) throws IOException {
    List<DrivingFrame> out = new ArrayList<>();
    for (var next = reader.next(); next.isPresent(); next = reader.next()) {
      out.add(next.get());
    }
    return out;
  }

  @Test
  void open_video_picturesAtTheirTimesWithItsSound() throws IOException {
    Path video = TestMedia.video(folder.resolve("v.mp4"), 64, 48, 5, FrameRate.of(10));
    try (DrivingReader reader = DrivingReader.open(video)) {
      assertThat(reader.isPhoto()).isFalse();
      assertThat(reader.frameRate()).isEqualTo(FrameRate.of(10));
      assertThat(reader.frameEstimate()).isEqualTo(5);
      assertThat(reader.sound()).contains(video);
      List<DrivingFrame> frames = all(reader);
      assertThat(frames).hasSize(5).allMatch(DrivingFrame.Picture.class::isInstance);
      assertThat(((DrivingFrame.Picture) frames.get(4)).seconds()).isEqualTo(0.4);
      assertThat(reader.damage()).isEmpty();
    }
  }

  @Test
  void open_photo_oneFrameWithoutSound() throws IOException {
    Path photo = folder.resolve("p.png");
    PhotoWriter.write(TestMedia.plain(20, 30, 1, 2, 3), photo, Optional.empty(), false);
    try (DrivingReader reader = DrivingReader.open(photo)) {
      assertThat(reader.isPhoto()).isTrue();
      assertThat(reader.sound()).isEmpty();
      assertThat(all(reader)).hasSize(1);
    }
  }

  @Test
  void open_template_knownLandmarksOfEveryFrame() throws IOException {
    Landmarks face = TestFaces.face().at(50, 50, 20);
    Path file = folder.resolve("t.csv");
    MotionTemplate template =
        new MotionTemplate(
            100,
            90,
            FrameRate.of(25),
            List.of(
                new MotionTemplate.Frame(0, Optional.of(face)),
                new MotionTemplate.Frame(0.04, Optional.empty())));
    template.write(file, false);
    try (DrivingReader reader = DrivingReader.open(file)) {
      assertThat(reader.isPhoto()).isFalse();
      assertThat(reader.sound()).isEmpty();
      assertThat(reader.frameEstimate()).isEqualTo(2);
      List<DrivingFrame> frames = all(reader);
      assertThat(frames)
          .containsExactly(
              new DrivingFrame.Known(
                  MotionTemplate.read(file).frames().get(0).landmarks(), Irises.NONE, 100, 90, 0),
              new DrivingFrame.Known(Optional.empty(), Irises.NONE, 100, 90, 0.04));
    }
  }

  @Test
  void open_textThatIsNoTemplate_isRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("notes.txt"), "nothing to see\n");
    assertThatThrownBy(() -> DrivingReader.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("notes.txt");
  }
}
