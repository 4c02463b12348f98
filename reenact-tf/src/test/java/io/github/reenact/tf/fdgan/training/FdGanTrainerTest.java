package io.github.reenact.tf.fdgan.training;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import io.github.reenact.ModelFileException;
import io.github.reenact.Portrait;
import io.github.reenact.ReenactException;
import io.github.reenact.spi.Device;
import io.github.reenact.testing.TestFaces;
import io.github.reenact.tf.fdgan.FdGan;
import io.github.reenact.tf.fdgan.network.FdGanConfig;
import io.github.reenact.tf.graph.NamedArray;
import io.github.reenact.tf.graph.Safetensors;
import io.github.reenact.tf.training.EventFiles;
import io.github.reenact.tf.training.MovingAverage;
import io.github.reenact.tf.training.QuietControl;
import io.github.reenact.tf.training.TrainingControl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.Event;

class FdGanTrainerTest {
  private static final FdGanConfig TINY =
      new FdGanConfig(32, List.of(4, 8, 8, 8, 8), 4, 4, true, true, 1);
  private static final FdGanTraining SHORT =
      FdGanTraining.DEFAULT.withBatch(2).withEvaluateEvery(1000).withRate(2e-3);
  private static final TrainingControl QUIET = new QuietControl();

  @TempDir static Path data;
  @TempDir Path folder;

  @BeforeAll
  static void drawDataset() throws IOException {
    DrawnDataset.write(data);
  }

  private static long train(Path output, FdGanTraining training, boolean resume)
      throws IOException {
    return train(TINY, output, training, resume);
  }

  private static long train(FdGanConfig config, Path output, FdGanTraining training, boolean resume)
      throws IOException {
    return new FdGanTrainer(
            config,
            training,
            new FdGanInputs(List.of(data), Optional.of(data), Optional.empty(), List.of()),
            output,
            resume,
            1,
            f -> {})
        .run(QUIET)
        .step();
  }

  private static double loss(Path output, int row) throws IOException {
    List<String> lines = Files.readAllLines(output.resolve("metrics.csv"));
    return Double.parseDouble(lines.get(row < 0 ? lines.size() + row : row).split(",", -1)[2]);
  }

  /** Mean of some rows: one row is the loss of one batch only. */
  private static double loss(Path output, int from, int to) throws IOException {
    double sum = 0;
    for (int row = from; row < to; row++) {
      sum += loss(output, row);
    }
    return sum / (to - from);
  }

  @Test
  void run_someSteps_lowersTheLossAndWritesAModelThatRenders() throws IOException {
    Path output = folder.resolve("out");
    // The paper's network starts from nothing, so that a fall of the loss is plain to see.
    FdGanConfig config = TINY.withWarpBranch(false);
    assertThat(train(config, output, SHORT.withSteps(300), false)).isEqualTo(300);
    assertThat(loss(output, -5, 0)).isLessThan(0.85 * loss(output, 1, 6));
    assertThat(output.resolve("sheet.png")).isNotEmptyFile();
    assertThat(Files.readAllLines(output.resolve("dev.csv"))).hasSize(2);
    Landmarks face = TestFaces.face().at(64, 60, 25);
    Image photo = TestFaces.portrait(face, 128, 120);
    try (FdGan translator = FdGan.load(output.resolve(FdGanTrainer.WEIGHTS), Device.CPU);
        Portrait portrait = translator.open(photo, face)) {
      Image out = portrait.render(TestFaces.face().turned(10, 0, 0).at(64, 60, 25));
      assertThat(out.width()).isEqualTo(128);
      assertThat(out.height()).isEqualTo(120);
      assertThat(out).isNotEqualTo(photo);
    }
  }

