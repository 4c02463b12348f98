package io.github.reenact.spark;

import io.github.reenact.cli.DatasetOptions;
import io.github.reenact.cli.DetectorOptions;
import io.github.reenact.cli.ExitCodes;
import io.github.reenact.cli.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
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
      "Input and output may be in any file system that Hadoop knows (file:, hdfs:, s3a:). Files"
          + " that cannot be used are listed in skipped.csv, those whose reader died too often in"
          + " quarantined.csv."
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
          "Folder with videos and photos, searched with its sub-folders, or a text file (.txt) with"
              + " a path a line, below its own folder. Who is who: as in reenact prepare.")
  private String input;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "URI",
      description = "Folder of the dataset; must not hold one, unless --resume is given.")
  private String output;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description =
          "Spark's master: local[N] for N processors of this machine, local[*] for all, or"
              + " spark://HOST:PORT, whose machines need the program at the same path (a shared"
              + " folder). Default: that of spark-submit, else local[*].")
  private @Nullable String master;

  @Option(
      names = "--resume",
      description = "Complete a dataset: files that are done, skipped or quarantined stay so.")
  private boolean resume;

  @Option(
      names = "--attempts",
      paramLabel = "N",
      defaultValue = "2",
      description =
          "After how many deaths of the process that reads it a file is quarantined, 1 to 10."
              + " Default: ${DEFAULT-VALUE}.")
  private int attempts;

  @Option(
      names = "--conf",
      paramLabel = "KEY=VALUE",
      description = "A setting of Spark or, as spark.hadoop.KEY, of Hadoop. May be repeated.")
  private Map<String, String> conf = new LinkedHashMap<>();

  @Mixin private DatasetOptions dataset;

  @Mixin private DetectorOptions detection;

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    SparkConf spark = configuration();
    PrintWriter err = spec.commandLine().getErr();
    boolean local = spark.get("spark.master").startsWith("local");
    Optional<Path> model = detection.model();
    Preparation.Summary summary;
    try (JavaSparkContext context = new JavaSparkContext(spark)) {
      if (model.isPresent() && !local) {
        context.addFile(model.get().toAbsolutePath().toUri().toString());
      }
      Settings settings =
          new Settings(
              input,
              output,
              dataset.size(),
              dataset.rate().toString(),
              new Models.Choice(
                  detection.name().orElse(null),
                  model
                      .map(m -> local ? m.toAbsolutePath() : m.getFileName())
                      .map(Path::toString)
                      .orElse(null),
                  !local),
              attempts);
      Preparation preparation = new Preparation(context, settings, dataset.split(), command());
      summary =
          preparation.run(
              resume, (unit, total) -> Progress.start("cluster prepare", unit, total, err));
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

  private void check() {
    dataset.check();
    if (attempts < 1 || attempts > 10) {
      throw usage("--attempts " + attempts + " is out of range: 1 to 10");
    }
    detection.check();
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private SparkConf configuration() {
    SparkConf spark = new SparkConf().setAppName("reenact cluster prepare");
    conf.forEach(spark::set);
    if (master != null) {
      spark.setMaster(master);
    }
    spark.setIfMissing("spark.master", "local[*]");
    // A file that kills its process does so with the task; how often that may be, Attempts says.
    spark.setIfMissing("spark.task.maxFailures", "100");
    // Two attempts at the same time would take each other's markers for those of the dead.
    spark.set("spark.speculation", "false");
    spark.set("spark.plugins", ModelsPlugin.class.getName());
    spark.setIfMissing("spark.ui.showConsoleProgress", "false");
    if (!spark.get("spark.master").startsWith("local")) {
      // The program's own jars, at the same place on each machine.
      spark.setIfMissing("spark.executor.extraClassPath", System.getProperty("java.class.path"));
    }
    return spark;
  }
}
