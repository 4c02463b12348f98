package io.github.reenact.dataset;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file whose first line names its columns, line by line; blank lines are passed over.
 *
 * <p>Not thread-safe.
 */
final class CsvTable {
  private final Path file;
  private final BufferedReader reader;
  private final List<String> columns;
  private List<String> cells = List.of();
  private int number = 1;

  /**
   * Reads the first line.
   *
   * @param required columns that must be there
   * @throws IOException if one is not, or the file cannot be read
   */
  CsvTable(Path file, BufferedReader reader, List<String> required) throws IOException {
    this.file = file;
    this.reader = reader;
    String header = reader.readLine();
    columns = header == null ? List.of() : Csv.split(header.strip());
    for (String column : required) {
      if (!columns.contains(column)) {
        throw wrong("there is no column '%s' among %s; add it".formatted(column, columns), null);
      }
    }
  }

  /**
   * Goes to the next line; false at the end.
   *
   * @throws IOException if it has not as many cells as the header, or cannot be read
   */
  boolean next() throws IOException {
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      number++;
      if (!line.isBlank()) {
        cells = Csv.split(line.strip());
        if (cells.size() != columns.size()) {
          throw wrong(
              "there are %d cells; the header has %d".formatted(cells.size(), columns.size()),
              null);
        }
        return true;
      }
    }
    return false;
  }

  /** The cell of a column in this line; empty if there is no such column. */
  String cell(String column) {
    int at = columns.indexOf(column);
    return at < 0 ? "" : cells.get(at).strip();
  }

  /** An error in this line. */
  IOException wrong(String what, @Nullable Exception cause) {
    return new IOException(file + ", line " + number + ": " + what, cause);
  }
}
