package io.github.reenact.spi;

import io.github.reenact.LandmarkDisentangler;
import java.nio.file.Path;
import java.util.Optional;

/** Makes {@link LandmarkDisentangler}s. */
public interface LandmarkDisentanglerProvider extends Provider {
  /**
   * Loads the backend.
   *
   * @param model a model file to use in place of the backend's own choice; empty for that choice
   * @param device where to compute; a backend that only knows the CPU refuses {@link Device#GPU}
   * @throws io.github.reenact.BackendMissingException if its native library cannot be loaded
   * @throws io.github.reenact.ModelFileException if its model file is missing or damaged
   */
  LandmarkDisentangler create(Optional<Path> model, Device device);
}
