package io.github.reenact.cli;

/**
 * Adds a command to the command line from another artifact, found by {@link
 * java.util.ServiceLoader}: for what needs libraries that the other commands do without.
 */
public interface CommandProvider {
  /** A new command: an object with picocli's annotation {@code Command}, and a name. */
  Object command();
}
