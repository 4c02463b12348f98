package io.github.reenact.cli;

import io.github.reenact.spi.Provider;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Names of backends among the options. */
final class BackendNames {
  static final List<String> TRANSLATORS = List.of("fdgan", "warp");
  static final List<String> DISENTANGLERS = List.of("ldnet", "none");

  private BackendNames() {}

  /**
   * A name that no backend ever had is a typing error; one that is not there comes up later.
   *
   * @throws ParameterException if the name is neither known nor there
   */
  static void check(
      CommandSpec spec,
      String option,
      @Nullable String name,
      List<String> known,
      List<? extends Provider<?>> there) {
    if (name != null
        && !known.contains(name)
        && there.stream().noneMatch(p -> p.name().equals(name))) {
      throw new ParameterException(
          spec.commandLine(),
          option + " " + name + " is not known; there are " + String.join(" and ", known));
    }
  }
}
