package io.github.reenact.spark;

import com.google.common.io.CharStreams;
import com.google.gson.GsonBuilder;
import io.github.reenact.dataset.Csv;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/**
 * A dataset in shards being written, in any of Hadoop's file systems.
 *
 * <pre>
 * dataset.json, index.csv, skipped.csv, quarantined.csv, inputs.csv, provenance.json
 * shards/                what tasks wrote, whole or not
 * _commits/              a file for each task that ended well: what it made of which input
 * _attempts/             the markers of {@link Attempts}
 * </pre>
 *
 * A shard counts if a commit names it. Commits appear whole or not at all.
 */
final class DatasetFolder {
  private static final String PART = ".part";

  private final FileSystem fs;
  private final FileContext context;
  private final Path root;

  DatasetFolder(String uri, Configuration conf) throws IOException {
    root = new Path(uri);
    fs = root.getFileSystem(conf);
    // Otherwise a local folder gets a file of checksums beside each file.
    fs.setWriteChecksum(false);
    fs.setVerifyChecksum(false);
    context = FileContext.getFileContext(fs.getUri(), conf);
  }

  FileSystem fileSystem() {
    return fs;
  }

  Path path(String name) {
    return new Path(root, name);
  }

  /**
   * What became of one input file, or one job.
   *
   * @param kind {@code item}, {@code skipped} or {@code quarantined}
   * @param path of the input, or name of the job
   * @param size bytes of the input, or frames of the video
   * @param sha256 of the input; empty if it was not read
   * @param text line of the index, or the reason
   */
  record Outcome(String kind, String path, long size, String sha256, String text) {
    static final String ITEM = "item";
    static final String SKIPPED = "skipped";
    static final String QUARANTINED = "quarantined";

    String toLine() {
      return Csv.join(kind, path, Long.toString(size), sha256, text);
    }

    static Outcome parse(String line) {
      List<String> c = Csv.split(line);
      return new Outcome(c.get(0), c.get(1), Long.parseLong(c.get(2)), c.get(3), c.get(4));
    }
  }

  /** Notes what a task did; from now on it counts. */
  void commit(String name, List<Outcome> outcomes) throws IOException {
    StringBuilder text = new StringBuilder();
    outcomes.forEach(o -> text.append(o.toLine()));
    write("_commits/" + name, text.toString());
  }

  /** What became of the inputs so far. */
  List<Outcome> outcomes() throws IOException {
    List<Outcome> out = new ArrayList<>();
    for (FileStatus file : list("_commits")) {
      if (!file.getPath().getName().startsWith(".")) {
        read(file.getPath()).lines().map(Outcome::parse).forEach(out::add);
      }
    }
    return out;
  }

  /** Takes back what was noted of some inputs: they count as not done. */
  void forget(Predicate<Outcome> which) throws IOException {
    for (FileStatus file : list("_commits")) {
      String name = file.getPath().getName();
      if (name.startsWith(".")) {
        continue;
      }
      List<Outcome> all = read(file.getPath()).lines().map(Outcome::parse).toList();
      if (all.stream().anyMatch(which)) {
        commit(name, all.stream().filter(which.negate()).toList());
      }
    }
  }

  /** Takes back what was noted. */
  void forgetOutcomes() throws IOException {
    fs.delete(path("_commits"), true);
  }

  /** Files in a folder, or in this one if its name is empty. */
  List<FileStatus> list(String folder) throws IOException {
    try {
      return List.of(fs.listStatus(folder.isEmpty() ? root : path(folder)));
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  String read(Path file) throws IOException {
    try (var in = new InputStreamReader(fs.open(file), StandardCharsets.UTF_8)) {
      return CharStreams.toString(in);
    }
  }

  /** Writes a file, which appears, or replaces another, when it is whole. */
  void write(String name, String text) throws IOException {
    Path file = path(name);
    Path part = part(file);
    try (var out = fs.create(part, true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    context.rename(part, file, Options.Rename.OVERWRITE);
  }

  /**
   * Copies a local file to here, where it appears, or replaces another, when it is whole. Two tasks
   * may do so at the same time, one of which is thought dead.
   */
  void publish(java.nio.file.Path local, String name) throws IOException {
    Path file = path(name);
    Path part = part(path(name + "." + UUID.randomUUID()));
    fs.copyFromLocalFile(false, true, new Path(local.toUri()), part);
    context.rename(part, file, Options.Rename.OVERWRITE);
  }

  private static Path part(Path file) {
    return new Path(file.getParent(), "." + file.getName() + PART);
  }

  /**
   * Notes how the folder's content is made, or finds out that it may go on.
   *
   * @param name of the file that says so
   * @param wanted how it is to be made now
   * @param resume whether it may be there already
   * @param content what the folder would hold then, for messages
   * @param options that must be the same, for messages
   * @throws IOException if it is there and is not to be resumed, or was made otherwise
   */
  void describe(String name, String wanted, boolean resume, String content, String options)
      throws IOException {
    Path file = path(name);
    if (!fs.exists(file)) {
      write(name, wanted);
      return;
    }
    if (!resume) {
      throw new IOException(
          root + " holds " + content + " already; --resume completes it, or name another");
    }
    String found = read(file);
    if (!found.equals(wanted)) {
      throw new IOException(
          "%s was made with other settings: %s, now %s; use the same %s or another folder"
              .formatted(file, found.strip(), wanted.strip(), options));
    }
  }

  /** Deletes what failed tasks left of files that they were to publish. */
  void deleteParts() throws IOException {
    for (FileStatus file : list("")) {
      String name = file.getPath().getName();
      if (name.startsWith(".") && name.endsWith(PART)) {
        fs.delete(file.getPath(), false);
      }
    }
  }

  /** How the folder came about, as JSON. */
  static String provenance(List<String> command, String sparkVersion, Map<String, ?> more) {
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("command", command);
    about.put("finished", Instant.now().toString());
    about.putAll(more);
    about.put("spark", sparkVersion);
    about.put("java", System.getProperty("java.version"));
    return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(about);
  }
}
