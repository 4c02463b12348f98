package io.github.reenact.media;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder beside a video in which its segments wait until all are there, and what they were made
 * of. Every file in it appears under its name when it is complete. One process at a time holds it.
 *
 * <p>Not thread-safe.
 */
final class SegmentFolder implements AutoCloseable {
  private static final String RUN = "run.txt";
  private static final String DELIVERED = "delivered.txt";
  private static final String END = "end.txt";
  private static final String JOINED = "joined.mp4";
  private static final String LOCK = "lock";
  private static final Pattern OWN =
      Pattern.compile(
          "\\..+\\.part|run\\.txt|delivered\\.txt|end\\.txt|joined\\.mp4|lock"
              + "|\\d{6}\\.(mp4|txt)");

  private final Path folder;
  private final FileChannel lockFile;
  private boolean closed;

  /**
   * A finished segment.
   *
   * @param seconds when its first frame is shown
   * @param frames how many it has
   * @param tally a count of the caller's at its end
   */
  record Segment(Path file, double seconds, long frames, long tally) {}

  private SegmentFolder(Path folder, FileChannel lockFile) {
    this.folder = folder;
    this.lockFile = lockFile;
  }

  /** The folder of a video. */
  static Path of(Path video) {
    return video.resolveSibling(video.getFileName() + ".segments");
  }

  /**
   * Makes the folder if it is not there, and holds it.
   *
   * @throws IOException if it cannot be made, or another process holds it
   */
  static SegmentFolder hold(Path folder) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new NotDirectoryException(folder.toString());
    }
    Files.createDirectories(folder);
    FileChannel file =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean held = false;
    try {
      held = lock(file);
    } finally {
      if (!held) {
        file.close();
      }
    }
    if (!held) {
      throw new IOException(
          folder + " is in use by another run; wait for that, stop it, or name another output");
    }
    return new SegmentFolder(folder, file);
  }

  private static boolean lock(FileChannel file) throws IOException {
    try {
      @Nullable FileLock lock = file.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  Path path() {
    return folder;
  }

  /** Whether a run has begun here and is not delivered. */
  boolean hasRun() {
    return Files.exists(folder.resolve(RUN));
  }

  /** Whether the video of a run with these settings was put in its place. */
  boolean isDelivered(Map<String, String> settings) throws IOException {
    Path file = folder.resolve(DELIVERED);
    return Files.exists(file) && read(file).equals(settings);
  }

  /** Notes with what a run is made. */
  void begin(Map<String, String> settings) throws IOException {
    StringBuilder text = new StringBuilder();
    settings.forEach((k, v) -> text.append(k).append('\t').append(v).append('\n'));
    OutputFile.write(folder.resolve(RUN), text.toString(), true);
  }

  /**
   * Refuses to go on with other settings than those of {@link #begin}.
   *
   * @throws IOException if one differs; the message names it with both values
   */
  void requireSame(Map<String, String> settings) throws IOException {
    Map<String, String> begun = read(folder.resolve(RUN));
    TreeSet<String> names = new TreeSet<>(begun.keySet());
    names.addAll(settings.keySet());
    for (String name : names) {
      String old = begun.getOrDefault(name, "none");
      String now = settings.getOrDefault(name, "none");
      if (!old.equals(now)) {
        throw new IOException(
            "%s cannot be resumed: the run was begun with %s %s, not %s; give the same files and options, or --overwrite without --resume to begin anew"
                .formatted(folder, name, old, now));
      }
    }
  }

  private static Map<String, String> read(Path file) throws IOException {
    Map<String, String> out = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file)) {
      int tab = line.indexOf('\t');
      if (tab < 0) {
        throw damaged(file);
      }
      out.put(line.substring(0, tab), line.substring(tab + 1));
    }
    return out;
  }

  private static IOException damaged(Path file) {
    return new IOException(
        file + " is damaged; begin anew: --overwrite without --resume, or another output");
  }

  /** The file of a segment. */
  Path segment(int index) {
    return folder.resolve(String.format(Locale.ROOT, "%06d.mp4", index));
  }

  private Path notes(int index) {
    return folder.resolve(String.format(Locale.ROOT, "%06d.txt", index));
  }

  /** Writes what belongs to a segment, before its file appears. */
  void describe(int index, double seconds, long frames, long tally) throws IOException {
    OutputFile.write(notes(index), seconds + " " + frames + " " + tally + "\n", true);
  }

  /** The finished segments from the first one on. */
  List<Segment> segments() throws IOException {
    List<Segment> out = new ArrayList<>();
    while (Files.exists(segment(out.size()))) {
      Path notes = notes(out.size());
      String[] cells = Files.readString(notes).strip().split(" ", -1);
      try {
        out.add(
            new Segment(
                segment(out.size()),
                Double.parseDouble(cells[0]),
                Long.parseLong(cells[1]),
                Long.parseLong(cells[2])));
      } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
        throw damaged(notes);
      }
    }
    return out;
  }

  /** Notes that there will be no more segments. */
  void end() throws IOException {
    OutputFile.write(folder.resolve(END), "", true);
  }

  /** Whether all segments are there. */
  boolean hasEnded() {
    return Files.exists(folder.resolve(END));
  }

  /** Where the segments are joined before they get to their place. */
  Path joined() {
    return folder.resolve(JOINED);
  }

  /** Moves the joined video to its place. */
  void deliver(Path target) throws IOException {
    OutputFile.move(joined(), target);
    OutputFile.move(folder.resolve(RUN), folder.resolve(DELIVERED));
  }

  /** Deletes what killed runs left half-written. */
  void deleteTemporary() throws IOException {
    delete(name -> name.endsWith(".part"));
  }

  /** Deletes all segments and what is known of them. */
  void clear() throws IOException {
    delete(name -> !name.equals(LOCK) && !name.equals(DELIVERED));
    delete(name -> name.equals(DELIVERED));
  }

  private interface Choice {
    boolean of(String name);
  }

  private void delete(Choice choice) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.toList();
    }
    for (Path file : files) {
      String name = file.getFileName().toString();
      if (OWN.matcher(name).matches() && choice.of(name)) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Lets go of the folder; an empty one is deleted. Closing again has no effect. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.toList();
    }
    lockFile.close();
    if (files.size() == 1 && files.get(0).endsWith(LOCK)) {
      try {
        Files.delete(files.get(0));
        Files.delete(folder);
      } catch (NoSuchFileException | DirectoryNotEmptyException e) {
        // Another run has begun in it just now.
        return;
      }
    }
  }
}
