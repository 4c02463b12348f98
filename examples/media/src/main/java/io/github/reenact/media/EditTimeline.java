package io.github.reenact.media;

import io.github.reenact.FaceEdit;
import io.github.reenact.FaceEdits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes of a face over time: constants, and key frames from a file, UTF-8:
 *
 * <pre>
 * time,smile,mouth-opening
 * 0,0,
 * 1.5,0.4,0
 * 3,0,0.2
 * </pre>
 *
 * <p>{@code time} is in seconds of the video and increases; the other columns are {@linkplain
 * FaceEdit#label() edits}, in any order. An empty cell is no key. Between two keys a value follows
 * a monotone cubic (Fritsch and Carlson 1980, with Butland's slopes): it neither jumps nor kinks
 * nor goes beyond the keys. Before the first key and after the last one it holds.
 *
 * <p>Immutable and thread-safe.
 */
public final class EditTimeline {
  private final Map<FaceEdit, Track> tracks;

  private EditTimeline(Map<FaceEdit, Track> tracks) {
    this.tracks = new EnumMap<>(FaceEdit.class);
    this.tracks.putAll(tracks);
  }

  /** The keys of one edit. */
  private static final class Track {
    private final double[] times;
    private final double[] values;
    private final double[] slopes;

    Track(List<double[]> keys) {
      int n = keys.size();
      times = keys.stream().mapToDouble(k -> k[0]).toArray();
      values = keys.stream().mapToDouble(k -> k[1]).toArray();
      // 0 at both ends, beyond which the value holds.
      slopes = new double[n];
      for (int i = 1; i < n - 1; i++) {
        double before = (values[i] - values[i - 1]) / (times[i] - times[i - 1]);
        double after = (values[i + 1] - values[i]) / (times[i + 1] - times[i]);
        slopes[i] = before * after > 0 ? 2 * before * after / (before + after) : 0;
      }
    }

    double at(double time) {
      int last = times.length - 1;
      if (!(time > times[0])) {
        return values[0];
      }
      if (time >= times[last]) {
        return values[last];
      }
      int i = 0;
      while (time >= times[i + 1]) {
        i++;
      }
      double span = times[i + 1] - times[i];
      double t = (time - times[i]) / span;
      double u = 1 - t;
      double value =
          u * u * ((1 + 2 * t) * values[i] + t * span * slopes[i])
              + t * t * ((1 + 2 * u) * values[i + 1] - u * span * slopes[i + 1]);
      // but for rounding it is there
      double least = Math.min(values[i], values[i + 1]);
      double most = Math.max(values[i], values[i + 1]);
      return Math.max(least, Math.min(most, value));
    }
  }

  /**
   * The same values in every frame.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public static EditTimeline constant(Map<FaceEdit, Double> values) {
    Map<FaceEdit, Track> tracks = new EnumMap<>(FaceEdit.class);
    new FaceEdits(values)
        .values()
        .forEach((edit, value) -> tracks.put(edit, new Track(List.of(new double[] {0, value}))));
    return new EditTimeline(tracks);
  }

  /**
   * Reads key frames.
   *
   * @throws IOException if the file cannot be read or a line is not in the format; the message
   *     names the line and the value
   */
  public static EditTimeline read(Path file) throws IOException {
    VideoReader.checkReadable(file);
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      return read(new Lines(file, reader));
    } catch (UncheckedIOException | CharacterCodingException e) {
      throw new IOException(file + " is not a text file in UTF-8", e);
    }
  }

  private static EditTimeline read(Lines lines) throws IOException {
    List<FaceEdit> columns = header(lines);
    Map<FaceEdit, List<double[]>> keys = new EnumMap<>(FaceEdit.class);
    double last = Double.NEGATIVE_INFINITY;
    while (lines.next()) {
      String[] cells = lines.cells(1 + columns.size());
      double time = lines.number(cells[0], "time");
      if (!(time > last)) {
        throw lines.wrong("time " + cells[0] + " does not come after the last one; sort the lines");
      }
      last = time;
      for (int i = 0; i < columns.size(); i++) {
        String cell = cells[i + 1].strip();
        if (!cell.isEmpty()) {
          FaceEdit edit = columns.get(i);
          double value = lines.number(cell, edit.label());
          if (!(Math.abs(value) <= edit.most())) {
            throw lines.wrong(
                "%s %s is out of range: -%s to %s"
                    .formatted(edit.label(), cell, edit.most(), edit.most()));
          }
          keys.computeIfAbsent(edit, e -> new ArrayList<>()).add(new double[] {time, value});
        }
      }
    }
    if (keys.isEmpty()) {
      throw lines.wrong("there is no key frame; add lines such as 0,0.4");
    }
    Map<FaceEdit, Track> tracks = new EnumMap<>(FaceEdit.class);
    keys.forEach((edit, list) -> tracks.put(edit, new Track(list)));
    return new EditTimeline(tracks);
  }

  private static List<FaceEdit> header(Lines lines) throws IOException {
    String[] names = lines.next() ? lines.text().split(",", -1) : new String[0];
    if (names.length < 2 || !names[0].strip().equals("time")) {
      throw lines.wrong("the header is not time,NAME,.. with names of edits: " + labels());
    }
    List<FaceEdit> columns = new ArrayList<>();
    for (int i = 1; i < names.length; i++) {
      FaceEdit edit = find(names[i].strip());
      if (edit == null || columns.contains(edit)) {
        throw lines.wrong(
            "the column '%s' is %s; there are %s"
                .formatted(names[i], edit == null ? "no edit" : "there twice", labels()));
      }
      columns.add(edit);
    }
    return columns;
  }

  private static @Nullable FaceEdit find(String label) {
    for (FaceEdit edit : FaceEdit.values()) {
      if (edit.label().equals(label.toLowerCase(Locale.ROOT))) {
        return edit;
      }
    }
    return null;
  }

  private static String labels() {
    StringBuilder out = new StringBuilder();
    for (FaceEdit edit : FaceEdit.values()) {
      out.append(out.length() == 0 ? "" : ", ").append(edit.label());
    }
    return out.toString();
  }

  /**
   * Both.
   *
   * @throws IllegalArgumentException if an edit is in both; the message names it
   */
  public EditTimeline and(EditTimeline other) {
    Map<FaceEdit, Track> all = new EnumMap<>(tracks);
    other.tracks.forEach(
        (edit, track) -> {
          if (all.put(edit, track) != null) {
            throw new IllegalArgumentException(edit.label() + " is given twice");
          }
        });
    return new EditTimeline(all);
  }

  /** Whether nothing is changed at any time. */
  public boolean isEmpty() {
    return tracks.isEmpty();
  }

  /** The changes at a time of the video, in seconds. */
  public FaceEdits at(double seconds) {
    if (tracks.isEmpty()) {
      return FaceEdits.NONE;
    }
    Map<FaceEdit, Double> values = new EnumMap<>(FaceEdit.class);
    tracks.forEach((edit, track) -> values.put(edit, track.at(seconds)));
    return new FaceEdits(values);
  }
}
