package io.github.reenact.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.Landmarks;
import io.github.reenact.demo.SampleMotion;
import io.github.reenact.media.MotionTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("NullAway.Init") // JUnit sets the fields
class TransferTest {
  private static final List<MotionTemplate.Frame> MOTION = SampleMotion.template().frames();

  @TempDir Path folder;

  @Test
  void transfer_none_copiesTheDriver() throws IOException {
    Path pairs = folder.resolve("pairs.csv");
    Files.writeString(pairs, line(1, 2) + "\n" + line(3, 4) + "\n\n");
    Path output = folder.resolve("out.csv");

    Cli run = Cli.run("transfer", "--pairs", pairs, "--output", output, "--disentangler", "none");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).contains("2 pairs by none");
    List<Landmarks> got = read(output);
    assertThat(got).hasSize(2);
    assertClose(got.get(0), face(2));
    assertClose(got.get(1), face(4));
  }

  @Test
  void transfer_ldnet_keepsTheDriversPlaceAndSize() throws IOException {
    Path pairs = Files.writeString(folder.resolve("pairs.csv"), line(1, 2) + "\n");
    Path output = folder.resolve("out.csv");

    Cli run = Cli.run("transfer", "--pairs", pairs, "--output", output, "--disentangler", "ldnet");

    assertThat(run.status()).as(run.err()).isZero();
    Landmarks got = read(output).get(0);
    Landmarks driver = face(2);
    assertThat(got.centerX()).isCloseTo(driver.centerX(), within(0.1f * driver.radius()));
    assertThat(got.centerY()).isCloseTo(driver.centerY(), within(0.1f * driver.radius()));
    assertThat(got.radius()).isCloseTo(driver.radius(), within(0.1f * driver.radius()));
  }

  @ParameterizedTest
  @CsvSource({
    "NaN, 'line 2, column 5: ''NaN'' is not finite'",
    "abc, 'line 2, column 5: ''abc'' is not a number'",
    "'', 'line 2, column 5: '''' is not a number'",
    "'1,2', 'line 2: 273 numbers instead of 272'"
  })
  void transfer_wrongNumber_namesLineAndColumn(String value, String says) throws IOException {
    String[] second = line(3, 4).split(",");
    second[4] = value;
    Path pairs =
        Files.writeString(
            folder.resolve("pairs.csv"), line(1, 2) + "\n" + String.join(",", second) + "\n");
    Path output = folder.resolve("out.csv");

    Cli run = Cli.run("transfer", "--pairs", pairs, "--output", output, "--disentangler", "none");

    assertThat(run.status()).isEqualTo(ExitCodes.BAD_FILE);
    assertThat(run.err()).contains("pairs.csv, " + says);
    assertThat(folder).isDirectoryNotContaining("glob:**out.csv*");
  }

  @Test
  void transfer_emptyLineInTheMiddle_isNamed() throws IOException {
    Path pairs =
        Files.writeString(folder.resolve("pairs.csv"), line(1, 2) + "\n\n" + line(3, 4) + "\n");

    Cli run =
        Cli.run(
            "transfer",
            "--pairs",
            pairs,
            "--output",
            folder.resolve("o"),
            "--disentangler",
            "none");

    assertThat(run.status()).isEqualTo(ExitCodes.BAD_FILE);
    assertThat(run.err()).contains("line 2: the line is empty");
  }

  @Test
  void transfer_allPointsEqual_isNamed() throws IOException {
    Path pairs = Files.writeString(folder.resolve("pairs.csv"), "7,".repeat(271) + "7\n");

    Cli run =
        Cli.run(
            "transfer",
            "--pairs",
            pairs,
            "--output",
            folder.resolve("o"),
            "--disentangler",
            "none");

    assertThat(run.status()).isEqualTo(ExitCodes.BAD_FILE);
    assertThat(run.err()).contains("line 1, column 1").contains("all in one place");
  }

  @ParameterizedTest
  @CsvSource({
    "true, 'line 2, from column 1: ', target",
    "false, 'line 2, from column 137', driver"
  })
  void transfer_mirroredLandmarks_namesLineAndFace(boolean target, String says, String whose)
      throws IOException {
    Landmarks face = face(1);
    Landmarks mirrored = face.swapSides();
    Path pairs =
        Files.writeString(
            folder.resolve("pairs.csv"),
            line(1, 2) + "\n" + (target ? line(mirrored, face) : line(face, mirrored)) + "\n");
    for (String disentangler : List.of("none", "ldnet")) {
      Path output = folder.resolve("out.csv");

      Cli run =
          Cli.run("transfer", "--pairs", pairs, "--output", output, "--disentangler", disentangler);

      assertThat(run.status()).isEqualTo(ExitCodes.BAD_FILE);
      assertThat(run.err())
          .contains("pairs.csv, " + says)
          .contains("left and right are swapped in the " + whose)
          .contains("renumber");
      assertThat(output).doesNotExist();
    }
  }

  @Test
  void transfer_outputExists_needsOverwrite() throws IOException {
    Path pairs = Files.writeString(folder.resolve("pairs.csv"), line(1, 2) + "\n");
    Path output = Files.writeString(folder.resolve("out.csv"), "precious");

    Cli refused =
        Cli.run("transfer", "--pairs", pairs, "--output", output, "--disentangler", "none");
    assertThat(refused.status()).isEqualTo(ExitCodes.BAD_FILE);
    assertThat(output).hasContent("precious");

    Cli replaced =
        Cli.run(
            "transfer",
            "--pairs",
            pairs,
            "--output",
            output,
            "--disentangler",
            "none",
            "--overwrite",
            "--quiet");
    assertThat(replaced).isEqualTo(new Cli(0, "", ""));
    assertThat(read(output)).hasSize(1);
  }

  private static void assertClose(Landmarks got, Landmarks wanted) {
    assertThat(got.toArray())
        .containsExactly(wanted.toArray(), org.assertj.core.data.Offset.offset(0.01f));
  }

  private static List<Landmarks> read(Path file) throws IOException {
    List<Landmarks> result = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      String[] cells = line.split(",", -1);
      float[] xy = new float[cells.length];
      for (int i = 0; i < xy.length; i++) {
        xy[i] = Float.parseFloat(cells[i]);
      }
      result.add(Landmarks.of(xy));
    }
    return result;
  }

  private static String line(int target, int driver) {
    return line(face(target), face(driver));
  }

  private static String line(Landmarks target, Landmarks driver) {
    StringBuilder line = new StringBuilder();
    for (Landmarks l : List.of(target, driver)) {
      for (float v : l.toArray()) {
        line.append(line.isEmpty() ? "" : ",").append(String.format(Locale.ROOT, "%.3f", v));
      }
    }
    return line.toString();
  }

  /** A frame of the demo's motion. */
  private static Landmarks face(int seed) {
    return MOTION.get(20 * seed).landmarks().orElseThrow();
  }
}
