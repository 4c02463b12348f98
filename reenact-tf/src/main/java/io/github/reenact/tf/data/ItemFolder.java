package io.github.reenact.tf.data;

import io.github.reenact.Landmarks;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The folder of one item: {@code landmarks.csv} with one line a frame, and the pictures beside it.
 */
record ItemFolder(Path directory) {
  /**
   * The frames.
   *
   * @param frames how many there are
   * @throws IOException if there are others, or a file is missing or damaged; names it
   */
  List<Dataset.Frame> frames(int frames) throws IOException {
    Path file = directory.resolve("landmarks.csv");
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(
          file.toString(), null, "the index lists it; run `./reenact prepare` again");
    }
    List<Dataset.Frame> found = new ArrayList<>(frames);
    try (BufferedReader in = Files.newBufferedReader(file)) {
      String header = in.readLine();
      if (header == null || !header.startsWith("frame,time,x0,y0,")) {
        throw Dataset.damaged(
            file, 1, "the header is '" + header + "', not 'frame,time,x0,y0,..,x67,y67'");
      }
      int line = 1;
      for (String text = in.readLine(); text != null; text = in.readLine()) {
        line++;
        if (found.size() == frames) {
          throw Dataset.damaged(file, line, "more than the " + frames + " frames of the index");
        }
        found.add(frame(file, line, text));
      }
    } catch (CharacterCodingException e) {
      throw new IOException(file + " is not UTF-8 text: run `./reenact prepare` again", e);
    }
    if (found.size() != frames) {
      throw Dataset.damaged(
          file, found.size() + 1, "ends here, but the index says " + frames + " frames");
    }
    return List.copyOf(found);
  }

  private Dataset.Frame frame(Path file, int line, String text) throws IOException {
    String[] f = text.split(",", -1);
    if (f.length != 2 + 2 * Landmarks.COUNT) {
      throw Dataset.damaged(
          file, line, f.length + " columns instead of " + (2 + 2 * Landmarks.COUNT));
    }
    float[] xy = new float[2 * Landmarks.COUNT];
    for (int i = 0; i < xy.length; i++) {
      try {
        xy[i] = Float.parseFloat(f[2 + i]);
      } catch (NumberFormatException e) {
        throw Dataset.damaged(
            file, line, "column " + (3 + i) + " is '" + f[2 + i] + "', no number");
      }
    }
    int number = Dataset.wholeNumber(file, line, "frame", f[0]);
    try {
      return new Dataset.Frame(number, Landmarks.of(xy), new FilePicture(directory, number));
    } catch (IllegalArgumentException e) {
      throw Dataset.damaged(file, line, String.valueOf(e.getMessage()));
    }
  }
}
