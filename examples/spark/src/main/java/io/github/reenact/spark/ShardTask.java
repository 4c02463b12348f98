package io.github.reenact.spark;

import io.github.reenact.ReenactException;
import io.github.reenact.dataset.FacePicture;
import io.github.reenact.dataset.ItemExtractor;
import io.github.reenact.dataset.VideoRange;
import io.github.reenact.media.FrameRate;
import io.github.reenact.tf.data.ShardIndex;
import io.github.reenact.tf.data.ShardWriter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.jspecify.annotations.Nullable;

/**
 * Makes shards from some input files and ranges of them. What it wrote counts when it has noted it
 * in the dataset, as its last step; a task that fails before leaves nothing that counts.
 */
final class ShardTask implements VoidFunction<Iterator<ShardTask.Input>> {
  private static final long serialVersionUID = 1L;

  /** A shard is ended after the item with which it becomes as long. */
  static final long SHARD_BYTES = 128L << 20;

  /** Share of Java's memory that pictures may take until they are written. */
  private static final double MEMORY = 0.4;

  private final Settings settings;
  private final Counters counters;

  /**
   * One input file, or a range of one.
   *
   * @param path of the file, below the input folder
   * @param item name of the file in the dataset
   * @param bytes of the file
   * @param range null if how many ranges the file is has to be found out; then it is all of them
   */
  record Input(
      String path,
      String item,
      String identity,
      String split,
      long bytes,
      @Nullable VideoRange range)
      implements Serializable {

    Input with(VideoRange part) {
      return new Input(path, item, identity, split, bytes, part);
    }

    /** How much work it is, in bytes. */
    long cost() {
      return range == null ? bytes : bytes / range.count();
    }
  }

  ShardTask(Settings settings, Counters counters) {
    this.settings = settings;
    this.counters = counters;
  }

  @Override
  public void call(Iterator<Input> inputs) throws IOException {
    try (Run run = new Run()) {
      while (inputs.hasNext()) {
        run.add(inputs.next());
      }
      run.commit();
    }
  }

  /** The output cannot be written: not the input's fault. */
  private static final class OutputException extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    OutputException(IOException cause) {
      super("the output cannot be written: " + cause.getMessage(), cause);
    }
  }

  /** One attempt at the task. */
  private final class Run implements AutoCloseable {
    private final Configuration conf = SparkHadoopUtil.get().conf();
    private final DatasetFolder folder = new DatasetFolder(settings.output(), conf);
    private final Attempts attempts =
        new Attempts(folder.fileSystem(), folder.path("_attempts"), settings.attempts());
    private final List<DatasetFolder.Outcome> outcomes = new ArrayList<>();
    private final ItemExtractor extractor;
    private final Path folderOfInputs = new Path(settings.input());
    private final FrameRate rate = FrameRate.parse(settings.rate());
    private long inputs;
    private long pictures;
    private long failures;
    private Shard shard = new Shard();

    Run() throws IOException {
      Models models = Models.of(settings.detector());
      int tasks = Math.max(1, Runtime.getRuntime().availableProcessors());
      extractor =
          new ItemExtractor(
              models.detector(),
              models.gaze(),
              settings.size(),
              rate,
              (long) (MEMORY * Runtime.getRuntime().maxMemory() / tasks));
    }

    void add(Input input) throws IOException {
      inputs++;
      VideoRange known = input.range();
      if (known != null) {
        attempt(input, known, () -> outcomes.add(outcome(input, known)));
        return;
      }
      List<VideoRange> ranges = new ArrayList<>();
      attempt(
          input,
          VideoRange.WHOLE,
          () -> {
            int count = LookTask.count(input, folderOfInputs, rate, conf);
            if (count > 1) {
              ranges.addAll(VideoRange.all(count));
            } else {
              outcomes.add(outcome(input, VideoRange.WHOLE));
            }
          });
      for (VideoRange range : ranges) {
        attempt(input, range, () -> outcomes.add(outcome(input, range)));
      }
    }

    private void attempt(Input input, VideoRange range, Attempts.Work work) throws IOException {
      if (TaskContext.get().isInterrupted()) {
        throw new InterruptedIOException("the task was cancelled");
      }
      if (!attempts.attempt(range.item(input.item()), work)) {
        failures++;
        outcomes.add(
            new DatasetFolder.Outcome(
                DatasetFolder.Outcome.QUARANTINED,
                range.path(input.path()),
                input.bytes(),
                "",
                "the process that read it died, " + settings.attempts() + " times"));
      }
      if (shard.writer.bytes() >= SHARD_BYTES) {
        shard.close();
        shard = new Shard();
      }
    }

    private DatasetFolder.Outcome outcome(Input input, VideoRange range) throws IOException {
      String source = range.path(input.path());
      String sha256 = "";
      try (LocalCopy copy = LocalCopy.of(new Path(folderOfInputs, input.path()), conf)) {
        // One of the ranges is enough: a file may be large.
        sha256 = range.index() == 0 ? copy.sha256() : "";
        ShardWriter.Item item =
            shard.writer.begin(
                new ShardWriter.Description(
                    range.item(input.item()), input.identity(), input.split(), source));
        ItemExtractor.Extraction made = extractor.extract(copy.file(), range, new Into(item));
        String line = ended(item, made.photo());
        pictures += made.pictures();
        return new DatasetFolder.Outcome(
            DatasetFolder.Outcome.ITEM, source, input.bytes(), sha256, line);
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException | ReenactException e) {
        failures++;
        return new DatasetFolder.Outcome(
            DatasetFolder.Outcome.SKIPPED,
            source,
            input.bytes(),
            sha256,
            e.getMessage() == null ? e.toString() : e.getMessage());
      }
    }

    private String ended(ShardWriter.Item item, boolean photo) {
      try {
        return item.end(photo, shard.name).toLine();
      } catch (IOException e) {
        throw new OutputException(e);
      }
    }

    void commit() throws IOException {
      shard.close();
      TaskContext task = TaskContext.get();
      folder.commit(
          "%s-%d-%d.csv".formatted(UUID.randomUUID(), task.stageId(), task.partitionId()),
          outcomes);
      counters.add(inputs, pictures, failures);
    }

    @Override
    public void close() throws IOException {
      shard.close();
    }

    /** The shard that is written now. */
    private final class Shard {
      private final String name =
          "%05d-%s".formatted(TaskContext.get().partitionId(), UUID.randomUUID());
      private final OutputStream pictureStream;
      private final OutputStream trackStream;
      private final ShardWriter writer;
      private boolean closed;

      Shard() throws IOException {
        pictureStream = folder.fileSystem().create(folder.path(ShardIndex.pictures(name)), false);
        trackStream = folder.fileSystem().create(folder.path(ShardIndex.tracks(name)), false);
        writer = new ShardWriter(pictureStream, trackStream);
      }

      void close() throws IOException {
        if (!closed) {
          closed = true;
          pictureStream.close();
          trackStream.close();
        }
      }
    }
  }

  /** Writes pictures into a shard. */
  private record Into(ShardWriter.Item item) implements ItemExtractor.Sink {
    @Override
    public void begin() {}

    @Override
    public void add(FacePicture p) {
      try {
        item.add(p.frame(), p.seconds(), p.landmarks(), p.irises(), p.jpeg());
      } catch (IOException e) {
        throw new OutputException(e);
      }
    }
  }
}
