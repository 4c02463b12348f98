package io.github.reenact.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.hash.Hashing;
import com.google.common.primitives.Floats;
import io.github.reenact.cli.ExitCodes;
import io.github.reenact.cli.Main;
import io.github.reenact.tf.data.Dataset;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@SuppressWarnings("NullAway.Init") // JUnit sets the fields
class ClusterPrepareTest {
  @TempDir private Path dir;
  private Path input;
  private Path output;
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void draw() throws IOException {
    input = Files.createDirectories(dir.resolve("input"));
    output = dir.resolve("output");
    DrawnInputs.write(input, 5);
  }

  private int run(String... args) {
    err.getBuffer().setLength(0);
    PrintWriter to = new PrintWriter(err, true);
    return Main.run(to, to, args);
  }

  private int prepare(Path to, String master, String... more) {
    List<String> args = new ArrayList<>(List.of("cluster", "prepare"));
    if (!List.of(more).contains("--input")) {
      args.addAll(List.of("--input", input.toString()));
    }
    args.addAll(List.of("--output", to.toString(), "--master", master));
    args.addAll(List.of("--size", "64", "--detector", RedSquares.NAME));
    args.addAll(List.of("--conf", "spark.ui.enabled=false"));
    args.addAll(List.of("--conf", "spark.driver.host=127.0.0.1"));
    args.addAll(List.of("--conf", "spark.driver.bindAddress=127.0.0.1"));
    args.addAll(Arrays.asList(more));
    return run(args.toArray(String[]::new));
  }

  /** All that training sees of a dataset, by the name of the item. */
  private static Map<String, List<Object>> contents(Path dataset) throws IOException {
    Map<String, List<Object>> out = new TreeMap<>();
    for (Dataset.Item item : Dataset.open(dataset).items()) {
      List<Object> all = new ArrayList<>(List.of(item.identity(), item.split(), item.kind()));
      for (Dataset.Frame frame : item.frames()) {
        all.add(frame.number());
        all.add(
            Arrays.hashCode(
                frame.picture().read().toBufferedImage().getRGB(0, 0, 64, 64, null, 0, 64)));
      }
      out.put(item.name(), all);
    }
    return out;
  }

  /** The landmarks of all frames, item after item. */
  private static float[] landmarks(Path dataset) throws IOException {
    List<Float> out = new ArrayList<>();
    Dataset.open(dataset).items().stream()
        .sorted(Comparator.comparing(Dataset.Item::name))
        .flatMap(i -> i.landmarks().stream())
        .forEach(l -> out.addAll(Floats.asList(l.toArray())));
    return Floats.toArray(out);
  }

  private Path plain(String... more) {
    Path plain = dir.resolve("plain");
    List<String> args = new ArrayList<>(List.of("prepare", "--input", input.toString()));
    args.addAll(List.of("--output", plain.toString()));
    args.addAll(List.of("--size", "64", "--detector", RedSquares.NAME));
    args.addAll(Arrays.asList(more));
    assertThat(run(args.toArray(String[]::new))).as(err.toString()).isEqualTo(ExitCodes.OK);
    return plain;
  }

  @Test
  void prepare_local_givesWhatPrepareGives() throws IOException {
    assertThat(prepare(output, "local[2]")).as(err.toString()).isEqualTo(ExitCodes.OK);
    Path plain = plain();
    assertThat(contents(output)).hasSize(6).isEqualTo(contents(plain));
    // Folders have three decimals.
    assertThat(landmarks(output)).containsExactly(landmarks(plain), within(0.001f));
    assertThat(Files.readAllLines(output.resolve("skipped.csv")))
        .hasSize(3)
        .anyMatch(l -> l.startsWith("damaged.mp4,"))
        .contains("nobody.png,no face found");
    assertThat(output.resolve("quarantined.csv")).hasContent("path,reason");
    assertThat(Files.readAllLines(output.resolve("inputs.csv"))).hasSize(9);
    assertThat(Files.readString(output.resolve("provenance.json")))
        .contains("\"cluster\"", "\"spark\"", "\"java\"");
    try (Stream<Path> left = Files.walk(output)) {
      assertThat(left.map(p -> p.getFileName().toString()))
          .noneMatch(n -> n.endsWith(".crc") || n.endsWith(".part"));
    }
  }

  private static final String SLOW = "1";

