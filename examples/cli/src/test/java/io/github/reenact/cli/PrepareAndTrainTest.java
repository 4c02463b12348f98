package io.github.reenact.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reenact.Image;
import io.github.reenact.LandmarkDetector;
import io.github.reenact.Landmarks;
import io.github.reenact.media.FrameRate;
import io.github.reenact.spi.Backends;
import io.github.reenact.spi.Device;
import io.github.reenact.tf.gaze.GazeNet;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("NullAway.Init") // JUnit sets the fields
class PrepareAndTrainTest {
  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path raw;
  private static Path data;
  private static Cli prepared;

  @BeforeAll
  static void prepareData() throws IOException {
    raw = Files.createDirectory(shared.resolve("raw"));
    for (String person : new String[] {"anna", "bert"}) {
      TestMedia.video(
          raw.resolve(person + "_1.mp4"), 256, 256, 6, FrameRate.of(25), Optional.empty());
    }
    Files.writeString(raw.resolve("broken_1.mp4"), "not a video");
    data = shared.resolve("data");
    prepared = Cli.run("prepare", "--input", raw, "--output", data, "--size", 256);
  }

  @Test
  void prepare_folder_makesDataAndSkipsWhatIsBroken() throws IOException {
    assertThat(prepared.status()).as(prepared.err()).isZero();
    assertThat(prepared.err()).contains("2 items added").contains("1 files skipped");
    assertThat(Files.readString(data.resolve("index.csv"))).contains("anna").contains("bert");
    assertThat(Files.readString(data.resolve("skipped.csv"))).contains("broken_1.mp4");
  }

  @Test
  void prepare_again_keepsWhatIsThere() {
    Cli again = Cli.run("prepare", "--input", raw, "--output", data, "--size", 256);

    assertThat(again.status()).as(again.err()).isZero();
    assertThat(again.err()).contains("0 items added").contains("2 there already");
  }

