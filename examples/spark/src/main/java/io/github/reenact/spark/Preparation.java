package io.github.reenact.spark;

import com.google.common.collect.Iterables;
import com.google.common.collect.Iterators;
import io.github.reenact.cli.Progress;
import io.github.reenact.dataset.Csv;
import io.github.reenact.dataset.Source;
import io.github.reenact.dataset.VideoRange;
import io.github.reenact.spark.DatasetFolder.Outcome;
import io.github.reenact.tf.data.ShardIndex;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;

/** Prepares a dataset: finds the inputs, has tasks make shards of them, and writes the index. */
final class Preparation {
  /** Inputs of a task have so many bytes at the most, unless it is one. */
  private static final long TASK_BYTES = 24L << 20;

  /** So many tasks a processor at least, as far as there are files. */
  private static final int TASKS_PER_PROCESSOR = 4;

  private final JavaSparkContext spark;
  private final Settings settings;
  private final Optional<String> split;
  private final List<String> command;
  private final Configuration conf;
  private final DatasetFolder folder;

  /** Opens a display of progress. */
  interface Display {
    Progress open(String unit, long total);
  }

  /**
   * What a dataset holds after a run.
   *
   * @param before of all files, and ranges of long videos, those that were done before the run
   */
  record Summary(long items, long pictures, long skipped, long quarantined, long before) {}

  Preparation(
      JavaSparkContext spark, Settings settings, Optional<String> split, List<String> command)
      throws IOException {
    this.spark = spark;
    this.settings = settings;
    this.split = split;
    this.command = command;
    conf = spark.hadoopConfiguration();
    folder = new DatasetFolder(settings.output(), conf);
  }

  /** What to do where a dataset is already. */
  enum Existing {
    /** Leave it as it is: an error. */
    REFUSE,
    /** Do what is missing, and what was skipped and is of another size now. */
    RESUME,
    /** Do what is missing, what was skipped, and what was quarantined. */
    RETRY
  }

  /**
   * Does what is missing.
   *
   * @throws IOException if the input cannot be listed, the output not be written, or is there and
   *     is not to be resumed
   */
  Summary run(Existing existing, Display display) throws IOException, InterruptedException {
    describe(existing != Existing.REFUSE);
    List<ShardTask.Input> inputs = inputs();
    forgetFailures(inputs, existing == Existing.RETRY);
    Set<String> done = folder.outcomes().stream().map(Outcome::path).collect(Collectors.toSet());
    List<ShardTask.Input> todo =
        ranges(inputs.stream().filter(i -> !done.contains(i.path())).toList(), done);
    if (!todo.isEmpty()) {
      work(groups(todo), display);
    }
    return finish(done.size());
  }

  /**
   * Takes files apart into ranges: those that are large for a task, and those of which ranges are
   * done. Only these are looked at; how many ranges another is its task finds out.
   *
   * @param done paths of files and ranges, which are left out
   */
  private List<ShardTask.Input> ranges(List<ShardTask.Input> files, Set<String> done)
      throws IOException, InterruptedException {
    Set<String> begun = done.stream().map(VideoRange::fileOf).collect(Collectors.toSet());
    long limit = limit(files);
    List<ShardTask.Input> some =
        files.stream().filter(f -> f.bytes() > limit || begun.contains(f.path())).toList();
    Map<String, Integer> counts = new HashMap<>();
    if (!some.isEmpty()) {
      List<Integer> found =
          Counters.await(
              spark.parallelize(some, some.size()).map(new LookTask(told())).collectAsync());
      for (int i = 0; i < some.size(); i++) {
        counts.put(some.get(i).path(), found.get(i));
      }
    }
    List<ShardTask.Input> out = new ArrayList<>();
    for (ShardTask.Input file : files) {
      Integer count = counts.get(file.path());
      if (count == null) {
        out.add(file);
      } else {
        VideoRange.all(count).stream()
            .filter(r -> !done.contains(r.path(file.path())))
            .forEach(r -> out.add(file.with(r)));
      }
    }
    return out;
  }

