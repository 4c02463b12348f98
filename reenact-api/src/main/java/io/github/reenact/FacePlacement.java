package io.github.reenact;

import io.github.reenact.pipeline.FaceLoss;
import io.github.reenact.pipeline.FrameFit;
import io.github.reenact.pipeline.GazeTransfer;
import io.github.reenact.pipeline.LandmarkSmoother;
import io.github.reenact.pipeline.MotionTransfer;
import java.util.Optional;

/**
 * Where a photo's face goes when the driver moves: smoothing, motion transfer, gaze, and what is
 * shown while the driver's face is not seen.
 *
 * <p>Not thread-safe: it remembers the driver.
 */
final class FacePlacement {
  private final MotionTransfer transfer;
  private final GazeTransfer gaze;
  private final LandmarkSmoother smoother;
  private final FaceLoss faceLoss;

  /** Size of the first driving frame with a face, in pixels; 0 before. */
  private int driverWidth;

  private int driverHeight;
  private Landmarks shown;

  /** From when on a frame is to be the driver's neutral one; infinite if none is. */
  private double neutralFrom = Double.POSITIVE_INFINITY;

  FacePlacement(PersonPhotos photos, LandmarkDisentangler disentangler, SessionOptions options) {
    FacePhoto moved = photos.first();
    transfer =
        new MotionTransfer(
            disentangler,
            moved.landmarks(),
            photos.others(),
            moved.photo().width(),
            moved.photo().height(),
            options.transfer());
    gaze =
        new GazeTransfer(
            moved.landmarks(), moved.irises(), options.transfer(), options.smoothing());
    smoother = new LandmarkSmoother(options.smoothing());
    faceLoss = new FaceLoss(transfer.rest());
    shown = moved.landmarks();
  }

  /** Whether the driver's irises are looked at. */
  boolean needsIrises() {
    return gaze.needsDriver();
  }

  /**
   * Where the face goes in the next frame.
   *
   * @param width of the driver's frame in pixels
   * @param height of the driver's frame in pixels
   * @throws IllegalArgumentException if all landmarks lie in one point
   */
  PlacedFace place(TrackedFace driver, int width, int height, double seconds) {
    Optional<Landmarks> smoothed =
        driver.landmarks().flatMap(d -> smoothed(d, width, height, seconds));
    if (smoothed.isPresent() && seconds >= neutralFrom) {
      neutralFrom = Double.POSITIVE_INFINITY;
      transfer.takeNextAsNeutral();
      gaze.takeNextAsNeutral();
    }
    if (smoothed.isPresent()) {
      Landmarks moved = transfer.move(smoothed.get(), driverWidth, driverHeight, seconds);
      shown = faceLoss.seen(moved, seconds);
    } else {
      smoother.reset();
      shown = faceLoss.lost(seconds);
    }
    return looking(driver, seconds);
  }

  /** The shown face with the eyes looking where they are to look. */
  private PlacedFace looking(TrackedFace driver, double seconds) {
    Irises still = gaze.still(shown);
    // Without a face the eyes hold their direction, as after a blink. The irises go with the
    // driver's own landmarks, by which they were found, not with the smoothed ones.
    Landmarks face = driver.landmarks().orElse(shown);
    Irises seen = driver.landmarks().isPresent() ? driver.irises() : Irises.NONE;
    return new PlacedFace(shown, still, gaze.move(face, seen, shown, seconds));
  }

  /**
   * The driver's landmarks in its first frame's pixels, smoothed. Empty if they are mirrored: no
   * detector finds such a face, unless it lost it, and no disentangler takes them.
   */
  private Optional<Landmarks> smoothed(Landmarks driver, int width, int height, double seconds) {
    if (LandmarkDisentangler.isMirrored(driver)) {
      return Optional.empty();
    }
    if (driverWidth == 0) {
      driverWidth = width;
      driverHeight = height;
    }
    // A video that changes its resolution is not a head that moves.
    Landmarks inFirstFrame =
        driver.transform(FrameFit.between(width, height, driverWidth, driverHeight));
    return Optional.of(smoother.next(inFirstFrame, seconds))
        .filter(s -> !LandmarkDisentangler.isMirrored(s));
  }

  /** Takes the first frame from a time on that shows the driver's face for its neutral one. */
  void takeAsNeutral(double seconds) {
    neutralFrom = seconds;
  }

  /** Other settings, from the next frame on; the estimates of the driver are kept. */
  void change(double strength, MotionControl control, double smoothing) {
    transfer.change(strength, control);
    gaze.change(strength, control, smoothing);
    smoother.change(smoothing);
    faceLoss.change(transfer.rest());
  }

  /** Where the last frame put the landmarks; the photo's own before. */
  Landmarks shown() {
    return shown;
  }

  /** Counts frames with and without a face. */
  FaceLoss faceLoss() {
    return faceLoss;
  }
}
