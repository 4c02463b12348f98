package io.github.reenact.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.Image;
import io.github.reenact.media.FrameRate;
import io.github.reenact.media.SegmentedWriter;
import io.github.reenact.media.VideoReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drawn pictures, written in segments of five frames. */
class SegmentedWriterTest {
  private static final int SIDE = 64;
  private static final int COUNT = 23;
  private static final FrameRate RATE = new FrameRate(30_000, 1_001);

  @TempDir private Path folder;
  private Path output;
  private Path segments;
  private Path sound;

  @BeforeEach
  void name() throws IOException {
    output = folder.resolve("out.mp4");
    segments = folder.resolve("out.mp4.segments");
    sound = TestMedia.sound(folder.resolve("tone.wav"), 2);
  }

  private static Image frame(long n) {
    byte[] rgb = new byte[3 * SIDE * SIDE];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i / 3 % SIDE * 2L + 5L * n);
    }
    return Image.of(SIDE, SIDE, rgb);
  }

  private SegmentedWriter.Builder builder(String change) {
    return SegmentedWriter.builder(output)
        .size(SIDE, SIDE)
        .rate(RATE)
        .segmentFrames(5)
        .audioFrom(sound)
        .settings(Map.of("--change", change));
  }

  private static void write(SegmentedWriter writer, long from, long to) throws IOException {
    for (long n = from; n < to; n++) {
      writer.write(frame(n), n * 1_001 / 30_000.0, 10 * (n + 1));
    }
  }

  private Path uninterrupted(long count) throws IOException {
    try (SegmentedWriter writer = builder("mouth").open()) {
      write(writer, 0, count);
      assertThat(writer.finish()).isEqualTo(count);
      assertThat(writer.audioProblem()).isEmpty();
    }
    assertThat(segments).doesNotExist();
    return Files.move(output, folder.resolve("whole.mp4"));
  }

  @Test
  void finish_joinsTheSegmentsInTimeWithTheSound() throws IOException {
    Path whole = uninterrupted(COUNT);
    Probe probe = Probe.of(whole);
    assertThat(probe.times()).hasSize(COUNT);
    for (int n = 0; n < COUNT; n++) {
      assertThat(probe.times().get(n)).isCloseTo(n * 1_001 / 30_000.0, within(1e-6));
    }
    assertThat(probe.rate()).isCloseTo(29.97, within(0.01));
    assertThat(probe.soundSeconds()).isCloseTo(COUNT / 29.97, within(0.1));
    assertThat(probe.digitalSource()).contains("compositeWithTrainedAlgorithmicMedia");
    try (VideoReader reader = VideoReader.open(whole)) {
      for (int n = 0; n < COUNT; n++) {
        Image decoded = reader.next().orElseThrow().image();
        assertThat(decoded.rgb(20, 30) & 255).as("frame %d", n).isCloseTo(40 + 5 * n, within(6));
      }
      assertThat(reader.damage()).isEmpty();
    }
  }

  @Test
  void open_resumed_goesOnAfterTheFinishedSegmentsAndGivesTheSameFile() throws IOException {
    Path whole = uninterrupted(COUNT);
    List<Long> done = new ArrayList<>();
    for (long end : new long[] {4, 7, 10, 19, COUNT}) {
      try (SegmentedWriter writer = builder("mouth").resume(true).open()) {
        done.add(writer.framesDone());
        assertThat(writer.tallyDone()).isEqualTo(10 * writer.framesDone());
        assertThat(writer.isComplete()).isFalse();
        write(writer, writer.framesDone(), end);
        if (end == COUNT) {
          writer.finish();
        }
      }
    }
    assertThat(done).containsExactly(0L, 0L, 5L, 10L, 15L);
    assertThat(output).hasSameBinaryContentAs(whole);
    assertThat(segments).doesNotExist();
  }

  @Test
  void open_killedWhileJoiningOrDelivering_leavesTheSameFile() throws IOException {
    Path whole = uninterrupted(20);
    try (SegmentedWriter writer = builder("mouth").open()) {
      write(writer, 0, 20);
    }
    // What is there while the segments are joined,
    Files.writeString(segments.resolve("end.txt"), "");
    Files.copy(whole, segments.resolve(".joined.mp4.abc.part"));
    Path joining = Files.move(segments, folder.resolve("joining"));
    // after the video was moved into place, and while the segments are deleted.
    Path delivering = copy(joining, folder.resolve("delivering"));
    Path deleting = copy(joining, folder.resolve("deleting"));
    Files.move(deleting.resolve("run.txt"), deleting.resolve("delivered.txt"));
    Files.delete(deleting.resolve("000001.mp4"));
    for (Path state : List.of(joining, delivering, deleting)) {
      Files.move(state, segments);
      if (state.equals(joining)) {
        Files.deleteIfExists(output);
      }
      try (SegmentedWriter writer = builder("mouth").resume(true).open()) {
        assertThat(writer.isDelivered()).isEqualTo(state.equals(deleting));
        assertThat(writer.isDelivered() || writer.isComplete()).isTrue();
        assertThatIllegalStateException().isThrownBy(() -> write(writer, 20, 21));
        writer.finish();
      }
      assertThat(output).as("%s", state).hasSameBinaryContentAs(whole);
      assertThat(segments).doesNotExist();
    }
    // Another's file of that name is not replaced.
    try (SegmentedWriter writer = builder("mouth").overwrite(true).open()) {
      write(writer, 0, 20);
    }
    Files.writeString(segments.resolve("end.txt"), "");
    Files.writeString(output, "mine");
    try (SegmentedWriter writer = builder("mouth").resume(true).open()) {
      assertThatIOException().isThrownBy(writer::finish).withMessageContaining("out.mp4");
    }
    assertThat(output).hasContent("mine");
  }

  private static Path copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> all = Files.list(from)) {
      for (Path file : all.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
    return to;
  }

  @Test
  void open_otherSettings_areRefusedWithBothValues() throws IOException {
    try (SegmentedWriter writer = builder("mouth").open()) {
      write(writer, 0, 6);
    }
    assertThatIOException()
        .isThrownBy(() -> builder("gaze").resume(true).open())
        .withMessageContaining("--change mouth, not gaze")
        .withMessageContaining("--overwrite");
    assertThatIOException()
        .isThrownBy(() -> builder("mouth").segmentFrames(6).resume(true).open())
        .withMessageContaining("frames a segment 5, not 6");
    assertThatIOException()
        .isThrownBy(() -> builder("mouth").open())
        .withMessageContaining("1 finished segments")
        .withMessageContaining("--resume");
    try (SegmentedWriter writer = builder("gaze").overwrite(true).open()) {
      assertThat(writer.framesDone()).isZero();
    }
    assertThat(segments).doesNotExist();
  }

  @Test
  void open_inUse_isRefused() throws IOException {
    try (SegmentedWriter writer = builder("mouth").open()) {
      assertThatIOException()
          .isThrownBy(() -> builder("mouth").resume(true).open())
          .withMessageContaining("in use by another run");
      write(writer, 0, COUNT);
      writer.finish();
    }
    assertThat(output).exists();
  }

  @Test
  void open_outputThere_isRefusedUnlessItMayBeReplaced() throws IOException {
    Files.writeString(output, "mine");
    for (boolean resume : new boolean[] {false, true}) {
      assertThatIOException()
          .isThrownBy(() -> builder("mouth").resume(resume).open())
          .withMessageContaining("out.mp4");
    }
    assertThat(segments).doesNotExist();
    try (SegmentedWriter writer = builder("mouth").overwrite(true).open()) {
      write(writer, 0, 3);
      writer.finish();
    }
    assertThat(Probe.of(output).times()).hasSize(3);
  }

  @Test
  void close_nothingFinished_leavesNothing() throws IOException {
    try (SegmentedWriter writer = builder("mouth").open()) {
      write(writer, 0, 3);
    }
    assertThat(segments).doesNotExist();
    try (SegmentedWriter writer = builder("mouth").open()) {
      write(writer, 0, 8);
      writer.discard();
    }
    assertThat(segments).doesNotExist();
    assertThat(output).doesNotExist();
  }

  @Test
  void segmentFrames_none_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder("mouth").segmentFrames(0))
        .withMessageContaining("1 frame or more");
  }
}
