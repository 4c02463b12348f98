package io.github.reenact.dataset;

import io.github.reenact.Image;
import io.github.reenact.Iris;
import io.github.reenact.LandmarkDetector;
import io.github.reenact.Landmarks;
import io.github.reenact.Similarity;
import io.github.reenact.media.VideoReader;
import io.github.reenact.tf.gaze.training.GazeSample;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Eyes to train the gaze network on: photos and videos, and a table of where their irises are.
 *
 * <p>The table is comma-separated UTF-8 text, packed with gzip if its name ends in {@code .gz},
 * with these columns in any order; others do not count:
 *
 * <table>
 * <caption>Columns</caption>
 * <tr><td>{@code path}</td><td>of the photo or video, below the folder, with {@code /}</td></tr>
 * <tr><td>{@code frame}</td><td>of a video, from 0; 0 for photos</td></tr>
 * <tr><td>{@code left_x}, {@code left_y}, {@code left_r}</td><td>centre and radius of the iris on
 * the left of the picture, in pixels of the upright picture (the centre of the first pixel is 0);
 * all empty if it is not seen or not known</td></tr>
 * <tr><td>{@code right_x}, {@code right_y}, {@code right_r}</td><td>the same on the right</td></tr>
 * <tr><td>{@code left_open}, {@code right_open}</td><td>the lids' gap over the eye's width; may be
 * empty. An eye without an iris that is open less than {@value #CLOSED} is taken for closed; one
 * that is open wider, or whose opening is not given, is left out</td></tr>
 * </table>
 */
public final class GazeData {
  /** See above. */
  public static final double CLOSED = 0.26;

  /** Of a clip no more frames than this are used, ... */
  public static final int MOST_FRAMES = 24;

  /** ... and at most every so many-th. */
  public static final int FRAME_STEP = 4;

  /** Side of the part of a picture in which the face is looked for, in distances of the irises. */
  private static final double FACE = 6;

  private static final List<String> COLUMNS =
      List.of(
          "path",
          "frame",
          "left_x",
          "left_y",
          "left_r",
          "left_open",
          "right_x",
          "right_y",
          "right_r",
          "right_open");

  private GazeData() {}

  /** What a table says of one frame. */
  private record Row(GazeSample.Label left, GazeSample.Label right) {}

  /** Hears of each file when it is done with. */
  @FunctionalInterface
  public interface Listener {
    /**
     * A file was read.
     *
     * @param eyes found in it
     * @param problem why it could not be read, or not to its end
     */
    void read(Source source, int eyes, Optional<String> problem);
  }

  /**
   * Reads labelled eyes. Files that the table does not name are left out, and so are faces that the
   * detector does not find.
   *
   * @param table of labels
   * @param sources the photos and videos that are wanted
   * @param detector finds the landmarks; left open
   * @param threads how many files are worked on at a time, at least 1
   * @param listener is called by one thread at a time
   * @return by the source's split, in the order of the sources
   * @throws IOException if the table cannot be read or is wrong (the message names the line); a
   *     photo or video that cannot be read is told to the listener
   * @throws InterruptedException if the thread is interrupted
   */
  public static Map<String, List<GazeSample>> read(
      Path table, List<Source> sources, LandmarkDetector detector, int threads, Listener listener)
      throws IOException, InterruptedException {
    Map<String, NavigableMap<Integer, Row>> labels = table(table);
    Map<String, List<GazeSample>> out = new HashMap<>();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      Map<Source, Future<Found>> pending = new LinkedHashMap<>();
      for (Source source : sources) {
        @Nullable NavigableMap<Integer, Row> rows = labels.get(source.path());
        if (rows != null) {
          pending.put(source, pool.submit(() -> read(source, rows, detector)));
        }
      }
      for (Map.Entry<Source, Future<Found>> e : pending.entrySet()) {
        Found found = e.getValue().get();
        out.computeIfAbsent(e.getKey().split(), k -> new ArrayList<>()).addAll(found.samples);
        listener.read(e.getKey(), found.samples.size(), found.problem);
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      pool.shutdownNow();
      pool.awaitTermination(1, TimeUnit.MINUTES);
    }
    return out;
  }

  /** What one file holds. */
  private record Found(List<GazeSample> samples, Optional<String> problem) {}

  private static Found read(
      Source source, NavigableMap<Integer, Row> rows, LandmarkDetector detector) {
    List<GazeSample> samples = new ArrayList<>();
    try {
      return new Found(samples, read(source, rows, detector, samples));
    } catch (IOException e) {
      return new Found(
          samples, Optional.of(e.getMessage() == null ? e.toString() : e.getMessage()));
    }
  }

  private static Optional<String> read(
      Source source,
      NavigableMap<Integer, Row> rows,
      LandmarkDetector detector,
      List<GazeSample> samples)
      throws IOException {
    int step = Math.max(FRAME_STEP, (rows.lastKey() + MOST_FRAMES) / MOST_FRAMES);
    int last = rows.lastKey() / step * step;
    try (VideoReader reader = VideoReader.open(source.file())) {
      int frame = 0;
      for (var next = reader.next();
          next.isPresent() && frame <= last;
          next = reader.next(), frame++) {
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedIOException("interrupted");
        }
        @Nullable Row row = frame % step == 0 ? rows.get(frame) : null;
        if (row == null || (known(row.left) + known(row.right) == 0)) {
          continue;
        }
        Image picture = next.get().image();
        Optional<Landmarks> face = detect(detector, picture, row);
        if (face.isPresent()) {
          for (boolean right : new boolean[] {false, true}) {
            GazeSample.Label label = right ? row.right : row.left;
            if (known(label) > 0) {
              GazeSample.of(source.item(), source.identity(), picture, face.get(), right, label)
                  .ifPresent(samples::add);
            }
          }
        }
      }
      return reader.damage();
    }
  }

  private static int known(GazeSample.Label label) {
    return label.seen().isPresent() ? 1 : 0;
  }

  /** The face at the irises, or the largest where none is labelled. */
  private static Optional<Landmarks> detect(LandmarkDetector detector, Image picture, Row row) {
    if (row.left.iris().isEmpty() || row.right.iris().isEmpty()) {
      return detector.detect(picture);
    }
    Iris left = row.left.iris().get();
    Iris right = row.right.iris().get();
    double side = FACE * Math.hypot(right.x() - left.x(), right.y() - left.y());
    double cx = (left.x() + right.x()) / 2;
    double cy = (left.y() + right.y()) / 2 + side / 12;
    int x0 = inside(cx - side / 2, picture.width());
    int y0 = inside(cy - side / 2, picture.height());
    int x1 = inside(cx + side / 2, picture.width());
    int y1 = inside(cy + side / 2, picture.height());
    Image part = picture.crop(x0, y0, x1 - x0 + 1, y1 - y0 + 1);
    return detector.detect(part).map(l -> l.transform(Similarity.scaleThenMove(1, x0, y0)));
  }

  private static int inside(double x, int size) {
    return (int) Math.max(0, Math.min(size - 1L, Math.round(x)));
  }

  private static Map<String, NavigableMap<Integer, Row>> table(Path file) throws IOException {
    Map<String, NavigableMap<Integer, Row>> out = new HashMap<>();
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()))) {
      CsvTable table = new CsvTable(file, reader, COLUMNS);
      while (table.next()) {
        try {
          int frame = Integer.parseInt(table.cell("frame"));
          if (frame < 0) {
            throw new IllegalArgumentException("frame is " + frame + ", less than 0");
          }
          out.computeIfAbsent(table.cell("path"), k -> new TreeMap<>())
              .put(frame, new Row(label(table, "left"), label(table, "right")));
        } catch (IllegalArgumentException e) {
          throw table.wrong(String.valueOf(e.getMessage()), e);
        }
      }
    } catch (CharacterCodingException e) {
      throw new IOException(file + " is not a text file in UTF-8", e);
    }
    return out;
  }

  private static GazeSample.Label label(CsvTable table, String eye) {
    List<String> iris =
        Stream.of("_x", "_y", "_r").map(column -> table.cell(eye + column)).toList();
    if (iris.stream().noneMatch(String::isEmpty)) {
      return GazeSample.Label.of(
          new Iris(
              Double.parseDouble(iris.get(0)),
              Double.parseDouble(iris.get(1)),
              Double.parseDouble(iris.get(2))));
    }
    if (!iris.stream().allMatch(String::isEmpty)) {
      throw new IllegalArgumentException(
          "%s_x to %s_r are %s; give all three or none".formatted(eye, eye, iris));
    }
    String opening = table.cell(eye + "_open");
    return !opening.isEmpty() && Double.parseDouble(opening) < CLOSED
        ? GazeSample.Label.HIDDEN
        : GazeSample.Label.UNKNOWN;
  }
}
