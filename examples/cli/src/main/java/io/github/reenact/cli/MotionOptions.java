package io.github.reenact.cli;

import io.github.reenact.GazeMode;
import io.github.reenact.MotionControl;
import io.github.reenact.Reenactor;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How much of the driver's motion is taken over, part by part. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class MotionOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--strength",
      paramLabel = "X",
      defaultValue = "1",
      description = "Factor on the whole motion, 0 to 4. Default: 1.")
  private double strength;

  @Option(
      names = "--pose",
      paramLabel = "X",
      defaultValue = "1",
      description = "Strength of head pose, place and size, 0 to 4. Default: 1.")
  private double pose;

  @Option(
      names = "--expression",
      paramLabel = "X",
      defaultValue = "1",
      description = "Strength of the whole expression: multiplies --mouth and --eyes. Default: 1.")
  private double expression;

  @Option(
      names = "--mouth",
      paramLabel = "X",
      defaultValue = "1",
      description = "Strength of lips and jaw, 0 to 4. Default: 1.")
  private double mouth;

  @Option(
      names = "--eyes",
      paramLabel = "X",
      defaultValue = "1",
      description = "Strength of eyelids and brows, 0 to 4. Default: 1.")
  private double eyes;

  @Option(
      names = "--mouth-opening",
      paramLabel = "R",
      description =
          "Hold the mouth this far open: gap between the inner lips by their width, 0 (closed) to"
              + " 1. Default: as the driver's.")
  private @Nullable Double mouthOpening;

  @Option(
      names = "--eye-opening",
      paramLabel = "R",
      description =
          "Hold the eyes this far open: gap between the lids by the eye's width, 0 (closed) to 0.6;"
              + " 0.3 is usual. Default: as the driver's.")
  private @Nullable Double eyeOpening;

  @Option(
      names = "--close-lips",
      description = "Close the lips all the way whenever the driver's are closed.")
  private boolean closeLips;

  @Option(
      names = "--relative-expression",
      description =
          "Transfer only the change from the driver's face at rest, so that the photo"
              + " keeps its own expression while the driver is at rest.")
  private boolean relativeExpression;

  @Option(
      names = "--gaze",
      paramLabel = "driver|photo|camera",
      defaultValue = "driver",
      description =
          "Where the eyes look: where the driver's do, as in the photo, or at the camera. Default:"
              + " ${DEFAULT-VALUE}.")
  private GazeMode gaze;

  @Option(
      names = "--gaze-strength",
      paramLabel = "X",
      defaultValue = "1",
      description = "How far the eyes follow the driver's, 0 to 4. Default: ${DEFAULT-VALUE}.")
  private double gazeStrength;

  @Option(
      names = "--gaze-direction",
      paramLabel = "RIGHT,DOWN",
      split = ",",
      description =
          "Gaze direction in every frame: shift of the irises from straight ahead in"
              + " widths of an eye, -0.3 to 0.3 to the right of the picture, -0.16 to 0.16"
              + " down.")
  private double @Nullable [] gazeDirection;

  /** By what all of the motion is multiplied. */
  double strength() {
    return strength;
  }

  /**
   * Finds values out of range.
   *
   * @throws ParameterException if there are any
   */
  void check() {
    double max = Reenactor.Builder.MAX_STRENGTH;
    Usage.checkRange(spec, "--strength", strength, max);
    Usage.checkRange(spec, "--pose", pose, max);
    Usage.checkRange(spec, "--expression", expression, max);
    Usage.checkRange(spec, "--mouth", mouth, max);
    Usage.checkRange(spec, "--eyes", eyes, max);
    if (mouthOpening != null) {
      Usage.checkRange(spec, "--mouth-opening", mouthOpening, MotionControl.MAX_MOUTH_OPENING);
    }
    if (eyeOpening != null) {
      Usage.checkRange(spec, "--eye-opening", eyeOpening, MotionControl.MAX_EYE_OPENING);
    }
    if (closeLips && mouthOpening != null) {
      throw Usage.error(
          spec,
          "--close-lips and --mouth-opening do not go together: the latter holds the mouth open by "
              + mouthOpening
              + " in every frame");
    }
    Usage.checkRange(spec, "--gaze-strength", gazeStrength, max);
    if (gazeDirection != null) {
      if (gazeDirection.length != 2) {
        throw Usage.error(
            spec, "--gaze-direction takes two numbers, RIGHT,DOWN, not " + gazeDirection.length);
      }
      checkWithin("--gaze-direction RIGHT", gazeDirection[0], MotionControl.MAX_GAZE_RIGHT);
      checkWithin("--gaze-direction DOWN", gazeDirection[1], MotionControl.MAX_GAZE_DOWN);
    }
  }

  private void checkWithin(String option, double value, double most) {
    if (!(Math.abs(value) <= most)) {
      throw Usage.outOfRange(spec, option, value, -most + " to " + most);
    }
  }

  /** The settings, once they are checked. */
  MotionControl control() {
    MotionControl.Builder builder =
        MotionControl.builder()
            .pose(pose)
            .expression(expression)
            .mouth(mouth)
            .eyes(eyes)
            .closeLips(closeLips)
            .relativeExpression(relativeExpression)
            .gaze(gaze)
            .gazeStrength(gazeStrength);
    if (gazeDirection != null) {
      builder.gazeDirection(gazeDirection[0], gazeDirection[1]);
    }
    if (mouthOpening != null) {
      builder.mouthOpening(mouthOpening);
    }
    if (eyeOpening != null) {
      builder.eyeOpening(eyeOpening);
    }
    return builder.build();
  }
}
