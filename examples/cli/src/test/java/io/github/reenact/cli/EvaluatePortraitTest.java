package io.github.reenact.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.reenact.BackendMissingException;
import io.github.reenact.PortraitTranslator;
import io.github.reenact.media.FrameRate;
import io.github.reenact.spi.Device;
import io.github.reenact.spi.PortraitTranslatorProvider;
import io.github.reenact.tf.graph.SessionTuning;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit sets the fields
class EvaluatePortraitTest {
  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path data;

  @BeforeAll
  static void prepareClips() throws IOException {
    Path raw = Files.createDirectory(shared.resolve("raw"));
    StringBuilder manifest = new StringBuilder("path,identity,split\n");
    for (int p = 0; p < 2; p++) {
      String name = "clip" + p + ".mp4";
      double start = 2 * p;
      TestMedia.video(
          raw.resolve(name),
          256,
          256,
          7,
          FrameRate.of(8),
          Optional.empty(),
          i -> TestMedia.face(256, 256, start + i / 4.0));
      manifest.append(name).append(",person").append(p).append(",dev\n");
    }
    Files.writeString(raw.resolve("manifest.csv"), manifest);
    data = shared.resolve("data");
    Cli run = Cli.run("prepare", "--input", raw, "--output", data, "--size", 128, "--fps", 8);
    assertThat(run.status()).as(run.err()).isZero();
  }

  private static Cli portrait(Object... more) {
    List<Object> all = new ArrayList<>(List.of("evaluate", "portrait"));
    all.addAll(Arrays.asList(more));
    return Cli.run(all.toArray());
  }

  /** By the method that needs no network. */
  private static Cli warp(Object... more) {
    List<Object> all = new ArrayList<>(List.of(more));
    all.addAll(List.of("--translator", "warp", "--disentangler", "none"));
    return portrait(all.toArray());
  }

  @Test
  void portrait_allMethods_writesTablesNumbersAndSheet() throws IOException {
    Path output = folder.resolve("made/results");

    Cli run = portrait("--data", data, "--output", output, "--frames", 4);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("evaluating: 20 of 20 frames", "report.md");
    assertThat(output.resolve("report.md"))
        .content()
        .contains("| warp, ldnet |", "| fdgan, ldnet |", "| warp, none |", "| fdgan, none |")
        .contains("2 people, 2 clips, 8 frames", "face embedding");
    JsonObject json =
        JsonParser.parseString(Files.readString(output.resolve("report.json"))).getAsJsonObject();
    for (String part : new String[] {"self", "cross"}) {
      JsonArray rows = json.getAsJsonObject(part).getAsJsonArray("rows");
      assertThat(rows).hasSize(5);
      rows.forEach(r -> assertThat(r.getAsJsonObject().getAsJsonArray("runs")).hasSize(2));
      assertThat(mean(json, part, 0, "found")).isEqualTo(1);
      assertThat(rows.get(2).getAsJsonObject().get("renderMillis").getAsDouble()).isPositive();
      assertThat(
              rows.get(2)
                  .getAsJsonObject()
                  .getAsJsonArray("runs")
                  .get(0)
                  .getAsJsonObject()
                  .keySet())
          .containsExactly("photo", "driver", "frames", "figures");
    }
    // Real frames are themselves; what is made is near, and differs between the translators.
    assertThat(mean(json, "self", 0, "l1")).isZero();
    assertThat(mean(json, "self", 0, "ssim")).isEqualTo(1);
    assertThat(mean(json, "self", 0, "flicker")).isEqualTo(1);
    assertThat(mean(json, "self", 1, "l1")).isBetween(0.001, 0.2);
    assertThat(mean(json, "self", 2, "l1"))
        .isBetween(0.001, 0.2)
        .isNotEqualTo(mean(json, "self", 1, "l1"));
    assertThat(mean(json, "self", 1, "ssim")).isBetween(0.3, 0.999);
    assertThat(mean(json, "self", 1, "landmarks")).isBetween(0.0, 5.0);
    assertThat(mean(json, "cross", 0, "pose")).isCloseTo(0, within(2.0));
    BufferedImage sheet = ImageIO.read(output.resolve("sheet.png").toFile());
    int rows = json.getAsJsonArray("sheet").size();
    // A margin and six columns; a heading and four rows: two moments of each clip that lie apart.
    assertThat(rows).isBetween(4, 8);
    assertThat(sheet.getWidth()).isEqualTo(64 + 6 * 212);
    assertThat(sheet.getHeight()).isEqualTo(24 + rows * 212);
    // The first row's result is a picture, and another one than the photo.
    assertThat(sheet.getRGB(64 + 2 * 212 + 104, 24 + 104))
        .isNotEqualTo(sheet.getRGB(64 + 2 * 212 - 2, 24 + 104));
    assertThat(output).isDirectoryNotContaining("glob:**.part");
  }

