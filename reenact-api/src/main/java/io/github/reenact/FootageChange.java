package io.github.reenact;

/** What of the person in a take is changed; all else stays as it is. */
public enum FootageChange {
  /** Lips and jaw are the driver's: dubbing. */
  MOUTH,
  /** Lids, brows, lips and jaw are the driver's. */
  EXPRESSION,
  /** The eyes look at the camera, at full strength; takes no driver. Closed eyes stay closed. */
  GAZE;

  /** Whether lips and jaw are changed. */
  boolean mouth() {
    return this != GAZE;
  }

  /** Whether lids and brows are changed. */
  boolean eyes() {
    return this == EXPRESSION;
  }
}
