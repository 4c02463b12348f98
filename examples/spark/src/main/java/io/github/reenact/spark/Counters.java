package io.github.reenact.spark;

import io.github.reenact.cli.Progress;
import java.io.IOException;
import java.io.Serializable;
import java.util.concurrent.ExecutionException;
import java.util.function.BiFunction;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.util.LongAccumulator;

/**
 * What the tasks of a job have done so far, for the display of its progress.
 *
 * @param done inputs that a task has committed, usable or not
 * @param pictures that were made of them
 * @param failures inputs that cannot be used
 */
record Counters(LongAccumulator done, LongAccumulator pictures, LongAccumulator failures)
    implements Serializable {
  private static final long POLL_MILLIS = 200;

  static Counters create(SparkContext spark) {
    return new Counters(
        spark.longAccumulator("done"),
        spark.longAccumulator("pictures"),
        spark.longAccumulator("failures"));
  }

  /** Counts what a task has committed. */
  void add(long inputs, long made, long failed) {
    done.add(inputs);
    pictures.add(made);
    failures.add(failed);
  }

  /**
   * Shows progress until a job has ended. Cancels it if this thread is interrupted.
   *
   * @param note says what to note of pictures and failures so far
   * @throws IOException if the job fails
   */
  void await(JavaFutureAction<Void> job, Progress progress, BiFunction<Long, Long, String> note)
      throws IOException, InterruptedException {
    try {
      long stepped = 0;
      long noted = 0;
      boolean ended;
      do {
        ended = job.isDone();
        if (!ended) {
          Thread.sleep(POLL_MILLIS);
        }
        for (; stepped < done.value(); stepped++) {
          progress.step();
        }
        if (failures.value() > noted) {
          noted = failures.value();
          progress.note(note.apply(pictures.value(), noted));
        }
      } while (!ended);
      await(job);
    } finally {
      job.cancel(true);
    }
  }

  /**
   * Waits for what a job gives. Cancels it if this thread is interrupted.
   *
   * @throws IOException if the job fails
   */
  static <T> T await(JavaFutureAction<T> job) throws IOException, InterruptedException {
    try {
      return job.get();
    } catch (ExecutionException e) {
      String why =
          e.getCause() instanceof SparkException s ? String.valueOf(s.getMessage()) : e.toString();
      throw new IOException(why.lines().findFirst().orElse("") + "; --resume goes on", e);
    } finally {
      job.cancel(true);
    }
  }
}
