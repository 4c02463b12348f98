package io.github.reenact.tf.ldnet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reenact.LandmarkDisentangler;
import io.github.reenact.ModelFileException;
import io.github.reenact.ReenactException;
import io.github.reenact.testing.FloatComparison;
import io.github.reenact.testing.TestFaces;
import io.github.reenact.tf.graph.NamedArray;
import io.github.reenact.tf.graph.Safetensors;
import io.github.reenact.tf.ldnet.LdNet;
import io.github.reenact.tf.training.EventFiles;
import io.github.reenact.tf.training.TrainingControl;
import io.github.reenact.tf.training.TrainingResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.SessionLog;

class LdNetTrainerTest {
  @SuppressWarnings("NullAway.Init") // filled by JUnit
  @TempDir
  private Path directory;

  private Optional<Path> data = Optional.empty();
  private Optional<Path> faceKit = Optional.empty();

  @BeforeEach
  void write() throws IOException {
    data = Optional.of(TestData.dataset(directory.resolve("data")));
    faceKit = Optional.of(TestData.faceKit(directory.resolve("facekit")));
  }

  /** Stops when so many steps are done in this run; the fit of the morphable face is no step. */
  private static final class StopAfter implements TrainingControl {
    private final int steps;
    private int asked;
    private double fraction;

    StopAfter(int steps) {
      this.steps = steps;
    }

    @Override
    public boolean stopRequested() {
      return asked++ >= steps;
    }

    @Override
    public void progress(long step, double fraction, String message) {
      this.fraction = fraction;
      if (message.startsWith("fitting")) {
        asked = 0;
      }
    }
  }

  private TrainingResult train(LdNetConfig config, String output, int steps, boolean resume)
      throws IOException {
    return new LdNetTrainer(
            config, data, Optional.empty(), faceKit, directory.resolve(output), resume)
        .run(new StopAfter(steps));
  }

  private Map<String, NamedArray> checkpoint(String output) {
    return Safetensors.read(directory.resolve(output).resolve(LdNetTrainer.CHECKPOINT)).tensors();
  }

  /** The value of a figure in the metrics file, a step a line. */
  private List<Double> metrics(String output, String stage, String figure) throws IOException {
    return Files.readAllLines(directory.resolve(output).resolve("metrics.csv")).stream()
        .map(line -> line.split(",", -1))
        .filter(f -> f[1].equals(stage) && f[2].equals(figure))
        .map(f -> Double.parseDouble(f[3]))
        .toList();
  }

  private static LdNetConfig allStages() {
    return TestData.small().stage1Steps(7).stage2Steps(7).pairSteps(6).build();
  }

  /** With all that makes more of the expression. */
  private static LdNetConfig expression(LdNetConfig config) {
    return config.toBuilder()
        .extremes(0.25)
        .fitResidual(1)
        .mouthWeight(2)
        .lidWeight(2)
        .browWeight(2)
        .measures(0.03)
        .follow(0.02)
        .build();
  }

  @Test
  void run_pairs_lossFallsAndTheModelLoads() throws IOException {
    TrainingResult result =
        train(TestData.small().pairSteps(60).rate(3e-3).build(), "out", 1000, false);
    assertThat(result.finished()).isTrue();
    List<Double> pair = metrics("out", "pairs", "pair");
    assertThat(pair.get(pair.size() - 1)).isLessThan(0.8 * pair.get(0));
    List<Double> real = metrics("out", "pairs", "same-person");
    assertThat(real.get(real.size() - 1)).isLessThan(0.8 * real.get(0));
    assertThat(result.metrics())
        .containsKeys("facekit", "facekit-copy", "real", "real-copy", "real-turned");
    try (LandmarkDisentangler net = LdNet.load(result.model())) {
      assertThat(net.motion(TestFaces.face().at(9, 9, 50)).toArray()).hasSize(5);
      assertThat(net.identity(TestFaces.face().at(9, 9, 50)).toArray()).hasSize(6);
    }
  }

  @Test
  void run_stage1_lossFalls() throws IOException {
    train(TestData.small().stage1Steps(60).pairSteps(0).rate(3e-3).build(), "out", 1000, false);
    List<Double> loss = metrics("out", "table", "reconstruction");
    assertThat(loss.get(loss.size() - 1)).isLessThan(0.8 * loss.get(0));
  }

