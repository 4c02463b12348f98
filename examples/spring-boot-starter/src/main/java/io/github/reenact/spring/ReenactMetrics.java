package io.github.reenact.spring;

import io.github.reenact.ReenactmentStatistics;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts what sessions have done: {@code reenact.frames} (tag {@code face}: {@code seen} or {@code
 * missing}) and {@code reenact.seconds} (tag {@code step}: {@code open}, {@code detect}, {@code
 * disentangle}, {@code render}). Thread-safe.
 */
public final class ReenactMetrics {
  private final MeterRegistry registry;

  /** Counts in a registry. */
  public ReenactMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Adds what a session has done; to be called once, when it has ended. */
  public void add(ReenactmentStatistics done) {
    registry.counter("reenact.frames", "face", "seen").increment((double) done.framesWithFace());
    registry
        .counter("reenact.frames", "face", "missing")
        .increment((double) done.framesWithoutFace());
    seconds("open", done.openNanos());
    seconds("detect", done.detectNanos());
    seconds("disentangle", done.disentangleNanos());
    seconds("render", done.renderNanos());
  }

  private void seconds(String step, long nanos) {
    registry.counter("reenact.seconds", "step", step).increment(nanos / 1e9);
  }
}