  /** Commits that name all of some things. */
  private List<Path> commits(String... named) throws IOException {
    List<Path> out = new ArrayList<>();
    try (Stream<Path> commits = Files.list(output.resolve("_commits"))) {
      for (Path commit : commits.toList()) {
        String text = Files.readString(commit);
        if (Arrays.stream(named).allMatch(text::contains)) {
          out.add(commit);
        }
      }
    }
    return out;
  }

  @Test
  void prepare_longVideo_isSplitAndGivesWhatPrepareGives() throws IOException {
    DrawnInputs.writeLongClip(input.resolve("eve/long.mp4"), 6 * 60 + 7, 2);
    // So small for its task that this finds the ranges, and does them all.
    DrawnInputs.writeLongClip(input.resolve("eve/medium.mp4"), 150, 0);
    byte[] large = Files.readAllBytes(input.resolve("eve/long.mp4"));
    Files.write(input.resolve("eve/long.mp4"), Arrays.copyOf(large, 600_000));
    assertThat(prepare(output, "local[2]", "--fps", SLOW)).as(err.toString()).isZero();
    Path plain = plain("--fps", SLOW);
    assertThat(contents(output))
        .isEqualTo(contents(plain))
        .containsKeys("eve__long@0", "eve__long@60", "eve__long@300", "eve__medium@60")
        .doesNotContainKeys("eve__long@120", "eve__long@360", "eve__long", "eve__medium@0");
    assertThat(contents(output).get("eve__long@300")).hasSize(3 + 2 * 67);
    assertThat(landmarks(output)).containsExactly(landmarks(plain), within(0.001f));
    assertThat(Files.readAllLines(output.resolve("skipped.csv")))
        .containsExactlyInAnyOrderElementsOf(Files.readAllLines(plain.resolve("skipped.csv")))
        .contains("eve/long.mp4#t=120,a face in only 0 of 60 frames");
    assertThat(commits("eve/long.mp4#t=")).as("different tasks").hasSize(6);
    assertThat(commits("eve/medium.mp4#t=0", "eve/medium.mp4#t=60")).as("one task").hasSize(1);
    assertThat(Files.readAllLines(output.resolve("inputs.csv")))
        .hasSize(11)
        .contains("eve/long.mp4,600000," + hash(input.resolve("eve/long.mp4")));
  }

  private static String hash(Path file) throws IOException {
    return Hashing.sha256().hashBytes(Files.readAllBytes(file)).toString();
  }

  @Test
  void prepare_resumedInTheMiddleOfALongVideo_doesOnlyTheRangesThatAreMissing() throws IOException {
    DrawnInputs.writeLongClip(input.resolve("eve/long.mp4"), 6 * 60 + 7, 2);
    assertThat(prepare(output, "local[2]", "--fps", SLOW)).as(err.toString()).isZero();
    Map<String, List<Object>> all = contents(output);
    List<Path> lost = commits("eve/long.mp4#t=180");
    assertThat(lost).hasSize(1);
    int there = 8 + 6 - Files.readAllLines(lost.get(0)).size();
    Files.delete(lost.get(0));
    Files.delete(output.resolve("index.csv"));
    assertThat(prepare(output, "local[2]", "--fps", SLOW, "--resume")).as(err.toString()).isZero();
    assertThat(err.toString()).contains(there + " were there already");
    assertThat(contents(output)).isEqualTo(all).containsKey("eve__long@180");
    assertThat(prepare(output, "local[2]", "--fps", SLOW, "--resume")).as(err.toString()).isZero();
    assertThat(err.toString()).contains("14 were there already");
    assertThat(contents(output)).isEqualTo(all);
  }

