package io.github.reenact.evaluate;

import io.github.reenact.DrivingFrame;
import io.github.reenact.FootageChange;
import io.github.reenact.FootageFrame;
import io.github.reenact.FootageSession;
import io.github.reenact.GazeEstimator;
import io.github.reenact.GazeMode;
import io.github.reenact.Image;
import io.github.reenact.LandmarkDetector;
import io.github.reenact.MotionControl;
import io.github.reenact.Reenactor;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One method at work on one take. Owns its session, but not the method's backends. */
final class Revising implements AutoCloseable {
  private final Reenactor reenactor;
  private final FootageSession session;
  private long lastNanos;

  private Revising(Reenactor reenactor, FootageSession session) {
    this.reenactor = reenactor;
    this.session = session;
  }

  /**
   * Looks through a take.
   *
   * @param method that draws; null for the gaze, which needs none
   * @param gaze finds the irises for {@link FootageChange#GAZE}
   * @throws IOException if a picture is missing or damaged
   * @throws io.github.reenact.FaceNotFoundException if there is no face in any frame
   */
  static Revising open(
      @Nullable PortraitMethod method,
      LandmarkDetector detector,
      Optional<GazeEstimator> gaze,
      double smoothing,
      PortraitClips.Run run)
      throws IOException {
    Reenactor.Builder builder = Reenactor.builder().detector(detector).smoothing(smoothing);
    if (method == null) {
      builder.translator("warp").disentangler("none");
    } else {
      builder.translator(method.translator()).disentangler(method.disentangler());
    }
    builder.control(
        MotionControl.builder().gaze(method == null ? GazeMode.CAMERA : GazeMode.PHOTO).build());
    gaze.ifPresent(builder::gazeEstimator);
    Reenactor reenactor = builder.build();
    try {
      int[] next = {0};
      FootageSession session =
          reenactor.openFootage(
              () ->
                  next[0] > run.frames()
                      ? Optional.empty()
                      : Optional.of(run.photo().image(next[0]++)),
              method == null ? FootageChange.GAZE : FootageChange.MOUTH);
      return new Revising(reenactor, session);
    } catch (IOException | RuntimeException e) {
      reenactor.close();
      throw e;
    }
  }

  Image next(Image take, Optional<DrivingFrame> driver, double seconds) {
    long start = System.nanoTime();
    Image out = session.next(new FootageFrame(take, driver, seconds));
    lastNanos = System.nanoTime() - start;
    return out;
  }

  /** What the last frame took without finding its faces, in milliseconds. */
  double lastMillis() {
    return lastNanos / 1e6;
  }

  /** Closing the Reenactor closes its session. */
  @Override
  public void close() {
    reenactor.close();
  }
}
