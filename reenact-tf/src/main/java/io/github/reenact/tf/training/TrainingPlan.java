package io.github.reenact.tf.training;

import java.nio.file.Path;

/**
 * When a {@link TrainingRun} ends, evaluates and writes checkpoints.
 *
 * @param output folder of all that it writes
 * @param steps after which it ends, counted from the very first; 0: no limit
 * @param minutes after which it ends; 0: no limit
 * @param evaluateEvery steps between two evaluations
 * @param checkpointSeconds between two checkpoints; there is always one at the end
 * @param patience evaluations in a row without a better score, in one stage, after which the
 *     training ends; 0: no limit
 */
public record TrainingPlan(
    Path output,
    long steps,
    double minutes,
    long evaluateEvery,
    double checkpointSeconds,
    int patience) {}
