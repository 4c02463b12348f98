package io.github.reenact.tf.training;

import java.nio.file.Path;
import java.util.Map;

/**
 * How a training ended.
 *
 * @param step the steps done, including those before it was resumed
 * @param finished whether all steps were done
 * @param stoppedEarly whether it ended before, because the score no longer improved
 * @param metrics of the last evaluation; empty if there was none
 * @param model the file to use
 */
public record TrainingResult(
    long step, boolean finished, boolean stoppedEarly, Map<String, Double> metrics, Path model) {}
