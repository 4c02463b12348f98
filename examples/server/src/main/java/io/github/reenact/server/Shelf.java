package io.github.reenact.server;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Files of clients under names that nobody can guess. One that is not used for a while is deleted.
 * Thread-safe.
 *
 * @param <T> what is known of a file
 */
final class Shelf<T> {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String what;
  private final int perClient;
  private final Duration keep;
  private final LongSupplier nanos;
  private final Map<String, Entry<T>> entries = new ConcurrentHashMap<>();

  private static final class Entry<T> {
    final T value;
    final Path file;
    final String client;
    volatile long used;

    Entry(T value, Path file, String client, long used) {
      this.value = value;
      this.file = file;
      this.client = client;
      this.used = used;
    }
  }

  /**
   * An empty shelf.
   *
   * @param what a file is called in messages, in the singular
   * @param nanos the clock
   */
  Shelf(String what, Limits limits, LongSupplier nanos) {
    this.what = what;
    this.perClient = limits.filesPerClient();
    this.keep = limits.keep();
    this.nanos = nanos;
  }

  /** A name of 128 random bits, in letters that need no quoting anywhere. */
  static String newId() {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * Refuses a client that has its share.
   *
   * @throws Problem 429
   */
  void checkRoom(String client) {
    if (entries.values().stream().filter(e -> e.client.equals(client)).count() >= perClient) {
      throw Problem.busy(
          "Too many files",
          "This address keeps %d files of this kind (%s) already; delete one, or wait until one expires"
              .formatted(perClient, what),
          (int) Math.max(1, Math.min(60, keep.toSeconds())));
    }
  }

  /** Puts a file on the shelf, which deletes it later. */
  void add(String id, String client, T value, Path file) {
    entries.put(id, new Entry<>(value, file, client, nanos.getAsLong()));
  }

  /**
   * What is known of a file.
   *
   * @throws Problem 404
   */
  T get(String id) {
    return entry(id).value;
  }

  /**
   * The file itself.
   *
   * @throws Problem 404
   */
  Path file(String id) {
    return entry(id).file;
  }

  private Entry<T> entry(String id) {
    Entry<T> entry = entries.get(id);
    if (entry == null) {
      throw Problem.notFound(what);
    }
    entry.used = nanos.getAsLong();
    return entry;
  }

  /**
   * Deletes a file.
   *
   * @throws Problem 404
   */
  void remove(String id) {
    Entry<T> entry = entries.remove(id);
    if (entry == null) {
      throw Problem.notFound(what);
    }
    StateFolder.delete(entry.file);
  }

  /** Deletes what was not used for too long. */
  void sweep() {
    long now = nanos.getAsLong();
    entries
        .entrySet()
        .removeIf(
            e -> {
              boolean old = now - e.getValue().used > keep.toNanos();
              if (old) {
                StateFolder.delete(e.getValue().file);
              }
              return old;
            });
  }
}