  /**
   * Sees to it that files that could not be used are tried again, if they may be used now.
   *
   * @param all whether that may be so of all of them, not just of those that have changed
   */
  private void forgetFailures(List<ShardTask.Input> inputs, boolean all) throws IOException {
    Map<String, ShardTask.Input> byPath =
        inputs.stream().collect(Collectors.toMap(ShardTask.Input::path, i -> i));
    Set<String> again = new HashSet<>();
    for (Outcome o : folder.outcomes()) {
      ShardTask.Input input = byPath.get(VideoRange.fileOf(o.path()));
      if (input == null || o.kind().equals(Outcome.ITEM)) {
        continue;
      }
      boolean quarantined = o.kind().equals(Outcome.QUARANTINED);
      if (all || (!quarantined && o.size() != input.bytes())) {
        again.add(o.path());
        if (quarantined) {
          String item = VideoRange.itemOf(o.path(), input.item());
          folder.fileSystem().delete(folder.path("_attempts/" + item), true);
        }
      }
    }
    folder.forget(o -> again.contains(o.path()) && !o.kind().equals(Outcome.ITEM));
  }

  private void describe(boolean resume) throws IOException {
    String fps = settings.rate().contains("/") ? '"' + settings.rate() + '"' : settings.rate();
    String wanted =
        "{\"format\":\"reenact-shards\",\"version\":1,\"size\":%d,\"fps\":%s}\n"
            .formatted(settings.size(), fps);
    folder.describe("dataset.json", wanted, resume, "a dataset", "--size and --fps");
  }

  /** All input files, by path. */
  private List<ShardTask.Input> inputs() throws IOException {
    Path given = new Path(settings.input());
    FileSystem fs = given.getFileSystem(conf);
    if (!fs.exists(given)) {
      throw new IOException("--input " + given + ": there is no such folder or list");
    }
    Map<String, Long> sizes =
        fs.getFileStatus(given).isDirectory() ? walk(fs, given) : listed(fs, given);
    Path root = root();
    List<Source> sources =
        Source.of(java.nio.file.Path.of("/"), List.copyOf(sizes.keySet()), manifest(fs, root));
    List<ShardTask.Input> out =
        sources.stream()
            .filter(s -> split.isEmpty() || s.split().equals(split.get()))
            .map(
                s ->
                    new ShardTask.Input(
                        s.path(),
                        s.item(),
                        s.identity(),
                        s.split(),
                        sizes.getOrDefault(s.path(), 0L),
                        null))
            .toList();
    if (out.isEmpty()) {
      throw new IOException(
          "--input "
              + given
              + ": there is no video or photo"
              + split.map(s -> " of the split '" + s + "'").orElse(""));
    }
    return out;
  }

  /** The folder that paths begin at. */
  private Path root() throws IOException {
    Path given = new Path(settings.input());
    return given.getFileSystem(conf).getFileStatus(given).isDirectory() ? given : given.getParent();
  }

