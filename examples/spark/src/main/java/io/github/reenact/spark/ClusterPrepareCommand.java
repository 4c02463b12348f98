package io.github.reenact.spark;

import io.github.reenact.cli.DatasetOptions;
import io.github.reenact.cli.DetectorOptions;
import io.github.reenact.cli.ExitCodes;
import io.github.reenact.cli.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code reenact cluster prepare}: videos and photos to training data in shards. */
@Command(
    name = "prepare",
    description = {
      "Make training data from videos and photos, as reenact prepare does, in large files (shards)"
          + " that reenact train reads.",
      "",
      "Input and output may be in any file system that Hadoop knows (file:, hdfs:,"
          + " s3a:). Files that cannot be used are listed in skipped.csv, those that kill"
          + " the process that reads them in quarantined.csv."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ClusterPrepareCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "URI",
      description =
          "Folder with videos and photos, searched with its sub-folders, or a text"
              + " file (.txt) with a path a line, below its own folder. Identities: as for"
              + " reenact prepare.")
  private String input;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "URI",
      description = "Folder of the dataset; must not hold one, unless --resume is given.")
  private String output;

  @Option(
      names = "--retry",
      description =
          "With --resume: try the files again that were skipped or quarantined. Without, only"
              + " skipped files are whose size has changed.")
  private boolean retry;

  @Mixin private ClusterOptions cluster;

  @Mixin private DatasetOptions dataset;

  @Mixin private DetectorOptions detection;

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    PrintWriter err = spec.commandLine().getErr();
    Preparation.Summary summary;
    try (JavaSparkContext context = cluster.open("reenact cluster prepare")) {
      Settings settings =
          new Settings(
              input,
              output,
              dataset.size(),
              dataset.rate().toString(),
              cluster.detector(context, detection),
              cluster.attempts());
      Preparation preparation = new Preparation(context, settings, dataset.split(), command());
      summary =
          preparation.run(
              existing(), (unit, total) -> Progress.start("cluster prepare", unit, total, err));
    }
    err.printf(
        "%s: %d items (%d pictures), %d files skipped, %d quarantined; %d were there already%n",
        output,
        summary.items(),
        summary.pictures(),
        summary.skipped(),
        summary.quarantined(),
        summary.before());
    return summary.items() > 0 ? ExitCodes.OK : ExitCodes.BAD_FILE;
  }

  private List<String> command() {
    return spec.commandLine().getParseResult().originalArgs();
  }

  private Preparation.Existing existing() {
    if (retry) {
      return Preparation.Existing.RETRY;
    }
    return cluster.resume() ? Preparation.Existing.RESUME : Preparation.Existing.REFUSE;
  }

  private void check() {
    if (retry && !cluster.resume()) {
      throw new ParameterException(spec.commandLine(), "--retry goes with --resume only");
    }
    dataset.check();
    cluster.check();
    detection.check();
  }
}
