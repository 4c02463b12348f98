package io.github.reenact.landmarks;

import io.github.reenact.ReenactException;

/** A C++ exception of dlib or of the layer in front of it; the message is its {@code what()}. */
public final class DlibException extends ReenactException {
  private static final long serialVersionUID = 1L;

  /** With the message of the C++ exception. Called from native code. */
  public DlibException(String message) {
    super(message);
  }
}
