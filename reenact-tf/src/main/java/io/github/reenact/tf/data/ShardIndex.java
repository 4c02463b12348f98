package io.github.reenact.tf.data;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The index of a dataset in shards, {@code index.csv}: one line an item, and where the item is.
 *
 * <pre>
 * item,identity,split,kind,frames,shard,offset,source
 * </pre>
 *
 * The pictures are in {@code shards/SHARD.tfrecord}, the landmarks in {@code
 * shards/SHARD.tracks.tfrecord}, in the record that begins at byte {@code offset}.
 */
public final class ShardIndex {
  /** The first line. */
  public static final String HEADER = "item,identity,split,kind,frames,shard,offset,source";

  private static final int CELLS = 8;

  private ShardIndex() {}

  /**
   * Where an item's track is.
   *
   * @param shard name of the shard
   * @param offset in its tracks, in bytes
   */
  public record Place(String shard, long offset) {}

  /**
   * An item.
   *
   * @param kind {@code clip} or {@code photo}
   * @param frames how many pictures it has
   */
  public record Entry(ShardWriter.Description item, String kind, int frames, Place place) {
    /**
     * Its line of the index, without the end of line. The source comes last: it may hold commas.
     */
    public String toLine() {
      return String.join(
          ",",
          item.name(),
          plain(item.identity()),
          plain(item.split()),
          kind,
          Integer.toString(frames),
          place.shard,
          Long.toString(place.offset),
          item.source().replaceAll("[\\r\\n]+", " "));
    }

    private static String plain(String cell) {
      return cell.replaceAll("[\\r\\n,\"]+", "_");
    }
  }

  /** The file of a shard's pictures, below the dataset's folder. */
  public static String pictures(String shard) {
    return "shards/" + shard + ".tfrecord";
  }

  /** The file of a shard's tracks, below the dataset's folder. */
  public static String tracks(String shard) {
    return "shards/" + shard + ".tracks.tfrecord";
  }

  /**
   * Reads a line.
   *
   * @param file of the line, for messages
   * @param number of the line, for messages
   * @throws IOException if it is none
   */
  public static Entry parse(String line, Path file, int number) throws IOException {
    String[] c = line.split(",", CELLS);
    if (c.length != CELLS) {
      throw Dataset.damaged(file, number, c.length + " columns instead of " + CELLS);
    }
    try {
      int frames = Integer.parseInt(c[4]);
      long offset = Long.parseLong(c[6]);
      if (frames >= 1 && offset >= 0 && !c[0].isEmpty() && !c[5].contains("/")) {
        var item = new ShardWriter.Description(c[0], c[1], c[2], c[7]);
        return new Entry(item, c[3], frames, new Place(c[5], offset));
      }
    } catch (NumberFormatException e) {
      throw Dataset.damaged(file, number, "'" + line + "' is no item");
    }
    throw Dataset.damaged(file, number, "'" + line + "' is no item");
  }
}
