package io.github.reenact.evaluate;

import io.github.reenact.DrivingFrame;
import io.github.reenact.GazeEstimator;
import io.github.reenact.Image;
import io.github.reenact.LandmarkDetector;
import io.github.reenact.MotionMode;
import io.github.reenact.ReenactmentSession;
import io.github.reenact.Reenactor;
import java.util.Optional;

/** One method at work on one photo. Owns its session, but not the method's backends. */
final class Rendering implements AutoCloseable {
  private final Reenactor reenactor;
  private final ReenactmentSession session;
  private long lastNanos;

  private Rendering(Reenactor reenactor, ReenactmentSession session) {
    this.reenactor = reenactor;
    this.session = session;
  }

  /**
   * Opens a photo.
   *
   * @throws io.github.reenact.FaceNotFoundException if there is no face in it
   */
  static Rendering open(
      PortraitMethod method,
      LandmarkDetector detector,
      Optional<GazeEstimator> gaze,
      MotionMode mode,
      double smoothing,
      Image photo) {
    Reenactor.Builder builder =
        Reenactor.builder()
            .detector(detector)
            .translator(method.translator())
            .disentangler(method.disentangler())
            .motion(mode)
            .smoothing(smoothing);
    gaze.ifPresent(builder::gazeEstimator);
    Reenactor reenactor = builder.build();
    try {
      return new Rendering(reenactor, reenactor.open(photo));
    } catch (RuntimeException e) {
      reenactor.close();
      throw e;
    }
  }

  Image next(DrivingFrame driver) {
    long before = session.statistics().renderNanos();
    Image out = session.next(driver);
    lastNanos = session.statistics().renderNanos() - before;
    return out;
  }

  /** What the translator took for the last frame, in milliseconds. */
  double lastMillis() {
    return lastNanos / 1e6;
  }

  /** Closing the Reenactor closes its session. */
  @Override
  public void close() {
    reenactor.close();
  }
}