  @Test
  void prepare_nothingUsable_isBadFile() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));

    Cli run = Cli.run("prepare", "--input", empty, "--output", folder.resolve("out"));

    assertThat(run.status()).as(run.err()).isEqualTo(ExitCodes.BAD_FILE);
    assertThat(run.err()).contains("empty");
  }

  @Test
  void trainLdnet_fewStepsThenResume_goesOn() throws IOException {
    Path output = folder.resolve("model");

    Cli first =
        Cli.run(
            "train",
            "ldnet",
            "--data",
            data,
            "--output",
            output,
            "--steps",
            40,
            "--minutes",
            // No step is that fast: it ends before or after the first.
            0.000001);
    assertThat(first.status()).as(first.err()).isZero();
    assertThat(first.err())
        .containsPattern("stopped at step [01]; the model is")
        .contains("ldnet.safetensors");
    assertThat(output.resolve("checkpoint.safetensors")).isNotEmptyFile();
    assertThat(output).isDirectoryContaining("glob:**/events.out.tfevents.*");

    Cli refused = Cli.run("train", "ldnet", "--data", data, "--output", output, "--steps", 40);
    assertThat(refused.status()).as(refused.err()).isEqualTo(ExitCodes.BAD_FILE);
    assertThat(refused.err()).contains("checkpoint");

    Cli resumed =
        Cli.run("train", "ldnet", "--data", data, "--output", output, "--steps", 40, "--resume");
    assertThat(resumed.status()).as(resumed.err()).isZero();
    assertThat(resumed.err()).contains("stopped at step 40").contains("100.0 %");
    assertThat(output.resolve("ldnet.safetensors")).isNotEmptyFile();
  }

  @Test
  void trainLdnet_severalFolders_readsAllOfThem() {
    Path output = folder.resolve("model");
    Cli twice =
        Cli.run("train", "ldnet", "--data", data, "--data", data, "--output", output, "--steps", 1);
    assertThat(twice.status()).as(twice.err()).isZero();
    assertThat(output.resolve("ldnet.safetensors")).isNotEmptyFile();

    Path missing = folder.resolve("missing");
    Cli refused = Cli.run("train", "ldnet", "--data", data, "--data", missing, "--output", output);
    assertThat(refused.status()).as(refused.err()).isEqualTo(ExitCodes.BAD_FILE);
    assertThat(refused.err()).contains(missing.toString());
  }

  @Test
  void trainLdnet_interrupted_writesACheckpointAndSaysSo() {
    Path output = folder.resolve("model");
    Thread.currentThread().interrupt();

    Cli run = Cli.run("train", "ldnet", "--data", data, "--output", output, "--steps", 100_000);

    assertThat(run.status()).as(run.err()).isEqualTo(ExitCodes.INTERRUPTED);
    assertThat(run.err()).contains("interrupted at step").contains("--resume");
    assertThat(output.resolve("checkpoint.safetensors")).isNotEmptyFile();
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void trainFdgan_oneStepThenResume_goesOn() {
    Path output = folder.resolve("model");
    Object[] command = {
      "train", "fdgan", "--data", data, "--output", output, "--batch", 1, "--steps", 1
    };

    Cli first = Cli.run(command);
    assertThat(first.status()).as(first.err()).isZero();
    assertThat(first.err()).contains("stopped at step 1").contains("fdgan.safetensors");
    assertThat(output.resolve("fdgan.safetensors")).isNotEmptyFile();

    Cli resumed =
        Cli.run(
            "train",
            "fdgan",
            "--data",
            data,
            "--output",
            output,
            "--batch",
            1,
            "--steps",
            2,
            "--resume");
    assertThat(resumed.status()).as(resumed.err()).isZero();
    assertThat(resumed.err()).contains("stopped at step 2");

    Path model = output.resolve("fdgan.safetensors");
    Path mean = folder.resolve("mean.safetensors");
    Cli averaged =
        Cli.run("train", "average", "--model", model, "--model", model, "--output", mean);
    assertThat(averaged.status()).as(averaged.err()).isZero();
    assertThat(averaged.err()).contains("mean of 2 models");
    assertThat(mean).isNotEmptyFile();
    assertThat(Cli.run("train", "average", "--model", model, "--output", mean).err())
        .contains("two or more");
    assertThat(
            Cli.run("train", "average", "--model", model, "--model", mean, "--output", model).err())
        .contains("is the input");
  }

  @ParameterizedTest
  @CsvSource({
    "--no-dense --set dense=true, --no-warp-branch and --set warpBranch=true do not go together",
    "--no-warp-branch --set warpBranch=false, --no-warp-branch and --set warpBranch=false do not go together",
    "--no-warp-branch --set still=true, staticBranch is true",
    "--set staticBranch=true --set dense=false, staticBranch is true",
    "--no-dense --set slots=0, nothing of the photo",
  })
  void trainFdgan_settingsThatContradict_areRefused(String options, String says) {
    List<Object> command = new ArrayList<>(List.of("train", "fdgan", "--data", data));
    command.addAll(List.of("--output", folder.resolve("model"), "--steps", 1, "--batch", 1));
    command.addAll(List.of(options.split(" ")));

    Cli run = Cli.run(command.toArray());

    assertThat(run.status()).as(run.err()).isEqualTo(ExitCodes.USAGE);
    assertThat(run.err()).contains(says);
    assertThat(folder.resolve("model")).doesNotExist();
  }

  @Test
  void trainFdgan_noDense_trainsThePapersNetwork() throws IOException {
    Path output = folder.resolve("model");

    Cli run =
        Cli.run(
            "train",
            "fdgan",
            "--data",
            data,
            "--output",
            output,
            "--batch",
            1,
            "--steps",
            1,
            "--no-warp-branch",
            "--set",
            "size=64",
            "--set",
            "channels=4,4,4,4,4");

    assertThat(run.status()).as(run.err()).isZero();
    // The description at the beginning of the file is text.
    assertThat(Files.readString(output.resolve("fdgan.safetensors"), StandardCharsets.ISO_8859_1))
        .contains("\"dense\":\"false\"", "\"still\":\"false\"");
  }

  /**
   * Photos of the drawn face, which looks ahead; what is written of bert's eyes is that they are
   * shut.
   */
  private Path labelledPhotos() throws IOException {
    Path photos = Files.createDirectory(folder.resolve("photos"));
    StringBuilder labels =
        new StringBuilder(
            "path,frame,left_x,left_y,left_r,right_x,right_y,right_r,left_open,right_open\n");
    try (LandmarkDetector detector =
        Backends.detectors().best().create(Optional.empty(), Device.CPU)) {
      for (String person : new String[] {"anna", "bert"}) {
        BufferedImage picture = TestMedia.photo(256, 256);
        ImageIO.write(picture, "png", photos.resolve(person + "_1.png").toFile());
        Landmarks l = detector.detect(Image.of(picture)).orElseThrow();
        labels.append(
            person.equals("bert")
                ? "bert_1.png,0,,,,,,,0.1,0.1\n"
                : String.format(
                    Locale.ROOT,
                    "anna_1.png,0,%.2f,%.2f,5,%.2f,%.2f,5,0.3,\n",
                    (l.x(36) + l.x(39)) / 2,
                    (l.y(36) + l.y(39)) / 2,
                    (l.x(42) + l.x(45)) / 2,
                    (l.y(42) + l.y(45)) / 2));
      }
    }
    Files.writeString(folder.resolve("labels.csv"), labels);
    return photos;
  }

  @Test
  void trainGaze_labelledPhotos_makesAModelThatCanBeOpened() throws IOException {
    Path photos = labelledPhotos();
    Path output = folder.resolve("model");

    Cli run =
        Cli.run(
            "train",
            "gaze",
            "--data",
            photos,
            "--labels",
            folder.resolve("labels.csv"),
            "--output",
            output,
            "--steps",
            2,
            "--batch",
            4);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("4 eyes to train on, 0 to evaluate with")
        .contains("stopped at step 2; the model is");
    GazeNet.load(output.resolve("gaze.safetensors")).close();
  }

  @Test
  void trainGaze_wrongTable_namesTheLine() throws IOException {
    Path photos = labelledPhotos();
    Path labels = folder.resolve("labels.csv");
    Files.writeString(labels, Files.readString(labels) + "anna_1.png,0,12,,,,,,,\n");
    Object[] command = {
      "train", "gaze", "--data", photos, "--labels", labels, "--output", folder.resolve("model")
    };

    Cli half = Cli.run(command);
    assertThat(half.status()).as(half.err()).isEqualTo(ExitCodes.BAD_FILE);
    assertThat(half.err()).contains("labels.csv, line 4").contains("give all three or none");

    Files.writeString(labels, "path,frame\n");
    Cli columns = Cli.run(command);
    assertThat(columns.status()).as(columns.err()).isEqualTo(ExitCodes.BAD_FILE);
    assertThat(columns.err()).contains("no column 'left_x'");

    Files.writeString(
        labels, "path,frame,left_x,left_y,left_r,right_x,right_y,right_r,left_open,right_open\n");
    Cli empty = Cli.run(command);
    assertThat(empty.status()).as(empty.err()).isEqualTo(ExitCodes.BAD_FILE);
    assertThat(empty.err()).contains("no eye of the split 'train'");
    assertThat(folder.resolve("model")).doesNotExist();
  }

  @Test
  void trainGaze_moreFoldersThanTables_isRefused() throws IOException {
    Path labels = Files.writeString(folder.resolve("labels.csv"), "path\n");
    Cli run =
        Cli.run(
            "train",
            "gaze",
            "--data",
            data,
            "--data",
            data,
            "--labels",
            labels,
            "--output",
            folder);
    assertThat(run.status()).as(run.err()).isEqualTo(ExitCodes.USAGE);
    assertThat(run.err()).contains("2 --data and 1 --labels");
  }

  @Test
  void train_wrongUsage_isRefused() {
    assertThat(Cli.run("train").status()).isEqualTo(ExitCodes.USAGE);
    assertThat(Cli.run("train", "ldnet", "--output", folder).status()).isEqualTo(ExitCodes.USAGE);
    Cli minutes = Cli.run("train", "ldnet", "--data", data, "--output", folder, "--minutes", "-1");
    assertThat(minutes.status()).isEqualTo(ExitCodes.USAGE);
    assertThat(minutes.err()).contains("--minutes -1");
    Cli patience =
        Cli.run("train", "ldnet", "--data", data, "--output", folder, "--patience", "-1");
    assertThat(patience.status()).isEqualTo(ExitCodes.USAGE);
    assertThat(patience.err()).contains("patience is -1");
    for (String network : new String[] {"ldnet", "fdgan"}) {
      Cli buffer = Cli.run("train", network, "--data", data, "--output", folder, "--buffer", "-1");
      assertThat(buffer.status()).isEqualTo(ExitCodes.USAGE);
      assertThat(buffer.err()).contains("--buffer -1 is out of range: 0 or more");
    }
    Cli setting = Cli.run("train", "ldnet", "--data", data, "--output", folder, "--set", "wdith=3");
    assertThat(setting.status()).isEqualTo(ExitCodes.USAGE);
    assertThat(setting.err()).contains("no setting 'wdith'");
    Cli missing = Cli.run("train", "fdgan", "--data", folder.resolve("no"), "--output", folder);
    assertThat(missing.status()).isEqualTo(ExitCodes.BAD_FILE);
    assertThat(missing.err()).contains("--data").contains("no such folder");
  }
}
