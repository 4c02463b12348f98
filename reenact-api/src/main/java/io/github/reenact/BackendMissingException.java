package io.github.reenact;

import org.jspecify.annotations.Nullable;

/**
 * A backend, or the native library that it needs, is not there or cannot be loaded; the message
 * names the artifact to add.
 */
public final class BackendMissingException extends ReenactException {
  private static final long serialVersionUID = 1L;

  /** With a message that names the input, the value and the remedy. */
  public BackendMissingException(String message) {
    super(message);
  }

  /** With a message that names the input, the value and the remedy, and the cause. */
  public BackendMissingException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