  @Test
  void prepare_longVideoWithADamagedAndADeadlyRange_givesTheOthers() throws IOException {
    Path file = input.resolve("eve/long.mp4");
    DrawnInputs.writeLongClip(file, 6 * 60 + 7, -1);
    byte[] bytes = Files.readAllBytes(file);
    // Its end is missing.
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    readerDiedTwice("eve__long@60");
    assertThat(prepare(output, "local[2]", "--fps", SLOW)).as(err.toString()).isZero();
    Path plain = plain("--fps", SLOW);
    Map<String, List<Object>> expected = contents(plain);
    assertThat(expected).containsKeys("eve__long@0", "eve__long@60");
    assertThat(expected).doesNotContainKey("eve__long@300");
    expected.remove("eve__long@60");
    assertThat(contents(output)).isEqualTo(expected);
    assertThat(Files.readAllLines(output.resolve("skipped.csv")))
        .containsExactlyInAnyOrderElementsOf(Files.readAllLines(plain.resolve("skipped.csv")))
        .contains("eve/long.mp4#t=300,no frame of the video can be read from 300 s on");
    assertThat(Files.readAllLines(output.resolve("quarantined.csv")))
        .containsExactly(
            "path,reason", "eve/long.mp4#t=60,\"the process that read it died, 2 times\"");
    // The file is replaced by a whole one: what was skipped is made, what was quarantined with
    // --retry.
    Files.write(file, bytes);
    assertThat(prepare(output, "local[2]", "--fps", SLOW, "--resume", "--retry")).isZero();
    assertThat(contents(output)).containsKeys("eve__long@60", "eve__long@300");
    assertThat(output.resolve("quarantined.csv")).hasContent("path,reason");
  }

  @Test
  void prepare_inputElsewhere_isCopiedOnceForAllRanges() throws IOException {
    DrawnInputs.writeLongClip(input.resolve("eve/long.mp4"), 6 * 60 + 7, 2);
    Path local = dir.resolve("local");
    assertThat(prepare(local, "local[2]", "--fps", SLOW)).as(err.toString()).isZero();
    ElsewhereFileSystem.OPENED.clear();
    String conf = "spark.hadoop.fs.elsewhere.impl=" + ElsewhereFileSystem.class.getName();
    List<String> args = new ArrayList<>(List.of("--fps", SLOW, "--conf", conf));
    args.addAll(List.of("--input", "elsewhere:" + input));
    assertThat(prepare(output, "local[2]", args.toArray(String[]::new)))
        .as(err.toString())
        .isZero();
    assertThat(contents(output)).isEqualTo(contents(local));
    // Once, and again if another copy was kept meanwhile.
    assertThat(ElsewhereFileSystem.OPENED)
        .filteredOn(p -> p.endsWith("long.mp4"))
        .hasSizeBetween(1, 3);
  }

  @Test
  void prepare_again_isRefusedWithoutResume() throws IOException {
    assertThat(prepare(output, "local[2]")).as(err.toString()).isEqualTo(ExitCodes.OK);
    assertThat(prepare(output, "local[2]")).isEqualTo(ExitCodes.BAD_FILE);
    assertThat(err.toString()).contains("holds a dataset already; --resume completes it");
    assertThat(prepare(output, "local[2]", "--resume", "--fps", "5")).isEqualTo(ExitCodes.BAD_FILE);
    assertThat(err.toString()).contains("was made with other settings");
  }

  @Test
  void prepare_resumed_doesOnlyWhatIsMissing() throws IOException {
    assertThat(prepare(output, "local[2]")).as(err.toString()).isEqualTo(ExitCodes.OK);
    Map<String, List<Object>> all = contents(output);
    // As if the run had ended early: one task has not noted what it did.
    try (Stream<Path> commits = Files.list(output.resolve("_commits"))) {
      Path lost =
          commits
              .filter(
                  p -> {
                    try {
                      return Files.readString(p).contains("person3");
                    } catch (IOException e) {
                      throw new java.io.UncheckedIOException(e);
                    }
                  })
              .findFirst()
              .orElseThrow();
      Files.delete(lost);
    }
    Files.delete(output.resolve("index.csv"));
    Files.writeString(output.resolve("shards/left-by-a-dead-task.tfrecord"), "half");
    assertThat(prepare(output, "local[2]", "--resume")).as(err.toString()).isEqualTo(ExitCodes.OK);
    assertThat(err.toString()).contains("7 were there already");
    assertThat(contents(output)).isEqualTo(all);
    assertThat(output.resolve("shards/left-by-a-dead-task.tfrecord")).doesNotExist();
  }

  private void readerDiedTwice(String item) throws IOException {
    Path markers = Files.createDirectories(output.resolve("_attempts").resolve(item));
    Files.writeString(markers.resolve("1"), "");
    Files.writeString(markers.resolve("2"), "");
  }

  @Test
  void prepare_fileWhoseReaderDiedTwice_isQuarantined() throws IOException {
    readerDiedTwice("ann_1");
    assertThat(prepare(output, "local[2]")).as(err.toString()).isEqualTo(ExitCodes.OK);
    assertThat(contents(output)).hasSize(5).doesNotContainKey("ann_1");
    assertThat(Files.readAllLines(output.resolve("quarantined.csv")).get(1))
        .isEqualTo("ann_1.png,\"the process that read it died, 2 times\"");
  }

