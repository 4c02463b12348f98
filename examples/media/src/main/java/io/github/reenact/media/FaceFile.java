package io.github.reenact.media;

import io.github.reenact.Landmarks;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The landmarks of one face in a file, which may be a person's work. Two formats are read: a table
 * of one line as {@link LandmarksCsv} writes it, and the {@code .pts} of the 300-W data, which
 * programs for annotation write:
 *
 * <pre>
 * version: 1
 * n_points: 68
 * {
 * 102.250 88.500
 * ..
 * }
 * </pre>
 *
 * <p>A table counts pixels from 0, a {@code .pts} from 1, as the 300-W data do.
 */
public final class FaceFile {
  private static final String VERSION = "version:";
  private static final String COUNT = "n_points:";

  private FaceFile() {}

  /**
   * Reads a file of either format; which one, its first line says.
   *
   * @return in pixels, with the centre of the first one at (0, 0)
   * @throws IOException if it cannot be read, holds no face or several, or a line is not in the
   *     format; the message names the line and the value
   */
  public static Landmarks read(Path file) throws IOException {
    VideoReader.checkReadable(file);
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      Lines lines = new Lines(file, reader);
      if (lines.next() && lines.text().startsWith(VERSION)) {
        return points(lines);
      }
    } catch (UncheckedIOException | CharacterCodingException e) {
      throw new IOException(file + " is not a text file in UTF-8", e);
    }
    List<LandmarksCsv.Row> rows = LandmarksCsv.read(file);
    if (rows.size() != 1) {
      throw new IOException(
          file
              + " has the landmarks of "
              + rows.size()
              + " frames; one line, of one face, is needed");
    }
    return rows.get(0).landmarks();
  }

  private static Landmarks points(Lines lines) throws IOException {
    if (!lines.next() || !lines.text().startsWith(COUNT)) {
      throw lines.wrong("'" + COUNT + " " + Landmarks.COUNT + "' is missing here");
    }
    String count = lines.text().substring(COUNT.length()).strip();
    if (!count.equals(Integer.toString(Landmarks.COUNT))) {
      throw lines.wrong(
          "there are " + count + " points; a face has " + Landmarks.COUNT + ", as in 300-W");
    }
    if (!lines.next() || !lines.text().equals("{")) {
      throw lines.wrong("'{' is missing here");
    }
    float[] xy = new float[2 * Landmarks.COUNT];
    for (int i = 0; i < Landmarks.COUNT; i++) {
      lines.next();
      String[] cells = lines.text().split("\\s+", -1);
      if (cells.length != 2) {
        throw lines.wrong(
            "point " + i + " is '" + lines.text() + "'; it must be two numbers, as 102.25 88.5");
      }
      xy[2 * i] = (float) (lines.pixels(cells[0], "x" + i) - 1);
      xy[2 * i + 1] = (float) (lines.pixels(cells[1], "y" + i) - 1);
    }
    if (!lines.next() || !lines.text().equals("}")) {
      throw lines.wrong("'}' is missing here, after " + Landmarks.COUNT + " points");
    }
    return Landmarks.of(xy);
  }
}
