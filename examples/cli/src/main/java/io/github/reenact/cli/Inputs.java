package io.github.reenact.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** What is checked of input files before any work is done. */
final class Inputs {
  private Inputs() {}

  /**
   * The file is there and can be read.
   *
   * @param option that named it
   * @throws IOException if not; the message names the option, the file and the remedy
   */
  static void requireFile(String option, Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(
          option + " " + file, null, "there is no such file; check the path");
    }
    if (Files.isDirectory(file)) {
      throw new IOException(option + " " + file + " is a folder; name a file");
    }
    if (!Files.isReadable(file)) {
      throw new IOException(option + " " + file + " cannot be read; check its permissions");
    }
    // A size of 0 says nothing of pipes and devices.
    if (Files.isRegularFile(file) && Files.size(file) == 0) {
      throw new IOException(option + " " + file + " is empty (0 bytes); get a whole copy of it");
    }
  }

  /**
   * The folder is there.
   *
   * @param option that named it
   * @throws IOException if not
   */
  static void requireFolder(String option, Path folder) throws IOException {
    if (!Files.exists(folder)) {
      throw new IOException(option + " " + folder + ": there is no such folder; check the path");
    }
    requireFolderOrNothing(option, folder);
  }

  /**
   * The folder is there, or can be made.
   *
   * @param option that named it
   * @throws IOException if it is something else
   */
  static void requireFolderOrNothing(String option, Path folder) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new NotDirectoryException(option + " " + folder);
    }
  }

  /**
   * The output is none of the inputs.
   *
   * @throws IOException if it is
   */
  static void requireOther(Path output, Path... inputs) throws IOException {
    for (Path input : inputs) {
      if (Files.exists(output) && Files.isSameFile(output, input)) {
        throw new IOException(
            "--output " + output + " is the input " + input + " itself; name another file");
      }
    }
  }
}
