package io.github.reenact.media;

import java.util.Locale;

/**
 * Frames per second as a fraction, which 29.97 (30000/1001) needs.
 *
 * @param numerator at least 1
 * @param denominator at least 1
 */
public record FrameRate(int numerator, int denominator) {
  /** Checks the range. */
  public FrameRate {
    if (numerator < 1 || denominator < 1 || numerator / (double) denominator > 1000) {
      throw new IllegalArgumentException(
          "a frame rate is a fraction above 0 and up to 1000, not "
              + numerator
              + "/"
              + denominator);
    }
  }

  /** A whole number of frames per second. */
  public static FrameRate of(int framesPerSecond) {
    return new FrameRate(framesPerSecond, 1);
  }

  /**
   * Reads {@code 25}, {@code 29.97} or {@code 30000/1001}; decimals close to a multiple of 1/1.001
   * mean that.
   *
   * @throws IllegalArgumentException if the text is no frame rate
   */
  public static FrameRate parse(String text) {
    String t = text.strip();
    try {
      int slash = t.indexOf('/');
      if (slash >= 0) {
        return new FrameRate(
            Integer.parseInt(t.substring(0, slash)), Integer.parseInt(t.substring(slash + 1)));
      }
      double value = Double.parseDouble(t);
      if (value > 0 && value <= 1000) {
        if (Math.rint(value) == value) {
          return of((int) value);
        }
        long ntsc = Math.round(value * 1.001);
        if (ntsc > 0 && Math.abs(ntsc / 1.001 - value) < 0.005) {
          return new FrameRate((int) ntsc * 1000, 1001);
        }
        return new FrameRate(Math.max(1, (int) Math.round(value * 1000)), 1000);
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(problem(text), e);
    }
    throw new IllegalArgumentException(problem(text));
  }

  private static String problem(String text) {
    return "'" + text + "' is no frame rate; give frames per second as 25, 29.97 or 30000/1001";
  }

  /** As a decimal number. */
  public double perSecond() {
    return numerator / (double) denominator;
  }

  /** The time in seconds at which a frame starts; the first is frame 0. */
  public double timeOf(long frame) {
    return frame * (double) denominator / numerator;
  }

  /** The form that {@link #parse} reads exactly: {@code 25} or {@code 30000/1001}. */
  @Override
  public String toString() {
    return denominator == 1
        ? Integer.toString(numerator)
        : String.format(Locale.ROOT, "%d/%d", numerator, denominator);
  }
}
