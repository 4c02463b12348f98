package io.github.reenact.examples.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes items in a thread of its own, a few behind whoever gives them; their order is kept. What
 * the writing throws is thrown to the giver at its next call.
 *
 * <p>Given to by one thread. {@link #close()} ends the writing thread, whatever still waits, and
 * waits for its end, so that what it writes to may be closed afterwards.
 *
 * @param <T> the items
 */
final class Behind<T> implements AutoCloseable {
  /**
   * Where items go.
   *
   * @param <T> the items
   */
  interface Sink<T> {
    /** Writes one item. */
    void write(T item) throws IOException;
  }

  private final BlockingQueue<Optional<T>> queue;
  private final Thread thread;
  private volatile @Nullable Throwable failure;
  private final AtomicLong nanos = new AtomicLong();

  /**
   * Starts to wait for items.
   *
   * @param capacity how many items may wait
   */
  Behind(String name, int capacity, Sink<T> sink) {
    queue = new ArrayBlockingQueue<>(capacity);
    thread = new Thread(() -> write(sink), name);
    thread.setDaemon(true);
    thread.start();
  }

  private void write(Sink<T> sink) {
    try {
      for (Optional<T> item = queue.take(); item.isPresent(); item = queue.take()) {
        long start = System.nanoTime();
        sink.write(item.get());
        nanos.addAndGet(System.nanoTime() - start);
      }
    } catch (InterruptedException e) {
      // close() asked for the end.
      return;
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
    }
  }

  /** Gives an item; waits while too many are unwritten. */
  void put(T item) throws IOException, InterruptedException {
    offer(Optional.of(item));
  }

  /** Waits until all is written. Nothing can be given afterwards. */
  void finish() throws IOException, InterruptedException {
    offer(Optional.empty());
    thread.join();
    Throwable f = failure;
    if (f != null) {
      Ahead.throwAsIs(f);
    }
  }

  private void offer(Optional<T> item) throws IOException, InterruptedException {
    // A thread that has failed takes nothing any more: a plain put would wait for ever.
    do {
      Throwable f = failure;
      if (f != null) {
        Ahead.throwAsIs(f);
      }
    } while (!queue.offer(item, 100, TimeUnit.MILLISECONDS));
  }

  /** The time spent in writing, without waiting, in nanoseconds. */
  long nanos() {
    return nanos.get();
  }

  @Override
  public void close() {
    thread.interrupt();
    Ahead.joinWhateverHappens(thread);
  }
}
