package io.github.reenact.cli;

import io.github.reenact.media.FrameRate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code --split}, {@code --size} and {@code --fps}: what a dataset holds of its inputs. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class DatasetOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description = "Only files of this split of the manifest, for example train.")
  private @Nullable String split;

  @Option(
      names = "--size",
      paramLabel = "PIXELS",
      defaultValue = "256",
      description = "Side of the crops, 32 to 1024. Default: ${DEFAULT-VALUE}.")
  private int size;

  @Option(
      names = "--fps",
      paramLabel = "RATE",
      defaultValue = "25",
      description = "Frames per second, as 25, 29.97 or 30000/1001. Default: ${DEFAULT-VALUE}.")
  private String fps;

  /** For picocli. */
  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  public DatasetOptions() {}

  /**
   * Refuses numbers out of range.
   *
   * @throws picocli.CommandLine.ParameterException if one is
   */
  public void check() {
    if (size < 32 || size > 1024) {
      throw Usage.outOfRange(spec, "--size", size, "32 to 1024 pixels");
    }
    rate();
  }

  /** The split that files have to be of; empty for all files. */
  public Optional<String> split() {
    return Optional.ofNullable(split);
  }

  /** Side of the crops in pixels. */
  public int size() {
    return size;
  }

  /**
   * The rate of the frames.
   *
   * @throws picocli.CommandLine.ParameterException if it is none
   */
  public FrameRate rate() {
    try {
      return FrameRate.parse(fps);
    } catch (IllegalArgumentException e) {
      throw Usage.error(spec, "--fps: " + e.getMessage());
    }
  }
}