  @Test
  void run_resumedForNoStep_keepsEveryNumber() throws IOException {
    train(folder, SHORT.withAdversarialStep(1).withSteps(3), false);
    Safetensors before = Safetensors.read(folder.resolve(FdGanTrainer.CHECKPOINT));
    train(folder, SHORT.withAdversarialStep(1).withSteps(3), true);
    Safetensors after = Safetensors.read(folder.resolve(FdGanTrainer.CHECKPOINT));
    assertThat(after.tensors()).isEqualTo(before.tensors());
  }

  @Test
  void run_resumed_isFedWhatOneRunIsFedAndEndsWithTheSameWeights() throws IOException {
    FdGanTraining training = SHORT.withAdversarialStep(3);
    List<FdGanStage.Fed> fedWhole = new ArrayList<>();
    List<FdGanStage.Fed> fedAgain = new ArrayList<>();
    List<FdGanStage.Fed> fedParts = new ArrayList<>();
    Safetensors whole = train("whole", training.withSteps(6), false, fedWhole);
    Safetensors again = train("again", training.withSteps(6), false, fedAgain);
    train("parts", training.withSteps(2), false, fedParts);
    train("parts", training.withSteps(5), true, fedParts);
    Safetensors parts = train("parts", training.withSteps(6), true, fedParts);
    assertThat(fedWhole).hasSize(6);
    assertSameFed(fedAgain, fedWhole);
    assertSameFed(fedParts, fedWhole);
    assertThat(parts.metadata()).containsEntry("step", "6");
    // To the bit, and so are two whole runs: nothing depends on the graph that was built.
    assertThat(again.tensors()).isEqualTo(whole.tensors());
    assertThat(parts.tensors()).isEqualTo(whole.tensors());
  }

  private Safetensors train(
      String output, FdGanTraining training, boolean resume, List<FdGanStage.Fed> fed)
      throws IOException {
    Path out = folder.resolve(output);
    new FdGanTrainer(TINY, training, FdGanInputs.of(data), out, resume, 1, fed::add).run(QUIET);
    return Safetensors.read(out.resolve(FdGanTrainer.CHECKPOINT));
  }

  private static void assertSameFed(List<FdGanStage.Fed> actual, List<FdGanStage.Fed> expected) {
    assertThat(FedContents.of(actual)).isEqualTo(FedContents.of(expected));
  }

  @Test
  void run_otherStep_isFedOtherSamples() throws IOException {
    List<FdGanStage.Fed> fed = new ArrayList<>();
    train("out", SHORT.withSteps(2), false, fed);
    assertThat(fed.get(0).batch().truth).isNotEqualTo(fed.get(1).batch().truth);
  }

  @Test
  void run_folderWithACheckpoint_isRefusedWithoutResume() throws IOException {
    train(folder, SHORT.withSteps(1), false);
    assertThatThrownBy(() -> train(folder, SHORT.withSteps(2), false))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("--resume");
  }

  @Test
  void run_resumeOfAnotherStructure_isRefused() throws IOException {
    train(folder, SHORT.withSteps(1), false);
    byte[] before = Files.readAllBytes(folder.resolve(FdGanTrainer.CHECKPOINT));
    FdGanConfig other = TINY.with("slots", "5");
    assertThatThrownBy(() -> train(other, folder, SHORT.withSteps(2), true))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("another training")
        .hasMessageContaining("slots is 4, not 5");
    assertThat(Files.readAllBytes(folder.resolve(FdGanTrainer.CHECKPOINT))).isEqualTo(before);
  }

  @Test
  void run_resumeOnOtherPeople_isRefused() throws IOException {
    train(folder, SHORT.withAdversarialStep(0).withSteps(1), false);
    Path more = folder.resolve("more");
    DrawnDataset.write(more);
    Files.writeString(
        more.resolve("index.csv"),
        Files.readString(more.resolve("index.csv")).replace("person", "other"));
    FdGanInputs inputs =
        new FdGanInputs(List.of(data, more), Optional.empty(), Optional.empty(), List.of());
    FdGanTraining training = SHORT.withAdversarialStep(0).withSteps(2);
    FdGanTrainer trainer = new FdGanTrainer(TINY, training, inputs, folder, true);
    assertThatThrownBy(() -> trainer.run(QUIET))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("does not fit")
        .hasMessageContaining("critic/identity");
  }

