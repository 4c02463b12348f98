package io.github.reenact.tf.fdgan.network;

import java.util.stream.IntStream;

/**
 * Work on the rows of a picture, on several processors: beside a network that uses all of them, a
 * loop on one leaves the others idle.
 */
public final class ParallelRows {
  /** Rows that are not worth a thread of their own. */
  private static final int LEAST = 32;

  private ParallelRows() {}

  /** Rows from one on up to but without another. */
  @FunctionalInterface
  public interface Work {
    void rows(int from, int to);
  }

  /** Returns when all rows are done. */
  public static void run(int rows, Work work) {
    int bands = Math.min(Runtime.getRuntime().availableProcessors(), rows / LEAST);
    if (bands <= 1) {
      work.rows(0, rows);
    } else {
      IntStream.range(0, bands)
          .parallel()
          .forEach(b -> work.rows(edge(b, rows, bands), edge(b + 1, rows, bands)));
    }
  }

  private static int edge(int band, int rows, int bands) {
    return (int) ((long) band * rows / bands);
  }

  /** Returns when both are done. */
  static void both(Runnable a, Runnable b) {
    IntStream.range(0, 2).parallel().forEach(i -> (i == 0 ? a : b).run());
  }
}
