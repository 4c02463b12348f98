package io.github.reenact.tf.graph;

import java.util.concurrent.atomic.AtomicBoolean;
import org.tensorflow.Result;
import org.tensorflow.Session;

/**
 * Runs of one part of a graph. The log of the first run, in which TensorFlow converts the graph to
 * bfloat16, is kept off standard error, except for errors.
 *
 * <p>Thread-safe.
 */
public final class QuietRuns {
  private final AtomicBoolean begun = new AtomicBoolean();

  /** None yet. */
  public QuietRuns() {}

  /** As {@link TensorFlowRuntime#run}. */
  public Result run(Session.Runner runner) {
    return begun.getAndSet(true)
        ? TensorFlowRuntime.run(runner)
        : NativeLog.errorsOnly(() -> TensorFlowRuntime.run(runner));
  }
}
