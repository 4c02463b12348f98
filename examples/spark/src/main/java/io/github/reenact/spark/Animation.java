package io.github.reenact.spark;

import io.github.reenact.cli.Progress;
import io.github.reenact.dataset.Csv;
import io.github.reenact.spark.DatasetFolder.Outcome;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/** Renders the videos of a list: has tasks make those that are missing, and writes what became. */
final class Animation {
  private final JavaSparkContext spark;
  private final Path list;
  private final AnimationSettings settings;
  private final int attempts;
  private final List<String> command;
  private final DatasetFolder folder;
  private final String output;

  /**
   * What a folder of videos holds after a run.
   *
   * @param before of all videos, those that were done before the run
   */
  record Summary(long videos, long frames, long failed, long quarantined, long before) {}

  Animation(
      JavaSparkContext spark,
      String list,
      String output,
      AnimationSettings settings,
      int attempts,
      List<String> command)
      throws IOException {
    this.spark = spark;
    this.list = new Path(list);
    this.output = output;
    this.settings = settings;
    this.attempts = attempts;
    this.command = command;
    folder = new DatasetFolder(output, spark.hadoopConfiguration());
  }

  /**
   * Does what is missing. Jobs that failed are tried again.
   *
   * @throws IOException if the list cannot be read, or the output not be written, or is there and
   *     is not to be resumed
   */
  Summary run(boolean resume, Preparation.Display display)
      throws IOException, InterruptedException {
    List<AnimationJob> jobs = jobs();
    folder.describe("settings.json", settings.describe(), resume, "videos of a list", "options");
    Map<String, Outcome> before = outcomes();
    List<AnimationJob> todo = jobs.stream().filter(j -> !isDone(j, before.get(j.name()))).toList();
    if (!todo.isEmpty()) {
      work(todo, display);
    }
    return finish(jobs, jobs.size() - todo.size());
  }

  private List<AnimationJob> jobs() throws IOException {
    Configuration conf = spark.hadoopConfiguration();
    FileSystem fs = list.getFileSystem(conf);
    if (!fs.exists(list) || fs.getFileStatus(list).isDirectory()) {
      throw new IOException("--jobs " + list + ": there is no such file");
    }
    return AnimationJob.parse(folder.read(list), "--jobs " + list);
  }

  private Map<String, Outcome> outcomes() throws IOException {
    Map<String, Outcome> byName = new HashMap<>();
    folder.outcomes().forEach(o -> byName.put(o.path(), o));
    return byName;
  }

  /** Whether nothing is left to do: the same video is there, or it is in quarantine. */
  private boolean isDone(AnimationJob job, @Nullable Outcome outcome) {
    if (outcome == null) {
      return false;
    }
    return switch (outcome.kind()) {
      case Outcome.ITEM -> outcome.text().equals(job.description());
      case Outcome.QUARANTINED -> true;
      default -> false;
    };
  }

  private void work(List<AnimationJob> jobs, Preparation.Display display)
      throws IOException, InterruptedException {
    Counters counters = Counters.create(spark.sc());
    Path root = list.getFileSystem(spark.hadoopConfiguration()).makeQualified(list).getParent();
    AnimationTask task =
        new AnimationTask(
            new AnimationTask.Place(root.toString(), output, attempts), settings, counters);
    JavaFutureAction<Void> job = spark.parallelize(jobs, jobs.size()).foreachPartitionAsync(task);
    try (Progress progress = display.open("videos", jobs.size())) {
      counters.await(
          job,
          progress,
          (frames, failures) ->
              "%d frames so far; %d videos cannot be made".formatted(frames, failures));
    }
  }

  /** Writes what became of the list's jobs. */
  private Summary finish(List<AnimationJob> jobs, long before) throws IOException {
    Map<String, Outcome> became = outcomes();
    Map<String, StringBuilder> lists = new LinkedHashMap<>();
    lists.put(Outcome.ITEM, new StringBuilder("name,file,frames\n"));
    lists.put(Outcome.SKIPPED, new StringBuilder("name,reason\n"));
    lists.put(Outcome.QUARANTINED, new StringBuilder("name,reason\n"));
    Map<String, Long> counts = new HashMap<>();
    long frames = 0;
    for (AnimationJob job : jobs) {
      Outcome o = became.get(job.name());
      if (o == null) {
        continue;
      }
      counts.merge(o.kind(), 1L, Long::sum);
      boolean made = o.kind().equals(Outcome.ITEM);
      frames += made ? o.size() : 0;
      lists
          .getOrDefault(o.kind(), new StringBuilder())
          .append(
              made
                  ? Csv.join(o.path(), job.file(), Long.toString(o.size()))
                  : Csv.join(o.path(), o.text()));
    }
    folder.deleteParts();
    folder.write("failed.csv", String.valueOf(lists.get(Outcome.SKIPPED)));
    folder.write("quarantined.csv", String.valueOf(lists.get(Outcome.QUARANTINED)));
    folder.write("provenance.json", provenance());
    folder.write("videos.csv", String.valueOf(lists.get(Outcome.ITEM)));
    return new Summary(
        counts.getOrDefault(Outcome.ITEM, 0L),
        frames,
        counts.getOrDefault(Outcome.SKIPPED, 0L),
        counts.getOrDefault(Outcome.QUARANTINED, 0L),
        before);
  }

  private String provenance() {
    return DatasetFolder.provenance(
        command, spark.version(), Map.of("settings", settings, "jobs", list.toString()));
  }
}
