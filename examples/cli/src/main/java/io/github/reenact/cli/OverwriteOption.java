package io.github.reenact.cli;

import picocli.CommandLine.Option;

/** {@code --overwrite}. */
final class OverwriteOption {
  @Option(names = "--overwrite", description = "Replace the output if it exists.")
  private boolean overwrite;

  boolean allowed() {
    return overwrite;
  }
}
