package io.github.reenact.media;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A file that appears only when it is complete: written under a temporary name in the folder of its
 * target, then moved into place. Closed without {@link #commit()}, or when the program is
 * interrupted, the temporary file is deleted.
 *
 * <p>Not thread-safe.
 */
public final class OutputFile implements AutoCloseable {
  private static final Set<Path> PENDING = ConcurrentHashMap.newKeySet();
  private static final AtomicBoolean HOOKED = new AtomicBoolean();

  private final Path target;
  private final Path temporary;
  private final boolean overwrite;
  private boolean done;

  private OutputFile(Path target, Path temporary, boolean overwrite) {
    this.target = target;
    this.temporary = temporary;
    this.overwrite = overwrite;
  }

  /**
   * Finds out, before any work is done, whether a file can be written.
   *
   * @param overwrite whether an existing file may be replaced
   * @throws IOException if not: the folder is missing or read-only, the path is a folder, or the
   *     file exists and must not be replaced
   */
  public static void checkWritable(Path target, boolean overwrite) throws IOException {
    Path absolute = target.toAbsolutePath();
    Path folder = absolute.getParent();
    if (folder == null || Files.isDirectory(absolute)) {
      throw new IOException(target + " is a folder; give the name of a file in it");
    }
    if (!Files.isDirectory(folder)) {
      throw new IOException(
          Files.exists(folder)
              ? folder + " is a file, not a folder: nothing can be written into it"
              : "the folder "
                  + folder
                  + " does not exist; create it (mkdir -p) or choose another output");
    }
    if (Files.exists(absolute) && !overwrite) {
      throw new FileAlreadyExistsException(
          target.toString(), null, "exists already; give --overwrite to replace it");
    }
    try {
      Files.delete(createTemporary(absolute));
    } catch (IOException e) {
      throw new IOException(
          "the folder " + folder + " cannot be written to; choose another output or make it so", e);
    }
  }

  /**
   * Makes the temporary file.
   *
   * @throws IOException as {@link #checkWritable}
   */
  public static OutputFile open(Path target, boolean overwrite) throws IOException {
    checkWritable(target, overwrite);
    if (HOOKED.compareAndSet(false, true)) {
      Runtime.getRuntime()
          .addShutdownHook(new Thread(OutputFile::deletePending, "temporary files"));
    }
    Path temporary = createTemporary(target.toAbsolutePath());
    PENDING.add(temporary);
    return new OutputFile(target, temporary, overwrite);
  }

  /** The path to write to until {@link #commit()}. */
  public Path temporary() {
    return temporary;
  }

  /** The path that the file will have. */
  public Path target() {
    return target;
  }

  /**
   * Moves the complete file into place.
   *
   * @throws IOException if it cannot be, or if the target has appeared meanwhile and must not be
   *     replaced
   */
  public void commit() throws IOException {
    if (done) {
      throw new IllegalStateException(target + " is already committed or closed");
    }
    if (!overwrite && Files.exists(target)) {
      throw new FileAlreadyExistsException(
          target.toString(), null, "has appeared meanwhile; give --overwrite to replace it");
    }
    move(temporary, target);
    done = true;
    PENDING.remove(temporary);
  }

  /** Gives a file another name, at once where that can be; one of that name is replaced. */
  static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Deletes the temporary file unless it was committed. Closing again has no effect. */
  @Override
  public void close() throws IOException {
    if (!done) {
      done = true;
      PENDING.remove(temporary);
      Files.deleteIfExists(temporary);
    }
  }

  /**
   * Writes a text under its final name at once.
   *
   * @throws IOException as {@link #open} and {@link #commit} do, or if it cannot be written
   */
  public static void write(Path target, String text, boolean overwrite) throws IOException {
    try (OutputFile file = open(target, overwrite)) {
      Files.writeString(file.temporary(), text);
      file.commit();
    }
  }

  private static Path createTemporary(Path target) throws IOException {
    // Files.createTempFile would make it readable for the owner alone.
    Path name = target.getFileName();
    for (int i = 0; ; i++) {
      Path candidate =
          target.resolveSibling(
              "." + name + "." + Long.toString(System.nanoTime() + i, 36) + ".part");
      try {
        return Files.createFile(candidate);
      } catch (FileAlreadyExistsException e) {
        if (i == 100) {
          throw e;
        }
      }
    }
  }

  private static void deletePending() {
    for (Path p : PENDING) {
      try {
        Files.deleteIfExists(p);
      } catch (IOException e) {
        System.err.println("cannot delete the temporary file " + p + ": " + e.getMessage());
      }
    }
  }
}
