package io.github.reenact.tf.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Gets the metrics of a training. Called by the thread that trains, between two steps. */
public interface TrainingListener {
  /**
   * Metrics.
   *
   * @param stage its name; empty if there is but one
   * @param steps done
   * @param seconds since this run, or this stage of it, began
   * @param metrics by name, in their order
   * @param picture a PNG file to look at
   */
  record Metrics(
      String stage,
      long steps,
      double seconds,
      Map<String, Double> metrics,
      Optional<Path> picture) {}

  /** Metrics of the steps since the last time. */
  default void trained(Metrics m) throws IOException {}

  /** Metrics of an evaluation. */
  default void evaluated(Metrics m) throws IOException {}
}
