package io.github.reenact.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.Iterables;
import com.google.common.hash.Hashing;
import io.github.reenact.cli.ExitCodes;
import io.github.reenact.cli.Main;
import io.github.reenact.media.VideoReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit sets the fields
class ClusterAnimateTest {
  private static final int JOBS = 4;
  private static final List<String> OPTIONS =
      List.of("--detector", RedSquares.NAME, "--translator", "warp", "--disentangler", "none");

  @TempDir private Path dir;
  private Path input;
  private Path output;
  private Path jobs;
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void draw() throws IOException {
    input = Files.createDirectories(dir.resolve("input"));
    output = dir.resolve("output");
    jobs = input.resolve("jobs.csv");
    DrawnInputs.write(input, 0);
    StringBuilder list = new StringBuilder("name,source,driving\n");
    for (int i = 0; i < JOBS; i++) {
      DrawnInputs.writeClip(input.resolve("driver" + i + ".mp4"), 8 + i, 60 + 10 * i, 60);
      list.append("video%d,ann_1.png,driver%d.mp4\n".formatted(i, i));
    }
    Files.writeString(jobs, list);
  }

  private void add(String line) throws IOException {
    Files.writeString(jobs, Files.readString(jobs) + line + "\n");
  }

  private int run(String... args) {
    err.getBuffer().setLength(0);
    PrintWriter to = new PrintWriter(err, true);
    return Main.run(to, to, args);
  }

  private int animate(Path to, String master, String... more) {
    List<String> args = new ArrayList<>(List.of("cluster", "animate", "--jobs", jobs.toString()));
    args.addAll(List.of("--output", to.toString(), "--master", master));
    args.addAll(OPTIONS);
    args.addAll(List.of("--conf", "spark.ui.enabled=false"));
    args.addAll(List.of("--conf", "spark.driver.host=127.0.0.1"));
    args.addAll(List.of("--conf", "spark.driver.bindAddress=127.0.0.1"));
    args.addAll(Arrays.asList(more));
    return run(args.toArray(String[]::new));
  }

  /** A number for each decoded frame of a video. */
  private static List<Integer> frames(Path video) throws IOException {
    List<Integer> out = new ArrayList<>();
    try (VideoReader reader = VideoReader.open(video)) {
      for (Optional<VideoReader.Frame> f = reader.next(); f.isPresent(); f = reader.next()) {
        int w = f.get().image().width();
        int h = f.get().image().height();
        out.add(Arrays.hashCode(f.get().image().toBufferedImage().getRGB(0, 0, w, h, null, 0, w)));
      }
    }
    return out;
  }

  private static String hash(Path file) throws IOException {
    return Hashing.sha256().hashBytes(Files.readAllBytes(file)).toString();
  }

  @Test
  void animate_local_givesWhatAnimateGives() throws IOException {
    assertThat(animate(output, "local[2]")).as(err.toString()).isEqualTo(ExitCodes.OK);
    assertThat(err.toString()).contains("4 videos (38 frames), 0 failed, 0 quarantined");
    for (int i = 0; i < JOBS; i++) {
      Path plain = dir.resolve("plain" + i + ".mp4");
      List<String> args = new ArrayList<>(List.of("animate", "--output", plain.toString()));
      args.addAll(List.of("--source", input.resolve("ann_1.png").toString()));
      args.addAll(List.of("--driving", input.resolve("driver" + i + ".mp4").toString()));
      args.addAll(OPTIONS);
      assertThat(run(args.toArray(String[]::new))).as(err.toString()).isEqualTo(ExitCodes.OK);
      List<Integer> expected = frames(plain);
      assertThat(expected).hasSize(8 + i);
      assertThat(frames(output.resolve("video" + i + ".mp4"))).isEqualTo(expected);
    }
    assertThat(output.resolve("videos.csv"))
        .hasContent(
            "name,file,frames\nvideo0,video0.mp4,8\nvideo1,video1.mp4,9\n"
                + "video2,video2.mp4,10\nvideo3,video3.mp4,11");
    assertThat(output.resolve("failed.csv")).hasContent("name,reason");
    assertThat(Files.readString(output.resolve("provenance.json"))).contains("\"cluster\"");
  }

