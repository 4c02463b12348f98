package io.github.reenact.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * One run of the command line in this process.
 *
 * @param status its exit status
 * @param out what it printed
 * @param err what it printed as notes and errors
 */
record Cli(int status, String out, String err) {
  /** Runs a command; arguments may be paths or anything else with a text. */
  static Cli run(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        Main.run(
            new PrintWriter(out),
            new PrintWriter(err),
            Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    return new Cli(status, out.toString(), err.toString());
  }

  /** {@code animate} with the backends that need no network. */
  static Cli animate(Path source, Path driving, Path output, Object... more) {
    Object[] fixed = {
      "animate",
      "--source",
      source,
      "--driving",
      driving,
      "--output",
      output,
      "--translator",
      "warp",
      "--disentangler",
      "none"
    };
    Object[] all = Arrays.copyOf(fixed, fixed.length + more.length);
    System.arraycopy(more, 0, all, fixed.length, more.length);
    return run(all);
  }
}
