package io.github.reenact.spark;

import io.github.reenact.GazeEstimator;
import io.github.reenact.LandmarkDetector;
import io.github.reenact.cli.DetectorOptions;
import io.github.reenact.spi.Backends;
import io.github.reenact.spi.Device;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkFiles;
import org.jspecify.annotations.Nullable;

/**
 * The models of this process, loaded when they are first needed and shared by all tasks in it. They
 * are closed when the executor ends: see {@link ModelsPlugin}.
 *
 * <p>Thread-safe.
 */
final class Models {
  private static final Map<Choice, Models> LOADED = new HashMap<>();

  private final LandmarkDetector detector;
  private final Optional<GazeEstimator> gaze;

  private Models(LandmarkDetector detector, Optional<GazeEstimator> gaze) {
    this.detector = detector;
    this.gaze = gaze;
  }

  /**
   * Which detector.
   *
   * @param name null for the best that is there
   * @param model file; null for the default
   * @param sent whether Spark has sent the model to each executor, under its file name
   */
  record Choice(@Nullable String name, @Nullable String model, boolean sent)
      implements Serializable {
    /** The model's file on this machine, if one was named. */
    Optional<Path> file() {
      return Optional.ofNullable(model).map(m -> Path.of(sent ? SparkFiles.get(m) : m));
    }
  }

  static Models of(Choice choice) {
    synchronized (LOADED) {
      return LOADED.computeIfAbsent(choice, Models::load);
    }
  }

  private static Models load(Choice choice) {
    LandmarkDetector detector =
        DetectorOptions.open(Optional.ofNullable(choice.name), choice.file());
    Optional<GazeEstimator> gaze =
        Backends.gazeEstimators().optional().map(p -> p.create(Optional.empty(), Device.CPU));
    return new Models(detector, gaze);
  }

  LandmarkDetector detector() {
    return detector;
  }

  Optional<GazeEstimator> gaze() {
    return gaze;
  }

  /** Closes all; no task may run any more. */
  static void close() {
    synchronized (LOADED) {
      for (Models m : LOADED.values()) {
        m.detector.close();
        m.gaze.ifPresent(GazeEstimator::close);
      }
      LOADED.clear();
    }
  }
}
