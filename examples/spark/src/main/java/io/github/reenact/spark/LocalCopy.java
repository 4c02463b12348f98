package io.github.reenact.spark;

import com.google.common.base.Splitter;
import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.jspecify.annotations.Nullable;

/**
 * A file that FFmpeg can read: the input itself where it is local, else a temporary copy. Tasks of
 * this process that need the same file share its copy, and the last one is kept for the next: that
 * of a long video serves all of its ranges.
 *
 * <p>Thread-safe.
 */
final class LocalCopy implements AutoCloseable {
  /** By origin: path, length and time. */
  private static final Map<String, Copy> COPIES = new LinkedHashMap<>();

  private final Path file;
  private final @Nullable Copy copy;

  /** A temporary file; users and completeness are guarded by the map and by the copy itself. */
  private static final class Copy {
    private final Path file;
    private int users;
    private boolean complete;

    Copy(Path file) {
      this.file = file;
    }
  }

  private LocalCopy(Path file, @Nullable Copy copy) {
    this.file = file;
    this.copy = copy;
  }

  static LocalCopy of(org.apache.hadoop.fs.Path from, Configuration conf) throws IOException {
    FileSystem fs = from.getFileSystem(conf);
    if ("file".equals(fs.getScheme())) {
      return new LocalCopy(Path.of(fs.makeQualified(from).toUri().getPath()), null);
    }
    FileStatus status = fs.getFileStatus(from);
    String origin =
        "%s %d %d".formatted(status.getPath(), status.getLen(), status.getModificationTime());
    Copy copy;
    synchronized (COPIES) {
      Copy known = COPIES.get(origin);
      copy = known == null ? new Copy(Files.createTempFile("reenact-", suffix(from))) : known;
      COPIES.put(origin, copy);
      copy.users++;
    }
    boolean complete = false;
    try {
      synchronized (copy) {
        if (!copy.complete) {
          try (InputStream in = fs.open(from)) {
            Files.copy(in, copy.file, StandardCopyOption.REPLACE_EXISTING);
          }
          copy.complete = true;
        }
      }
      complete = true;
      return new LocalCopy(copy.file, copy);
    } finally {
      if (!complete) {
        release(copy);
      }
    }
  }

  private static void release(Copy copy) throws IOException {
    synchronized (COPIES) {
      copy.users--;
      List<String> unused = new ArrayList<>();
      COPIES.forEach(
          (origin, c) -> {
            if (c.users == 0 && c != copy) {
              unused.add(origin);
            }
          });
      delete(unused);
    }
  }

  private static void delete(List<String> origins) throws IOException {
    for (String origin : origins) {
      Copy copy = COPIES.remove(origin);
      if (copy != null) {
        Files.deleteIfExists(copy.file);
      }
    }
  }

  /** Deletes the copies of this process; no task may run any more. */
  static void deleteAll() throws IOException {
    synchronized (COPIES) {
      delete(List.copyOf(COPIES.keySet()));
    }
  }

  Path file() {
    return file;
  }

  /** The SHA-256 of the contents, 64 hexadecimal digits; reads the file. */
  String sha256() throws IOException {
    return MoreFiles.asByteSource(file).hash(Hashing.sha256()).toString();
  }

  private static String suffix(org.apache.hadoop.fs.Path file) {
    List<String> parts = Splitter.on('.').splitToList(file.getName());
    return parts.size() > 1 ? "." + parts.get(parts.size() - 1) : "";
  }

  @Override
  public void close() throws IOException {
    if (copy != null) {
      release(copy);
    }
  }
}
