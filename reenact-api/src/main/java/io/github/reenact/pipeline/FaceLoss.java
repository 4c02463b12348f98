package io.github.reenact.pipeline;

import io.github.reenact.Landmarks;
import io.github.reenact.head.SmoothStep;
import org.jspecify.annotations.Nullable;

/**
 * What is shown while the driver's face is not found (ours; the paper takes videos with a face in
 * every frame): the last motion is held, then fades into the photo's own pose, and motion comes
 * back softly when the face is seen again.
 *
 * <p>Times are those of the driving video, so that the frame rate does not matter. Not thread-safe.
 */
public final class FaceLoss {
  /** How long the last motion is held, in seconds since the face was last seen. */
  public static final double HOLD_SECONDS = 0.5;

  /** How long the way back to the photo's own pose takes, in seconds. */
  public static final double FADE_SECONDS = 1;

  /** How long the way from what was shown back to the driver's motion takes, in seconds. */
  public static final double RETURN_SECONDS = 0.25;

  private Landmarks photo;

  /** What was last shown while the face was seen; the photo's own before. */
  private Landmarks held;

  private double lastSeen = Double.NaN;

  /** What the motion comes back from, and since when; null once it is back. */
  private @Nullable Landmarks from;

  private double fromSeconds;
  private long seenFrames;
  private long heldFrames;
  private long fadedFrames;
  private long unmovedFrames;

  /** Starts with the photo's own landmarks, in its pixels. */
  public FaceLoss(Landmarks photo) {
    this.photo = photo;
    this.held = photo;
  }

  /** Other landmarks for the photo without motion, in its pixels. */
  public void change(Landmarks photo) {
    this.photo = photo;
  }

  /** The landmarks to show when the face is seen and would move them to {@code moved}. */
  public Landmarks seen(Landmarks moved, double seconds) {
    seenFrames++;
    lastSeen = seconds;
    held = moved;
    if (from != null) {
      double t = (seconds - fromSeconds) / RETURN_SECONDS;
      if (t >= 0 && t < 1) {
        held = from.interpolate(moved, (float) SmoothStep.of(t));
      } else {
        from = null;
      }
    }
    return held;
  }

  /** The landmarks to show when the face is not seen. */
  public Landmarks lost(double seconds) {
    Landmarks shown;
    if (Double.isNaN(lastSeen)) {
      unmovedFrames++;
      shown = photo;
    } else {
      double lost = seconds - lastSeen;
      if (lost <= HOLD_SECONDS) {
        heldFrames++;
        shown = held;
      } else {
        fadedFrames++;
        shown =
            held.interpolate(photo, (float) SmoothStep.of((lost - HOLD_SECONDS) / FADE_SECONDS));
      }
    }
    from = shown;
    fromSeconds = seconds;
    return shown;
  }

  /** Frames with a face. */
  public long seenFrames() {
    return seenFrames;
  }

  /** Frames for which the last motion was held. */
  public long heldFrames() {
    return heldFrames;
  }

  /** Frames on the way to, or in, the photo's own pose after a loss. */
  public long fadedFrames() {
    return fadedFrames;
  }

  /** Frames before the first face. */
  public long unmovedFrames() {
    return unmovedFrames;
  }
}
