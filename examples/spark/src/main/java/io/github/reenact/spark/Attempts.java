package io.github.reenact.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Finds the files that kill the process that reads them. Before a file is read a marker is written,
 * afterwards it is removed: a marker that is left is of an attempt that ended with its process.
 *
 * <p>When a process dies the markers of all files that were read in it are left. So a file that has
 * one is read alone in its process: the next death is its own.
 *
 * <p>Thread-safe.
 */
final class Attempts {
  /** Shared by ordinary files of this process, held alone by suspects. */
  private static final ReadWriteLock ALONE = new ReentrantReadWriteLock(true);

  private final FileSystem fs;
  private final Path folder;
  private final int most;

  /**
   * Prepares.
   *
   * @param folder of the markers
   * @param most attempts that a file has
   */
  Attempts(FileSystem fs, Path folder, int most) {
    this.fs = fs;
    this.folder = folder;
    this.most = most;
  }

  /** Work that may end the process. */
  interface Work {
    void run() throws IOException;
  }

  /**
   * Does the work, unless it has ended too many processes.
   *
   * @param item its name
   * @return whether it was done
   */
  boolean attempt(String item, Work work) throws IOException {
    Path markers = new Path(folder, item);
    int before = count(markers);
    if (before >= most) {
      return false;
    }
    Lock lock = before > 0 ? ALONE.writeLock() : ALONE.readLock();
    lock.lock();
    try {
      Path marker = new Path(markers, UUID.randomUUID().toString());
      fs.create(marker, false).close();
      work.run();
      fs.delete(marker, false);
      if (before == 0) {
        fs.delete(markers, true);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private int count(Path markers) throws IOException {
    try {
      return fs.listStatus(markers).length;
    } catch (FileNotFoundException e) {
      return 0;
    }
  }
}
