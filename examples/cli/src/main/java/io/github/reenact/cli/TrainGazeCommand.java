package io.github.reenact.cli;

import io.github.reenact.LandmarkDetector;
import io.github.reenact.dataset.GazeData;
import io.github.reenact.dataset.Source;
import io.github.reenact.tf.gaze.training.GazeSample;
import io.github.reenact.tf.gaze.training.GazeTrainer;
import io.github.reenact.tf.gaze.training.GazeTraining;
import io.github.reenact.tf.training.TrainingResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code reenact train gaze}. */
@Command(
    name = "gaze",
    description = {
      "Train the gaze network, which finds the irises in a picture.",
      "",
      "Reads photos and videos and a table of where their irises are, finds the"
          + " landmarks, and trains; it cannot be resumed. Ctrl-C ends it and writes the"
          + " model of the last step."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class TrainGazeCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description =
          "A folder with photos and videos, as for reenact prepare; the split 'train' of its"
              + " manifest.csv is trained on, 'dev' evaluated with. May be given several times.")
  private List<Path> data;

  @Option(
      names = "--labels",
      required = true,
      paramLabel = "FILE.csv",
      description =
          "The irises in the files of --data, one for each, in the same order: a CSV file (or"
              + " .csv.gz) with the columns path, frame, left_x, left_y, left_r, left_open and"
              + " the same of the right, in pixels.")
  private List<Path> labels;

  @Mixin private TrainOptions common;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Steps of the training. Default: as the shipped model.")
  private @Nullable Integer steps;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Eyes in each step. Default: as the shipped model.")
  private @Nullable Integer batch;

  @Mixin private ThreadsOption threads;

  @Mixin private DetectorOptions detection;

  @Override
  public Integer call() throws IOException, InterruptedException {
    common.check();
    GazeTraining training = GazeTraining.DEFAULT.withSeed(common.seed());
    try {
      if (steps != null) {
        training = training.withSteps(steps);
      }
      if (batch != null) {
        training = training.withBatch(batch);
      }
    } catch (IllegalArgumentException e) {
      throw common.usage(String.valueOf(e.getMessage()));
    }
    int workers = threads.checked();
    if (data.size() != labels.size()) {
      throw common.usage(
          "there are %d --data and %d --labels; each folder takes its own table"
              .formatted(data.size(), labels.size()));
    }
    for (int i = 0; i < data.size(); i++) {
      Inputs.requireFolder("--data", data.get(i));
      Inputs.requireFile("--labels", labels.get(i));
    }
    List<GazeSample> train = new ArrayList<>();
    List<GazeSample> dev = new ArrayList<>();
    try (LandmarkDetector detector = detection.open()) {
      for (int i = 0; i < data.size(); i++) {
        Map<String, List<GazeSample>> read = read(i, detector, workers);
        train.addAll(read.getOrDefault("train", List.of()));
        dev.addAll(read.getOrDefault("dev", List.of()));
      }
    }
    if (train.isEmpty()) {
      throw new IOException(
          "no eye of the split 'train' in "
              + data
              + " has a label that can be used; see the"
              + " paths in --labels");
    }
    common.say("%d eyes to train on, %d to evaluate with", train.size(), dev.size());
    GazeTrainer trainer = new GazeTrainer(training, train, dev, common.output());
    try (TrainingProgress progress = common.progress()) {
      TrainingResult result = trainer.run(progress);
      return common.ended(progress, result.step(), result.model());
    }
  }

  /** The samples of a folder, by split. */
  private Map<String, List<GazeSample>> read(int folder, LandmarkDetector detector, int workers)
      throws IOException, InterruptedException {
    List<Source> sources =
        Source.find(data.get(folder), common.output()).stream()
            .filter(s -> s.split().equals("train") || s.split().equals("dev"))
            .toList();
    try (Progress progress = common.progress("reading", "files", sources.size())) {
      return GazeData.read(
          labels.get(folder),
          sources,
          detector,
          workers,
          (source, eyes, problem) -> {
            problem.ifPresent(p -> progress.note("warning: " + source.path() + ": " + p));
            progress.step();
          });
    }
  }
}
