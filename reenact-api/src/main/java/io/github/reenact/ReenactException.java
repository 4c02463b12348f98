package io.github.reenact;

import org.jspecify.annotations.Nullable;

/**
 * What reenact throws when something outside of the caller's arguments is wrong; the message says
 * what to do.
 */
public class ReenactException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message that names the input, the value and the remedy. */
  public ReenactException(String message) {
    super(message);
  }

  /** With a message that names the input, the value and the remedy, and the cause. */
  public ReenactException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
