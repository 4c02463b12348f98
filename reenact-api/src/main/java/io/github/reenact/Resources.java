package io.github.reenact;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Closes several resources, whatever any of them throws. */
final class Resources {
  private Resources() {}

  /**
   * Closes all.
   *
   * @throws RuntimeException the first failure, once all are closed, with the others suppressed
   */
  static void closeAll(List<? extends AutoCloseable> resources) {
    Throwable first = null;
    for (AutoCloseable resource : resources) {
      first = close(resource, first);
    }
    if (first instanceof RuntimeException e) {
      throw e;
    }
    if (first != null) {
      throw new ReenactException("closing a backend failed", first);
    }
  }

  /** Closes all after a failure, to which further ones are added. */
  static void closeAfter(Throwable failure, List<? extends AutoCloseable> resources) {
    for (AutoCloseable resource : resources) {
      close(resource, failure);
    }
  }

  private static @Nullable Throwable close(AutoCloseable resource, @Nullable Throwable earlier) {
    try {
      resource.close();
    } catch (Exception e) {
      if (earlier == null) {
        return e;
      }
      earlier.addSuppressed(e);
    }
    return earlier;
  }
}
