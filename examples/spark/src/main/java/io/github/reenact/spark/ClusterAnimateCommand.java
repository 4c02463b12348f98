package io.github.reenact.spark;

import io.github.reenact.Reenactor;
import io.github.reenact.cli.DetectorOptions;
import io.github.reenact.cli.ExitCodes;
import io.github.reenact.cli.NetworkOptions;
import io.github.reenact.cli.Progress;
import io.github.reenact.cli.RenderingOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code reenact cluster animate}: a list of photos and drivers to videos. */
@Command(
    name = "animate",
    description = {
      "Render a list of videos, as reenact animate does one: the person in each photo moves like"
          + " the face in its driver.",
      "",
      "List, photos, drivers and output may be in any file system that Hadoop knows (file:, hdfs:,"
          + " s3a:). What was made is listed in videos.csv, what cannot be made in failed.csv, and"
          + " jobs whose process died too often in quarantined.csv."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ClusterAnimateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--jobs",
      required = true,
      paramLabel = "URI",
      description =
          "The list: a CSV file whose first line is name,source,driving, then a line for each"
              + " video: its name without ending, the photo, and the video or motion template that"
              + " drives. Paths begin at the list's own folder.")
  private String jobs;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "URI",
      description =
          "Folder of the videos; must not hold those of a list, unless --resume is given.")
  private String output;

  @Mixin private RenderingOptions rendering;

  @Option(
      names = "--strength",
      paramLabel = "X",
      defaultValue = "1",
      description = "By what the motion is multiplied, 0 to 4. Default: 1.")
  private double strength;

  @Mixin private NetworkOptions networks;

  @Mixin private ClusterOptions cluster;

  @Mixin private DetectorOptions detection;

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    PrintWriter err = spec.commandLine().getErr();
    Animation.Summary summary;
    try (JavaSparkContext context = cluster.open("reenact cluster animate")) {
      AnimationSettings settings =
          new AnimationSettings(
              rendering.motion(),
              rendering.framing(),
              strength,
              rendering.smoothing(),
              networks.disentangler().orElse(null),
              networks.translator().orElse(null),
              cluster.detector(context, detection));
      summary =
          new Animation(
                  context,
                  jobs,
                  output,
                  settings,
                  cluster.attempts(),
                  spec.commandLine().getParseResult().originalArgs())
              .run(
                  cluster.resume(),
                  (unit, total) -> Progress.start("cluster animate", unit, total, err));
    }
    err.printf(
        "%s: %d videos (%d frames), %d failed%s, %d quarantined; %d were there already%n",
        output,
        summary.videos(),
        summary.frames(),
        summary.failed(),
        summary.failed() == 0 ? "" : " (see failed.csv)",
        summary.quarantined(),
        summary.before());
    return summary.failed() + summary.quarantined() == 0 ? ExitCodes.OK : ExitCodes.BAD_FILE;
  }

  private void check() {
    double most = Reenactor.Builder.MAX_STRENGTH;
    if (!(strength >= 0 && strength <= most)) {
      throw new ParameterException(
          spec.commandLine(), "--strength %s is out of range: 0 to %s".formatted(strength, most));
    }
    rendering.check();
    networks.check();
    cluster.check();
    detection.check();
  }
}
