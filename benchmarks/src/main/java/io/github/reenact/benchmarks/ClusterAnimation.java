package io.github.reenact.benchmarks;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import io.github.reenact.Image;
import io.github.reenact.media.FrameRate;
import io.github.reenact.media.PhotoWriter;
import io.github.reenact.media.VideoWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How many frames a second {@code cluster animate} makes of many short jobs, beside one {@code
 * animate} that makes the same frames as one video; and whether the memory of the cluster's process
 * grows with the jobs.
 *
 * <pre>java -cp benchmarks/target/benchmarks.jar io.github.reenact.benchmarks.ClusterAnimation 200
 * </pre>
 *
 * <p>To be started in the repository. Linux only: it reads {@code /proc}.
 */
public final class ClusterAnimation {
  private static final int SIZE = 256;
  private static final String PHOTO = "512x512";
  private static final FrameRate RATE = FrameRate.of(25);

  /** Frames of a job: two seconds. */
  private static final int FRAMES = 50;

  /** Videos that drive; jobs take turns with them. */
  private static final int DRIVERS = 20;

  private static final int LOOKS = 4;

  private ClusterAnimation() {}

  /**
   * Runs.
   *
   * @param args the number of jobs, at least 4; how often both are measured, in turns; the options
   *     that both get
   * @throws IOException if inputs cannot be written, or a process fails
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    int jobs = args.length == 0 ? 200 : Integer.parseInt(args[0]);
    int runs = args.length < 2 ? 1 : Integer.parseInt(args[1]);
    List<String> options = args.length < 3 ? List.of() : List.of(args).subList(2, args.length);
    if (jobs < LOOKS) {
      throw new IllegalArgumentException(jobs + " jobs; it takes " + LOOKS + " or more");
    }
    Path folder = Files.createTempDirectory("reenact-cluster-");
    try {
      ChildProcess.build("cluster");
      ChildProcess.build("animate");
      draw(folder, jobs);
      double ratios = 0;
      for (int run = 0; run < runs; run++) {
        double cluster = cluster(folder, jobs, options);
        double alone = alone(folder, jobs, options);
        ratios += cluster / alone;
        System.out.printf(
            Locale.ROOT, "cluster animate is %.2f times as fast as animate%n", cluster / alone);
      }
      System.out.printf(Locale.ROOT, "%.2f times in the mean%n", ratios / runs);
    } finally {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  private static void draw(Path folder, int jobs) throws IOException {
    PhotoWriter.write(Inputs.portrait(PHOTO), folder.resolve("photo.png"), Optional.empty(), false);
    List<Image> frames = Inputs.drivingFrames(SIZE, DRIVERS * FRAMES);
    StringBuilder list = new StringBuilder("name,source,driving\n");
    for (int j = 0; j < jobs; j++) {
      list.append("video%d,photo.png,driver%d.mp4%n".formatted(j, j % DRIVERS));
    }
    Files.writeString(folder.resolve("jobs.csv"), list);
    for (int d = 0; d < DRIVERS; d++) {
      try (VideoWriter video = video(folder.resolve("driver" + d + ".mp4"))) {
        for (Image frame : frames.subList(d * FRAMES, (d + 1) * FRAMES)) {
          video.write(frame);
        }
        video.finish();
      }
    }
    try (VideoWriter all = video(folder.resolve("all.mp4"))) {
      for (int i = 0; i < jobs * FRAMES; i++) {
        all.write(frames.get(i % frames.size()));
      }
      all.finish();
    }
  }

  private static VideoWriter video(Path file) throws IOException {
    return VideoWriter.builder(file).size(SIZE, SIZE).rate(RATE).overwrite(true).open();
  }

  /** The frames a second of the cluster command, whose memory is told on the way. */
  private static double cluster(Path folder, int jobs, List<String> options)
      throws IOException, InterruptedException {
    Path output = folder.resolve("videos");
    if (Files.exists(output)) {
      MoreFiles.deleteRecursively(output, RecursiveDeleteOption.ALLOW_INSECURE);
    }
    try (ChildProcess child =
        ChildProcess.reenact(
            Stream.concat(
                    Stream.of(
                        "cluster",
                        "animate",
                        "--jobs",
                        folder.resolve("jobs.csv").toString(),
                        "--output",
                        output.toString(),
                        "--master",
                        "local[2]"),
                    options.stream())
                .toList())) {
      for (int look = 1; child.isAlive(); ) {
        long done = done(output);
        if (done >= (long) jobs * look / LOOKS) {
          System.out.printf(
              Locale.ROOT, "%4d jobs: %.0f MB resident%n", done, child.resident() / 1e6);
          look++;
        }
        child.pause();
      }
      return child.told("cluster animate", (long) jobs * FRAMES);
    }
  }

  private static long done(Path output) throws IOException {
    if (!Files.isDirectory(output)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(output)) {
      return files.filter(f -> f.getFileName().toString().matches("video\\d+\\.mp4")).count();
    }
  }

  private static double alone(Path folder, int jobs, List<String> options)
      throws IOException, InterruptedException {
    try (ChildProcess child =
        ChildProcess.reenact(
            Stream.concat(
                    Stream.of(
                        "animate",
                        "--source",
                        folder.resolve("photo.png").toString(),
                        "--driving",
                        folder.resolve("all.mp4").toString(),
                        "--output",
                        folder.resolve("alone.mp4").toString(),
                        "--overwrite"),
                    options.stream())
                .toList())) {
      while (child.isAlive()) {
        child.pause();
      }
      return child.told("animate", (long) jobs * FRAMES);
    }
  }
}
