package io.github.reenact.cli;

import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Notes and progress on standard error; {@code --quiet} leaves them out. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
class Feedback {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--quiet", description = "Print no notes and no progress.")
  private boolean quiet;

  /** The command that these options are of. */
  final CommandSpec spec() {
    return spec;
  }

  final boolean quiet() {
    return quiet;
  }

  /** Where notes and errors go. */
  final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** Prints a note, in the manner of {@link String#format}. */
  final void say(String format, @Nullable Object... arguments) {
    if (!quiet) {
      err().println(String.format(Locale.ROOT, format, arguments));
    }
  }

  /** As {@link Progress#start}. */
  final Progress progress(String task, String unit, long total) {
    return quiet ? Progress.none() : Progress.start(task, unit, total, err());
  }
}
