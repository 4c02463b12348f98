package io.github.reenact.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code --threads}: how many files are worked on at a time. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ThreadsOption {
  private static final int MAX = 64;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "2",
      description = "Files processed at a time, 1 to 64. Default: ${DEFAULT-VALUE}.")
  private int threads;

  /** The number, once it is checked. */
  int checked() {
    if (threads < 1 || threads > MAX) {
      throw Usage.outOfRange(spec, "--threads", threads, "1 to " + MAX);
    }
    return threads;
  }
}
