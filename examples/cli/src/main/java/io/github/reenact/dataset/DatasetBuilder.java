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
import java.util.List;
import java.util.Locale;
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

    /** A file has become an item; {@code warning} tells what is wrong with it, if anything. */
    void added(Source source, int frames, Optional<String> warning);

    /** A file cannot be used. */
    void skipped(Source source, String reason);
  }

  /**
   * What a run did.
   *
   * @param added items of this run
   * @param frames pictures of this run
   * @param kept items of earlier runs
   * @param skipped files that could not be used
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
      int kept = sources.size() - todo.size();
      listener.started(todo.size(), kept);
      int added = 0;
      long frames = 0;
      int skipped = 0;
      ExecutorService pool = Executors.newFixedThreadPool(threads);
      try {
        ExecutorCompletionService<Result> results = new ExecutorCompletionService<>(pool);
        for (Source source : todo) {
          results.submit(() -> make(source, dataset));
        }
        for (int i = 0; i < todo.size(); i++) {
          Result result = results.take().get();
          if (result.skipReason.isPresent()) {
            skipped++;
            listener.skipped(result.source, result.skipReason.get());
          } else {
            added++;
            frames += result.frames;
            listener.added(result.source, result.frames, result.warning);
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
      return new Summary(added, frames, kept, skipped);
    }
  }

  private record Result(
      Source source, int frames, Optional<String> warning, Optional<String> skipReason) {}

  /** The input is fine, the output is not: ends the run. */
  private static final class OutputException extends IOException {
    private static final long serialVersionUID = 1L;

    OutputException(Path file, IOException cause) {
      super(
          file + " cannot be written (" + cause + "); is the disk full? Start again to go on",
          cause);
    }
  }

  private Result make(Source source, Dataset dataset) throws IOException {
    try {
      return makeItem(source, dataset);
    } catch (OutputException | InterruptedIOException e) {
      throw e;
    } catch (IOException | ReenactException e) {
      String reason = e.getMessage() == null ? e.toString() : e.getMessage();
      return skip(source, reason, dataset);
    }
  }

  private static Result skip(Source source, String reason, Dataset dataset) throws OutputException {
    try {
      dataset.skip(source.path(), reason);
    } catch (IOException e) {
      throw new OutputException(Path.of("skipped.csv"), e);
    }
    return new Result(source, 0, Optional.empty(), Optional.of(reason));
  }

  private Result makeItem(Source source, Dataset dataset) throws IOException {
    Folder folder = new Folder(source, dataset);
    ItemExtractor.Extraction made = extractor.extract(source.file(), folder);
    folder.complete(made);
    return new Result(source, made.pictures(), made.warning(), Optional.empty());
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
