package io.github.reenact.cli;

import io.github.reenact.tf.training.TrainingControl;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells of a training on a terminal, line by line, and ends it after a time or on Ctrl-C. Until
 * {@link #close} a signal does not interrupt the training thread: that would cut the writing of a
 * checkpoint short.
 *
 * <p>Not thread-safe.
 */
final class TrainingProgress implements TrainingControl, AutoCloseable {
  private static final long LINE_EVERY_NANOS = 10_000_000_000L;

  private final PrintWriter err;
  private final Optional<Double> minutes;
  private final boolean quiet;
  private final Interruption.Scope scope = Interruption.askedOnly();

  /** When the first step began: loading data does not count as training. */
  private long start;

  private boolean started;
  private long lastLine;
  private double firstFraction = -1;
  private boolean interrupted;

  TrainingProgress(PrintWriter err, Optional<Double> minutes, boolean quiet) {
    this.err = err;
    this.minutes = minutes;
    this.quiet = quiet;
  }

  @Override
  public boolean stopRequested() {
    if (!started) {
      started = true;
      start = System.nanoTime();
      lastLine = start - LINE_EVERY_NANOS;
    }
    // An interrupt of the thread itself, as a program around this one would send, counts as well.
    if (Thread.interrupted() || Interruption.requested()) {
      interrupted = true;
    }
    return interrupted || (minutes.isPresent() && seconds() >= 60 * minutes.get());
  }

  /** Whether it was Ctrl-C that ended the training. */
  boolean interrupted() {
    return interrupted;
  }

  @Override
  public void progress(long step, double fraction, String message) {
    if (firstFraction < 0) {
      firstFraction = fraction;
    }
    long now = System.nanoTime();
    if (quiet || (now - lastLine < LINE_EVERY_NANOS && fraction < 1)) {
      return;
    }
    lastLine = now;
    err.println(
        String.format(
            Locale.ROOT, "step %d, %.1f %%%s: %s", step, 100 * fraction, left(fraction), message));
  }

  private String left(double fraction) {
    double done = fraction - firstFraction;
    if (done <= 0 || fraction >= 1) {
      return "";
    }
    double seconds = seconds() * (1 - fraction) / done;
    if (minutes.isPresent()) {
      seconds = Math.min(seconds, 60 * minutes.get() - seconds());
    }
    return String.format(Locale.ROOT, ", %.0f min left", Math.ceil(Math.max(0, seconds) / 60));
  }

  private double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  @Override
  public void close() {
    scope.close();
  }
}
