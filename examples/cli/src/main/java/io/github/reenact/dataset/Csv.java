package io.github.reenact.dataset;

import java.util.ArrayList;
import java.util.List;

/** Cells of one line of comma-separated values, quoted as RFC 4180 says but without line breaks. */
public final class Csv {
  private Csv() {}

  /** The cells of a line. */
  public static List<String> split(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quoted) {
        if (c != '"') {
          cell.append(c);
        } else if (i + 1 < line.length() && line.charAt(i + 1) == '"') {
          cell.append('"');
          i++;
        } else {
          quoted = false;
        }
      } else if (c == '"' && cell.isEmpty()) {
        quoted = true;
      } else if (c == ',') {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }

  /** A line of cells, with the end of line; line breaks in cells become blanks. */
  public static String join(String... cells) {
    StringBuilder line = new StringBuilder();
    for (String cell : cells) {
      if (line.length() > 0) {
        line.append(',');
      }
      String plain = cell.replaceAll("[\\r\\n]+", " ");
      if (plain.indexOf(',') >= 0 || plain.indexOf('"') >= 0) {
        line.append('"').append(plain.replace("\"", "\"\"")).append('"');
      } else {
        line.append(plain);
      }
    }
    return line.append('\n').toString();
  }
}
