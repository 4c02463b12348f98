package io.github.reenact.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.reenact.evaluate.TestPeople;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit sets the fields
class EvaluateTest {
  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path data;
  private static Path faceKit;

  @BeforeAll
  static void makePeople() throws IOException {
    data = TestPeople.dataset(shared.resolve("data"), "dev", 3, 20);
    faceKit = TestPeople.faceKit(shared.resolve("facekit"));
  }

  @Test
  void ldnet_bothKindsOfPeople_writesTablesNumbersAndPicture() throws IOException {
    Path output = folder.resolve("made/results");

    Cli run =
        Cli.run(
            "evaluate",
            "ldnet",
            "--output",
            output,
            "--data",
            data,
            "--facekit",
            faceKit,
            "--pairs",
            10);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).contains("evaluating", "ldnet.md");
    assertThat(output.resolve("ldnet.md"))
        .content()
        .contains("|  | built-in |", "Morphable face", "Real people");
    JsonObject json = json(output);
    assertThat(json.getAsJsonObject("facekit").getAsJsonObject("copy").get("pairs").getAsInt())
        .isEqualTo(10);
    assertThat(json.getAsJsonObject("real").get("people").getAsInt()).isEqualTo(4);
    BufferedImage picture = ImageIO.read(output.resolve("ldnet.png").toFile());
    assertThat(picture.getWidth()).isGreaterThan(picture.getHeight());
    Set<Integer> colours = new HashSet<>();
    for (int x = 0; x < picture.getWidth(); x++) {
      colours.add(picture.getRGB(x, 130));
    }
    assertThat(colours).hasSizeGreaterThan(10);
    assertThat(output).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void ldnet_severalModels_areColumns() throws IOException {
    Path trained = folder.resolve("trained");
    Cli train =
        Cli.run(
            "train", "ldnet", "--facekit", faceKit, "--output", trained, "--steps", 1, "--quiet");
    assertThat(train.status()).as(train.err()).isZero();
    Path model = trained.resolve("ldnet.safetensors");

    Cli run =
        Cli.run(
            "evaluate",
            "ldnet",
            "--output",
            folder,
            "--data",
            data,
            "--pairs",
            8,
            "--quiet",
            "--model",
            "shipped=built-in",
            "--model",
            "new=" + model,
            "--model",
            model);

    assertThat(run).isEqualTo(new Cli(0, "", ""));
    assertThat(folder.resolve("ldnet.md"))
        .content()
        .contains("|  | shipped | new | " + model + " |")
        .doesNotContain("Morphable");
    assertThat(folder.resolve("ldnet.png")).doesNotExist();
    var models = json(folder).getAsJsonArray("models");
    assertThat(models).hasSize(3);
    assertThat(models.get(1).getAsJsonObject().get("bytes").getAsLong())
        .isEqualTo(Files.size(model));
    // The same model twice, measured the same; another one differs.
    assertThat(models.get(1).getAsJsonObject().get("real"))
        .isEqualTo(models.get(2).getAsJsonObject().get("real"))
        .isNotEqualTo(models.get(0).getAsJsonObject().get("real"));
  }

  @Test
  void ldnet_outputExists_needsOverwrite() throws IOException {
    Path table = Files.writeString(folder.resolve("ldnet.md"), "precious");

    Cli refused = Cli.run("evaluate", "ldnet", "--output", folder, "--data", data, "--pairs", 4);
    assertThat(refused.status()).isEqualTo(ExitCodes.BAD_FILE);
    assertThat(refused.err()).contains("--overwrite");
    assertThat(table).hasContent("precious");

    Cli replaced =
        Cli.run(
            "evaluate", "ldnet", "--output", folder, "--data", data, "--pairs", 4, "--overwrite");
    assertThat(replaced.status()).as(replaced.err()).isZero();
    assertThat(table).content().contains("LD-Net");
  }

  @Test
  void ldnet_interrupted_writesNothing() {
    Thread.currentThread().interrupt();

    Cli run = Cli.run("evaluate", "ldnet", "--output", folder, "--data", data, "--pairs", 4);

    assertThat(run.status()).as(run.err()).isEqualTo(ExitCodes.INTERRUPTED);
    assertThat(folder).isEmptyDirectory();
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void ldnet_wrongUsage_isRefused() {
    assertUsage("ldnet or portrait", "evaluate");
    assertUsage("--output", "evaluate", "ldnet", "--data", data);
    assertUsage("--data, --facekit", "evaluate", "ldnet", "--output", folder);
    assertUsage("--pairs 0", "evaluate", "ldnet", "--output", folder, "--data", data, "--pairs", 0);
    assertUsage(
        "no file", "evaluate", "ldnet", "--output", folder, "--data", data, "--model", "a=");
    assertUsage(
        "two of the name 'a'",
        "evaluate",
        "ldnet",
        "--output",
        folder,
        "--data",
        data,
        "--model",
        "a=x",
        "--model",
        "a=y");
  }

  @Test
  void ldnet_badFolders_areNamed() throws IOException {
    assertBadFile("no such folder", "--data", folder.resolve("none"));
    assertBadFile("no such folder", "--facekit", folder.resolve("none"));
    assertBadFile("landmarks68_neutral.npy", "--facekit", data);
    assertBadFile("index.csv", "--data", faceKit);
    assertBadFile(
        "0 people of the split 'dev'",
        "--data",
        TestPeople.dataset(folder.resolve("train"), "train", 2, 3));
    assertThat(folder.resolve("out")).doesNotExist();
    Path file = Files.writeString(folder.resolve("file"), "");
    Cli run = Cli.run("evaluate", "ldnet", "--output", file, "--data", data);
    assertThat(run.status()).isEqualTo(ExitCodes.BAD_FILE);
    assertThat(run.err()).contains("not a folder");
  }

  @Test
  void ldnet_badModels_areNamedBeforeTheWork() throws IOException {
    Path text = Files.writeString(folder.resolve("text.safetensors"), "this is no model at all");
    for (Path model : new Path[] {text, folder.resolve("missing.safetensors")}) {
      Cli run =
          Cli.run(
              "evaluate",
              "ldnet",
              "--output",
              folder,
              "--data",
              data,
              "--model",
              "built-in",
              "--model",
              "bad=" + model);

      assertThat(run.status()).as(run.err()).isEqualTo(ExitCodes.ENVIRONMENT);
      assertThat(run.err()).contains(model.toString()).doesNotContain("evaluating");
    }
  }

  private void assertBadFile(String says, String option, Path path) {
    Cli run = Cli.run("evaluate", "ldnet", "--output", folder.resolve("out"), option, path);
    assertThat(run.status()).as(run.err()).isEqualTo(ExitCodes.BAD_FILE);
    assertThat(run.err()).contains(says);
  }

  private static void assertUsage(String says, Object... command) {
    Cli run = Cli.run(command);
    assertThat(run.status()).as(run.err()).isEqualTo(ExitCodes.USAGE);
    assertThat(run.err()).contains(says);
  }

  private static JsonObject json(Path folder) throws IOException {
    return JsonParser.parseString(Files.readString(folder.resolve("ldnet.json"))).getAsJsonObject();
  }
}
