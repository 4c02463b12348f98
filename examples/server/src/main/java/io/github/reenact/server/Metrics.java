package io.github.reenact.server;

import io.github.reenact.LiveReenactment;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.function.IntSupplier;
import org.bytedeco.javacpp.Pointer;

/** What the server counts, in the format of Prometheus. Of nobody's picture. Thread-safe. */
final class Metrics implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Counter frames = registry.counter("reenact.live.frames");
  private final Counter dropped = registry.counter("reenact.live.dropped");
  private final Counter late = registry.counter("reenact.live.late");
  private final Counter faceLost = registry.counter("reenact.live.face.lost");
  private final Counter jobFrames = registry.counter("reenact.job.frames");
  private final Timer latency =
      Timer.builder("reenact.live.latency")
          .description("From a driver's picture to its frame, in the server")
          .serviceLevelObjectives(
              Duration.ofMillis(20),
              Duration.ofMillis(40),
              Duration.ofMillis(80),
              Duration.ofMillis(160),
              Duration.ofMillis(320),
              Duration.ofMillis(640))
          .register(registry);

  Metrics(IntSupplier sessions, IntSupplier queued) {
    Gauge.builder("reenact.live.sessions", sessions::getAsInt).register(registry);
    Gauge.builder("reenact.jobs.queued", queued::getAsInt).register(registry);
    Gauge.builder("reenact.process.memory", Pointer::physicalBytes)
        .description("Physical memory of the process, native libraries included")
        .baseUnit("bytes")
        .register(registry);
    new JvmMemoryMetrics().bindTo(registry);
  }

  void shown(LiveReenactment.Frame frame) {
    frames.increment();
    latency.record(frame.latency());
  }

  void leftOut(long droppedFrames, long lateFrames, long withoutFace) {
    dropped.increment((double) droppedFrames);
    late.increment((double) lateFrames);
    faceLost.increment((double) withoutFace);
  }

  void jobFrame() {
    jobFrames.increment();
  }

  String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    registry.close();
  }
}
