package io.github.reenact.tf.ldnet;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Makes the next number's value while the last one's is in use.
 *
 * <p>Used by one thread. Owns another.
 */
final class Prefetch<T> implements AutoCloseable {
  private final LongFunction<T> source;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread t = new Thread(task, "reenact-ldnet-batches");
            t.setDaemon(true);
            return t;
          });
  private long number;
  private @Nullable CompletableFuture<T> next;

  /**
   * Prepares; nothing is made yet.
   *
   * @param source gives the same for the same number, whatever it gave before
   */
  Prefetch(LongFunction<T> source) {
    this.source = source;
  }

  /** The value of a number; starts on that of the following one. */
  T get(long wanted) {
    CompletableFuture<T> ready = next;
    T value;
    if (ready != null && number == wanted) {
      try {
        value = ready.join();
      } catch (CompletionException e) {
        throw e.getCause() instanceof RuntimeException cause ? cause : e;
      }
    } else {
      value = source.apply(wanted);
    }
    number = wanted + 1;
    next = CompletableFuture.supplyAsync(() -> source.apply(wanted + 1), thread);
    return value;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
