package io.github.reenact.cli;

import picocli.CommandLine.Command;

/** The meaning of the exit status, for the help of a command. */
@Command(
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:done",
      "1:unexpected error: a bug, to be reported with --debug's output",
      "2:wrong usage: an unknown option, a value out of range",
      "3:a file cannot be used: missing, damaged, no face in it, not to be written",
      "4:something needed is missing: a model, a native library, memory",
      "130:interrupted by Ctrl-C"
    })
final class ExitStatusHelp {}
