package io.github.reenact.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reenact.Image;
import io.github.reenact.ReenactmentSession;
import io.github.reenact.Reenactor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example of the README: it compiles, it runs, and it is what the README shows. */
class ReadmeExampleTest {
  // README begin
  static List<Image> reenact(Image photo, List<Image> drivingFrames) {
    List<Image> frames = new ArrayList<>();
    try (Reenactor reenactor = Reenactor.builder().build();
        ReenactmentSession session = reenactor.open(photo)) {
      for (Image drivingFrame : drivingFrames) {
        frames.add(session.next(drivingFrame));
      }
    }
    return frames;
  }

  // README end

  @Test
  void reenact_drawnPortrait_framesOfThePhotosSize() {
    Image portrait = SamplePortrait.draw();
    Image driver = portrait.crop(100, 40, 560, 640);
    List<Image> frames = reenact(portrait, List.of(driver, driver));
    assertThat(frames).hasSize(2);
    assertThat(frames)
        .allSatisfy(
            f -> {
              assertThat(f.width()).isEqualTo(portrait.width());
              assertThat(f.height()).isEqualTo(portrait.height());
            });
  }

  @Test
  void readme_always_showsThisExample() throws IOException {
    Path source =
        Path.of("src/test/java")
            .resolve(ReadmeExampleTest.class.getName().replace('.', '/') + ".java");
    String code = Files.readString(source);
    int begin = code.indexOf("// README begin\n") + "// README begin\n".length();
    String example = code.substring(begin, code.indexOf("// README end", begin)).strip();
    assertThat(Files.readString(Path.of("../README.md")))
        .contains(example.replace("\n  ", "\n").replaceFirst("^ +", ""));
  }
}
