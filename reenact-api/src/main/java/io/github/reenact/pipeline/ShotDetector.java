package io.github.reenact.pipeline;

import io.github.reenact.Image;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the cuts in a video (ours): frames that differ from the one before in a small grey picture
 * of {@value #COLUMNS} x {@value #ROWS}, by much and by much more than frames did lately, so that a
 * moving camera is no cut. Dissolves are not found.
 *
 * <p>Not thread-safe: it remembers the last frame.
 */
public final class ShotDetector {
  private static final int COLUMNS = 32;
  private static final int ROWS = 18;

  /** Pixels in each direction that a cell's mean is taken of. */
  private static final int SAMPLES = 6;

  /** The mean difference from which on frames may be of two shots, of 255. */
  private static final double LEAST = 14;

  /** By what the difference exceeds the recent ones at a cut. */
  private static final double RATIO = 3;

  /** The share of a frame in the mean of the recent differences. */
  private static final double RECENT = 0.2;

  private double @Nullable [] last;
  private double recent;

  /**
   * Takes the next frame.
   *
   * @return whether a shot begins with it; true for the first one
   */
  public boolean next(Image frame) {
    double[] now = cells(frame);
    double[] before = last;
    last = now;
    if (before == null) {
      return true;
    }
    double difference = 0;
    for (int i = 0; i < now.length; i++) {
      difference += Math.abs(now[i] - before[i]) / now.length;
    }
    boolean cut = difference > LEAST && difference > RATIO * recent;
    recent += RECENT * (difference - recent);
    return cut;
  }

  private static double[] cells(Image frame) {
    ByteBuffer rgb = frame.pixels();
    double[] out = new double[COLUMNS * ROWS];
    for (int j = 0; j < ROWS * SAMPLES; j++) {
      int y = (int) ((j + 0.5) * frame.height() / (ROWS * SAMPLES));
      for (int i = 0; i < COLUMNS * SAMPLES; i++) {
        int x = (int) ((i + 0.5) * frame.width() / (COLUMNS * SAMPLES));
        int at = 3 * (y * frame.width() + x);
        double grey =
            (2 * (rgb.get(at) & 255) + 5 * (rgb.get(at + 1) & 255) + (rgb.get(at + 2) & 255)) / 8.0;
        out[j / SAMPLES * COLUMNS + i / SAMPLES] += grey / (SAMPLES * SAMPLES);
      }
    }
    return out;
  }
}
