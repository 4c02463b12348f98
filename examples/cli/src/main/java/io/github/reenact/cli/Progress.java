package io.github.reenact.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Tells on standard error how far a long task is: a bar with rate and time left on a terminal,
 * plain lines every few seconds otherwise.
 *
 * <p>Thread-safe.
 */
public final class Progress implements AutoCloseable {
  private static final Duration LINE_EVERY = Duration.ofSeconds(10);

  private final String task;
  private final String unit;
  private final PrintWriter out;
  private final @Nullable ProgressBar bar;
  private final long started = System.nanoTime();
  private long total;
  private long done;
  private long told;
  private long toldAt = started;
  private boolean closed;

  private Progress(String task, String unit, long total, PrintWriter out, boolean terminal) {
    this.task = task;
    this.unit = unit;
    this.total = total;
    this.out = out;
    bar =
        terminal
            ? new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total > 0 ? total : -1)
                .setUnit(" " + unit, 1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .showSpeed()
                .build()
            : null;
  }

  /**
   * Starts, on standard error.
   *
   * @param task what is done, a word or two
   * @param unit what is counted, in the plural
   * @param total how many of them there are, 0 if unknown
   */
  static Progress start(String task, String unit, long total) {
    return start(task, unit, total, new PrintWriter(System.err, true, Charset.defaultCharset()));
  }

  /**
   * As the other; {@code out} takes the plain lines, and is standard error where it is a terminal.
   */
  public static Progress start(String task, String unit, long total, PrintWriter out) {
    return new Progress(task, unit, total, out, isTerminal());
  }

  /** As {@link #start}, to what is no terminal. */
  static Progress plain(String task, String unit, long total, PrintWriter out) {
    return new Progress(task, unit, total, out, false);
  }

  /** Tells nothing. */
  static Progress none() {
    return plain("", "", 0, new PrintWriter(Writer.nullWriter()));
  }

  // The check for Java 22, where there always is a console, follows in it.
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    var console = System.console();
    if (console == null || "dumb".equals(System.getenv("TERM"))) {
      return false;
    }
    try {
      // From Java 22 on there is a console even without a terminal.
      return (boolean) console.getClass().getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (IllegalAccessException | InvocationTargetException e) {
      return false;
    }
  }

  /** One more is done. */
  public synchronized void step() {
    done++;
    total = total > 0 ? Math.max(total, done) : 0;
    if (bar != null) {
      bar.stepTo(done);
      return;
    }
    long now = System.nanoTime();
    if (now - toldAt >= LINE_EVERY.toNanos()) {
      line(now);
    }
  }

  /**
   * One more is done, of work that can be stopped.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  void stepOrStop() throws InterruptedException {
    step();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private void line(long now) {
    double seconds = (now - started) * 1e-9;
    double rate = seconds > 0 ? done / seconds : 0;
    String left = total > done && rate > 0 ? ", " + clock((total - done) / rate) + " left" : "";
    out.println(
        String.format(
            Locale.ROOT,
            "%s: %d%s %s, %.1f %s/s%s",
            task,
            done,
            total > 0 ? " of " + total : "",
            unit,
            rate,
            unit,
            left));
    told = done;
    toldAt = now;
  }

  private static String clock(double seconds) {
    long s = Math.round(seconds);
    return s < 3600
        ? String.format(Locale.ROOT, "%d:%02d", s / 60, s % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
  }

  /** Prints a line without spoiling the bar. */
  public synchronized void note(String text) {
    // The bar is drawn again below by its next update.
    out.println(bar == null ? text : "\r\u001B[K" + text);
  }

  /** Ends with a last line. Closing again has no effect. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      if (bar != null) {
        bar.close();
      } else if (told != done) {
        line(System.nanoTime());
      }
    }
  }
}