  @Test
  void run_resumeOfACheckpointWithTheStepAlone_goesOn() throws IOException {
    train(folder, SHORT.withSteps(1), false);
    Path file = folder.resolve(FdGanTrainer.CHECKPOINT);
    Safetensors now = Safetensors.read(file);
    var once = new java.util.LinkedHashMap<>(now.metadata());
    once.keySet().retainAll(List.of("step", "config", "training"));
    once.replace("config", requireNonNull(once.get("config")).replace(", blocks=1", ""));
    new Safetensors(now.tensors(), once).write(file, false);
    assertThat(train(folder, SHORT.withSteps(2), true)).isEqualTo(2);
  }

  @Test
  void run_resumeWithoutACheckpoint_isRefused() {
    assertThatThrownBy(() -> train(folder, SHORT.withSteps(1), true))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nothing to resume");
  }

  @Test
  void run_lossNotFinite_stopsAndKeepsTheLastCheckpoint() throws IOException {
    train(folder, SHORT.withSteps(1), false);
    byte[] before = Files.readAllBytes(folder.resolve(FdGanTrainer.CHECKPOINT));
    assertThatThrownBy(() -> train(folder, SHORT.withRate(1e38).withSteps(50), true))
        .isInstanceOf(ReenactException.class)
        .hasMessageContaining("lower rate");
    assertThat(Files.readAllBytes(folder.resolve(FdGanTrainer.CHECKPOINT))).isEqualTo(before);
  }

  @Test
  void run_lossOutOfHand_stopsAndKeepsTheLastCheckpoint() throws IOException {
    train(folder, SHORT.withSteps(1), false);
    byte[] before = Files.readAllBytes(folder.resolve(FdGanTrainer.CHECKPOINT));
    assertThatThrownBy(() -> train(folder, SHORT.withRate(50).withSteps(50), true))
        .isInstanceOf(ReenactException.class)
        .hasMessageContaining("the loss became")
        .hasMessageContaining("diverges")
        .hasMessageContaining("lower rate");
    assertThat(Files.readAllBytes(folder.resolve(FdGanTrainer.CHECKPOINT))).isEqualTo(before);
  }

  @Test
  void run_lastStepSpoilsTheWeights_writesNoCheckpoint() {
    // The loss of this one step is that of the weights before it.
    assertThatThrownBy(() -> train(folder, SHORT.withRate(1e4).withSteps(1), false))
        .isInstanceOf(ReenactException.class)
        .hasMessageContaining("diverges");
    assertThat(folder.resolve(FdGanTrainer.CHECKPOINT)).doesNotExist();
    assertThat(folder.resolve(FdGanTrainer.WEIGHTS)).doesNotExist();
  }

  @Test
  void run_someSteps_writesSummaries() throws IOException {
    train(folder, SHORT.withSteps(20).withAdversarialStep(18), false);
    List<Event> events = EventFiles.read(folder);
    float written = (float) loss(folder, 1);
    assertThat(EventFiles.values(events, "train/loss"))
        .hasEntrySatisfying(20L, v -> assertThat(v).isCloseTo(written, offset(1e-4f)));
    assertThat(EventFiles.values(events, "dev/l1")).containsOnlyKeys(20L);
    assertThat(EventFiles.values(events, "dev/warp_mouth_eyes")).containsOnlyKeys(20L);
    assertThat(events.get(events.size() - 1).getSummary().getValue(0).getTag())
        .isEqualTo("dev/sheet");
    // One file for both graphs of a run.
    assertThat(EventFiles.list(folder)).hasSize(1);
    train(folder, SHORT.withSteps(21).withAdversarialStep(18), true);
    assertThat(EventFiles.list(folder)).hasSize(2);
    assertThat(EventFiles.readFile(EventFiles.list(folder).get(1)).get(1).getStep()).isEqualTo(21);
  }

