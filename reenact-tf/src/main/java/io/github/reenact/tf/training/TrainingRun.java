package io.github.reenact.tf.training;

import io.github.reenact.ReenactException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The training loop of all networks: steps until a stop condition holds, with metrics, evaluations
 * and checkpoints in between. A training with several stages calls {@link #train} for each in turn.
 *
 * <p>A loss that is not finite or diverges (see {@link DivergenceGuard}) ends the training with a
 * {@link ReenactException}, and the last checkpoint is kept.
 *
 * <p>Not thread-safe: one run at a time.
 */
public final class TrainingRun {
  private final TrainingPlan plan;
  private final TrainingControl control;
  private final Optional<Checkpoint> checkpoint;
  private final List<TrainingListener> listeners;
  private final long deadline;

  private TrainingState state;
  private @Nullable Map<String, Double> latest;
  private Map<String, Double> evaluation = Map.of();
  private long evaluated = -1;
  private boolean stopped;

  private TrainingRun(
      TrainingPlan plan,
      TrainingControl control,
      Optional<Checkpoint> checkpoint,
      TrainingState state,
      List<TrainingListener> listeners) {
    this.plan = plan;
    this.control = control;
    this.checkpoint = checkpoint;
    this.state = state;
    this.listeners = List.copyOf(listeners);
    deadline = System.nanoTime() + (long) (plan.minutes() * 60e9);
  }

  /** A new training without checkpoints. */
  public static TrainingRun withoutCheckpoint(
      TrainingPlan plan, TrainingControl control, List<TrainingListener> listeners) {
    return new TrainingRun(plan, control, Optional.empty(), TrainingState.START, listeners);
  }

  /**
   * A training that writes checkpoints.
   *
   * @param saved the checkpoint to resume; empty to start anew
   */
  public static TrainingRun of(
      TrainingPlan plan,
      TrainingControl control,
      Checkpoint checkpoint,
      Optional<Checkpoint.Saved> saved,
      List<TrainingListener> listeners) {
    TrainingState state = saved.map(Checkpoint.Saved::state).orElse(TrainingState.START);
    return new TrainingRun(plan, control, Optional.of(checkpoint), state, listeners);
  }

  /** The steps done since the very first. */
  public long step() {
    return state.step();
  }

  /** Whether the training is over: all steps are done, or it was stopped. */
  public boolean isOver() {
    return stopped
        || (plan.steps() > 0 && state.step() >= plan.steps())
        || (plan.minutes() > 0 && System.nanoTime() - deadline > 0)
        || isExhausted();
  }

  private boolean isExhausted() {
    return plan.patience() > 0 && state.waited() >= plan.patience();
  }

  /** The result so far. */
  public TrainingResult result(Path model) {
    boolean finished = plan.steps() > 0 && state.step() >= plan.steps();
    return new TrainingResult(
        state.step(), finished, !finished && isExhausted(), evaluation, model);
  }

  /**
   * Trains a network until its stage ends or the training is over, which leaves a checkpoint.
   *
   * @throws IOException if a batch cannot be read or an output not be written
   */
  public <B> void train(Trainable<B> network) throws IOException {
    new StageRun<>(network).run();
  }

  /** One stage, and what is known of it only while it lasts. */
  private final class StageRun<B> {
    private final Trainable<B> network;
    private final Trainable.Stage stage;
    private final DivergenceGuard guard;
    private final long start = System.nanoTime();
    private final long first = state.step();
    private long checkpointTime = start;
    private @Nullable B batch;
    private double loss;

    StageRun(Trainable<B> network) {
      this.network = network;
      stage = network.stage();
      guard =
          new DivergenceGuard(
              stage.lossName(),
              stage.saneLoss(),
              checkpoint.isPresent()
                  ? "the last checkpoint is kept in "
                      + plan.output()
                      + ": resume it, or train again, with a lower rate"
                  : "train with a lower rate, or look for wrong labels");
    }

    void run() throws IOException {
      if (state.step() == stage.first()) {
        network.begin();
        state = state.atStageStart();
      }
      try (Prefetch<B> batches = new Prefetch<>(network::batch)) {
        while (state.step() < stage.end() && !isOver() && !isStopRequested()) {
          step(batches.get(state.step()));
          if (network.isRecorded(state.step())) {
            record();
          }
          if (state.step() % plan.evaluateEvery() == 0) {
            evaluate(true);
          }
          if (isCheckpointDue()) {
            save();
          }
        }
      }
      if (isOver()) {
        save();
        finish();
      } else if (network.endsWithCheckpoint()) {
        save();
      }
    }

    private boolean isStopRequested() {
      stopped = control.stopRequested();
      return stopped;
    }

    private void step(B next) throws IOException {
      batch = next;
      Map<String, Double> metrics = network.step(next, state.step());
      latest = metrics;
      state = state.next();
      loss = metrics.getOrDefault(stage.loss(), Double.NaN);
      guard.add(loss, state.step());
    }

    private void record() throws IOException {
      Map<String, Double> metrics = network.recorded(latest());
      TrainingListener.Metrics m = metrics(metrics, Optional.empty());
      for (TrainingListener listener : listeners) {
        listener.trained(m);
      }
      tell(metrics);
    }

    /**
     * Evaluates.
     *
     * @param counts whether it takes patience
     */
    private void evaluate(boolean counts) throws IOException {
      Trainable.EvaluationResult found = network.evaluate(state.step());
      found
          .metrics()
          .forEach((name, value) -> DivergenceGuard.requireFinite(name, value, state.step()));
      if (!found.metrics().isEmpty()) {
        TrainingListener.Metrics m = metrics(found.metrics(), found.picture());
        for (TrainingListener listener : listeners) {
          listener.evaluated(m);
        }
      }
      network.evaluated(state.step(), found, state.isBest(found.score()));
      state = state.evaluated(found.score(), counts);
      evaluation = found.metrics();
      evaluated = state.step();
    }

    private boolean isCheckpointDue() {
      return System.nanoTime() - checkpointTime > plan.checkpointSeconds() * 1e9;
    }

    /** Writes a checkpoint, unless the last step spoilt the weights: no loss has told of it yet. */
    private void save() throws IOException {
      if (checkpoint.isEmpty()) {
        return;
      }
      if (batch != null) {
        guard.require(network.currentLoss(batch, state.step(), loss), state.step());
      }
      checkpoint.get().write(state, network.variables());
      network.saved(state.step());
      checkpointTime = System.nanoTime();
    }

    /** The last evaluation, if it was not made yet, and what it changes of the checkpoint. */
    private void finish() throws IOException {
      if (state.step() == 0) {
        return;
      }
      TrainingState before = state;
      if (evaluated != state.step()) {
        // Without an interruption this evaluation would not be: it only counts at the last step.
        evaluate(batch != null && state.step() == plan.steps());
      }
      if (!state.equals(before)) {
        save();
      }
      if (batch != null) {
        tell(network.recorded(latest()));
      }
    }

    private Map<String, Double> latest() {
      return latest == null ? Map.of() : latest;
    }

    private TrainingListener.Metrics metrics(Map<String, Double> metrics, Optional<Path> picture) {
      return new TrainingListener.Metrics(stage.name(), state.step(), seconds(), metrics, picture);
    }

    private double seconds() {
      return (System.nanoTime() - start) / 1e9;
    }

    private void tell(Map<String, Double> metrics) {
      String text =
          String.format(
              Locale.ROOT,
              "%s%s, %.2g s a step%s",
              stage.name().isEmpty() ? "" : stage.name() + ": ",
              text(metrics),
              seconds() / Math.max(1, state.step() - first),
              evaluation.isEmpty() ? "" : "; " + text(evaluation));
      control.progress(state.step(), fraction(), text);
    }

    private double fraction() {
      if (plan.steps() > 0) {
        return Math.min(1, state.step() / (double) plan.steps());
      }
      if (plan.minutes() > 0) {
        double left = (deadline - System.nanoTime()) / (plan.minutes() * 60e9);
        return Math.max(0, Math.min(1, 1 - left));
      }
      return 0;
    }
  }

  private static String text(Map<String, Double> metrics) {
    return metrics.entrySet().stream()
        .map(e -> String.format(Locale.ROOT, "%s %.4f", e.getKey(), e.getValue()))
        .collect(Collectors.joining(", "));
  }
}
