package io.github.reenact.cli;

import io.github.reenact.Framing;
import io.github.reenact.MotionMode;
import io.github.reenact.Reenactor;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a moved face goes, what of the photo is shown, and how steady it is. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class RenderingOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--motion",
      defaultValue = "relative",
      paramLabel = "relative|absolute",
      description =
          "relative: place, size and head pose change as the driver's do since its"
              + " first frame, starting from the photo. absolute: the face goes to the"
              + " driver's place in the frame. Default: ${DEFAULT-VALUE}.")
  private MotionMode motion;

  @Option(
      names = "--framing",
      defaultValue = "photo",
      paramLabel = "photo|crop",
      description = "photo: the whole photo. crop: the square around the face. Default: photo.")
  private Framing framing;

  @Option(
      names = "--smoothing",
      paramLabel = "X",
      defaultValue = "" + Reenactor.Builder.DEFAULT_SMOOTHING,
      description =
          "How much the landmarks are smoothed over time, 0 to 1. Default: ${DEFAULT-VALUE}.")
  private double smoothing;

  public RenderingOptions() {}

  /**
   * Finds values out of range.
   *
   * @throws picocli.CommandLine.ParameterException if there are any
   */
  public void check() {
    Usage.checkRange(spec, "--smoothing", smoothing, 1);
  }

  /** Where the face goes. */
  public MotionMode motion() {
    return motion;
  }

  /** What is shown. */
  public Framing framing() {
    return framing;
  }

  /** How much the landmarks are smoothed over time, 0 to 1. */
  public double smoothing() {
    return smoothing;
  }

  /** Has a reenactor heed them. */
  void applyTo(Reenactor.Builder builder) {
    builder.motion(motion).framing(framing).smoothing(smoothing);
  }
}