  private Map<String, Long> walk(FileSystem fs, Path root) throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    String base = fs.makeQualified(root).toUri().getPath();
    String output = folder.fileSystem().makeQualified(folder.path("x")).getParent().toString();
    RemoteIterator<LocatedFileStatus> files = fs.listFiles(root, true);
    while (files.hasNext()) {
      LocatedFileStatus file = files.next();
      Path path = file.getPath();
      String below = path.toUri().getPath().substring(base.length()).replaceFirst("^/+", "");
      boolean hidden = ("/" + below).contains("/.");
      if (!hidden
          && Source.isCandidate(path.getName())
          && !path.toString().startsWith(output + "/")) {
        sizes.put(below, file.getLen());
      }
    }
    return sizes;
  }

  private Map<String, Long> listed(FileSystem fs, Path list) throws IOException {
    if (!list.getName().endsWith(".txt")) {
      throw new IOException("--input " + list + " is neither a folder nor a list (.txt) of files");
    }
    Map<String, Long> sizes = new TreeMap<>();
    for (String line : folder.read(list).lines().map(String::strip).toList()) {
      if (line.isEmpty()) {
        continue;
      }
      Path file = new Path(list.getParent(), line);
      if (line.startsWith("/") || line.contains(":") || ("/" + line + "/").contains("/../")) {
        throw new IOException(list + ": '" + line + "' is no path below the list's own folder");
      }
      if (!fs.exists(file)) {
        throw new IOException(list + ": there is no file '" + line + "' below its folder");
      }
      sizes.put(line, fs.getFileStatus(file).getLen());
    }
    return sizes;
  }

  private static Map<String, List<String>> manifest(FileSystem fs, Path root) throws IOException {
    Path file = new Path(root, Source.MANIFEST);
    if (!fs.exists(file)) {
      return Map.of();
    }
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(fs.open(file), StandardCharsets.UTF_8))) {
      return Source.manifest(java.nio.file.Path.of(file.toUri().getPath()), reader);
    }
  }

  /** Bytes of a task at the most: enough for a shard, and tasks enough for all processors. */
  private long limit(List<ShardTask.Input> inputs) {
    long all = inputs.stream().mapToLong(ShardTask.Input::cost).sum();
    int least = TASKS_PER_PROCESSOR * spark.defaultParallelism();
    return Math.min(TASK_BYTES, all / least + 1);
  }

  /** Distributes the inputs over tasks. */
  private List<List<ShardTask.Input>> groups(List<ShardTask.Input> inputs) {
    long limit = limit(inputs);
    List<List<ShardTask.Input>> groups = new ArrayList<>();
    long bytes = 0;
    for (ShardTask.Input input : inputs) {
      if (groups.isEmpty() || bytes + input.cost() > limit) {
        groups.add(new ArrayList<>());
        bytes = 0;
      }
      Iterables.getLast(groups).add(input);
      bytes += input.cost();
    }
    // The largest first, so that none is left to the end.
    groups.sort(Comparator.comparingLong(g -> -g.stream().mapToLong(ShardTask.Input::cost).sum()));
    return groups;
  }

  private Settings told() throws IOException {
    return new Settings(
        root().toString(),
        settings.output(),
        settings.size(),
        settings.rate(),
        settings.detector(),
        settings.attempts());
  }

  private void work(List<List<ShardTask.Input>> groups, Display display)
      throws IOException, InterruptedException {
    Counters counters = Counters.create(spark.sc());
    ShardTask task = new ShardTask(told(), counters);
    int files = groups.stream().mapToInt(List::size).sum();
    JavaFutureAction<Void> job =
        spark
            .parallelize(groups, groups.size())
            .foreachPartitionAsync(
                g -> task.call(Iterators.concat(Iterators.transform(g, List::iterator))));
    try (Progress progress = display.open("files", files)) {
      counters.await(
          job,
          progress,
          (pictures, failures) ->
              "%d faces so far; %d files or ranges cannot be used".formatted(pictures, failures));
    }
  }

  /** Writes what the dataset holds; the index last. */
  private Summary finish(long before) throws IOException {
    // An input that two tasks did, one of which was thought dead, counts once.
    Map<String, Outcome> byPath = new TreeMap<>();
    folder.outcomes().forEach(o -> byPath.putIfAbsent(o.path(), o));
    Map<String, String> lists = new LinkedHashMap<>();
    lists.put(Outcome.SKIPPED, "path,reason\n");
    lists.put(Outcome.QUARANTINED, "path,reason\n");
    StringBuilder index = new StringBuilder(ShardIndex.HEADER + "\n");
    Map<String, Outcome> files = new TreeMap<>();
    Map<String, Long> counts = new TreeMap<>();
    long pictures = 0;
    Set<String> shards = new HashSet<>();
    for (Outcome o : byPath.values()) {
      counts.merge(o.kind(), 1L, Long::sum);
      // The first range of a file has its hash.
      files.merge(VideoRange.fileOf(o.path()), o, (a, b) -> a.sha256().isEmpty() ? b : a);
      if (o.kind().equals(Outcome.ITEM)) {
        ShardIndex.Entry e = ShardIndex.parse(o.text(), java.nio.file.Path.of("_commits"), 1);
        pictures += e.frames();
        shards.add(ShardIndex.pictures(e.place().shard()));
        shards.add(ShardIndex.tracks(e.place().shard()));
        index.append(o.text()).append('\n');
      } else {
        lists.merge(o.kind(), Csv.join(o.path(), o.text()), String::concat);
      }
    }
    StringBuilder hashes = new StringBuilder("path,bytes,sha256\n");
    files.forEach((f, o) -> hashes.append(Csv.join(f, Long.toString(o.size()), o.sha256())));
    folder.write("inputs.csv", hashes.toString());
    folder.write("skipped.csv", lists.getOrDefault(Outcome.SKIPPED, ""));
    folder.write("quarantined.csv", lists.getOrDefault(Outcome.QUARANTINED, ""));
    folder.write("provenance.json", provenance());
    folder.write("index.csv", index.toString());
    // What failed tasks left.
    for (FileStatus file : folder.list("shards")) {
      if (!shards.contains("shards/" + file.getPath().getName())) {
        folder.fileSystem().delete(file.getPath(), false);
      }
    }
    return new Summary(
        counts.getOrDefault(Outcome.ITEM, 0L),
        pictures,
        counts.getOrDefault(Outcome.SKIPPED, 0L),
        counts.getOrDefault(Outcome.QUARANTINED, 0L),
        before);
  }

  private String provenance() {
    return DatasetFolder.provenance(
        command, spark.version(), Map.of("settings", settings, "inputs", "inputs.csv"));
  }
}