  @Test
  void prepare_resumed_triesSkippedFilesAgainThatHaveChanged() throws IOException {
    assertThat(prepare(output, "local[2]")).as(err.toString()).isEqualTo(ExitCodes.OK);
    Files.delete(input.resolve("damaged.mp4"));
    DrawnInputs.writeClip(input.resolve("damaged.mp4"), 12, 60, 60);
    assertThat(prepare(output, "local[2]", "--resume")).as(err.toString()).isEqualTo(ExitCodes.OK);
    assertThat(err.toString()).contains("7 were there already");
    assertThat(contents(output)).hasSize(7).containsKey("damaged");
    assertThat(Files.readAllLines(output.resolve("skipped.csv")))
        .noneMatch(l -> l.startsWith("damaged.mp4,"))
        .contains("nobody.png,no face found");
    assertThat(Files.readAllLines(output.resolve("inputs.csv"))).hasSize(9);
  }

  @Test
  void prepare_retry_triesSkippedAndQuarantinedFilesAgain() throws IOException {
    readerDiedTwice("ann_1");
    assertThat(prepare(output, "local[2]")).as(err.toString()).isEqualTo(ExitCodes.OK);
    assertThat(prepare(output, "local[2]", "--resume")).as(err.toString()).isEqualTo(ExitCodes.OK);
    assertThat(err.toString()).contains("8 were there already");
    assertThat(prepare(output, "local[2]", "--resume", "--retry"))
        .as(err.toString())
        .isEqualTo(ExitCodes.OK);
    assertThat(err.toString()).contains("5 were there already");
    assertThat(contents(output)).hasSize(6).containsKey("ann_1");
    assertThat(output.resolve("quarantined.csv")).hasContent("path,reason");
    assertThat(Files.readAllLines(output.resolve("skipped.csv"))).hasSize(3);
  }

  @Test
  void loggers_sayNothingOfEachStart() {
    for (String start :
        List.of("org.apache.spark.util.Utils", "org.apache.hadoop.util.NativeCodeLoader")) {
      assertThat(LoggerFactory.getLogger(start).isWarnEnabled()).as(start).isFalse();
      assertThat(LoggerFactory.getLogger(start).isErrorEnabled()).as(start).isTrue();
    }
    assertThat(LoggerFactory.getLogger("org.apache.spark.scheduler.TaskSetManager").isWarnEnabled())
        .isTrue();
  }

  @Test
  void prepare_wrongUsage_saysWhat() {
    assertThat(prepare(output, "local[2]", "--retry")).isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString()).contains("--retry goes with --resume only");
    assertThat(prepare(output, "local[2]", "--attempts", "0")).isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString()).contains("--attempts 0 is out of range");
    assertThat(run("cluster")).isEqualTo(ExitCodes.USAGE);
    input = dir.resolve("nowhere");
    assertThat(prepare(output, "local[2]")).isEqualTo(ExitCodes.BAD_FILE);
    assertThat(err.toString()).contains("there is no such folder or list");
  }

  @Test
  void prepare_clusterWithAKillerAndADyingWorker_givesTheSame() throws Exception {
    assertThat(prepare(dir.resolve("local"), "local[2]")).as(err.toString()).isZero();
    DrawnInputs.writeKiller(input);
    try (LoopbackCluster cluster = LoopbackCluster.start(dir.resolve("cluster"), 2)) {
      Thread killer = cluster.killWorkerOnce(output.resolve("_commits"));
      int status = prepare(output, cluster.master(), "--conf", "spark.executor.memory=512m");
      killer.interrupt();
      killer.join(TimeUnit.SECONDS.toMillis(10));
      assertThat(status).as(err + cluster.logs()).isEqualTo(ExitCodes.OK);
      assertThat(cluster.workersKilled()).isEqualTo(1);
    }
    assertThat(contents(output)).isEqualTo(contents(dir.resolve("local")));
    assertThat(landmarks(output)).containsExactly(landmarks(dir.resolve("local")));
    assertThat(Files.readAllLines(output.resolve("quarantined.csv")))
        .hasSize(2)
        .anyMatch(l -> l.startsWith("killer.png,"));
  }
}
