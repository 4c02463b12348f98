package io.github.reenact.spark;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code reenact cluster}: what is worth many machines. */
@Command(
    name = "cluster",
    description = "Use all processors of this machine, or of many, with Apache Spark.",
    mixinStandardHelpOptions = true,
    subcommands = {ClusterPrepareCommand.class, ClusterAnimateCommand.class})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ClusterCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is needed: prepare or animate");
  }
}