  @Test
  void animate_jobsThatCannotBeDone_areListedAndTheRestIsMade() throws IOException {
    add("noface,nobody.png,driver0.mp4");
    add("broken,ann_1.png,damaged.mp4");
    add("missing,ann_1.png,nowhere.mp4");
    add("photo,ann_1.png,ann_1.png");
    assertThat(animate(output, "local[2]")).isEqualTo(ExitCodes.BAD_FILE);
    assertThat(err.toString()).contains("4 videos (38 frames), 4 failed");
    assertThat(Files.readAllLines(output.resolve("failed.csv")))
        .hasSize(5)
        .anyMatch(l -> l.startsWith("noface,"))
        .anyMatch(l -> l.startsWith("broken,"))
        .anyMatch(l -> l.startsWith("missing,") && l.contains("nowhere.mp4"))
        .anyMatch(l -> l.startsWith("photo,") && l.contains("is a photo"));
    assertThat(output.resolve("noface.mp4")).doesNotExist();
    assertThat(output.resolve("broken.mp4")).doesNotExist();
  }

  @Test
  void animate_resumed_makesOnlyWhatIsMissingOrChanged() throws IOException {
    assertThat(animate(output, "local[2]")).as(err.toString()).isEqualTo(ExitCodes.OK);
    assertThat(animate(output, "local[2]")).isEqualTo(ExitCodes.BAD_FILE);
    assertThat(err.toString()).contains("holds videos of a list already; --resume completes it");
    // As if the run had ended early: a task has not noted what it did, and left half of a copy.
    Files.delete(output.resolve("_commits/video1.csv"));
    Files.writeString(output.resolve(".video1.mp4.x.part"), "half");
    String kept = hash(output.resolve("video0.mp4"));
    var time = Files.getLastModifiedTime(output.resolve("video0.mp4"));
    Files.writeString(
        jobs,
        Files.readString(jobs).replace("video3,ann_1.png,driver3", "video3,ann_1.png,driver0"));
    assertThat(animate(output, "local[2]", "--resume")).as(err.toString()).isEqualTo(ExitCodes.OK);
    assertThat(err.toString()).contains("4 videos (35 frames)").contains("2 were there already");
    assertThat(hash(output.resolve("video0.mp4"))).isEqualTo(kept);
    assertThat(Files.getLastModifiedTime(output.resolve("video0.mp4"))).isEqualTo(time);
    assertThat(frames(output.resolve("video3.mp4")))
        .isEqualTo(frames(output.resolve("video0.mp4")));
    assertThat(output.resolve(".video1.mp4.x.part")).doesNotExist();
    assertThat(animate(output, "local[2]", "--resume", "--strength", "2"))
        .isEqualTo(ExitCodes.BAD_FILE);
    assertThat(err.toString()).contains("was made with other settings");
  }

  @Test
  void animate_wrongList_saysWhichLine() throws IOException {
    add("../up,ann_1.png,driver0.mp4");
    assertThat(animate(output, "local[2]")).isEqualTo(ExitCodes.BAD_FILE);
    assertThat(err.toString()).contains("jobs.csv, line 6: '../up' is no name");
    Files.writeString(jobs, "name,photo\n");
    assertThat(animate(output, "local[2]")).isEqualTo(ExitCodes.BAD_FILE);
    assertThat(err.toString()).contains("the first line must be name,source,driving");
    Files.writeString(jobs, "name,source,driving\na,b,c\na,b,c\n");
    assertThat(animate(output, "local[2]")).isEqualTo(ExitCodes.BAD_FILE);
    assertThat(err.toString()).contains("line 3: the name 'a' is there twice");
    assertThat(output).doesNotExist();
    assertThat(animate(output, "local[2]", "--strength", "9")).isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString()).contains("--strength 9.0 is out of range: 0 to 4.0");
  }

  @Test
  void animate_clusterWithAKillerAndADyingWorker_givesTheSame() throws Exception {
    assertThat(animate(dir.resolve("local"), "local[2]")).as(err.toString()).isZero();
    DrawnInputs.writeKiller(input);
    add("killer,killer.png,driver0.mp4");
    try (LoopbackCluster cluster = LoopbackCluster.start(dir.resolve("cluster"), 2)) {
      Thread killer = cluster.killWorkerOnce(output.resolve("_commits"));
      int status = animate(output, cluster.master(), "--conf", "spark.executor.memory=512m");
      killer.interrupt();
      killer.join(TimeUnit.SECONDS.toMillis(10));
      assertThat(status).as(err + cluster.logs()).isEqualTo(ExitCodes.BAD_FILE);
      assertThat(cluster.workersKilled()).isEqualTo(1);
    }
    for (int i = 0; i < JOBS; i++) {
      String file = "video" + i + ".mp4";
      assertThat(frames(output.resolve(file)))
          .isEqualTo(frames(dir.resolve("local").resolve(file)));
    }
    assertThat(Iterables.getLast(Files.readAllLines(output.resolve("quarantined.csv"))))
        .isEqualTo("killer,\"the process that rendered it died, 2 times\"");
  }
}
