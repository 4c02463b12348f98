package io.github.reenact.tf.ldnet.training;

import io.github.reenact.Landmarks;
import io.github.reenact.tf.data.Catalog;
import io.github.reenact.tf.data.Dataset;
import io.github.reenact.tf.data.ShuffleBuffer;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The landmarks of the real people of a training, those of the split {@code train}: all of them in
 * memory, or as many as a buffer holds.
 *
 * <p>Used by one thread.
 */
final class RealFaces implements AutoCloseable {
  /** Frames in the buffer unless told otherwise: some 120 MB. */
  static final int DEFAULT_BUFFER = 200_000;

  private final Path directory;
  private final int people;
  private final Optional<ShuffleBuffer<Item>> buffer;
  private List<Person> present;
  private long turn = -1;

  /**
   * A person.
   *
   * @param label from 0, below {@link #people}
   * @param items the clips and photos, for each frame 136 numbers in pixels of its crop
   */
  record Person(int label, List<float[][]> items) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Item(int label, float[][] frames) {}

  private RealFaces(
      Path directory, int people, Optional<ShuffleBuffer<Item>> buffer, List<Person> present) {
    this.directory = directory;
    this.people = people;
    this.buffer = buffer;
    this.present = present;
  }

  /** All of a dataset. */
  static RealFaces of(Dataset data) {
    Map<String, Integer> labels = new HashMap<>();
    List<Item> items = new ArrayList<>();
    for (Dataset.Item item : data.items()) {
      if (item.split().equals("train")) {
        int label = labels.computeIfAbsent(item.identity(), k -> labels.size());
        items.add(item(label, item));
      }
    }
    return new RealFaces(data.directory(), labels.size(), Optional.empty(), byPerson(items));
  }

  /**
   * Through a buffer; nothing is read yet.
   *
   * @param frames that the buffer holds
   */
  static RealFaces stream(Catalog data, int frames, long seed) {
    Catalog train = data.where(e -> e.split().equals("train"));
    Map<String, Integer> labels = new HashMap<>();
    for (Catalog.Entry entry : train.entries()) {
      labels.putIfAbsent(entry.identity(), labels.size());
    }
    Optional<ShuffleBuffer<Item>> buffer =
        labels.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new ShuffleBuffer<>(
                    train.entries(),
                    Catalog.Entry::frames,
                    frames,
                    seed,
                    e -> item(labels.getOrDefault(e.identity(), 0), e.read())));
    return new RealFaces(data.directory(), labels.size(), buffer, List.of());
  }

  private static Item item(int label, Dataset.Item item) {
    return new Item(
        label, item.landmarks().stream().map(Landmarks::toArray).toArray(float[][]::new));
  }

  private static List<Person> byPerson(List<Item> items) {
    Map<Integer, Person> people = new LinkedHashMap<>();
    for (Item item : items) {
      people
          .computeIfAbsent(item.label, label -> new Person(label, new ArrayList<>()))
          .items
          .add(item.frames);
    }
    return List.copyOf(people.values());
  }

  /** The folder of the data, for messages. */
  Path directory() {
    return directory;
  }

  /** The number of people in all of the data. */
  int people() {
    return people;
  }

  /**
   * The people that a step draws from; always the same for the same step. At each step one more
   * item comes in, in the mean.
   *
   * @param step steps below 0 have the people of step 0
   * @throws UncheckedIOException if they cannot be read
   */
  List<Person> at(long step) {
    if (buffer.isPresent()) {
      long wanted = Math.max(0, step) / ShuffleBuffer.STRIDE;
      if (wanted != turn) {
        present = byPerson(buffer.get().at(wanted));
        turn = wanted;
      }
    }
    return present;
  }

  @Override
  public void close() {
    buffer.ifPresent(ShuffleBuffer::close);
  }
}
