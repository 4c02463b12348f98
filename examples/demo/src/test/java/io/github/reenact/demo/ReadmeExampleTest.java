package io.github.reenact.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reenact.Image;
import io.github.reenact.LiveReenactment;
import io.github.reenact.demo.portrait.SamplePortrait;
import io.github.reenact.media.FrameRate;
import io.github.reenact.media.MotionTemplate;
import io.github.reenact.media.PhotoWriter;
import io.github.reenact.media.VideoReader;
import io.github.reenact.media.VideoWriter;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The programs that the README shows run, and are what it shows. */
class ReadmeExampleTest {
  @Test
  void live_drawnPortrait_showsFramesOfThePhotosSize() {
    Image portrait = SamplePortrait.draw();
    Image driver = portrait.crop(100, 40, 560, 640);
    CountDownLatch shown = new CountDownLatch(3);
    Set<Image> sizes = ConcurrentHashMap.newKeySet();
    // A camera that goes on until three frames were seen.
    Iterator<Image> camera =
        Stream.generate(() -> driver).takeWhile(d -> shown.getCount() > 0).iterator();
    LiveReenactment.Statistics done =
        ReenactLive.live(
            portrait,
            () -> camera,
            frame -> {
              sizes.add(frame);
              shown.countDown();
            });
    assertThat(done.shown()).isGreaterThanOrEqualTo(3);
    assertThat(sizes).allMatch(f -> f.width() == portrait.width());
  }

  @Test
  void reenact_drawnPortrait_framesOfThePhotosSize() {
    Image portrait = SamplePortrait.draw();
    Image driver = portrait.crop(100, 40, 560, 640);
    List<Image> frames = ReenactFrames.reenact(portrait, List.of(driver, driver));
    assertThat(frames).hasSize(2);
    assertThat(frames)
        .allSatisfy(
            f -> {
              assertThat(f.width()).isEqualTo(portrait.width());
              assertThat(f.height()).isEqualTo(portrait.height());
            });
  }

  @Test
  void reenact_motionTemplate_videoOfAsManyFrames(@TempDir Path folder) throws Exception {
    Path photo = folder.resolve("photo.png");
    PhotoWriter.write(SamplePortrait.draw(), photo, Optional.empty(), false);
    MotionTemplate motion = SampleMotion.template();
    Path driving = folder.resolve("motion.csv");
    new MotionTemplate(
            motion.width(), motion.height(), motion.rate(), motion.frames().subList(0, 3))
        .write(driving, false);
    Path output = folder.resolve("out.mp4");
    ReenactVideo.reenact(photo, driving, output);
    try (VideoReader reader = VideoReader.open(output)) {
      assertThat(reader.width()).isEqualTo(SamplePortrait.SIZE);
      int frames = 0;
      while (reader.next().isPresent()) {
        frames++;
      }
      assertThat(frames).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @ValueSource(classes = {ReenactFrames.class, ReenactLive.class, ReenactVideo.class})
  void readme_always_showsTheProgram(Class<?> program) throws IOException {
    Path source = Path.of("src/main/java").resolve(program.getName().replace('.', '/') + ".java");
    String readme = Files.readString(Path.of("../../README.md"));
    String[] parts = Files.readString(source).split("// README begin\n");
    assertThat(parts).hasSize(2);
    String example = parts[1].substring(0, parts[1].indexOf("// README end")).strip();
    assertThat(readme).contains(example.replace("\n  ", "\n"));
  }

  @Test
  void reenact_groupPhoto_videoOfThePhotosSize(@TempDir Path folder) throws Exception {
    BufferedImage face = SamplePortrait.draw().toBufferedImage();
    BufferedImage both = new BufferedImage(640, 300, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = both.createGraphics();
    g.drawImage(face, 0, 0, 300, 300, null);
    g.drawImage(face, 330, 10, 280, 280, null);
    g.dispose();
    Path photo = folder.resolve("photo.png");
    PhotoWriter.write(Image.of(both), photo, Optional.empty(), false);
    MotionTemplate motion = SampleMotion.template();
    Path driving = folder.resolve("motion.csv");
    new MotionTemplate(
            motion.width(), motion.height(), motion.rate(), motion.frames().subList(0, 2))
        .write(driving, false);
    Path output = folder.resolve("out.mp4");
    ReenactGroup.reenact(photo, List.of(driving, driving), output);
    try (VideoReader reader = VideoReader.open(output)) {
      assertThat(reader.width()).isEqualTo(640);
    }
  }

  @Test
  void dub_drawnVideo_videoOfAsManyFrames(@TempDir Path folder) throws Exception {
    Image portrait = SamplePortrait.draw();
    Path take = folder.resolve("take.mp4");
    try (VideoWriter writer =
        VideoWriter.builder(take)
            .size(portrait.width(), portrait.height())
            .rate(FrameRate.of(25))
            .open()) {
      writer.write(portrait);
      writer.write(portrait);
      writer.finish();
    }
    Path output = folder.resolve("out.mp4");
    ReviseVideo.dub(take, take, output);
    try (VideoReader reader = VideoReader.open(output)) {
      assertThat(reader.width()).isEqualTo(SamplePortrait.SIZE);
      assertThat(reader.next()).isPresent();
      assertThat(reader.next()).isPresent();
      assertThat(reader.next()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"ReenactGroup, faces.md", "ReviseVideo, footage.md"})
  void docs_always_showTheProgram(String program, String page) throws IOException {
    Path source = Path.of("src/main/java/io/github/reenact/demo/" + program + ".java");
    String text = Files.readString(source);
    String begin = "// docs begin";
    String example =
        text.substring(text.indexOf(begin) + begin.length(), text.indexOf("// docs end")).strip();
    assertThat(Files.readString(Path.of("../../docs").resolve(page)))
        .contains(example.replace("\n  ", "\n"));
  }
}
