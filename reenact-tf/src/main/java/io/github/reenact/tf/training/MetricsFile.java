package io.github.reenact.tf.training;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A CSV file of metrics, to which a training adds rows. Its first column is the step. */
final class MetricsFile {
  private final Path file;

  private MetricsFile(Path file) {
    this.file = file;
  }

  /**
   * Starts a file, or continues it: rows of later steps than so many are dropped, since those are
   * done again.
   *
   * @throws IOException if it cannot be written; names the file
   */
  static MetricsFile open(Path file, String header, long steps) throws IOException {
    List<String> kept = new ArrayList<>();
    kept.add(header);
    try {
      if (steps > 0 && Files.exists(file)) {
        for (String line : Files.readAllLines(file)) {
          int comma = line.indexOf(',');
          if (comma > 0
              && line.substring(0, comma).matches("[0-9]{1,18}")
              && Long.parseLong(line.substring(0, comma)) <= steps) {
            kept.add(line);
          }
        }
      }
      Files.writeString(file, String.join("\n", kept) + "\n");
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
    return new MetricsFile(file);
  }

  /**
   * Adds rows.
   *
   * @param rows each with its end of line
   * @throws IOException if they cannot be written; names the file
   */
  void append(CharSequence rows) throws IOException {
    try {
      Files.writeString(file, rows, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  /** On a full disk the system's own message does not name the file. */
  static IOException cannotWrite(Path file, IOException e) {
    return e instanceof FileSystemException
        ? e
        : new IOException(
            "cannot write "
                + file
                + ": "
                + e.getMessage()
                + "; make room, then resume the training from its checkpoint",
            e);
  }
}
