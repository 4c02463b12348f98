package io.github.reenact;

import org.jspecify.annotations.Nullable;

/**
 * A model file is missing, damaged, or of another version; the message says where to get the right
 * one.
 */
public final class ModelFileException extends ReenactException {
  private static final long serialVersionUID = 1L;

  /** With a message that names the input, the value and the remedy. */
  public ModelFileException(String message) {
    super(message);
  }

  /** With a message that names the input, the value and the remedy, and the cause. */
  public ModelFileException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
