package io.github.reenact;

import org.jspecify.annotations.Nullable;

/** A photo shows no face, or one too small to work with; the message says which and how small. */
public final class FaceNotFoundException extends ReenactException {
  private static final long serialVersionUID = 1L;

  /** With a message that names the input, the value and the remedy. */
  public FaceNotFoundException(String message) {
    super(message);
  }

  /** With a message that names the input, the value and the remedy, and the cause. */
  public FaceNotFoundException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
