package io.github.reenact.spi;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Makes one backend. Found by {@link java.util.ServiceLoader} as one of the interfaces that extend
 * this one, see {@link Backends}.
 *
 * @param <B> the backend's interface
 */
public interface Provider<B extends AutoCloseable> {
  /**
   * The name by which a user asks for this backend: lower-case letters, digits and hyphens, for
   * example {@code fdgan}.
   */
  String name();

  /**
   * How good a choice this backend is when the user names none: the highest number wins. A backend
   * whose quality is not proven has a negative number, and is only used when named.
   */
  int priority();

  /**
   * Why this backend is not available here, if so: for example because there is no native library
   * for this platform. When the user names none, the next best takes its place, and the reason is
   * logged. A broken installation is no such reason: that fails.
   *
   * @return a clause without a full stop; empty for a backend that is available
   */
  default Optional<String> unavailable() {
    return Optional.empty();
  }

  /**
   * Loads the backend.
   *
   * @param model a model file to use in place of the backend's own choice; empty for that choice
   * @param device where to compute; a backend that only knows the CPU refuses {@link Device#GPU}
   * @throws io.github.reenact.BackendMissingException if its native library cannot be loaded
   * @throws io.github.reenact.ModelFileException if its model file is missing or damaged
   */
  B create(Optional<Path> model, Device device);
}