  @Test
  void run_stopRequested_writesACheckpoint() throws IOException {
    new FdGanTrainer(TINY, SHORT, FdGanInputs.of(data), folder, false).run(new QuietControl(0));
    assertThat(folder.resolve(FdGanTrainer.CHECKPOINT)).exists();
  }

  @Test
  void run_inParts_learnsWhatTheWholeBatchTeaches() throws IOException {
    FdGanTraining training = SHORT.withBatch(4).withSteps(3).withAdversarialStep(1);
    List<FdGanStage.Fed> fed = new ArrayList<>();
    Safetensors whole = train("whole", training, false, fed);
    Safetensors parts = train("parts", training.withParts(2), false, fed);
    double moved = 0;
    double differs = 0;
    Safetensors first = train("first", training.withSteps(1).withAdversarialStep(-1), false, fed);
    for (String name : first.tensors().keySet()) {
      if (name.startsWith("translator/") || name.startsWith("extractor/")) {
        moved += distance(first, whole, name);
        differs += distance(whole, parts, name);
      }
    }
    // Sums are rounded in another order, and Adam makes much of it where a gradient is nearly 0.
    assertThat(differs).isLessThan(0.05 * moved);
  }

  private static double distance(Safetensors a, Safetensors b, String name) {
    float[] p = requireNonNull(a.tensors().get(name)).values();
    float[] q = requireNonNull(b.tensors().get(name)).values();
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      sum += Math.abs(p[i] - q[i]);
    }
    return sum;
  }

  @Test
  void run_inPartsResumed_endsWithTheSameWeights() throws IOException {
    FdGanTraining training = SHORT.withBatch(4).withParts(2);
    List<FdGanStage.Fed> fed = new ArrayList<>();
    Safetensors whole = train("whole", training.withSteps(4), false, fed);
    train("halves", training.withSteps(2), false, fed);
    Safetensors halves = train("halves", training.withSteps(4), true, fed);
    // Each part has a thread of its own, and their gradients are added in one order.
    assertThat(halves.tensors()).isEqualTo(whole.tensors());
  }

  @Test
  void run_bfloat16_trainsNearlyTheSame() throws IOException {
    train(folder.resolve("float"), SHORT.withSteps(20), false);
    train(folder.resolve("bfloat"), SHORT.withSteps(20).withBfloat16(true), false);
    assertThat(loss(folder.resolve("bfloat"), 1))
        .isCloseTo(loss(folder.resolve("float"), 1), offset(0.02));
  }

  @Test
  void run_startFromWeights_beginsThere() throws IOException {
    Path first = folder.resolve("first");
    train(first, SHORT.withSteps(20), false);
    Path weights = first.resolve(FdGanTrainer.WEIGHTS);
    FdGanInputs inputs =
        new FdGanInputs(List.of(data), Optional.empty(), Optional.of(weights), List.of());
    Path second = folder.resolve("second");
    FdGanTraining careful = SHORT.withSteps(1).withRate(1e-9);
    new FdGanTrainer(TINY, careful, inputs, second, false).run(QUIET);
    Safetensors begun = Safetensors.read(second.resolve(FdGanTrainer.CHECKPOINT));
    Safetensors given = Safetensors.read(weights);
    for (String name : given.tensors().keySet()) {
      assertThat(distance(given, begun, name)).as(name).isLessThan(1e-4);
      assertThat(distance(given, averages(begun), name)).as(name).isLessThan(1e-4);
    }
  }

  private static Safetensors averages(Safetensors checkpoint) {
    var out = new java.util.LinkedHashMap<String, NamedArray>();
    checkpoint
        .tensors()
        .forEach(
            (name, a) -> {
              if (name.startsWith(MovingAverage.PREFIX)) {
                out.put(name.substring(MovingAverage.PREFIX.length()), a);
              }
            });
    return new Safetensors(out, checkpoint.metadata());
  }

  @Test
  void run_startFromAnotherStructure_isRefused() throws IOException {
    Path first = folder.resolve("first");
    train(TINY.with("slots", "5"), first, SHORT.withSteps(1), false);
    FdGanInputs inputs =
        new FdGanInputs(
            List.of(data),
            Optional.empty(),
            Optional.of(first.resolve(FdGanTrainer.WEIGHTS)),
            List.of());
    FdGanTrainer trainer =
        new FdGanTrainer(TINY, SHORT.withSteps(1), inputs, folder.resolve("second"), false);
    assertThatThrownBy(() -> trainer.run(QUIET))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("slots=5")
        .hasMessageContaining("slots=4");
  }

  @Test
  void run_withFeatures_countsThemAndLearns() throws IOException {
    Path recognition = folder.resolve("recognition.safetensors");
    Path scene = folder.resolve("scene.safetensors");
    FeatureNetTest.recognition().write(recognition, false);
    FeatureNetTest.scene().write(scene, false);
    FdGanConfig larger = TINY.with("size", "64");
    FdGanTraining training = SHORT.withSteps(20);
    train(larger, folder.resolve("plain"), training, false);
    FdGanInputs inputs =
        new FdGanInputs(
            List.of(data), Optional.empty(), Optional.empty(), List.of(recognition, scene));
    new FdGanTrainer(larger, training, inputs, folder.resolve("features"), false).run(QUIET);
    assertThat(loss(folder.resolve("features"), 1))
        .isGreaterThan(loss(folder.resolve("plain"), 1) + 0.01);
  }

  @Test
  void run_severalDatasets_learnsFromAll() throws IOException {
    Path second = folder.resolve("data");
    DrawnDataset.write(second);
    Files.writeString(
        second.resolve("index.csv"),
        Files.readString(second.resolve("index.csv")).replace("person", "other"));
    FdGanInputs inputs =
        new FdGanInputs(List.of(data, second), Optional.empty(), Optional.empty(), List.of());
    List<FdGanStage.Fed> fed = new ArrayList<>();
    new FdGanTrainer(TINY, SHORT.withSteps(30), inputs, folder.resolve("out"), false, 1, fed::add)
        .run(QUIET);
    assertThat(fed.stream().flatMap(f -> java.util.Arrays.stream(f.batch().identity).boxed()))
        .contains(0, 1, 2, 3, 4, 5);
  }

  @Test
  void load_modelOfAnotherVersion_isRefused() throws IOException {
    train(folder, SHORT.withSteps(1), false);
    Path weights = folder.resolve(FdGanTrainer.WEIGHTS);
    Safetensors good = Safetensors.read(weights);
    var about = new java.util.LinkedHashMap<>(good.metadata());
    about.put("version", "99");
    new Safetensors(good.tensors(), about).write(weights, true);
    assertThatThrownBy(() -> FdGan.load(weights, Device.CPU))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("version 99");
  }

  @Test
  void load_weightsMissing_isRefused() throws IOException {
    train(folder, SHORT.withSteps(1), false);
    Path weights = folder.resolve(FdGanTrainer.WEIGHTS);
    Safetensors good = Safetensors.read(weights);
    var tensors = new java.util.LinkedHashMap<>(good.tensors());
    tensors.remove("translator/head/kernel");
    new Safetensors(tensors, good.metadata()).write(weights, true);
    assertThatThrownBy(() -> FdGan.load(weights, Device.CPU))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("translator/head/kernel");
  }

  /** Model files have the settings in this form: it must not change. */
  @Test
  void training_asText_isAsModelFilesHaveIt() {
    assertThat(FdGanTraining.DEFAULT.withMinutes(1.5).withParts(2).withBfloat16(true).toString())
        .isEqualTo(
            "FdGanTraining[batch=8, rate=3.0E-4, adversarialStep=-1, minutes=1.5, steps=0,"
                + " evaluateEvery=500, framesPerClip=40, seed=1, bfloat16=true, parts=2]");
  }
}
