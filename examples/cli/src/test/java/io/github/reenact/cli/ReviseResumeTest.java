package io.github.reenact.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reenact.demo.SampleMotion;
import io.github.reenact.media.FrameRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A drawn take, revised by processes that are killed. */
class ReviseResumeTest {
  private static final int SIDE = 256;
  private static final int LENGTH = 200;
  private static final int SEGMENT = 5;
  private static final int KILLS = 3;

  @TempDir private static Path inputs;
  @TempDir private Path folder;

  private static Path take;
  private static Path driver;

  @BeforeAll
  static void draw() throws IOException {
    Path sound = TestMedia.sound(inputs.resolve("tone.wav"), LENGTH / 25);
    take =
        TestMedia.video(
            inputs.resolve("take.mp4"),
            SIDE,
            SIDE,
            LENGTH,
            FrameRate.of(25),
            Optional.of(sound),
            i -> TestMedia.face(SIDE, SIDE, i / 25.0));
    driver = inputs.resolve("driver.csv");
    SampleMotion.template().write(driver, true);
  }

  private static List<String> arguments(Path output) {
    return new ArrayList<>(
        List.of(
            "revise",
            "--translator=warp",
            "--disentangler=none",
            "--video=" + take,
            "--driving=" + driver,
            "--change=expression",
            "--edit=smile=0.3",
            "--segment=0.2",
            "--output=" + output,
            "--resume"));
  }

  private static Process start(Path output, Path log) throws IOException {
    List<String> command = new ArrayList<>();
    // A shell that runs the build in the background has SIGINT ignored, and so would its children.
    command.addAll(List.of("env", "--default-signal=INT"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(arguments(output));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  /** How many segments are finished. */
  private static long finished(Path output) throws IOException {
    Path segments = output.resolveSibling(output.getFileName() + ".segments");
    if (!Files.isDirectory(segments)) {
      return 0;
    }
    try (Stream<Path> all = Files.list(segments)) {
      return all.filter(f -> f.getFileName().toString().matches("\\d{6}\\.mp4")).count();
    }
  }

  private static List<String> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  /**
   * Waits until a process has finished one segment more, then a moment that is short beside the
   * whole take: a fast machine must not come to its end before the last kill.
   */
  private static void letWork(Process process, Path output, long millis) throws Exception {
    long before = finished(output);
    for (int i = 0; process.isAlive() && finished(output) <= before && i < 6000; i++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    TimeUnit.MILLISECONDS.sleep(millis);
  }

  @Test
  void resume_afterKillsAtRandomMoments_givesTheSameFile() throws Exception {
    Path uninterrupted = Files.createDirectory(folder.resolve("whole"));
    Path whole = uninterrupted.resolve("out.mp4");
    Cli run = Cli.run(arguments(whole).toArray());
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(list(uninterrupted)).containsExactly("out.mp4");

    Path killed = Files.createDirectory(folder.resolve("killed"));
    Path output = killed.resolve("out.mp4");
    Path log = folder.resolve("log.txt");
    long seed = System.nanoTime();
    Random random = new Random(seed);
    long done = 0;
    for (int i = 0; i < KILLS; i++) {
      Process process = start(output, log);
      try {
        letWork(process, output, random.nextInt(60));
      } finally {
        process.destroyForcibly();
      }
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(finished(output))
          .as("seed %d, kill %d: %s", seed, i, Files.readString(log))
          .isGreaterThan(done);
      done = finished(output);
      assertThat(output).doesNotExist();
    }
    Cli last = Cli.run(arguments(output).toArray());
    assertThat(last.status()).as(last.err()).isZero();
    assertThat(last.err())
        .contains(SEGMENT * done + " frames are complete from an earlier run")
        .contains(
            "%d frames of 256x256, %d of them changed, %d in"
                .formatted(LENGTH, LENGTH, LENGTH - SEGMENT * done));
    assertThat(output).as("seed %d", seed).hasSameBinaryContentAs(whole);
    assertThat(list(killed)).containsExactly("out.mp4");
    assertThat(Probe.of(output).soundSeconds()).isGreaterThan(LENGTH / 25.0 - 0.2);
  }

  @Test
  void ctrlC_keepsFinishedSegmentsAndSaysSo() throws Exception {
    Path output = folder.resolve("out.mp4");
    Path log = folder.resolve("log.txt");
    Process process = start(output, log);
    try {
      letWork(process, output, 60);
      // The shell's own kill: small systems lack the program.
      int sent = new ProcessBuilder("sh", "-c", "kill -INT " + process.pid()).start().waitFor();
      assertThat(sent).isZero();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(log)).isEqualTo(130);
    long done = finished(output);
    assertThat(Files.readString(log))
        .contains("interrupted")
        .contains(done + " finished segments are kept in " + output + ".segments")
        .contains("--resume goes on");
    assertThat(list(folder)).containsExactly("log.txt", "out.mp4.segments");
    assertThat(list(folder.resolve("out.mp4.segments"))).noneMatch(f -> f.endsWith(".part"));

    List<String> other = arguments(output);
    other.set(other.indexOf("--change=expression"), "--change=mouth");
    Cli refused = Cli.run(other.toArray());
    assertThat(refused.status()).isEqualTo(ExitCodes.BAD_FILE);
    assertThat(refused.err()).contains("--change expression, not mouth").contains("--overwrite");
    other = arguments(output);
    other.set(other.indexOf("--driving=" + driver), "--driving=" + take);
    refused = Cli.run(other.toArray());
    assertThat(refused.status()).isEqualTo(ExitCodes.BAD_FILE);
    assertThat(refused.err()).contains("--driving a file of " + Files.size(driver) + " bytes");
    other = arguments(output);
    other.remove("--resume");
    refused = Cli.run(other.toArray());
    assertThat(refused.status()).isEqualTo(ExitCodes.BAD_FILE);
    assertThat(refused.err())
        .contains(done + " finished segments of an earlier run")
        .contains("--resume goes on, --overwrite begins anew");
    assertThat(finished(output)).isEqualTo(done);
  }
}
