package io.github.reenact.server;

import io.github.reenact.cli.CommandProvider;

/** Adds {@code serve} to the command line. */
public final class ServeCommandProvider implements CommandProvider {
  /** For {@link java.util.ServiceLoader}. */
  public ServeCommandProvider() {}

  @Override
  public Object command() {
    return new ServeCommand();
  }
}
