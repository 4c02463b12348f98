package io.github.reenact.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code reenact train}: trains one of the networks. */
@Command(
    name = "train",
    description = {
      "Train one of the networks: ldnet and fdgan on data made by reenact prepare, gaze on labelled"
          + " photos and videos.",
      "",
      "Ctrl-C ends a training after the step in progress. ldnet and fdgan leave a checkpoint in"
          + " --output; --resume goes on from there."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "(ldnet|fdgan|gaze|average)",
    subcommands = {
      TrainLdNetCommand.class,
      TrainFdGanCommand.class,
      TrainGazeCommand.class,
      TrainAverageCommand.class
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class TrainCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "which network? train ldnet, train fdgan, train gaze or train average");
  }
}
