package io.github.reenact.tf.graph;

import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Keeps native memory from being freed while a call uses it: shared by calls, exclusive for
 * closing. A close waits for the calls in progress; later calls fail.
 *
 * <p>Thread-safe.
 */
public final class CloseGuard {
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final String name;
  private boolean closed;

  /**
   * Open at first.
   *
   * @param name of what is closed, for messages: "LD-Net"
   */
  public CloseGuard(String name) {
    this.name = name;
  }

  /**
   * Calls something that needs the memory.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public <T> T call(Supplier<T> task) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException(name + " is closed");
      }
      return task.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  /**
   * Frees the memory when no call uses it any more; again, it has no effect.
   *
   * @param free what to do
   */
  public void close(Runnable free) {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        free.run();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