  private static double mean(JsonObject json, String part, int row, String measure) {
    return json.getAsJsonObject(part)
        .getAsJsonArray("rows")
        .get(row)
        .getAsJsonObject()
        .getAsJsonObject("means")
        .get(measure)
        .getAsDouble();
  }

  @Test
  void portrait_noOutput_printsTheTables() {
    Cli run = warp("--data", data, "--frames", 3, "--pairs", 1, "--quiet");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("## Self-reenactment", "2 people, 2 clips, 6 frames", "| warp, none |")
        .contains("## Cross-reenactment", "2 people, 1 clips, 3 frames")
        .doesNotContain("fdgan");
  }

  @Test
  void portrait_precision_isInTheNumbers() throws IOException {
    String before = System.getProperty(SessionTuning.PRECISION_PROPERTY);
    try {
      System.setProperty(SessionTuning.PRECISION_PROPERTY, "float32");
      Cli run = warp("--data", data, "--frames", 3, "--pairs", 1, "--output", folder);
      assertThat(run.status()).as(run.err()).isZero();
    } finally {
      if (before == null) {
        System.clearProperty(SessionTuning.PRECISION_PROPERTY);
      } else {
        System.setProperty(SessionTuning.PRECISION_PROPERTY, before);
      }
    }

    JsonObject json =
        JsonParser.parseString(Files.readString(folder.resolve("report.json"))).getAsJsonObject();
    assertThat(json.get("precision").getAsString()).isEqualTo("float32");
  }

  @Test
  void portrait_unsmoothed_differs() {
    Cli smoothed = warp("--data", data, "--frames", 4, "--pairs", 1, "--quiet");
    Cli exact = warp("--data", data, "--frames", 4, "--pairs", 1, "--quiet", "--smoothing", 0);

    assertThat(exact.out()).contains("smoothing 0.0");
    assertThat(row(exact)).isNotEqualTo(row(smoothed)).hasSize(11);
  }

  /** The measures of the first method, without its time. */
  private static List<String> row(Cli run) {
    String line = run.out().lines().filter(l -> l.startsWith("| warp")).findFirst().orElseThrow();
    return Arrays.asList(line.split(" \\| ")).subList(1, 12);
  }

