package io.github.reenact.media;

import io.github.reenact.Landmarks;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Landmarks of the frames of one video as comma-separated values, UTF-8:
 *
 * <pre>
 * frame,time,x0,y0,x1,y1,..,x67,y67
 * 0,0.000000,101.250,87.500,..
 * </pre>
 *
 * <p>{@code frame} counts from 0, {@code time} is in seconds from the first frame (six decimals),
 * coordinates are in pixels of the upright frame (three decimals; the order is that of {@link
 * Landmarks}). Frames without a face have no line.
 */
public final class LandmarksCsv {
  private LandmarksCsv() {}

  /**
   * One line.
   *
   * @param frame from 0
   * @param seconds from the first frame
   * @param landmarks in pixels
   */
  public record Row(int frame, double seconds, Landmarks landmarks) {}

  /**
   * Writes a file; it appears when it is complete.
   *
   * @param overwrite whether an existing file may be replaced
   * @throws IOException if it cannot be written
   */
  public static void write(Path file, List<Row> rows, boolean overwrite) throws IOException {
    try (OutputFile out = OutputFile.open(file, overwrite)) {
      try (BufferedWriter writer =
          Files.newBufferedWriter(out.temporary(), StandardCharsets.UTF_8)) {
        StringBuilder line = new StringBuilder(2048);
        header(line);
        writer.append(line).append('\n');
        for (Row row : rows) {
          line.setLength(0);
          line.append(row.frame()).append(',');
          decimal(line, row.seconds(), 6);
          points(line, row.landmarks());
          writer.append(line).append('\n');
        }
      }
      out.commit();
    }
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read or a line is not in the format; the message names the
   *     line and the value
   */
  public static List<Row> read(Path file) throws IOException {
    VideoReader.checkReadable(file);
    List<Row> rows = new ArrayList<>();
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      Lines lines = new Lines(file, reader);
      StringBuilder header = new StringBuilder();
      header(header);
      if (!lines.next() || !lines.text().equals(header.toString())) {
        throw lines.wrong("the header is not frame,time,x0,y0,..,x67,y67");
      }
      int last = -1;
      while (lines.next()) {
        String[] cells = lines.cells(2 + 2 * Landmarks.COUNT);
        int frame = lines.frame(cells[0], last);
        last = frame;
        rows.add(new Row(frame, lines.number(cells[1], "time"), lines.landmarks(cells)));
      }
    } catch (UncheckedIOException | CharacterCodingException e) {
      throw new IOException(file + " is not a text file in UTF-8", e);
    }
    return rows;
  }

  static void header(StringBuilder to) {
    to.append("frame,time");
    for (int i = 0; i < Landmarks.COUNT; i++) {
      to.append(",x").append(i).append(",y").append(i);
    }
  }

  static void points(StringBuilder to, Landmarks landmarks) {
    for (int i = 0; i < Landmarks.COUNT; i++) {
      to.append(',');
      decimal(to, landmarks.x(i), 3);
      to.append(',');
      decimal(to, landmarks.y(i), 3);
    }
  }

  /** Fixed decimals; String.format would take most of the time of writing a file. */
  static void decimal(StringBuilder to, double value, int decimals) {
    long unit = 1;
    for (int i = 0; i < decimals; i++) {
      unit *= 10;
    }
    long scaled = Math.round(value * unit);
    if (scaled < 0) {
      to.append('-');
      scaled = -scaled;
    }
    to.append(scaled / unit).append('.');
    String fraction = Long.toString(scaled % unit);
    to.append("0".repeat(decimals - fraction.length())).append(fraction);
  }
}
