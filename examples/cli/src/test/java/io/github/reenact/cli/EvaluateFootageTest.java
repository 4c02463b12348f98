package io.github.reenact.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.reenact.demo.SampleMotion;
import io.github.reenact.media.FrameRate;
import io.github.reenact.media.MotionTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two clips of one person, the second of whom speaks, and one of another person. */
class EvaluateFootageTest {
  private static final int LENGTH = 16;

  @TempDir private static Path shared;
  @TempDir private Path folder;

  private static Path data;

  @BeforeAll
  static void prepareClips() throws IOException {
    Path raw = Files.createDirectory(shared.resolve("raw"));
    for (int clip = 0; clip < 3; clip += 2) {
      double start = clip;
      TestMedia.video(
          raw.resolve("clip" + clip + ".mp4"),
          256,
          256,
          LENGTH,
          FrameRate.of(8),
          Optional.empty(),
          i -> TestMedia.face(256, 256, start + i / 8.0));
    }
    Path photo = TestMedia.write(TestMedia.photo(256, 256), shared.resolve("photo.png"));
    Cli speaks = Cli.animate(photo, speech(), raw.resolve("clip1.mp4"), "--pose", 0);
    assertThat(speaks.status()).as(speaks.err()).isZero();
    Files.writeString(
        raw.resolve("manifest.csv"),
        "path,identity,split\nclip0.mp4,anna,dev\nclip1.mp4,anna,dev\nclip2.mp4,ben,dev\n");
    data = shared.resolve("data");
    Cli run = Cli.run("prepare", "--input", raw, "--output", data, "--size", 128, "--fps", 8);
    assertThat(run.status()).as(run.err()).isZero();
  }

  /** A mouth that opens and closes: frames of the sample motion whose mouth is open or closed. */
  private static Path speech() throws IOException {
    MotionTemplate motion = SampleMotion.template();
    List<MotionTemplate.Frame> byOpening = new ArrayList<>(motion.frames());
    byOpening.sort(
        (a, b) ->
            Float.compare(
                a.landmarks().orElseThrow().mouthOpening(),
                b.landmarks().orElseThrow().mouthOpening()));
    List<MotionTemplate.Frame> frames = new ArrayList<>();
    for (int i = 0; i < LENGTH; i++) {
      double open = (1 - Math.cos(Math.PI * i / 4)) / 2;
      int at = (int) Math.round(open * (byOpening.size() - 1));
      frames.add(new MotionTemplate.Frame(i / 8.0, byOpening.get(at).landmarks()));
    }
    Path file = shared.resolve("speech.csv");
    new MotionTemplate(motion.width(), motion.height(), FrameRate.of(8), frames).write(file, true);
    return file;
  }

  private static Cli revised(Path data, Object... more) {
    List<Object> all = new ArrayList<>(List.of("evaluate", "portrait", "--revise"));
    all.addAll(List.of("--data", data, "--translator", "warp", "--disentangler", "none"));
    all.addAll(List.of("--smoothing", 0));
    all.addAll(List.of(more));
    return Cli.run(all.toArray());
  }

  private static JsonObject row(JsonObject json, String part, int row) {
    return json.getAsJsonObject(part).getAsJsonArray("rows").get(row).getAsJsonObject();
  }

  private static JsonElement mean(JsonObject json, String part, int row, String metric) {
    return row(json, part, row).getAsJsonObject("means").get(metric);
  }

  /** What was measured of the mouth of one take. */
  private static JsonObject run(JsonObject json, String take) {
    for (JsonElement run : row(json, "mouth", 1).getAsJsonArray("runs")) {
      if (run.getAsJsonObject().get("take").getAsString().equals(take)) {
        return run.getAsJsonObject();
      }
    }
    throw new AssertionError("no run of " + take);
  }

  @Test
  void revise_mouthAndGaze_areMeasured() throws IOException {
    Cli run = revised(data, "--output", folder);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).contains("evaluating: 96 of 96 frames", "report.md");
    assertThat(folder.resolve("report.md"))
        .content()
        .contains("# Footage, measured", "same person (2 takes)", "where there is none (1)")
        .contains("2 people, 3 takes, 45 frames", "| warp, none |", "| gaze to the camera |");
    JsonObject json =
        JsonParser.parseString(Files.readString(folder.resolve("report.json"))).getAsJsonObject();
    assertThat(json.getAsJsonObject("mouth").get("samePerson").getAsInt()).isEqualTo(2);
    JsonObject speaks = run(json, "clip0");
    assertThat(speaks.get("driver").getAsString()).isEqualTo("clip1");
    JsonObject figures = speaks.getAsJsonObject("figures");
    assertThat(figures.get("follow_mouth_opening").getAsDouble()).isBetween(0.4, 1.3);
    assertThat(figures.get("mouth_correlation").getAsDouble()).isGreaterThan(0.9);
    // The driver of the other clip of the same person does not speak.
    JsonObject silent = run(json, "clip1");
    assertThat(silent.get("driver").getAsString()).isEqualTo("clip0");
    assertThat(silent.getAsJsonObject("figures").get("mouth_correlation").isJsonNull()).isTrue();
    for (String part : new String[] {"mouth", "gaze"}) {
      for (int row = 0; row < 2; row++) {
        assertThat(mean(json, part, row, "outside").getAsDouble()).as("%s %d", part, row).isZero();
        assertThat(mean(json, part, row, "found").getAsDouble()).isEqualTo(1);
      }
      assertThat(mean(json, part, 0, "flicker").getAsDouble()).isCloseTo(1, within(1e-9));
      assertThat(row(json, part, 0).get("frameMillis").isJsonNull()).isTrue();
      assertThat(row(json, part, 1).get("frameMillis").getAsDouble()).isPositive();
    }
    assertThat(mean(json, "mouth", 1, "flicker").getAsDouble()).isNotEqualTo(1);
    assertThat(json.getAsJsonArray("sheet")).isNotEmpty();
    assertThat(folder.resolve("sheet.png")).isNotEmptyFile();
  }

  @Test
  void revise_noOutputAndFewPairs_printsTheTables() {
    Cli run = revised(data, "--frames", 3, "--pairs", 1, "--quiet");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("## Mouth", "1 people, 1 takes, 3 frames", "## Gaze to the camera");
  }

  @Test
  void revise_oneClip_isRefusedWithTheRemedy() throws IOException {
    Path index = data.resolve("index.csv");
    String all = Files.readString(index);
    try {
      Files.writeString(index, all.replace(",anna,dev,", ",anna,train,"));
      Cli run = revised(data);
      assertThat(run.status()).as(run.err()).isEqualTo(ExitCodes.BAD_FILE);
      assertThat(run.err()).contains("one clip only in the split 'dev'", "prepare two or more");
    } finally {
      Files.writeString(index, all);
    }
  }
}
