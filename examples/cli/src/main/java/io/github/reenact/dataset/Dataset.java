package io.github.reenact.dataset;

import com.google.common.base.Splitter;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import io.github.reenact.media.FrameRate;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dataset's folder being written: who holds it has locked it. What an interrupted run left is
 * taken up: complete items stay, others are made again.
 *
 * <p>Thread-safe.
 */
final class Dataset implements AutoCloseable {
  private static final String INDEX_HEADER = "item,identity,split,kind,frames,source\n";

  /** A complete item: a line of the index. */
  record Item(String item, String identity, String split, String kind, int frames, String source) {}

  private final Path folder;
  private final List<Item> items = new ArrayList<>();
  private final FileChannel lockFile;
  private final FileChannel index;
  private final FileChannel skipped;

  private Dataset(Path folder, FileChannel lockFile, FileChannel index, FileChannel skipped) {
    this.folder = folder;
    this.lockFile = lockFile;
    this.index = index;
    this.skipped = skipped;
  }

  /**
   * Makes a dataset or takes one up.
   *
   * @throws IOException if it cannot be written, is in use, or was made with other settings
   */
  static Dataset open(Path folder, int size, FrameRate rate) throws IOException {
    try {
      Files.createDirectories(folder.resolve("items"));
    } catch (IOException e) {
      throw new IOException(
          "the dataset folder " + folder + " cannot be made (" + e + "); choose another", e);
    }
    List<FileChannel> opened = new ArrayList<>();
    boolean complete = false;
    try {
      FileChannel lockFile = writer(folder.resolve(".lock"), opened);
      lock(folder, lockFile);
      describe(folder, size, rate);
      FileChannel index = writer(folder.resolve("index.csv"), opened);
      FileChannel skipped = writer(folder.resolve("skipped.csv"), opened);
      Dataset dataset = new Dataset(folder, lockFile, index, skipped);
      dataset.takeUp();
      skipped.truncate(0);
      append(skipped, "path,reason\n");
      complete = true;
      return dataset;
    } finally {
      if (!complete) {
        for (FileChannel channel : opened) {
          channel.close();
        }
      }
    }
  }

  private static FileChannel writer(Path file, List<FileChannel> opened) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    opened.add(channel);
    return channel;
  }

  private static void lock(Path folder, FileChannel file) throws IOException {
    @Nullable FileLock lock;
    try {
      lock = file.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new IOException(
          folder + " is being written by another run; wait for its end or choose another folder");
    }
  }

  private static void describe(Path folder, int size, FrameRate rate) throws IOException {
    Path file = folder.resolve("dataset.json");
    String fps = rate.denominator() == 1 ? rate.toString() : '"' + rate.toString() + '"';
    String wanted =
        "{\"format\":\"reenact-dataset\",\"version\":1,\"size\":%d,\"fps\":%s}\n"
            .formatted(size, fps);
    if (!Files.exists(file)) {
      Files.writeString(file, wanted);
      return;
    }
    String found = Files.readString(file);
    if (!found.replaceAll("\\s", "").equals(wanted.strip())) {
      throw new IOException(
          "%s was made with other settings: %s, now %s; use the same --size and --fps or another folder"
              .formatted(file, found.strip(), wanted.strip()));
    }
  }

  private void takeUp() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) index.size());
    while (bytes.hasRemaining() && index.read(bytes, bytes.position()) >= 0) {
      // Reads on.
    }
    String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    if (text.isEmpty()) {
      append(index, INDEX_HEADER);
      return;
    }
    // A line that a crash cut short does not count.
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    if (!whole.startsWith(INDEX_HEADER)) {
      throw new IOException(
          folder.resolve("index.csv")
              + " does not begin with '"
              + INDEX_HEADER.strip()
              + "'; choose another folder");
    }
    int number = 1;
    for (String line :
        Splitter.on('\n').omitEmptyStrings().split(whole.substring(INDEX_HEADER.length()))) {
      number++;
      List<String> c = Csv.split(line);
      try {
        items.add(
            new Item(c.get(0), c.get(1), c.get(2), c.get(3), Integer.parseInt(c.get(4)), c.get(5)));
      } catch (IndexOutOfBoundsException | NumberFormatException e) {
        throw new IOException(
            "%s, line %d: '%s' is not %s; remove the line and its item's folder"
                .formatted(folder.resolve("index.csv"), number, line, INDEX_HEADER.strip()),
            e);
      }
    }
    index.truncate(whole.getBytes(StandardCharsets.UTF_8).length);
    index.position(index.size());
  }

  /** The complete items. */
  synchronized List<Item> items() {
    return List.copyOf(items);
  }

  /** An empty folder to make an item in; whatever an earlier try left there is deleted. */
  Path begin(String item) throws IOException {
    Path part = folder.resolve("items").resolve(item + ".part");
    deleteTree(part);
    return Files.createDirectories(part);
  }

  /** Moves a finished item into place and notes it in the index, in this order. */
  synchronized void complete(Path part, Item item) throws IOException {
    Path place = folder.resolve("items").resolve(item.item());
    deleteTree(place);
    Files.move(part, place);
    append(
        index,
        Csv.join(
            item.item(),
            item.identity(),
            item.split(),
            item.kind(),
            Integer.toString(item.frames()),
            item.source()));
    items.add(item);
  }

  synchronized void skip(String path, String reason) throws IOException {
    append(skipped, Csv.join(path, reason));
  }

  private static void append(FileChannel to, String text) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
    to.position(to.size());
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
    to.force(true);
  }

  static void deleteTree(Path folder) throws IOException {
    if (Files.exists(folder)) {
      // Insecure only against others who may write there and swap folders for links meanwhile.
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  @Override
  public void close() throws IOException {
    index.close();
    skipped.close();
    lockFile.close();
  }
}
