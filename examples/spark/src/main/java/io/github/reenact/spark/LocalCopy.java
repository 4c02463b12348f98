package io.github.reenact.spark;

import com.google.common.base.Splitter;
import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A file that FFmpeg can read: the input itself where it is local, else a temporary copy. */
record LocalCopy(java.nio.file.Path file, boolean temporary) implements AutoCloseable {
  static LocalCopy of(Path from, Configuration conf) throws IOException {
    var fs = from.getFileSystem(conf);
    if ("file".equals(fs.getScheme())) {
      return new LocalCopy(java.nio.file.Path.of(fs.makeQualified(from).toUri().getPath()), false);
    }
    LocalCopy copy = new LocalCopy(Files.createTempFile("reenact-", suffix(from)), true);
    boolean complete = false;
    try (InputStream in = fs.open(from)) {
      Files.copy(in, copy.file, StandardCopyOption.REPLACE_EXISTING);
      complete = true;
      return copy;
    } finally {
      if (!complete) {
        copy.close();
      }
    }
  }

  /** The SHA-256 of the contents, 64 hexadecimal digits; reads the file. */
  String sha256() throws IOException {
    return MoreFiles.asByteSource(file).hash(Hashing.sha256()).toString();
  }

  private static String suffix(Path file) {
    List<String> parts = Splitter.on('.').splitToList(file.getName());
    return parts.size() > 1 ? "." + parts.get(parts.size() - 1) : "";
  }

  @Override
  public void close() throws IOException {
    if (temporary) {
      Files.deleteIfExists(file);
    }
  }
}
