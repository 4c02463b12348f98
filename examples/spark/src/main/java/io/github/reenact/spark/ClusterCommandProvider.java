package io.github.reenact.spark;

import io.github.reenact.cli.CommandProvider;

/** Adds {@code cluster} to the command line. */
public final class ClusterCommandProvider implements CommandProvider {
  /** For {@link java.util.ServiceLoader}. */
  public ClusterCommandProvider() {}

  @Override
  public Object command() {
    return new ClusterCommand();
  }
}
