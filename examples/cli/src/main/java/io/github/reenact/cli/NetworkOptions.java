package io.github.reenact.cli;

import io.github.reenact.Reenactor;
import io.github.reenact.spi.Backends;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code --translator} and {@code --disentangler}. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class NetworkOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--translator",
      paramLabel = "NAME",
      description = "fdgan (network) or warp (no network). Default: the best available one.")
  private @Nullable String translator;

  @Option(
      names = "--disentangler",
      paramLabel = "NAME",
      description =
          "ldnet (network), or none (keeps the driver's face shape). Default: the"
              + " best available one.")
  private @Nullable String disentangler;

  public NetworkOptions() {}

  /**
   * Refuses names that no backend has.
   *
   * @throws picocli.CommandLine.ParameterException if one is neither known nor there
   */
  public void check() {
    BackendNames.check(
        spec, "--translator", translator, BackendNames.TRANSLATORS, Backends.translators().all());
    BackendNames.check(
        spec,
        "--disentangler",
        disentangler,
        BackendNames.DISENTANGLERS,
        Backends.disentanglers().all());
  }

  /** The name of the translator, if one was given. */
  public Optional<String> translator() {
    return Optional.ofNullable(translator);
  }

  /** The name of the disentangler, if one was given. */
  public Optional<String> disentangler() {
    return Optional.ofNullable(disentangler);
  }

  /** Lets a builder use what was named. */
  void applyTo(Reenactor.Builder builder) {
    if (translator != null) {
      builder.translator(translator);
    }
    if (disentangler != null) {
      builder.disentangler(disentangler);
    }
  }
}
