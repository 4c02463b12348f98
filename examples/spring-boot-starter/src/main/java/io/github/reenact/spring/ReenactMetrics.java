package io.github.reenact.spring;

import io.github.reenact.ReenactmentStatistics;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts what sessions have done: {@code reenact.frames} (tag {@code face}: {@code seen} or {@code
 * missing}) and {@code reenact.seconds} (tag {@code step}: {@code open}, {@code detect}, {@code
 * disentangle}, {@code render}). Thread-safe.
 *
 * @param registry has the counters
 */
public record ReenactMetrics(MeterRegistry registry) {
  /** Adds what a session has done; to be called once, when it has ended. */
  public void add(ReenactmentStatistics done) {
    count("reenact.frames", "face", "seen", (double) done.framesWithFace());
    count("reenact.frames", "face", "missing", (double) done.framesWithoutFace());
    count("reenact.seconds", "step", "open", done.openNanos() / 1e9);
    count("reenact.seconds", "step", "detect", done.detectNanos() / 1e9);
    count("reenact.seconds", "step", "disentangle", done.disentangleNanos() / 1e9);
    count("reenact.seconds", "step", "render", done.renderNanos() / 1e9);
  }

  private void count(String name, String tag, String value, double amount) {
    registry.counter(name, tag, value).increment(amount);
  }
}
