package io.github.reenact.tf.data;

import com.google.common.collect.Lists;
import io.github.reenact.Landmarks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The training data in one folder: {@code index.csv} with one line an item (a clip or a photo), and
 * either {@code items/NAME/landmarks.csv} with one line a frame and the pictures beside it, or
 * shards as {@link ShardIndex} and {@link ShardWriter} have them.
 *
 * <p>Immutable and thread-safe; all but the pictures is read when it is opened.
 */
public final class Dataset {
  /**
   * One frame.
   *
   * @param number in its clip, from 0
   * @param landmarks in pixels of the picture
   * @param picture the face crop
   */
  public record Frame(int number, Landmarks landmarks, Picture picture) {}

  /**
   * One clip or photo of one person.
   *
   * @param name of the item
   * @param identity who it shows
   * @param split {@code train} or {@code dev}, as the index says
   * @param kind {@code clip} or {@code photo}, as the index says
   * @param frames in which a face was found, at least one, by ascending number
   */
  public record Item(String name, String identity, String split, String kind, List<Frame> frames) {
    /** Whether it is one of a series of frames, and not a single photo. */
    public boolean isClip() {
      return kind.equals("clip");
    }

    /** The landmarks of all frames. */
    public List<Landmarks> landmarks() {
      return Lists.transform(frames, Frame::landmarks);
    }
  }

  private final Path directory;
  private final List<Item> items;

  private Dataset(Path directory, List<Item> items) {
    this.directory = directory;
    this.items = List.copyOf(items);
  }

  /**
   * Reads a folder. Items without a single frame are left out.
   *
   * @throws IOException if a file is missing, cannot be read, or holds something else than it
   *     should; the message names the file, the line and the remedy
   */
  public static Dataset open(Path directory) throws IOException {
    return open(List.of(directory));
  }

  /**
   * The items of several folders together, in the order of the folders: whoever has the same
   * identity in two of them is one person. Names of items may repeat.
   *
   * @param directories at least one
   * @throws IOException as {@link #open(Path)}
   */
  public static Dataset open(List<Path> directories) throws IOException {
    return open(Catalog.open(directories));
  }

  /**
   * All items of a catalog.
   *
   * @throws IOException as {@link #open(Path)}
   */
  public static Dataset open(Catalog catalog) throws IOException {
    List<Item> items = new ArrayList<>();
    for (Catalog.Entry entry : catalog.entries()) {
      items.add(entry.read());
    }
    return new Dataset(catalog.directory(), items);
  }

  static int wholeNumber(Path file, int line, String column, String text) throws IOException {
    int n;
    try {
      n = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw damaged(file, line, column + " is '" + text + "', no whole number");
    }
    if (n < 0) {
      throw damaged(file, line, column + " is " + n + ", less than 0");
    }
    return n;
  }

  static IOException damaged(Path file, int line, String what) {
    return new IOException(
        file + ", line " + line + ": " + what + "; run `./reenact prepare` again");
  }

  /** The folder, or the first one of several. */
  public Path directory() {
    return directory;
  }

  /** All items, in the order of the index. */
  public List<Item> items() {
    return items;
  }
}
