package io.github.reenact.demo.portrait;

/** Bells, steps and bounds. */
final class Maths {
  private Maths() {}

  static double gauss(double d, double sigma) {
    return Math.exp(-d * d / (2 * sigma * sigma));
  }

  static double smooth(double from, double to, double v) {
    double t = clamp((v - from) / (to - from));
    return t * t * (3 - 2 * t);
  }

  static double clamp(double v) {
    return Math.min(1, Math.max(0, v));
  }

  static int tint(double v) {
    return (int) Math.min(255, Math.max(0, v));
  }
}
