package io.github.reenact.server;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a server keeps files: readable for its user alone, and for one server at a time. What
 * belongs to live sessions is deleted at the end, and at the start if an end was missed; results of
 * jobs stay.
 */
final class StateFolder implements AutoCloseable {
  private final Path root;
  private final boolean own;
  private final FileChannel lockChannel;
  private final Path temporary;
  private final Path jobs;

  private StateFolder(Path root, boolean own, FileChannel lockChannel) throws IOException {
    this.root = root;
    this.own = own;
    this.lockChannel = lockChannel;
    temporary = root.resolve("temporary");
    jobs = root.resolve("jobs");
    delete(temporary);
    createPrivate(temporary);
    createPrivate(jobs);
  }

  /**
   * Opens a folder, which is made if it is missing.
   *
   * @param folder empty for one that is deleted in the end
   * @throws IOException if it cannot be written, or another server has it
   */
  static StateFolder open(Optional<Path> folder) throws IOException {
    Path root =
        folder.isPresent()
            ? createPrivate(folder.get().toAbsolutePath())
            : Files.createTempDirectory("reenact-server-");
    FileChannel channel =
        FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean complete = false;
    try {
      if (!lock(channel)) {
        throw new IOException(
            root + " is used by another server; end that, or name another folder with --state");
      }
      StateFolder result = new StateFolder(root, folder.isEmpty(), channel);
      complete = true;
      return result;
    } finally {
      if (!complete) {
        channel.close();
      }
    }
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      // By a server in this process.
      return false;
    }
  }

  /** A file that lives no longer than this server. */
  Path temporary(String id) {
    return temporary.resolve(id);
  }

  /** The folder of one job; not made. */
  Path job(String id) {
    return jobs.resolve(id);
  }

  /** The folder of all jobs. */
  Path jobs() {
    return jobs;
  }

  static Path createPrivate(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Path parent = folder.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    return folder;
  }

  /** Deletes a file, or a folder with all in it; nothing if there is none. */
  static void delete(Path path) {
    try {
      if (Files.exists(path)) {
        // Only the server's user may write there, so that nobody swaps folders for links.
        MoreFiles.deleteRecursively(path, RecursiveDeleteOption.ALLOW_INSECURE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      delete(temporary);
    } finally {
      lockChannel.close();
    }
    if (own) {
      delete(root);
    }
  }
}
