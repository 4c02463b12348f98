package io.github.reenact.tf.training;

import io.github.reenact.tf.graph.NamedArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A network in one stage of its training: the part of the training that {@link TrainingRun} leaves
 * to each network. Steps are counted from 0, from the very first start on.
 *
 * @param <B> what one step learns from
 */
public interface Trainable<B> {
  /**
   * A stage: the steps that one loss is minimised in.
   *
   * @param name for messages; empty if there is but one
   * @param first its first step
   * @param end the first step after it; {@link Long#MAX_VALUE} if nothing comes after it
   * @param loss the metric that {@link DivergenceGuard} watches
   * @param lossName what to call it in messages
   * @param saneLoss a loss of this value or more has diverged
   */
  record Stage(String name, long first, long end, String loss, String lossName, double saneLoss) {}

  /**
   * What an evaluation found.
   *
   * @param metrics by name; empty if there is nothing to evaluate on
   * @param score of which the best model has the lowest; empty if no best model is chosen
   * @param picture a PNG file to look at
   */
  record EvaluationResult(
      Map<String, Double> metrics, OptionalDouble score, Optional<Path> picture) {
    /** Nothing to evaluate on. */
    public static final EvaluationResult NONE =
        new EvaluationResult(Map.of(), OptionalDouble.empty(), Optional.empty());

    /** Metrics alone. */
    public static EvaluationResult of(Map<String, Double> metrics) {
      return new EvaluationResult(metrics, OptionalDouble.empty(), Optional.empty());
    }
  }

  /** The stage. */
  Stage stage();

  /** Called before the first step of the stage, and not when the stage is resumed. */
  default void begin() {}

  /**
   * What a step learns from; always the same for the same step. Called in one thread, which is not
   * the one that trains.
   */
  B batch(long step);

  /**
   * Does a step.
   *
   * @return metrics by name, among them the stage's loss: that of the weights before they learn
   * @throws IOException if the step cannot be done
   */
  Map<String, Double> step(B batch, long step) throws IOException;

  /**
   * The loss of the present weights, which no step has computed yet.
   *
   * @param latest the batch of the last step
   * @param loss that the last step returned; a network without anything better returns it
   */
  default double currentLoss(B latest, long step, double loss) {
    return loss;
  }

  /** Whether metrics are to be recorded after so many steps. */
  boolean isRecorded(long steps);

  /** What to record of the steps since the last record, of which the last one's are given. */
  default Map<String, Double> recorded(Map<String, Double> latest) {
    return latest;
  }

  /**
   * Measures the network on what it does not learn from.
   *
   * @param steps done
   */
  EvaluationResult evaluate(long steps) throws IOException;

  /**
   * Called after an evaluation.
   *
   * @param best whether no score so far is lower, or there are no scores
   */
  default void evaluated(long steps, EvaluationResult evaluation, boolean best)
      throws IOException {}

  /** All variables: what a checkpoint holds. */
  Map<String, NamedArray> variables();

  /** Whether the next stage, of another graph, begins with a checkpoint of this one. */
  default boolean endsWithCheckpoint() {
    return false;
  }

  /** Called after a checkpoint was written. */
  default void saved(long steps) throws IOException {}
}
