package io.github.reenact.tf.data;

import com.google.common.collect.Iterables;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.CRC32;

/**
 * What the indexes of some datasets list, folders or shards: the items, none of whose frames has
 * been read. It takes some 200 bytes an item, however many frames these have.
 *
 * <p>Immutable and thread-safe.
 */
public final class Catalog {
  private static final String FOLDERS = "item,identity,split,kind,frames,source";

  /** Datasets of more pictures are streamed unless told otherwise. */
  private static final long LARGE = 500_000;

  /**
   * One clip or photo.
   *
   * @param name of the item
   * @param identity who it shows
   * @param split {@code train} or {@code dev}, as the index says
   * @param kind {@code clip} or {@code photo}, as the index says
   * @param frames how many pictures it has, at least one
   * @param place reads its frames
   */
  public record Entry(
      String name, String identity, String split, String kind, int frames, Frames place) {
    /**
     * Reads its landmarks, and where its pictures are.
     *
     * @throws IOException if that is missing or damaged; names the file
     */
    public Dataset.Item read() throws IOException {
      return new Dataset.Item(name, identity, split, kind, place.read());
    }
  }

  /** Where the frames of an item are. Thread-safe. */
  public interface Frames {
    /**
     * Reads them, all but the pictures.
     *
     * @throws IOException if they are missing or damaged; names the file
     */
    List<Dataset.Frame> read() throws IOException;
  }

  private final Path directory;
  private final List<Entry> entries;

  private Catalog(Path directory, List<Entry> entries) {
    this.directory = directory;
    this.entries = List.copyOf(entries);
  }

  /**
   * Reads the indexes of several datasets, in the order of these: whoever has the same identity in
   * two of them is one person. Names of items may repeat. Items without a frame are left out.
   *
   * @param directories at least one
   * @throws IOException if an index is missing or damaged; names the file, the line and the remedy
   */
  public static Catalog open(List<Path> directories) throws IOException {
    if (directories.isEmpty()) {
      throw new IllegalArgumentException("no folder");
    }
    List<Entry> entries = new ArrayList<>();
    for (Path directory : directories) {
      read(directory, entries);
    }
    return new Catalog(directories.get(0), entries);
  }

  private static void read(Path directory, List<Entry> to) throws IOException {
    Path index = directory.resolve("index.csv");
    if (!Files.isRegularFile(index)) {
      throw new NoSuchFileException(
          index.toString(),
          null,
          "no training data there; make it with `./reenact prepare --input DIR --output "
              + directory
              + "`");
    }
    Set<String> names = new HashSet<>();
    // Of a million items, few have different people, splits and kinds.
    Map<String, String> known = new HashMap<>();
    try (BufferedReader in = Files.newBufferedReader(index)) {
      String header = in.readLine();
      boolean shards = ShardIndex.HEADER.equals(header);
      if (!shards && !FOLDERS.equals(header)) {
        throw Dataset.damaged(index, 1, "the header is '" + header + "', not '" + FOLDERS + "'");
      }
      int number = 1;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        number++;
        Entry e = shards ? inShard(directory, index, number, line) : inFolder(index, number, line);
        if (!names.add(e.name)) {
          throw Dataset.damaged(index, number, "item '" + e.name + "' is listed twice");
        }
        if (e.frames > 0) {
          to.add(
              new Entry(
                  e.name,
                  known.computeIfAbsent(e.identity, k -> k),
                  known.computeIfAbsent(e.split, k -> k),
                  known.computeIfAbsent(e.kind, k -> k),
                  e.frames,
                  e.place));
        }
      }
    } catch (CharacterCodingException e) {
      throw new IOException(index + " is not UTF-8 text: run `./reenact prepare` again", e);
    }
  }

  private static Entry inFolder(Path index, int number, String line) throws IOException {
    // The source comes last and may hold commas.
    String[] f = line.split(",", 6);
    if (f.length != 6) {
      throw Dataset.damaged(index, number, f.length + " columns instead of 6");
    }
    int frames = Dataset.wholeNumber(index, number, "frames", f[4]);
    if (f[0].isEmpty() || f[0].contains("/") || f[0].startsWith(".")) {
      throw Dataset.damaged(index, number, "'" + f[0] + "' is no item name");
    }
    String name = f[0];
    return new Entry(
        name,
        f[1],
        f[2],
        f[3],
        frames,
        () -> new ItemFolder(index.resolveSibling("items").resolve(name)).frames(frames));
  }

  private static Entry inShard(Path directory, Path index, int number, String line)
      throws IOException {
    ShardIndex.Entry e = ShardIndex.parse(line, index, number);
    int frames = e.frames();
    String shard = e.place().shard();
    long offset = e.place().offset();
    return new Entry(
        e.item().name(),
        e.item().identity(),
        e.item().split(),
        e.kind(),
        frames,
        () -> Shard.of(directory, shard).frames(offset, frames));
  }

  /** Those of the items that are wanted, in their order. */
  public Catalog where(Predicate<Entry> wanted) {
    return new Catalog(directory, entries.stream().filter(wanted).toList());
  }

  /** The first of the datasets. */
  public Path directory() {
    return directory;
  }

  /** All items, in the order of the indexes. */
  public List<Entry> entries() {
    return entries;
  }

  /**
   * Reads all items, each when its turn comes.
   *
   * @throws UncheckedIOException while iterating, if one cannot be read
   */
  public Iterable<Dataset.Item> items() {
    return Iterables.transform(
        entries,
        entry -> {
          try {
            return entry.read();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** The number of pictures of all items. */
  public long pictures() {
    return entries.stream().mapToLong(Entry::frames).sum();
  }

  /**
   * How many pictures a training has in memory.
   *
   * @param told by the user, if anything
   * @param ofLarge what it is if nothing is told and there are more than 500,000 pictures
   * @return 0: all
   */
  public int buffer(OptionalInt told, int ofLarge) {
    return told.orElse(pictures() > LARGE ? ofLarge : 0);
  }

  /** The number of items and a checksum of what the index says of them and of their order. */
  @Override
  public String toString() {
    CRC32 sum = new CRC32();
    for (Entry e : entries) {
      String line = String.join(",", e.name, e.identity, e.split, Integer.toString(e.frames));
      sum.update((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return "%d items (%08x)".formatted(entries.size(), sum.getValue());
  }
}
