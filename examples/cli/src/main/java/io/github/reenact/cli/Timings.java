package io.github.reenact.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What took how long: steps one after the other, and the parts of the work on frames. */
final class Timings {
  private final Map<String, Long> laps = new LinkedHashMap<>();
  private final Map<String, Long> stages = new LinkedHashMap<>();
  private long last = System.nanoTime();

  /** What was done since the last lap, or since the start. */
  void lap(String name) {
    long now = System.nanoTime();
    laps.merge(name, now - last, Long::sum);
    last = now;
  }

  /** The time that a part of the work on all frames has taken, in nanoseconds. */
  void add(String stage, long nanos) {
    stages.merge(stage, nanos, Long::sum);
  }

  /** The time of a lap. */
  double seconds(String lap) {
    return laps.getOrDefault(lap, 0L) / 1e9;
  }

  /**
   * Prints a table.
   *
   * @param frames by which the stages' times are divided
   */
  void print(PrintWriter to, long frames) {
    line(to, "%-22s %9s %10s", "stage", "seconds", "ms/frame");
    Main.javaStart().ifPresent(seconds -> line(to, "%-22s %9.2f", "start-up: Java", seconds));
    laps.forEach(
        (name, nanos) -> {
          if (name.equals("frames")) {
            line(to, "%-22s %9.2f %10.1f", "all frames", nanos / 1e9, nanos / 1e6 / frames);
          } else {
            line(to, "%-22s %9.2f", name, nanos / 1e9);
          }
        });
    for (String name : ORDER) {
      Long nanos = stages.get(name);
      if (nanos != null) {
        line(to, "  %-20s %9.2f %10.1f", name, nanos / 1e9, nanos / 1e6 / frames);
      }
    }
    line(to, "Frames are decoded, tracked, drawn and encoded in a thread each: the stages' times");
    line(to, "may add up to more than that of all frames.");
  }

  private static final String[] ORDER = {
    "decode", "detect and track", "disentangle", "render", "encode"
  };

  private static void line(PrintWriter to, String format, Object... arguments) {
    to.println(String.format(Locale.ROOT, format, arguments));
  }
}
