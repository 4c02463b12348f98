package io.github.reenact.spark;

import com.google.common.base.Splitter;
import com.google.common.hash.Hashing;
import com.google.common.hash.HashingOutputStream;
import com.google.common.io.ByteStreams;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A file that FFmpeg can read: the input itself where it is local, else a temporary copy. */
record LocalCopy(java.nio.file.Path file, boolean temporary, String sha256)
    implements AutoCloseable {
  static LocalCopy of(Path from, Configuration conf) throws IOException {
    var fs = from.getFileSystem(conf);
    boolean local = "file".equals(fs.getScheme());
    java.nio.file.Path file =
        local
            ? java.nio.file.Path.of(fs.makeQualified(from).toUri().getPath())
            : Files.createTempFile("reenact-", suffix(from));
    boolean complete = false;
    try (InputStream in = fs.open(from);
        OutputStream out = local ? OutputStream.nullOutputStream() : Files.newOutputStream(file);
        HashingOutputStream hashed = new HashingOutputStream(Hashing.sha256(), out)) {
      ByteStreams.copy(in, hashed);
      complete = true;
      return new LocalCopy(file, !local, hashed.hash().toString());
    } finally {
      if (!complete && !local) {
        Files.deleteIfExists(file);
      }
    }
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
