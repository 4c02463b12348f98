package io.github.reenact.landmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A landmark model that is intact and not packed; unpacked into a temporary file where it was. */
final class PlainModelFile implements AutoCloseable {
  private final Path path;
  private final boolean temporary;

  private PlainModelFile(Path path, boolean temporary) {
    this.path = path;
    this.temporary = temporary;
  }

  /**
   * Verifies a model, and unpacks it if it is packed.
   *
   * @param sha256 of the unpacked file
   * @throws io.github.reenact.ModelFileException if it is damaged or another version
   * @throws IOException if there is no place for the unpacked file
   */
  static PlainModelFile of(Path file, String sha256) throws IOException {
    if (!DlibModelFile.isPacked(file)) {
      DlibModelFile.verify(file, sha256);
      return new PlainModelFile(file, false);
    }
    PlainModelFile plain =
        new PlainModelFile(Files.createTempFile("reenact-landmarks", ".dat"), true);
    try (OutputStream out = Files.newOutputStream(plain.path)) {
      DlibModelFile.copy(file, sha256, out);
    } catch (IOException | RuntimeException e) {
      plain.close();
      throw e;
    }
    return plain;
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    if (temporary) {
      Files.deleteIfExists(path);
    }
  }
}
