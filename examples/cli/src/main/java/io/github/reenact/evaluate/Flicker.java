package io.github.reenact.evaluate;

import io.github.reenact.Image;
import org.jspecify.annotations.Nullable;

/**
 * How much a video flickers beside another: the energy of the second difference in time of its
 * brightness, by that of the other's. Even motion and steady light have next to none.
 */
final class Flicker {
  // Arrays that nobody else ever sees.
  @SuppressWarnings("ArrayRecordComponent")
  private record Frame(int number, float[] made, float[] driving) {}

  private @Nullable Frame before;
  private @Nullable Frame last;
  private double made;
  private double driving;

  /**
   * Adds the next frame of both. Only frames with three numbers in a row count.
   *
   * @param number of the frame
   */
  void add(int number, Image made, Image driving) {
    Frame now = new Frame(number, Luma.of(made), Luma.of(driving));
    Frame one = last;
    Frame two = before;
    if (one != null && two != null && number == one.number + 1 && number == two.number + 2) {
      this.made += energy(two.made, one.made, now.made);
      this.driving += energy(two.driving, one.driving, now.driving);
    }
    before = one;
    last = now;
  }

  private static double energy(float[] two, float[] one, float[] now) {
    double sum = 0;
    for (int i = 0; i < now.length; i++) {
      double d = two[i] - 2.0 * one[i] + now[i];
      sum += d * d;
    }
    return sum / now.length;
  }

  /**
   * 1 if both flicker as much.
   *
   * @return NaN if no three frames came in a row, or the driving video has no flicker at all
   */
  double ratio() {
    return driving > 0 ? made / driving : Double.NaN;
  }
}
