package io.github.reenact.cli;

import io.github.reenact.Reenactor;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --translator}. */
public final class TranslatorOption {
  @Option(
      names = "--translator",
      paramLabel = "NAME",
      description = "fdgan (network) or warp (no network). Default: the best available one.")
  private @Nullable String translator;

  /** Lets a builder use the translator that was named, if one was. */
  public void applyTo(Reenactor.Builder builder) {
    if (translator != null) {
      builder.translator(translator);
    }
  }
}