  @Test
  void portrait_backendThatCannotBeOpened_isLeftOutUnlessAskedFor() throws Exception {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(PortraitTranslatorProvider.class.getName()), Absent.class.getName());
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);

      Cli asked = portrait("--data", data, "--translator", "absent", "--disentangler", "none");
      Cli all = portrait("--data", data, "--disentangler", "none", "--frames", 3, "--pairs", 1);

      assertThat(asked.status()).as(asked.err()).isEqualTo(ExitCodes.ENVIRONMENT);
      assertThat(asked.err()).contains("no library for it");
      assertThat(all.status()).as(all.err()).isZero();
      assertThat(all.err()).contains("absent is not measured: no library for it");
      assertThat(all.out()).contains("| warp, none |").doesNotContain("absent");
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Is there, but cannot be opened. */
  public static final class Absent implements PortraitTranslatorProvider {
    @Override
    public String name() {
      return "absent";
    }

    @Override
    public int priority() {
      return -1;
    }

    @Override
    public PortraitTranslator create(Optional<Path> model, Device device) {
      throw new BackendMissingException("no library for it");
    }
  }

  @Test
  void portrait_clipWithoutAFace_isLeftOut() throws IOException {
    Path copy = copyOfData();
    blank(copy.resolve("items/clip0/00000.jpg"));

    Cli run = warp("--data", copy, "--frames", 3);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).contains("1 clips were left out");
    assertThat(run.out()).contains("Left out", "clip0").contains("1 people, 1 clips, 3 frames");

    blank(copy.resolve("items/clip1/00000.jpg"));
    Cli none = warp("--data", copy, "--frames", 3);
    assertThat(none.status()).as(none.err()).isEqualTo(ExitCodes.BAD_FILE);
    assertThat(none.err()).contains("no face was found in the first frame of any of the 2 clips");
  }

  @Test
  void portrait_picturesMissingDamagedOrOfOtherSizes_areNamed() throws IOException {
    Path copy = copyOfData();
    Path picture = copy.resolve("items/clip1/00002.jpg");

    TestMedia.write(TestMedia.blank(64, 64), picture);
    assertNamed(copy, "64x64");
    Files.writeString(picture, "no picture");
    assertNamed(copy, "00002.jpg");
    Files.delete(picture);
    assertNamed(copy, "00002.jpg");
  }

  private static void assertNamed(Path data, String says) {
    Cli run = warp("--data", data, "--frames", 3);
    assertThat(run.status()).as(run.err()).isEqualTo(ExitCodes.BAD_FILE);
    assertThat(run.err()).contains("clip1", says);
  }

  private Path copyOfData() throws IOException {
    Path copy = folder.resolve("copy");
    try (var files = Files.walk(data)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(data.relativize(file).toString()));
      }
    }
    return copy;
  }

  private static void blank(Path picture) throws IOException {
    TestMedia.write(TestMedia.blank(128, 128), picture);
  }

  @Test
  void portrait_outputExists_needsOverwrite() throws IOException {
    Path table = Files.writeString(folder.resolve("report.md"), "precious");

    Cli refused = warp("--data", data, "--output", folder, "--frames", 3);
    assertThat(refused.status()).isEqualTo(ExitCodes.BAD_FILE);
    assertThat(refused.err()).contains("--overwrite");
    assertThat(table).hasContent("precious");

    Cli replaced = warp("--data", data, "--output", folder, "--frames", 3, "--overwrite");
    assertThat(replaced.status()).as(replaced.err()).isZero();
    assertThat(table).content().contains("Portraits");
  }

  @Test
  void portrait_interrupted_writesNothing() {
    Thread.currentThread().interrupt();

    Cli run = warp("--data", data, "--output", folder);

    assertThat(run.status()).as(run.err()).isEqualTo(ExitCodes.INTERRUPTED);
    assertThat(folder).isEmptyDirectory();
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void portrait_wrongUsage_isRefused() {
    assertFails(ExitCodes.USAGE, "--data", "--frames", 3);
    assertFails(ExitCodes.USAGE, "--frames 2", "--data", data, "--frames", 2);
    assertFails(ExitCodes.USAGE, "--pairs 0", "--data", data, "--pairs", 0);
    assertFails(ExitCodes.USAGE, "--smoothing 2", "--data", data, "--smoothing", 2);
    assertFails(ExitCodes.USAGE, "wrap is not known", "--data", data, "--translator", "wrap");
    assertFails(ExitCodes.USAGE, "lnet is not known", "--data", data, "--disentangler", "lnet");
    assertFails(
        ExitCodes.USAGE, "is for fdgan", "--data", data, "--translator", "warp", "--model", "x");
    assertFails(
        ExitCodes.USAGE,
        "is for ldnet",
        "--data",
        data,
        "--disentangler",
        "none",
        "--ldnet-model",
        "x");
  }

  @Test
  void portrait_badInput_isNamedBeforeTheWork() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertFails(ExitCodes.BAD_FILE, "no such folder", "--data", folder.resolve("none"));
    assertFails(ExitCodes.BAD_FILE, "no training data there", "--data", folder);
    assertFails(ExitCodes.BAD_FILE, "split 'test'", "--data", data, "--split", "test");
    assertFails(ExitCodes.BAD_FILE, "not a folder", "--data", data, "--output", file);
    assertFails(
        ExitCodes.ENVIRONMENT, "none.safetensors", "--data", data, "--model", "none.safetensors");
    assertFails(
        ExitCodes.ENVIRONMENT,
        "none.safetensors",
        "--data",
        data,
        "--ldnet-model",
        "none.safetensors");
    assertFails(ExitCodes.ENVIRONMENT, "none.dat", "--data", data, "--landmark-model", "none.dat");
  }

  private static void assertFails(int status, String says, Object... arguments) {
    Cli run = portrait(arguments);
    assertThat(run.status()).as(run.err()).isEqualTo(status);
    assertThat(run.err()).contains(says).doesNotContain("evaluating");
  }
}
