package io.github.reenact.examples.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads items in a thread of its own, a few ahead of whoever takes them; their order is kept. What
 * the reading throws is thrown to the taker, after the items that were read before.
 *
 * <p>Taken from by one thread. {@link #close()} ends the reading thread and waits for its end, so
 * that what it reads from may be closed afterwards.
 *
 * @param <T> the items
 */
final class Ahead<T> implements AutoCloseable {
  /**
   * Where items come from.
   *
   * @param <T> the items
   */
  interface Source<T> {
    /** The next item, or empty at the end. */
    Optional<T> next() throws IOException;
  }

  private record Entry<T>(Optional<T> item, @Nullable Throwable failure) {}

  private final BlockingQueue<Entry<T>> queue;
  private final Thread thread;
  private final AtomicLong nanos = new AtomicLong();
  private boolean ended;

  /**
   * Starts reading.
   *
   * @param capacity how many items may wait
   */
  Ahead(String name, int capacity, Source<T> source) {
    queue = new ArrayBlockingQueue<>(capacity);
    thread = new Thread(() -> read(source), name);
    thread.setDaemon(true);
    thread.start();
  }

  private void read(Source<T> source) {
    try {
      Entry<T> entry;
      do {
        long start = System.nanoTime();
        try {
          entry = new Entry<>(source.next(), null);
        } catch (IOException | RuntimeException | Error e) {
          entry = new Entry<>(Optional.empty(), e);
        }
        nanos.addAndGet(System.nanoTime() - start);
        queue.put(entry);
      } while (entry.item().isPresent());
    } catch (InterruptedException e) {
      // close() asked for the end; nobody takes any more.
      return;
    }
  }

  /** The next item, or empty at the end. */
  Optional<T> take() throws IOException, InterruptedException {
    if (ended) {
      return Optional.empty();
    }
    Entry<T> entry = queue.take();
    ended = entry.item().isEmpty();
    if (entry.failure() != null) {
      throwAsIs(entry.failure());
    }
    return entry.item();
  }

  static void throwAsIs(Throwable failure) throws IOException {
    if (failure instanceof IOException e) {
      throw e;
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
    throw new IllegalStateException(failure);
  }

  /** The time spent in reading, without waiting, in nanoseconds. */
  long nanos() {
    return nanos.get();
  }

  @Override
  public void close() {
    thread.interrupt();
    joinWhateverHappens(thread);
  }

  /** Waits for the end of a thread; an interrupt meanwhile is kept for later. */
  static void joinWhateverHappens(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        TimeUnit.SECONDS.timedJoin(thread, 1);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
