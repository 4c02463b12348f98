package io.github.reenact.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.Landmarks;
import io.github.reenact.media.FrameRate;
import io.github.reenact.media.LandmarksCsv;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit sets the fields
class LandmarksTest {
  @TempDir Path folder;

  @Test
  void landmarks_video_csvHasALineForEachFrameWithAFace() throws IOException {
    Path video =
        TestMedia.video(
            folder.resolve("v.mp4"),
            256,
            256,
            6,
            FrameRate.of(10),
            Optional.empty(),
            i -> i == 5 ? TestMedia.blank(256, 256) : TestMedia.face(256, 256, i * 0.1));
    Path csv = folder.resolve("v.csv");

    Cli run = Cli.run("landmarks", "--input", video, "--output", csv);

    assertThat(run.status()).as(run.err()).isZero();
    List<LandmarksCsv.Row> rows = LandmarksCsv.read(csv);
    assertThat(rows).hasSizeBetween(5, 6);
    assertThat(rows.get(3).frame()).isEqualTo(3);
    assertThat(rows.get(3).seconds()).isCloseTo(0.3, within(1e-3));
    Landmarks face = rows.get(0).landmarks();
    assertThat(face.centerX()).isCloseTo(128, within(10f));
    // The left eye of the picture is the person's right: 36 to 41.
    assertThat(face.x(36)).isLessThan(face.x(45));
    assertThat(face.y(8)).isGreaterThan(face.y(27));
  }

  @Test
  void landmarks_template_drivesAsItsVideoDoes() throws IOException {
    Path photo = TestMedia.write(TestMedia.photo(256, 256), folder.resolve("p.png"));
    Path video =
        TestMedia.video(
            folder.resolve("v.mp4"), 256, 256, 5, new FrameRate(30000, 1001), Optional.empty());
    Path template = folder.resolve("motion.csv");

    Cli made = Cli.run("landmarks", "--input", video, "--output", template, "--template");
    assertThat(made.status()).as(made.err()).isZero();
    Cli byTemplate = Cli.animate(photo, template, folder.resolve("t.mp4"));
    Cli byVideo = Cli.animate(photo, video, folder.resolve("v2.mp4"));

    assertThat(byTemplate.status()).as(byTemplate.err()).isZero();
    assertThat(byVideo.status()).as(byVideo.err()).isZero();
    // Landmarks in the template are rounded to 0.001 pixel: the videos are nearly the same.
    Probe a = Probe.of(folder.resolve("t.mp4"));
    Probe b = Probe.of(folder.resolve("v2.mp4"));
    assertThat(a.times()).hasSize(5).isEqualTo(b.times());
    assertThat(a.rate()).isEqualTo(b.rate());
    assertThat(Files.size(folder.resolve("t.mp4")))
        .isCloseTo(Files.size(folder.resolve("v2.mp4")), within(2000L));
  }

  @Test
  void landmarks_detectorInJava_findsTheSame() throws IOException {
    Path photo = TestMedia.write(TestMedia.photo(256, 256), folder.resolve("p.png"));
    Path best = folder.resolve("best.csv");
    Path java = folder.resolve("java.csv");

    Cli first = Cli.run("landmarks", "--input", photo, "--output", best);
    Cli second =
        Cli.run("landmarks", "--input", photo, "--output", java, "--detector", "dlib-java");

    assertThat(first.status()).as(first.err()).isZero();
    assertThat(second.status()).as(second.err()).isZero();
    float[] expected = LandmarksCsv.read(best).get(0).landmarks().toArray();
    assertThat(LandmarksCsv.read(java).get(0).landmarks().toArray())
        .containsExactly(expected, within(0.01f));
  }

  @Test
  void landmarks_unknownDetector_isUsageError() throws IOException {
    Path photo = TestMedia.write(TestMedia.photo(256, 256), folder.resolve("p.png"));

    Cli run =
        Cli.run(
            "landmarks", "--input", photo, "--output", folder.resolve("l.csv"), "--detector", "x");

    assertThat(run.status()).isEqualTo(ExitCodes.USAGE);
    assertThat(run.err()).contains("--detector x is not known").contains("dlib and dlib-java");
  }

  @Test
  void landmarks_noFace_failsAndLeavesNothing() throws IOException {
    Path blank = TestMedia.write(TestMedia.blank(200, 200), folder.resolve("blank.png"));
    Path csv = folder.resolve("out.csv");

    Cli run = Cli.run("landmarks", "--input", blank, "--output", csv);

    assertThat(run.status()).isEqualTo(ExitCodes.BAD_FILE);
    assertThat(run.err()).contains("blank.png").contains("no face");
    assertThat(csv).doesNotExist();
  }
}
