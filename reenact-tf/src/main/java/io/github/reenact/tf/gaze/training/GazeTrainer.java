package io.github.reenact.tf.gaze.training;

import io.github.reenact.ReenactException;
import io.github.reenact.tf.gaze.network.GazeModelFile;
import io.github.reenact.tf.graph.TensorFlowRuntime;
import io.github.reenact.tf.training.MetricsRows;
import io.github.reenact.tf.training.TrainingControl;
import io.github.reenact.tf.training.TrainingPlan;
import io.github.reenact.tf.training.TrainingResult;
import io.github.reenact.tf.training.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Trains the gaze network: pseudo-Huber losses of the centre and the radius, in eye widths, where
 * the iris is labelled, and cross-entropy of whether it is seen, where that is. A person is taken
 * with the square root of the number of their eyes, and eyes that are not seen three times as often
 * as others. All weights are ours.
 *
 * <p>Writes into its output folder: {@code gaze.safetensors}, ready for {@link
 * io.github.reenact.tf.gaze.GazeProvider}, when it ends; and {@code metrics.csv} with the columns
 * step, figure, value as it goes.
 *
 * <p>Not thread-safe; used once.
 */
public final class GazeTrainer {
  /** The name of the model file in the output folder. */
  public static final String MODEL = "gaze.safetensors";

  private final GazeTraining settings;
  private final List<GazeSample> train;
  private final List<GazeSample> dev;
  private final Path output;

  /**
   * Prepares; nothing is written yet.
   *
   * @param train what to train on, at least 1
   * @param dev what to evaluate with; may be empty
   * @param output a folder, made if need be; a model there is replaced at the end
   * @throws IllegalArgumentException if there is nothing to train on
   */
  public GazeTrainer(
      GazeTraining settings, List<GazeSample> train, List<GazeSample> dev, Path output) {
    if (train.isEmpty()) {
      throw new IllegalArgumentException("no eyes to train on");
    }
    this.settings = settings;
    this.train = List.copyOf(train);
    this.dev = List.copyOf(dev);
    this.output = output;
  }

  /**
   * Trains until all steps are done or the control asks to stop; writes the model then.
   *
   * @return the metrics are on the samples that were not trained on; empty if there are none.
   *     Errors are in per cent of the eye's width: {@code x50}, {@code x90}, {@code y50}, {@code
   *     y90} (median and 90th percentile along and across the eye), {@code radius50}; {@code seen}
   *     and {@code hidden} are the per cent of these eyes that are taken for what they are
   * @throws IOException if the output cannot be written
   * @throws ReenactException if the loss becomes NaN or infinite, or diverges; no model is written
   * @throws io.github.reenact.BackendMissingException if TensorFlow cannot be loaded
   */
  public TrainingResult run(TrainingControl control) throws IOException {
    TensorFlowRuntime.load();
    Files.createDirectories(output);
    TrainingPlan plan =
        new TrainingPlan(output, settings.steps(), 0, settings.evaluateSteps(), 0, 0);
    Path model = output.resolve(MODEL);
    try (GazeStage stage = new GazeStage(settings, train, dev)) {
      stage.initialize();
      TrainingRun run =
          TrainingRun.withoutCheckpoint(
              plan, control, List.of(MetricsRows.open(output.resolve("metrics.csv"), false, 0)));
      run.train(stage);
      TrainingResult result = run.result(model);
      GazeModelFile.of(stage.weights(), about(result)).write(model, true);
      return result;
    }
  }

  private Map<String, String> about(TrainingResult result) {
    Map<String, String> about = new LinkedHashMap<>();
    about.put("training", settings.toString());
    about.put(
        "data",
        "%d eyes of %d people"
            .formatted(train.size(), train.stream().map(GazeSample::identity).distinct().count()));
    about.put("step", Long.toString(result.step()));
    result.metrics().forEach((name, m) -> about.put(name, String.format(Locale.ROOT, "%.3f", m)));
    return about;
  }

  /** For tests: the losses of so many first steps. */
  List<Double> losses(int steps) {
    TensorFlowRuntime.load();
    List<Double> out = new ArrayList<>();
    try (GazeStage stage = new GazeStage(settings, train, dev)) {
      stage.initialize();
      for (int i = 0; i < steps; i++) {
        out.addAll(stage.step(stage.batch(i), i).values());
      }
    }
    return out;
  }
}
