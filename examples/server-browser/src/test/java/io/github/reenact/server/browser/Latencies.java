package io.github.reenact.server.browser;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Latencies of frames in milliseconds, and in what time they came. Thread-safe. */
final class Latencies {
  private final List<Double> millis = new ArrayList<>();
  private double seconds = Double.NaN;

  synchronized void add(double latency) {
    millis.add(latency);
  }

  synchronized void clear() {
    millis.clear();
  }

  /** The time is over. */
  synchronized void over(double elapsed) {
    seconds = elapsed;
  }

  @Override
  public synchronized String toString() {
    List<Double> sorted = new ArrayList<>(millis);
    if (sorted.isEmpty()) {
      return "no frames";
    }
    Collections.sort(sorted);
    return String.format(
        Locale.ROOT,
        "%d frames, %.1f a second; median %.0f ms, 99th percentile %.0f ms, longest %.0f ms",
        sorted.size(),
        sorted.size() / seconds,
        sorted.get(sorted.size() / 2),
        sorted.get((int) (0.99 * (sorted.size() - 1))),
        sorted.get(sorted.size() - 1));
  }
}
