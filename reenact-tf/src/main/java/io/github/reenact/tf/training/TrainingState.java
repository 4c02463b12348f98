package io.github.reenact.tf.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How far a training is: what its checkpoint holds beside the variables.
 *
 * @param step the number of steps done
 * @param best the best score of all evaluations
 * @param stageBest the best score of this stage: one may begin worse than the one before it ended
 * @param waited evaluations since then
 */
public record TrainingState(long step, double best, double stageBest, int waited) {
  static final TrainingState START = new TrainingState(0, Double.MAX_VALUE, Double.MAX_VALUE, 0);

  TrainingState next() {
    return new TrainingState(step + 1, best, stageBest, waited);
  }

  TrainingState atStageStart() {
    return new TrainingState(step, best, Double.MAX_VALUE, 0);
  }

  /** Whether an evaluation's score is the best so far, or there is none to choose by. */
  boolean isBest(OptionalDouble score) {
    return score.isEmpty() || score.getAsDouble() < best;
  }

  /**
   * After an evaluation.
   *
   * @param counts whether it takes patience: one that an interruption brought about does not
   */
  TrainingState evaluated(OptionalDouble score, boolean counts) {
    if (score.isEmpty()) {
      return this;
    }
    double s = score.getAsDouble();
    double least = Math.min(best, s);
    if (!counts) {
      return new TrainingState(step, least, stageBest, waited);
    }
    return s < stageBest
        ? new TrainingState(step, least, s, 0)
        : new TrainingState(step, least, stageBest, waited + 1);
  }

  Map<String, String> toMetadata() {
    Map<String, String> out = new LinkedHashMap<>();
    out.put("step", Long.toString(step));
    out.put("best", Double.toString(best));
    out.put("stageBest", Double.toString(stageBest));
    out.put("waited", Integer.toString(waited));
    return out;
  }

  /**
   * What {@link #toMetadata} made.
   *
   * @throws NumberFormatException if it is damaged
   */
  static TrainingState of(Map<String, String> metadata) {
    // Checkpoints of FD-GAN had nothing but the step once.
    String none = Double.toString(Double.MAX_VALUE);
    return new TrainingState(
        Long.parseLong(metadata.getOrDefault("step", "")),
        Double.parseDouble(metadata.getOrDefault("best", none)),
        Double.parseDouble(metadata.getOrDefault("stageBest", none)),
        Integer.parseInt(metadata.getOrDefault("waited", "0")));
  }
}
