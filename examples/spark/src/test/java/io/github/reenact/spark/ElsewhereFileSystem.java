package io.github.reenact.spark;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Local files under another scheme, {@code elsewhere:}, so that they count as remote. */
public final class ElsewhereFileSystem extends RawLocalFileSystem {
  /** The paths that were opened. */
  static final List<String> OPENED = new CopyOnWriteArrayList<>();

  /** For Hadoop. */
  public ElsewhereFileSystem() {}

  @Override
  public String getScheme() {
    return "elsewhere";
  }

  @Override
  public URI getUri() {
    return URI.create("elsewhere:///");
  }

  /** Without the permissions, which only local paths have. */
  private static FileStatus plain(FileStatus s) {
    return new FileStatus(
        s.getLen(), s.isDirectory(), 1, 1 << 25, s.getModificationTime(), s.getPath());
  }

  @Override
  public FileStatus getFileStatus(Path file) throws IOException {
    return plain(super.getFileStatus(file));
  }

  @Override
  public FileStatus[] listStatus(Path folder) throws IOException {
    return Arrays.stream(super.listStatus(folder))
        .map(ElsewhereFileSystem::plain)
        .toArray(FileStatus[]::new);
  }

  @Override
  public FSDataInputStream open(Path file, int bufferSize) throws IOException {
    OPENED.add(file.toUri().getPath());
    return super.open(file, bufferSize);
  }
}
