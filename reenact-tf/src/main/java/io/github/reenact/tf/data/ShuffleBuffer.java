package io.github.reenact.tf.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;

/**
 * The part of a large dataset that is in memory. All items pass through it, in an order that is
 * shuffled anew in each epoch: at each turn some come in and the oldest leave. Samples are drawn
 * from what is in it. An item comes in as a whole, clips with all frames that are wanted, so that
 * pairs of frames of one clip can be drawn; items of all shards are mixed.
 *
 * <p>What is in the buffer at a turn depends on the catalog, the capacity and the seed alone, not
 * on the turns before: a training that is resumed in the middle of an epoch finds the buffer as it
 * was. If all items fit they are all in it, always.
 *
 * <p>Threads of its own read items that are about to come in. Used by one thread.
 *
 * @param <T> what is made of an item
 */
public final class ShuffleBuffer<T> implements AutoCloseable {
  /** Items that come in at each turn. */
  public static final int STRIDE = 16;

  private static final int READERS = 4;

  private final List<Catalog.Entry> entries;
  private final ToIntFunction<Catalog.Entry> size;
  private final long capacity;
  private final long seed;
  private final Loader<T> loader;
  private final boolean holdsAll;

  /** Items of the buffer at turn 0. */
  private final long first;

  private final ExecutorService readers =
      Executors.newFixedThreadPool(
          READERS,
          task -> {
            Thread t = new Thread(task, "reenact-reader");
            t.setDaemon(true);
            return t;
          });

  /** By position: the items of the first epoch, then those of the second, and so on. */
  private final TreeMap<Long, CompletableFuture<T>> loaded = new TreeMap<>();

  private final Map<Long, int[]> orders = new HashMap<>();

  /** Reads an item. Thread-safe. */
  public interface Loader<T> {
    /**
     * Reads it.
     *
     * @throws IOException if it is missing or damaged; names the file
     */
    T load(Catalog.Entry entry) throws IOException;
  }

  /**
   * A buffer; nothing is read yet.
   *
   * @param entries at least one
   * @param size of an item, at least 1, in the unit of the capacity: pictures
   * @param capacity what all items in it have together at the most; there are at least {@link
   *     #STRIDE} items, so that none is left out
   * @param seed of the order
   */
  public ShuffleBuffer(
      List<Catalog.Entry> entries,
      ToIntFunction<Catalog.Entry> size,
      long capacity,
      long seed,
      Loader<T> loader) {
    if (entries.isEmpty() || capacity < 1) {
      throw new IllegalArgumentException(
          "%d items and a capacity of %d; both must be positive"
              .formatted(entries.size(), capacity));
    }
    this.entries = entries;
    this.size = size;
    this.capacity = capacity;
    this.seed = seed;
    this.loader = loader;
    long sum = 0;
    int fit = 0;
    while (fit < entries.size() && (fit < STRIDE || sum + sizeAt(fit) <= capacity)) {
      sum += sizeAt(fit);
      fit++;
    }
    holdsAll = fit == entries.size();
    first = fit;
  }

  /**
   * What is in the buffer at a turn, the oldest first. Waits until it is read.
   *
   * @param turn from 0
   * @throws UncheckedIOException if an item cannot be read
   */
  public List<T> at(long turn) {
    long end = holdsAll ? first : first + turn * STRIDE;
    long begin = begin(end);
    // Those that come in at the next turn are read meanwhile.
    long ahead = holdsAll ? end : end + STRIDE;
    loaded.headMap(begin).clear();
    loaded.tailMap(ahead).clear();
    orders.keySet().removeIf(e -> e < begin / entries.size() || e > ahead / entries.size());
    for (long position = begin; position < ahead; position++) {
      loaded.computeIfAbsent(position, this::load);
    }
    List<T> out = new ArrayList<>((int) (end - begin));
    try {
      loaded.headMap(end).values().forEach(f -> out.add(f.join()));
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
    return out;
  }

  private CompletableFuture<T> load(long position) {
    Catalog.Entry entry = entryAt(position);
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return loader.load(entry);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        readers);
  }

  /** The first position of a buffer that ends at another: as many as there is room for. */
  private long begin(long end) {
    long begin = end;
    long sum = 0;
    while (begin > 0 && end - begin < entries.size()) {
      sum += sizeAt(begin - 1);
      if (end - begin >= STRIDE && sum > capacity) {
        break;
      }
      begin--;
    }
    return begin;
  }

  private int sizeAt(long position) {
    return size.applyAsInt(entryAt(position));
  }

  private Catalog.Entry entryAt(long position) {
    int[] order = orders.computeIfAbsent(position / entries.size(), this::order);
    return entries.get(order[(int) (position % entries.size())]);
  }

  /** The order of an epoch. */
  private int[] order(long epoch) {
    SplittableRandom random =
        new SplittableRandom(new SplittableRandom(seed).nextLong() + 0x9E37L * epoch);
    int[] order = new int[entries.size()];
    for (int i = 0; i < order.length; i++) {
      int other = random.nextInt(i + 1);
      order[i] = order[other];
      order[other] = i;
    }
    return order;
  }

  /** Stops reading. */
  @Override
  public void close() {
    readers.shutdownNow();
  }
}
