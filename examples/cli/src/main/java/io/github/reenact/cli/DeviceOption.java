package io.github.reenact.cli;

import io.github.reenact.spi.Device;
import picocli.CommandLine.Option;

/** {@code --device}. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class DeviceOption {
  @Option(
      names = "--device",
      defaultValue = "cpu",
      paramLabel = "cpu|gpu",
      description = "Where the translator computes: cpu or gpu. Default: cpu.")
  private Device device;

  /** Where the translator computes. */
  public Device device() {
    return device;
  }
}
