package io.github.reenact.dataset;

import io.github.reenact.LandmarkDetector;
import io.github.reenact.LandmarkTracker;
import io.github.reenact.Landmarks;
import io.github.reenact.ReenactException;
import io.github.reenact.media.FrameRate;
import io.github.reenact.media.LandmarksCsv;
import io.github.reenact.media.PhotoWriter;
import io.github.reenact.media.VideoReader;
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

  private static final float QUALITY = 0.95f;

  private final LandmarkDetector detector;
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
    if (size < 32 || size > 1024) {
      throw new IllegalArgumentException("crops are 32 to 1024 pixels wide, not " + size);
    }
    if (threads < 1) {
      throw new IllegalArgumentException("at least one thread is needed, not " + threads);
    }
    this.detector = detector;
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

  private static void checkInterrupt() throws InterruptedIOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted; start again to go on");
    }
  }

  private record Track(
      int width,
      int height,
      boolean photo,
      List<Optional<Landmarks>> frames,
      Optional<String> damage) {}

  private Result makeItem(Source source, Dataset dataset) throws IOException {
    Track track = track(source);
    List<Landmarks> found = track.frames.stream().flatMap(Optional::stream).toList();
    if (found.size() < LEAST_FOUND * track.frames.size() || found.isEmpty()) {
      return skip(
          source,
          track.photo
              ? "no face found"
              : "a face in only %d of %d frames".formatted(found.size(), track.frames.size()),
          dataset);
    }
    double face = FaceCrop.medianSize(found);
    if (face < SMALLEST_FACE) {
      return skip(
          source,
          String.format(
              Locale.ROOT, "the face is %.0f pixels wide; %d are needed", face, SMALLEST_FACE),
          dataset);
    }
    FaceCrop crop = FaceCrop.around(found, track.width, track.height);
    Path part;
    try {
      part = dataset.begin(source.item());
    } catch (IOException e) {
      throw new OutputException(Path.of(source.item()), e);
    }
    List<LandmarksCsv.Row> rows = cut(source, track, crop, part);
    try {
      LandmarksCsv.write(part.resolve("landmarks.csv"), rows, true);
      dataset.complete(
          part,
          new Dataset.Item(
              source.item(),
              source.identity(),
              source.split(),
              track.photo ? "photo" : "clip",
              rows.size(),
              source.path()));
    } catch (IOException e) {
      throw new OutputException(part, e);
    }
    return new Result(source, rows.size(), track.damage, Optional.empty());
  }

  /** The first pass: where the face is. */
  private Track track(Source source) throws IOException {
    List<Optional<Landmarks>> frames = new ArrayList<>();
    try (VideoReader reader = VideoReader.open(source.file(), rate)) {
      if (reader.isPhoto()) {
        frames.add(detector.detect(reader.next().orElseThrow().image()));
      } else {
        try (LandmarkTracker tracker = detector.track(0)) {
          for (var frame = reader.next(); frame.isPresent(); frame = reader.next()) {
            checkInterrupt();
            frames.add(tracker.next(frame.get().image()));
          }
        }
      }
      return new Track(reader.width(), reader.height(), reader.isPhoto(), frames, reader.damage());
    }
  }

  /** The second pass: the pictures. Reading again is cheaper than to hold all frames. */
  private List<LandmarksCsv.Row> cut(Source source, Track track, FaceCrop crop, Path part)
      throws IOException {
    List<LandmarksCsv.Row> rows = new ArrayList<>();
    try (VideoReader reader = VideoReader.open(source.file(), rate)) {
      for (int i = 0; i < track.frames.size(); i++) {
        checkInterrupt();
        Optional<VideoReader.Frame> frame = reader.next();
        if (frame.isEmpty()) {
          throw new IOException(source.file() + " has changed while it was read; start again");
        }
        Optional<Landmarks> landmarks = track.frames.get(i);
        if (landmarks.isEmpty()) {
          continue;
        }
        byte[] jpeg = PhotoWriter.jpeg(crop.cut(frame.get().image(), size), QUALITY);
        Path file = part.resolve(String.format(Locale.ROOT, "%05d.jpg", i));
        try {
          Files.write(file, jpeg);
        } catch (IOException e) {
          throw new OutputException(file, e);
        }
        rows.add(new LandmarksCsv.Row(i, frame.get().seconds(), crop.map(landmarks.get(), size)));
      }
    }
    return rows;
  }
}
