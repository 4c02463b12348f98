package io.github.reenact.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reenact.Image;
import io.github.reenact.LandmarkDetector;
import io.github.reenact.demo.SampleMotion;
import io.github.reenact.demo.portrait.SamplePortrait;
import io.github.reenact.media.MotionTemplate;
import io.github.reenact.media.PhotoReader;
import io.github.reenact.media.VideoReader;
import io.github.reenact.spi.Backends;
import io.github.reenact.spi.Device;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DemoCommandTest {
  @Test
  void demo_noInput_videoWithAFaceAndContactSheet(@TempDir Path folder) throws IOException {
    Path out = folder.resolve("made by demo");
    StringWriter err = new StringWriter();
    int status = commandLine(err).execute("--output", out.toString());
    assertThat(status).as(err.toString()).isZero();

    int frames = 0;
    int probed = 0;
    int found = 0;
    try (VideoReader reader = VideoReader.open(out.resolve("reenactment.mp4"));
        LandmarkDetector detector =
            Backends.detectors().best().create(Optional.empty(), Device.CPU)) {
      assertThat(reader.width()).isEqualTo(SamplePortrait.SIZE);
      assertThat(reader.height()).isEqualTo(SamplePortrait.SIZE);
      assertThat(reader.frameRate().perSecond()).isEqualTo(25);
      for (var f = reader.next(); f.isPresent(); f = reader.next()) {
        if (frames++ % 5 == 0) {
          probed++;
          found += detector.detect(f.get().image()).isPresent() ? 1 : 0;
        }
      }
    }
    assertThat(frames).isEqualTo(SampleMotion.template().frames().size());
    assertThat(found).isEqualTo(probed);

    Image sheet = PhotoReader.read(out.resolve("contact-sheet.png"));
    assertThat(sheet.width()).isGreaterThan(2 * sheet.height());
    assertThat(MotionTemplate.read(out.resolve("motion.csv")).frames()).hasSize(frames);
    assertThat(PhotoReader.read(out.resolve("portrait.png"))).isEqualTo(SamplePortrait.draw());
    for (String name : new String[] {"reenactment.mp4", "contact-sheet.png", "portrait.png"}) {
      assertThat(Files.readString(out.resolve(name), StandardCharsets.ISO_8859_1))
          .as("%s is marked as synthetic", name)
          .containsIgnoringCase("http://cv.iptc.org/newscodes/digitalsourcetype/");
    }
  }

  @Test
  void demo_outputIsAFile_failsAndLeavesTheFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("demo"), "mine");
    StringWriter err = new StringWriter();
    int status = commandLine(err).execute("--output", file.toString());
    assertThat(status).isNotZero();
    assertThat(err.toString()).contains(file.toString());
    assertThat(file).hasContent("mine");
  }

  private static CommandLine commandLine(StringWriter err) {
    return new CommandLine(new DemoCommand())
        .setOut(new PrintWriter(new StringWriter()))
        .setErr(new PrintWriter(err, true))
        .setCaseInsensitiveEnumValuesAllowed(true);
  }
}
