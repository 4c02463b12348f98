package io.github.reenact.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What trainings with checkpoints have in common. */
final class ResumableTrainOptions extends TrainOptions {
  @Option(
      names = "--resume",
      description = "Go on from the checkpoint in --output, if there is one.")
  private boolean resume;

  boolean resume() {
    return resume;
  }

  @Override
  String left(Path model) {
    return "--resume goes on from there";
  }
}
