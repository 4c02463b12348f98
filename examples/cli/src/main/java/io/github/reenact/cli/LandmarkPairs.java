package io.github.reenact.cli;

import io.github.reenact.LandmarkDisentangler;
import io.github.reenact.Landmarks;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of landmark pairs: comma-separated text without a header, 272 numbers a line, which
 * are the target's 68 landmarks as x0, y0, x1, y1, .. in pixels, then the driver's. Empty lines at
 * the end are ignored.
 *
 * <p>Not thread-safe.
 */
final class LandmarkPairs implements Closeable {
  private static final int ONE = 2 * Landmarks.COUNT;

  /**
   * One line.
   *
   * @param line its number in the file, from 1
   * @param target whose identity is wanted
   * @param driver whose pose and expression is wanted
   */
  record Pair(long line, Landmarks target, Landmarks driver) {}

  private final Path file;
  private final BufferedReader in;
  private long line;

  private LandmarkPairs(Path file, BufferedReader in) {
    this.file = file;
    this.in = in;
  }

  static LandmarkPairs open(Path file) throws IOException {
    return new LandmarkPairs(file, Files.newBufferedReader(file));
  }

  /**
   * The next pair, or empty at the end.
   *
   * @throws IOException if the line is no pair; the message names the line and the column
   */
  Optional<Pair> next() throws IOException {
    String text = read();
    if (text == null) {
      return Optional.empty();
    }
    if (text.isBlank()) {
      long first = line;
      for (String more = read(); more != null; more = read()) {
        if (!more.isBlank()) {
          throw new IOException(file + ", line " + first + ": the line is empty");
        }
      }
      return Optional.empty();
    }
    String[] fields = text.split(",", -1);
    if (fields.length != 2 * ONE) {
      throw new IOException(
          "%s, line %d: %d numbers instead of %d (68 landmarks x, y of the target, then of the driver)"
              .formatted(file, line, fields.length, 2 * ONE));
    }
    return Optional.of(new Pair(line, landmarks(fields, 0), landmarks(fields, ONE)));
  }

  private Landmarks landmarks(String[] fields, int from) throws IOException {
    float[] xy = new float[ONE];
    for (int i = 0; i < ONE; i++) {
      String field = fields[from + i].strip();
      try {
        xy[i] = Float.parseFloat(field);
      } catch (NumberFormatException e) {
        throw wrong(from + i, field, "is not a number", e);
      }
      if (!Float.isFinite(xy[i])) {
        throw wrong(from + i, field, "is not finite", null);
      }
    }
    Landmarks result = Landmarks.of(xy);
    if (!(result.radius() > 1e-3)) {
      throw wrong(
          from, fields[from].strip(), "and the 67 points after it are all in one place", null);
    }
    if (LandmarkDisentangler.isMirrored(result)) {
      throw new IOException(
          "%s, line %d, from column %d: left and right are swapped in the %s's landmarks; points 36-41 have to be the eye on the left of an upright picture, 42-47 the one on the right: renumber them"
              .formatted(file, line, from + 1, from == 0 ? "target" : "driver"));
    }
    return result;
  }

  private IOException wrong(int index, String field, String what, @Nullable Exception cause) {
    return new IOException(
        "%s, line %d, column %d: '%s' %s".formatted(file, line, index + 1, field, what), cause);
  }

  private @Nullable String read() throws IOException {
    try {
      line++;
      return in.readLine();
    } catch (CharacterCodingException e) {
      throw new IOException(file + ", line " + line + ": this is not a text file", e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
