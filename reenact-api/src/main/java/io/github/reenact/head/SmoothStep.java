package io.github.reenact.head;

/** The usual ramp 3t² - 2t³. */
public final class SmoothStep {
  private SmoothStep() {}

  /** 0 up to 0, 1 from 1 on, and without a jump of the slope in between. */
  public static double of(double t) {
    double c = Math.min(Math.max(t, 0), 1);
    return c * c * (3 - 2 * c);
  }
}
