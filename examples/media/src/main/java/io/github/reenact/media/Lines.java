package io.github.reenact.media;

import io.github.reenact.Landmarks;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The lines of a text file of numbers, with their numbers for messages. */
final class Lines {
  private final Path file;
  private final BufferedReader reader;
  private String text = "";
  private int number;

  Lines(Path file, BufferedReader reader) {
    this.file = file;
    this.reader = reader;
  }

  /** Goes to the next line that is not blank; false at the end. */
  boolean next() throws IOException {
    while (true) {
      @Nullable String line = reader.readLine();
      number++;
      if (line == null) {
        text = "";
        return false;
      }
      text = line.strip();
      if (!text.isEmpty()) {
        return true;
      }
    }
  }

  String text() {
    return text;
  }

  IOException wrong(String what) {
    return new IOException(file + ", line " + number + ": " + what);
  }

  String[] cells(int count) throws IOException {
    String[] cells = text.split(",", -1);
    if (cells.length != count) {
      throw wrong("there are " + cells.length + " cells; there must be " + count);
    }
    return cells;
  }

  double number(String cell, String name) throws IOException {
    try {
      double value = Double.parseDouble(cell);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw wrong(name + " is '" + cell + "'; it must be a number such as 12.5");
    }
    throw wrong(name + " is " + cell + "; it must be finite");
  }

  int frame(String cell, int last) throws IOException {
    double value = number(cell, "frame");
    if (value != Math.rint(value) || value < 0 || value > Integer.MAX_VALUE) {
      throw wrong("frame is '" + cell + "'; it must be a whole number from 0");
    }
    if (value <= last) {
      throw wrong("frame " + cell + " does not come after frame " + last + "; sort the lines");
    }
    return (int) value;
  }

  /** A coordinate. */
  double pixels(String cell, String name) throws IOException {
    double value = number(cell, name);
    if (Math.abs(value) > 1e6) {
      throw wrong(name + " is " + cell + "; it must be pixels, within 1000000 of 0");
    }
    return value;
  }

  /** The landmarks in the cells from the third on. */
  Landmarks landmarks(String[] cells) throws IOException {
    float[] xy = new float[2 * Landmarks.COUNT];
    for (int i = 0; i < xy.length; i++) {
      xy[i] = (float) pixels(cells[i + 2], (i % 2 == 0 ? "x" : "y") + i / 2);
    }
    return Landmarks.of(xy);
  }
}
