package io.github.reenact.tf.training;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A text file of figures, a line each, to which a training adds as it goes. */
public final class FigureFile {
  private FigureFile() {}

  /**
   * Adds to a file, which is made if need be.
   *
   * @throws IOException if it cannot be written; names the file
   */
  public static void append(Path file, CharSequence lines) throws IOException {
    try {
      Files.writeString(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
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