  @Test
  void run_stage2_leavesTheMotionEncoderAlone() throws IOException {
    LdNetConfig config = TestData.small().stage1Steps(4).stage2Steps(40).pairSteps(0).build();
    train(config, "out", 4, false);
    Map<String, NamedArray> before = checkpoint("out");
    train(config, "out", 1000, true);
    Map<String, NamedArray> after = checkpoint("out");
    assertThat(after.get("motion/mean/w")).isEqualTo(before.get("motion/mean/w"));
    assertThat(after.get("identity/mean/w")).isNotEqualTo(before.get("identity/mean/w"));
    assertThat(after.get("decoder/out/w")).isNotEqualTo(before.get("decoder/out/w"));
    List<Double> loss = metrics("out", "identity", "reconstruction");
    assertThat(loss.get(loss.size() - 1)).isLessThan(loss.get(0));
  }

  @Test
  void run_twoHalves_givesExactlyWhatOneRunGives() throws IOException {
    LdNetConfig config = allStages();
    TrainingResult whole = train(config, "whole", 1000, false);
    TrainingResult half = train(config, "halves", 10, false);
    assertThat(half.finished()).isFalse();
    assertThat(half.step()).isEqualTo(10);
    TrainingResult rest = train(config, "halves", 1000, true);
    assertThat(rest.step()).isEqualTo(whole.step()).isEqualTo(20);
    assertThat(checkpoint("halves")).isEqualTo(checkpoint("whole"));
    assertThat(rest.metrics()).isEqualTo(whole.metrics());
  }

  @Test
  void run_otherSeed_givesOtherWeights() throws IOException {
    train(TestData.small().pairSteps(2).build(), "one", 1000, false);
    train(TestData.small().pairSteps(2).seed(8).build(), "two", 1000, false);
    assertThat(checkpoint("one").get("decoder/in/w"))
        .isNotEqualTo(checkpoint("two").get("decoder/in/w"));
  }

  @Test
  void run_faceKitAlone_trains() throws IOException {
    data = Optional.empty();
    assertThat(train(allStages(), "out", 1000, false).metrics())
        .containsOnlyKeys("facekit", "facekit-copy");
  }

  @Test
  void run_realAlone_trains() throws IOException {
    faceKit = Optional.empty();
    assertThat(train(allStages(), "out", 1000, false).metrics())
        .containsOnlyKeys("real", "real-copy", "real-turned");
  }

  @Test
  void run_smallSeededGraph_givesTheGoldenFigures() throws IOException {
    TrainingResult result = train(allStages(), "out", 1000, false);
    // Written by this very test on linux-x86_64. The tolerance covers other processors' rounding,
    // and no change of the networks, the losses, the sampling or the seeds.
    FloatComparison.assertClose(
        new float[] {error(result, "facekit"), error(result, "real")}, GOLDEN, 1e-3);
  }

  @Test
  void run_smallSeededGraphWithExpression_givesTheGoldenFigures() throws IOException {
    TrainingResult result = train(expression(allStages()), "out", 1000, false);
    FloatComparison.assertClose(
        new float[] {error(result, "facekit"), error(result, "real")}, GOLDEN_EXPRESSION, 1e-3);
  }

  private static float error(TrainingResult result, String name) {
    return Objects.requireNonNull(result.metrics().get(name)).floatValue();
  }

  private static final float[] GOLDEN = {6.903486f, 3.9093883f};
  private static final float[] GOLDEN_EXPRESSION = {7.1788836f, 3.8955195f};

  @Test
  void run_checkpointThereAndNoResume_isRefused() throws IOException {
    train(TestData.small().build(), "out", 1, false);
    assertThatThrownBy(() -> train(TestData.small().build(), "out", 1, false))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("resume");
  }

  @Test
  void run_resumeWithOtherSettings_isRefused() throws IOException {
    train(TestData.small().build(), "out", 1, false);
    assertThatThrownBy(() -> train(TestData.small().rate(1e-5).build(), "out", 1, true))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("another training");
  }

