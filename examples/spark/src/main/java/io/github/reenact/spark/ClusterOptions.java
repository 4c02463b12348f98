package io.github.reenact.spark;

import io.github.reenact.cli.DetectorOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the work is done, and how it goes on after faults: what all cluster commands share. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ClusterOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

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
      description = "Complete what is there: what is done, or quarantined, stays so.")
  private boolean resume;

  @Option(
      names = "--attempts",
      paramLabel = "N",
      defaultValue = "2",
      description =
          "After how many crashes of the process that works on it a file or job is quarantined, 1 to"
              + " 10. Default: ${DEFAULT-VALUE}.")
  private int attempts;

  @Option(
      names = "--conf",
      paramLabel = "KEY=VALUE",
      description = "A setting of Spark or, as spark.hadoop.KEY, of Hadoop. May be repeated.")
  private Map<String, String> conf = new LinkedHashMap<>();

  boolean resume() {
    return resume;
  }

  int attempts() {
    return attempts;
  }

  /**
   * Refuses values out of range.
   *
   * @throws ParameterException if there are any
   */
  void check() {
    if (attempts < 1 || attempts > 10) {
      throw new ParameterException(
          spec.commandLine(), "--attempts " + attempts + " is out of range: 1 to 10");
    }
  }

  /**
   * Connects to the master; the caller closes it.
   *
   * @throws IOException if this machine's name has no address, without which Spark does not start
   */
  JavaSparkContext open(String name) throws IOException {
    if (System.getenv("SPARK_LOCAL_IP") == null && System.getenv("SPARK_LOCAL_HOSTNAME") == null) {
      requireAddress(InetAddress::getLocalHost);
    }
    SparkConf spark = new SparkConf().setAppName(name);
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
    return new JavaSparkContext(spark);
  }

  /** Spark itself would fail with an error of class loading. */
  static void requireAddress(LocalHost localHost) throws IOException {
    try {
      localHost.address();
    } catch (UnknownHostException e) {
      throw new IOException(
          "the name of this machine has no address (%s); add it to /etc/hosts, or set SPARK_LOCAL_IP=127.0.0.1"
              .formatted(e.getMessage()),
          e);
    }
  }

  /** Looks this machine's own name up. */
  @FunctionalInterface
  interface LocalHost {
    InetAddress address() throws UnknownHostException;
  }

  /** The detector for the tasks; sends its model to the executors if it has to be. */
  Models.Choice detector(JavaSparkContext spark, DetectorOptions detection) {
    Optional<Path> model = detection.model();
    boolean local = spark.isLocal();
    if (model.isPresent() && !local) {
      spark.addFile(model.get().toAbsolutePath().toUri().toString());
    }
    return new Models.Choice(
        detection.name().orElse(null),
        model
            .map(m -> local ? m.toAbsolutePath() : m.getFileName())
            .map(Path::toString)
            .orElse(null),
        !local);
  }
}
