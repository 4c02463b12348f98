package io.github.reenact.tf.training;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/**
 * Makes the next numbers' values, in another thread, while the last one's is in use.
 *
 * <p>Used by one thread. Owns another, in which alone values are made.
 */
final class Prefetch<T> implements AutoCloseable {
  /** Values made in advance. */
  private static final int AHEAD = 2;

  private final LongFunction<T> source;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread t = new Thread(task, "reenact-batches");
            t.setDaemon(true);
            return t;
          });

  /** Of the numbers from {@link #first} on. */
  private final Deque<CompletableFuture<T>> ready = new ArrayDeque<>();

  private long first;

  /**
   * Prepares; nothing is made yet.
   *
   * @param source gives the same for the same number, whatever it gave before
   */
  Prefetch(LongFunction<T> source) {
    this.source = source;
  }

  /** The value of a number; starts on those of the following ones. */
  T get(long number) {
    if (number != first) {
      ready.forEach(f -> f.cancel(false));
      ready.clear();
      first = number;
    }
    while (ready.size() <= AHEAD) {
      long next = first + ready.size();
      ready.add(CompletableFuture.supplyAsync(() -> source.apply(next), thread));
    }
    first++;
    try {
      return ready.remove().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Returns when no value is being made any more. */
  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
        // A daemon: it keeps nobody from ending.
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
