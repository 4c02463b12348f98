package io.github.reenact;

/** What of the person in a take is changed; all else stays as it is. */
public enum FootageChange {
  /** Lips and jaw are the driver's: dubbing. */
  MOUTH,
  /** Lids, brows, lips and jaw are the driver's. */
  EXPRESSION,
  /** The eyes look at the camera; takes no driver. Closed eyes stay closed. */
  GAZE,
  /** {@link #EXPRESSION} and {@link #GAZE}. While there is no driver, the gaze alone. */
  ALL,
  /** Nothing but the {@linkplain FootageFrame#edits() edits}; takes no driver. */
  NONE;

  /** Whether a driver is needed. */
  public boolean isDriven() {
    return this == MOUTH || this == EXPRESSION || this == ALL;
  }

  /** Whether lids and brows are the driver's. */
  boolean eyes() {
    return this == EXPRESSION || this == ALL;
  }

  /** Whether the eyes look at the camera. */
  boolean gaze() {
    return this == GAZE || this == ALL;
  }
}