  @Test
  void run_resumeDamagedCheckpoint_isRefused() throws IOException {
    train(TestData.small().build(), "out", 1, false);
    Path file = directory.resolve("out").resolve(LdNetTrainer.CHECKPOINT);
    byte[] all = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(all, all.length - 100));
    assertThatThrownBy(() -> train(TestData.small().build(), "out", 1, true))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("damaged");
  }

  /** Trains a step, moves all points of what the checkpoint predicts, and goes on. */
  private void assertStops(float offset, String message) throws IOException {
    LdNetConfig config = TestData.small().build();
    train(config, "out", 1, false);
    Path file = directory.resolve("out").resolve(LdNetTrainer.CHECKPOINT);
    Safetensors good = Safetensors.read(file);
    Map<String, NamedArray> moved = new LinkedHashMap<>(good.tensors());
    float[] bias = new float[136];
    Arrays.fill(bias, offset);
    moved.put("decoder/out/b", new NamedArray(new long[] {136}, bias));
    new Safetensors(moved, good.metadata()).write(file, false);
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(() -> train(config, "out", 1000, true))
        .isInstanceOf(ReenactException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("checkpoint is kept")
        .hasMessageContaining("lower rate");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void run_lossBecomesNaN_stopsAndKeepsTheCheckpoint() throws IOException {
    assertStops(3e38f, "became Infinity in step 2");
  }

  @Test
  void run_lossHugeButFinite_stopsAndKeepsTheCheckpoint() throws IOException {
    assertStops(1e6f, "pair of stage pairs became 1.4");
  }

  /** No weight changes at such a rate, so that no score is better than the first. */
  private static LdNetConfigBuilder still() {
    return TestData.small().rate(1e-30).tableRate(1e-30).evaluateSteps(3).patience(2);
  }

  @Test
  void run_scoreNoBetter_stopsEarly() throws IOException {
    TrainingResult result = train(still().build(), "out", 1000, false);
    assertThat(result.step()).isEqualTo(9);
    assertThat(result.stoppedEarly()).isTrue();
    assertThat(result.finished()).isFalse();
    assertThat(result.model()).isNotEmptyFile();
  }

  @Test
  void run_noPatience_doesAllSteps() throws IOException {
    TrainingResult result = train(still().patience(0).build(), "out", 1000, false);
    assertThat(result.finished()).isTrue();
    assertThat(result.stoppedEarly()).isFalse();
  }

  @Test
  void run_interruptedThenResumed_stopsEarlyWhereOneRunDoes() throws IOException {
    // After one evaluation that was no better; the one at the interruption does not count.
    assertThat(train(still().build(), "out", 7, false).stoppedEarly()).isFalse();
    TrainingResult rest = train(still().build(), "out", 1000, true);
    assertThat(rest.step()).isEqualTo(9);
    assertThat(rest.stoppedEarly()).isTrue();
    assertThat(train(still().build(), "out", 1000, true).step()).isEqualTo(9);
  }

  @Test
  void run_resumedWithMorePatience_goesOn() throws IOException {
    train(still().build(), "out", 1000, false);
    assertThat(train(still().patience(3).build(), "out", 1000, true).step()).isEqualTo(12);
    assertThat(train(still().patience(0).build(), "out", 1000, true).finished()).isTrue();
  }

  @Test
  void run_stageWithoutAScore_doesNotCount() throws IOException {
    TrainingResult result = train(still().stage1Steps(7).build(), "out", 1000, false);
    assertThat(result.step()).isEqualTo(15);
    assertThat(result.stoppedEarly()).isTrue();
  }

  @Test
  void run_nextStage_countsFromTheStart() throws IOException {
    TrainingResult result = train(still().stage2Steps(7).build(), "out", 1000, false);
    assertThat(result.step()).isEqualTo(15);
  }

  @Test
  void run_someSteps_writesSummaries() throws IOException {
    TrainingResult result = train(TestData.small().evaluateSteps(10).build(), "out", 10, false);
    List<Event> events = EventFiles.read(directory.resolve("out"));
    assertThat(EventFiles.values(events, "train/pair")).containsOnlyKeys(1L);
    assertThat(EventFiles.values(events, "train/kl")).containsOnlyKeys(1L);
    assertThat(EventFiles.values(events, "dev/facekit"))
        .containsExactly(Map.entry(10L, error(result, "facekit")));
  }

  @Test
  void run_resumed_tellsTensorBoardWhereItGoesOn() throws IOException {
    train(TestData.small().build(), "out", 5, false);
    train(TestData.small().build(), "out", 1000, true);
    List<Path> files = EventFiles.list(directory.resolve("out"));
    assertThat(files).hasSize(2);
    Event start = EventFiles.readFile(files.get(1)).get(1);
    assertThat(start.getSessionLog().getStatus()).isEqualTo(SessionLog.SessionStatus.START);
    assertThat(start.getStep()).isEqualTo(6);
  }

  @Test
  void run_figuresCannotBeWritten_namesTheFileAndKeepsTheCheckpoint() throws IOException {
    train(allStages(), "out", 3, false);
    Path folder = directory.resolve("out");
    byte[] before = Files.readAllBytes(folder.resolve(LdNetTrainer.CHECKPOINT));
    TrainingControl spoil =
        new TrainingControl() {
          @Override
          public boolean stopRequested() {
            try {
              Files.deleteIfExists(folder.resolve("metrics.csv"));
              Files.createDirectories(folder.resolve("metrics.csv"));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            return false;
          }

          @Override
          public void progress(long step, double fraction, String message) {}
        };
    assertThatThrownBy(
            () ->
                new LdNetTrainer(allStages(), data, Optional.empty(), faceKit, folder, true)
                    .run(spoil))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("metrics.csv");
    assertThat(Files.readAllBytes(folder.resolve(LdNetTrainer.CHECKPOINT))).isEqualTo(before);
  }

  @Test
  void run_stoppedAtOnce_reportsNoProgressDone() throws IOException {
    StopAfter stop = new StopAfter(0);
    TrainingResult result =
        new LdNetTrainer(
                allStages(), data, Optional.empty(), faceKit, directory.resolve("out"), false)
            .run(stop);
    assertThat(result.step()).isZero();
    assertThat(stop.fraction).isZero();
  }

  @Test
  void run_stoppedWhileFitting_leavesNothingHalfDone() throws IOException {
    StopAfter stop = new StopAfter(0);
    new LdNetTrainer(
            TestData.small().build(),
            data,
            Optional.empty(),
            faceKit,
            directory.resolve("out"),
            false)
        .run(stop);
    assertThat(directory.resolve("out")).isEmptyDirectory();
  }

  @Test
  void run_resumed_readsTheFitOfBefore() throws IOException {
    LdNetConfig config = TestData.small().build();
    train(config, "out", 1, false);
    Path fits = directory.resolve("out/fits.safetensors");
    byte[] before = Files.readAllBytes(fits);
    Files.setLastModifiedTime(fits, java.nio.file.attribute.FileTime.fromMillis(1000));
    train(config, "out", 1, true);
    assertThat(Files.getLastModifiedTime(fits).toMillis()).isEqualTo(1000);
    assertThat(Files.readAllBytes(fits)).isEqualTo(before);
  }

  @Test
  void run_pairs_erasesTheOtherFactorFromTheCodes() throws IOException {
    train(
        TestData.small().pairSteps(200).rate(3e-3).erasure(1).faceKitBatch(24).build(),
        "out",
        1000,
        false);
    for (String figure : List.of("motion-in-identity", "identity-in-motion")) {
      List<Double> share = metrics("out", "pairs", figure);
      assertThat(share.get(share.size() - 1)).as(figure).isLessThan(0.7 * share.get(0));
    }
  }

  @Test
  void constructor_nothingToTrainOn_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new LdNetTrainer(
                    allStages(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    directory,
                    false));
  }

  @Test
  void config_numbersOutOfRange_areRefused() {
    for (LdNetConfigBuilder bad :
        List.of(
            TestData.small().width(0),
            TestData.small().pairSteps(0),
            TestData.small().rate(0),
            TestData.small().kl(-1),
            TestData.small().extremes(1.1),
            TestData.small().fitResidual(-0.1),
            TestData.small().mouthWeight(-1),
            TestData.small().measures(Double.NaN),
            TestData.small().patience(-1),
            TestData.small().clip(Double.NaN),
            TestData.small().faceKitBatch(0).realBatch(0))) {
      assertThatIllegalArgumentException().isThrownBy(bad::build);
    }
  }

  @Test
  void config_setByName_isAsByMethod() {
    LdNetConfig byName =
        TestData.small()
            .set("adversarial", "0.3")
            .set("seed", "11")
            .set("width", "32")
            .set("sampleCodes", "false")
            .build();
    assertThat(byName)
        .isEqualTo(TestData.small().adversarial(0.3).seed(11).width(32).sampleCodes(false).build());
    // Every one has a method.
    for (Map.Entry<String, Object> setting :
        LdNetConfig.defaults().toBuilder().values().entrySet()) {
      String value = setting.getValue() instanceof Boolean ? "true" : "1";
      assertThat(TestData.small().set(setting.getKey(), value)).isNotNull();
      assertThat(LdNetConfigBuilder.class.getMethods())
          .extracting(Method::getName)
          .contains(setting.getKey());
    }
  }

  /** Checkpoints and model files have the settings in this form: it must not change. */
  @Test
  void config_asText_isAsCheckpointsHaveIt() {
    assertThat(LdNetConfig.defaults().fingerprint())
        .isEqualTo(
            "LdNetConfig[seed=1, identitySize=64, motionSize=48, width=376, blocks=2,"
                + " faceKitBatch=224, realBatch=32, faceKitPersons=512, stage1Steps=0,"
                + " stage2Steps=0, pairSteps=16000, rate=0.0025, tableRate=0.005, clip=1.0,"
                + " noiseFaceKit=0.4, wideTurns=1.5, noiseReal=0.5, turn=8.0, stretch=0.04,"
                + " sampleCodes=true, reconstruction=10.0, adversarial=0.2, kl=1.0E-5,"
                + " agreement=0.1, gan=0.1, classify=0.1, content=0.1, samePerson=0.25,"
                + " consistency=0.005, erasure=0.012, extremes=0.0, fitResidual=0.0,"
                + " mouthWeight=1.0, lidWeight=1.0, browWeight=1.0, measures=0.0, follow=0.0,"
                + " threads=1, checkpointSeconds=1, evaluateSteps=1, patience=0]");
    assertThat(LdNetConfig.defaults().toString())
        .endsWith("threads=2, checkpointSeconds=120, evaluateSteps=1000, patience=0]");
  }

  @Test
  void config_eachSettingByName_arrivesThereAndNowhereElse() {
    Map<String, Object> before = LdNetConfig.defaults().toBuilder().values();
    before.forEach(
        (name, value) -> {
          // Allowed for all of them, and the default of none but seed, clip and the points'
          // weights.
          String other =
              value instanceof Boolean b
                  ? Boolean.toString(!b)
                  : value.equals(1L) || value.equals(1.0) || name.equals("faceKitPersons")
                      ? "3"
                      : "1";
          Map<String, Object> after =
              LdNetConfig.defaults().toBuilder().set(name, other).build().toBuilder().values();
          assertThat(after.keySet()).containsExactlyElementsOf(before.keySet());
          assertThat(after.get(name)).as(name).isNotEqualTo(value);
          after.forEach(
              (n, v) -> {
                if (!n.equals(name)) {
                  assertThat(v).as(n).isEqualTo(before.get(n));
                }
              });
        });
  }

  @Test
  void config_setUnknownOrBad_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TestData.small().set("wdith", "3"))
        .withMessageContaining("wdith")
        .withMessageContaining("width");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TestData.small().set("width", "3.5"))
        .withMessageContaining("3.5")
        .withMessageContaining("a whole number");
  }

  @Test
  void run_severalFolders_peopleOfOneIdentityAreOne() throws IOException {
    Path first = data.orElseThrow();
    Path second = TestData.dataset(directory.resolve("data2"));
    Path index = second.resolve("index.csv");
    Files.writeString(index, Files.readString(index).replace("clip2,p2,", "clip2,somebody,"));
    TrainingResult result =
        new LdNetTrainer(
                TestData.small().pairSteps(2).build(),
                List.of(first, second),
                Optional.empty(),
                faceKit,
                directory.resolve("out"),
                false,
                OptionalInt.empty())
            .run(new StopAfter(10));
    assertThat(result.finished()).isTrue();
    assertThat(Safetensors.read(result.model()).metadata().get("training"))
        .contains("on 4 real people");
  }

  @Test
  void run_pairs_showsHowMeasuresFollow() throws IOException {
    LdNetConfig config = expression(TestData.small().pairSteps(100).rate(3e-3).build());
    train(config, "out", 1000, false);
    List<Double> errors = metrics("out", "pairs", "measures");
    List<Double> follow = metrics("out", "pairs", "follow");
    assertThat(errors).hasSize(2);
    assertThat(errors.get(1)).isLessThan(0.8 * errors.get(0));
    assertThat(follow.get(1)).isLessThan(follow.get(0));
    train(config.toBuilder().pairSteps(1).measures(0).follow(0).build(), "without", 1000, false);
    assertThat(metrics("without", "pairs", "measures")).isEmpty();
    assertThat(metrics("without", "pairs", "follow")).isEmpty();
  }
}
