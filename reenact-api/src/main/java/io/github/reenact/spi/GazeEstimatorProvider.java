package io.github.reenact.spi;

import io.github.reenact.GazeEstimator;
import java.nio.file.Path;
import java.util.Optional;

/** Makes {@link GazeEstimator}s. */
public interface GazeEstimatorProvider extends Provider {
  /**
   * Loads the backend.
   *
   * @param model a model file to use in place of the backend's own choice; empty for that choice
   * @param device where to compute; a backend that only knows the CPU refuses {@link Device#GPU}
   * @throws io.github.reenact.BackendMissingException if its native library cannot be loaded, or
   *     the device is one that it does not know
   * @throws io.github.reenact.ModelFileException if its model file is missing or damaged
   */
  GazeEstimator create(Optional<Path> model, Device device);
}
