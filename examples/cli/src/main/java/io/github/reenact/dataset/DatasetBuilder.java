package io.github.reenact.dataset;

import io.github.reenact.LandmarkDetector;
import io.github.reenact.Landmarks;
import io.github.reenact.ReenactException;
import io.github.reenact.media.FrameRate;
import io.github.reenact.media.LandmarksCsv;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Makes training data from videos and photos, in the format that this package describes. A run that
 * was interrupted is taken up where it ended: complete items are not made again.
 *
 * <p>Thread-safe.
 */
public final class DatasetBuilder {
  /**
   * Faces smaller than this many pixels ({@link Landmarks#size()}, median of the clip) are left
   * out.
   */
  public static final int SMALLEST_FACE = 48;

  /** Clips in which less than this part of the frames shows a face are left out. */
  public static final double LEAST_FOUND = 0.5;

  /** Share of Java's memory that pictures may take until they are written. */
  private static final double MEMORY = 0.4;

  private final ItemExtractor extractor;
  private final int size;
  private final FrameRate rate;
  private final int threads;

  /**
   * A builder.
   *
   * @param detector finds the faces; left open
   * @param size side of the crops in pixels, 32 to 1024
   * @param rate at which clips are sampled
   * @param threads how many files are worked on at a time, at least 1
   */
  public DatasetBuilder(LandmarkDetector detector, int size, FrameRate rate, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("at least one thread is needed, not " + threads);
    }
    long memory = (long) (MEMORY * Runtime.getRuntime().maxMemory() / threads);
    extractor = new ItemExtractor(detector, Optional.empty(), size, rate, memory);
    this.size = size;
    this.rate = rate;
    this.threads = threads;
  }

  /** Hears of each file when it is done with. Called by one thread at a time. */
  public interface Listener {
    /** How many files there are to do, and how many are complete from earlier runs. */
    void started(int toDo, int complete);

    /**
     * A file, or a range of one, has become an item; {@code warning} tells what is wrong with it,
     * if anything.
     */
    void added(Source source, int frames, Optional<String> warning);

    /** A file, or a range of one, cannot be used. */
    void skipped(Source source, String reason);

    /** Nothing of a file is left to do. */
    void finished(Source file);
  }

  /**
   * What a run did.
   *
   * @param added items of this run
   * @param frames pictures of this run
   * @param kept items of earlier runs
   * @param skipped files, and ranges of long videos, that could not be used
   */
  public record Summary(int added, long frames, int kept, int skipped) {}

  /**
   * Makes what is missing.
   *
   * @throws IOException if the dataset cannot be written, is in use by another run, or was made
   *     with other settings; a source that cannot be read is skipped instead
   * @throws InterruptedException if the thread is interrupted; the next run takes the work up
   */
  public Summary build(List<Source> sources, Path folder, Listener listener)
      throws IOException, InterruptedException {
    try (Dataset dataset = Dataset.open(folder, size, rate)) {
      Set<String> complete =
          dataset.items().stream().map(Dataset.Item::item).collect(Collectors.toSet());
      List<Source> todo = sources.stream().filter(s -> !complete.contains(s.item())).toList();
      listener.started(todo.size(), sources.size() - todo.size());
      Tally tally = new Tally(listener, sources.size() - todo.size());
      ExecutorService pool = Executors.newFixedThreadPool(threads);
      try {
        ExecutorCompletionService<Result> results = new ExecutorCompletionService<>(pool);
        for (Source source : todo) {
          results.submit(() -> begin(source, dataset));
        }
        for (int pending = todo.size(); pending > 0; pending--) {
          Result result = results.take().get();
          for (VideoRange range : tally.count(result)) {
            if (complete.contains(result.file.part(range).item())) {
              tally.count(Result.kept(result.file));
            } else {
              results.submit(() -> make(result.file, range, dataset));
              pending++;
            }
          }
        }
      } catch (ExecutionException e) {
        if (e.getCause() instanceof IOException output) {
          throw new IOException(output.getMessage(), output);
        }
        throw new IllegalStateException(e.getCause());
      } finally {
        pool.shutdownNow();
        pool.awaitTermination(1, TimeUnit.MINUTES);
      }
      return tally.summary();
    }
  }

  /**
   * What became of a file or a range of it.
   *
   * @param source what was made or skipped
   * @param ranges of the file that are to be made; then nothing else has become of it
   * @param extraction if it became an item
   * @param skipReason if it cannot be used
   */
  private record Result(
      Source file,
      Source source,
      List<VideoRange> ranges,
      Optional<ItemExtractor.Extraction> extraction,
      Optional<String> skipReason) {

    static Result ranges(Source file, List<VideoRange> ranges) {
      return new Result(file, file, ranges, Optional.empty(), Optional.empty());
    }

    static Result kept(Source file) {
      return ranges(file, List.of());
    }
  }

  /** Counts results and tells of them. Used by one thread. */
  private static final class Tally {
    private final Listener listener;
    private final Map<Source, Integer> left = new HashMap<>();
    private int added;
    private long frames;
    private int kept;
    private int skipped;

    Tally(Listener listener, int kept) {
      this.listener = listener;
      this.kept = kept;
    }

    /** Takes a result; gives the ranges that are to be made now. */
    List<VideoRange> count(Result result) {
      if (!result.ranges.isEmpty()) {
        left.put(result.file, result.ranges.size());
        return result.ranges;
      }
      if (result.skipReason.isPresent()) {
        skipped++;
        listener.skipped(result.source, result.skipReason.get());
      } else if (result.extraction.isPresent()) {
        ItemExtractor.Extraction made = result.extraction.get();
        added++;
        frames += made.pictures();
        listener.added(result.source, made.pictures(), made.warning());
      } else {
        kept++;
      }
      if (left.merge(result.file, -1, Integer::sum) <= 0) {
        listener.finished(result.file);
      }
      return List.of();
    }

    Summary summary() {
      return new Summary(added, frames, kept, skipped);
    }
  }

  /** The input is fine, the output is not: ends the run. */
  private static final class OutputException extends IOException {
    private static final long serialVersionUID = 1L;

    OutputException(Path file, IOException cause) {
      super(
          file + " cannot be written (" + cause + "); is the disk full? Start again to go on",
          cause);
    }
  }

  /** Makes an item of a file, unless it is several: then says of which ranges. */
  private Result begin(Source file, Dataset dataset) throws IOException {
    int count;
    try {
      count = VideoRange.count(file.file(), rate);
    } catch (IOException | ReenactException e) {
      return skip(file, file, e, dataset);
    }
    return count > 1
        ? Result.ranges(file, VideoRange.all(count))
        : make(file, VideoRange.WHOLE, dataset);
  }

  private Result make(Source file, VideoRange range, Dataset dataset) throws IOException {
    Source source = file.part(range);
    try {
      Folder folder = new Folder(source, dataset);
      ItemExtractor.Extraction made = extractor.extract(file.file(), range, folder);
      folder.complete(made);
      return new Result(file, source, List.of(), Optional.of(made), Optional.empty());
    } catch (OutputException | InterruptedIOException e) {
      throw e;
    } catch (IOException | ReenactException e) {
      return skip(file, source, e, dataset);
    }
  }

  private static Result skip(Source file, Source source, Exception why, Dataset dataset)
      throws OutputException {
    String reason = why.getMessage() == null ? why.toString() : why.getMessage();
    try {
      dataset.skip(source.path(), reason);
    } catch (IOException e) {
      throw new OutputException(Path.of("skipped.csv"), e);
    }
    return new Result(file, source, List.of(), Optional.empty(), Optional.of(reason));
  }

  /** Writes an item's folder. */
  private static final class Folder implements ItemExtractor.Sink {
    private final Source source;
    private final Dataset dataset;
    private final List<LandmarksCsv.Row> rows = new ArrayList<>();
    private Path part;

    Folder(Source source, Dataset dataset) {
      this.source = source;
      this.dataset = dataset;
      part = Path.of(source.item());
    }

    @Override
    public void begin() throws IOException {
      try {
        part = dataset.begin(source.item());
      } catch (IOException e) {
        throw new OutputException(part, e);
      }
    }

    @Override
    public void add(FacePicture picture) throws IOException {
      Path file = part.resolve(String.format(Locale.ROOT, "%05d.jpg", picture.frame()));
      try {
        Files.write(file, picture.jpeg());
      } catch (IOException e) {
        throw new OutputException(file, e);
      }
      rows.add(new LandmarksCsv.Row(picture.frame(), picture.seconds(), picture.landmarks()));
    }

    void complete(ItemExtractor.Extraction made) throws IOException {
      try {
        LandmarksCsv.write(part.resolve("landmarks.csv"), rows, true);
        dataset.complete(
            part,
            new Dataset.Item(
                source.item(),
                source.identity(),
                source.split(),
                made.photo() ? "photo" : "clip",
                rows.size(),
                source.path()));
      } catch (IOException e) {
        throw new OutputException(part, e);
      }
    }
  }
}
