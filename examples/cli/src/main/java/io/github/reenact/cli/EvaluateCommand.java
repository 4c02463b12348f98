package io.github.reenact.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code reenact evaluate}: measures a network, or portraits that move. */
@Command(
    name = "evaluate",
    description = "Measure on people who are in no training data.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "(ldnet | portrait)",
    subcommands = {EvaluateLdNetCommand.class, EvaluatePortraitCommand.class})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class EvaluateCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "evaluate needs a command: ldnet or portrait");
  }
}
