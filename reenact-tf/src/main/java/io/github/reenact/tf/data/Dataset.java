package io.github.reenact.tf.data;

import com.google.common.collect.Lists;
import io.github.reenact.Landmarks;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The training data in one folder: {@code index.csv} with one line an item (a clip or a photo), and
 * either {@code items/NAME/landmarks.csv} with one line a frame and the pictures beside it, or
 * shards as {@link ShardIndex} and {@link ShardWriter} have them.
 *
 * <p>Immutable and thread-safe; all but the pictures is read when it is opened.
 */
public final class Dataset {
  private static final String INDEX_HEADER = "item,identity,split,kind,frames,source";

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
    Path index = directory.resolve("index.csv");
    if (!Files.isRegularFile(index)) {
      throw new NoSuchFileException(
          index.toString(),
          null,
          "no training data there; make it with `./reenact prepare --input DIR --output "
              + directory
              + "`");
    }
    List<Item> items = new ArrayList<>();
    Set<String> names = new HashSet<>();
    try (BufferedReader in = Files.newBufferedReader(index)) {
      String header = in.readLine();
      if (ShardIndex.HEADER.equals(header)) {
        return new Dataset(directory, shards(directory, index, in));
      }
      if (!INDEX_HEADER.equals(header)) {
        throw damaged(index, 1, "the header is '" + header + "', not '" + INDEX_HEADER + "'");
      }
      int number = 1;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        number++;
        // The source comes last and may hold commas.
        String[] f = line.split(",", 6);
        if (f.length != 6) {
          throw damaged(index, number, f.length + " columns instead of 6");
        }
        int frames = wholeNumber(index, number, "frames", f[4]);
        if (f[0].isEmpty() || f[0].contains("/") || f[0].startsWith(".")) {
          throw damaged(index, number, "'" + f[0] + "' is no item name");
        }
        if (!names.add(f[0])) {
          throw damaged(index, number, "item '" + f[0] + "' is listed twice");
        }
        if (frames == 0) {
          continue;
        }
        items.add(
            readItem(directory.resolve("items").resolve(f[0]), f[0], f[1], f[2], f[3], frames));
      }
    } catch (CharacterCodingException e) {
      throw new IOException(index + " is not UTF-8 text: run `./reenact prepare` again", e);
    }
    return new Dataset(directory, items);
  }

  /**
   * The items of several folders together, in the order of the folders: whoever has the same
   * identity in two of them is one person. Names of items may repeat.
   *
   * @param directories at least one
   * @throws IOException as {@link #open(Path)}
   */
  public static Dataset open(List<Path> directories) throws IOException {
    if (directories.isEmpty()) {
      throw new IllegalArgumentException("no folder");
    }
    List<Item> items = new ArrayList<>();
    for (Path directory : directories) {
      items.addAll(open(directory).items());
    }
    return new Dataset(directories.get(0), items);
  }

  private static Item readItem(
      Path dir, String name, String identity, String split, String kind, int frames)
      throws IOException {
    Path file = dir.resolve("landmarks.csv");
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(
          file.toString(), null, "the index lists it; run `./reenact prepare` again");
    }
    List<Frame> found = new ArrayList<>(frames);
    try (BufferedReader in = Files.newBufferedReader(file)) {
      String header = in.readLine();
      if (header == null || !header.startsWith("frame,time,x0,y0,")) {
        throw damaged(file, 1, "the header is '" + header + "', not 'frame,time,x0,y0,..,x67,y67'");
      }
      int line = 1;
      for (String text = in.readLine(); text != null; text = in.readLine()) {
        line++;
        String[] f = text.split(",", -1);
        if (f.length != 2 + 2 * Landmarks.COUNT) {
          throw damaged(file, line, f.length + " columns instead of " + (2 + 2 * Landmarks.COUNT));
        }
        if (found.size() == frames) {
          throw damaged(file, line, "more than the " + frames + " frames of the index");
        }
        float[] xy = new float[2 * Landmarks.COUNT];
        for (int i = 0; i < xy.length; i++) {
          try {
            xy[i] = Float.parseFloat(f[2 + i]);
          } catch (NumberFormatException e) {
            throw damaged(file, line, "column " + (3 + i) + " is '" + f[2 + i] + "', no number");
          }
        }
        int frame = wholeNumber(file, line, "frame", f[0]);
        try {
          found.add(new Frame(frame, Landmarks.of(xy), new FilePicture(dir, frame)));
        } catch (IllegalArgumentException e) {
          throw damaged(file, line, String.valueOf(e.getMessage()));
        }
      }
    } catch (CharacterCodingException e) {
      throw new IOException(file + " is not UTF-8 text: run `./reenact prepare` again", e);
    }
    if (found.size() != frames) {
      throw damaged(file, found.size() + 1, "ends here, but the index says " + frames + " frames");
    }
    return new Item(name, identity, split, kind, List.copyOf(found));
  }

  /** The items of a folder of shards, whose index is read on. */
  private static List<Item> shards(Path directory, Path index, BufferedReader in)
      throws IOException {
    List<Item> items = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int number = 1;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      number++;
      ShardIndex.Entry e = ShardIndex.parse(line, index, number);
      ShardWriter.Description item = e.item();
      if (!names.add(item.name())) {
        throw damaged(index, number, "item '" + item.name() + "' is listed twice");
      }
      List<Frame> frames = Shard.of(directory, e.place().shard()).frames(e);
      items.add(new Item(item.name(), item.identity(), item.split(), e.kind(), frames));
    }
    return items;
  }

  private static int wholeNumber(Path file, int line, String column, String text)
      throws IOException {
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
