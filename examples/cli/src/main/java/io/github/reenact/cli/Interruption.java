package io.github.reenact.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C. The Java runtime answers SIGINT with its shutdown hooks while all threads go on; the hook
 * made here interrupts the working thread and waits until that has cleaned up after itself
 * (temporary files, a checkpoint). The exit status is then the runtime's own: 130.
 *
 * <p>A working thread learns of it as of any interrupt, by {@link InterruptedException} or {@link
 * Thread#isInterrupted()}. One that must not be interrupted in the middle of writing a file (an
 * interrupt closes file channels) asks {@link #requested()} instead, inside of {@link
 * #askedOnly()}.
 *
 * <p>Thread-safe.
 */
final class Interruption implements AutoCloseable {
  /** A training step and the writing of a checkpoint take longest. */
  private static final long PATIENCE_SECONDS = 60;

  private static volatile boolean requested;
  private static volatile boolean askedOnly;

  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook;

  private Interruption(Thread worker) {
    hook =
        new Thread(
            () -> {
              requested = true;
              if (!askedOnly) {
                worker.interrupt();
              }
              try {
                if (!finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                  System.err.println(
                      "reenact: not finished " + PATIENCE_SECONDS + " s after the interrupt");
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "reenact-interrupt");
  }

  /** From now on a signal interrupts the calling thread, which must {@link #close} at its end. */
  static Interruption ofThisThread() {
    Interruption result = new Interruption(Thread.currentThread());
    Runtime.getRuntime().addShutdownHook(result.hook);
    return result;
  }

  /** Whether the process was told to stop. */
  static boolean requested() {
    return requested;
  }

  /** Until the result is closed, a signal sets {@link #requested()} and interrupts nothing. */
  static Scope askedOnly() {
    askedOnly = true;
    return () -> {
      askedOnly = false;
      if (requested) {
        Thread.currentThread().interrupt();
      }
    };
  }

  /** The work is over and cleaned up. */
  @Override
  public void close() {
    finished.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The runtime is shutting down: the hook is running, and has just been told.
      return;
    }
  }

  /** Ends with {@link #close()}. */
  interface Scope extends AutoCloseable {
    @Override
    void close();
  }
}
