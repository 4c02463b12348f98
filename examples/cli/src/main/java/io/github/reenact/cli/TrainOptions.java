package io.github.reenact.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What all trainings have in common. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
class TrainOptions extends Feedback {
  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "Where the model, checkpoints and metrics go; made if need be.")
  private Path output;

  @Option(names = "--minutes", paramLabel = "M", description = "Stop after so many minutes.")
  private @Nullable Double minutes;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the first weights and of all sampling. Default: ${DEFAULT-VALUE}.")
  private long seed;

  /** The folder for the model and the checkpoints. */
  final Path output() {
    return output;
  }

  /** After how many minutes to stop, if after any. */
  final Optional<Double> minutes() {
    return Optional.ofNullable(minutes);
  }

  final long seed() {
    return seed;
  }

  void check() throws IOException {
    if (minutes != null && !(minutes > 0)) {
      throw Usage.outOfRange(spec(), "--minutes", minutes, "more than 0");
    }
    Inputs.requireFolderOrNothing("--output", output);
  }

  ParameterException usage(String message) {
    return Usage.error(spec(), message);
  }

  TrainingProgress progress() {
    return new TrainingProgress(err(), minutes(), quiet());
  }

  /** Tells how it ended, and gives the exit status. */
  int ended(TrainingProgress progress, long step, Path model) {
    if (progress.interrupted()) {
      err().printf(Locale.ROOT, "reenact: interrupted at step %d; %s%n", step, left(model));
      return ExitCodes.INTERRUPTED;
    }
    say("stopped at step %d; the model is %s", step, model);
    return ExitCodes.OK;
  }

  /** What an interrupted training leaves. */
  String left(Path model) {
    return "the unfinished model is " + model;
  }
}
