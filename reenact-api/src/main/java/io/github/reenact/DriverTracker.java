package io.github.reenact;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the driver's landmarks and irises from frame to frame.
 *
 * <p>Not thread-safe: it remembers the driver. Owns a tracker, from the first picture on.
 */
final class DriverTracker implements AutoCloseable {
  private final LandmarkDetector detector;
  private final Optional<GazeEstimator> gazeEstimator;
  private final int face;

  private @Nullable LandmarkTracker tracker;
  private long nanos;

  /**
   * For one driver.
   *
   * @param face which face of the driving frames is followed: 0 is the largest
   */
  DriverTracker(BackendSet backends, int face) {
    this.detector = backends.detector();
    this.gazeEstimator = backends.gazeEstimator();
    this.face = face;
  }

  /**
   * The driver in the next picture.
   *
   * @param needsIrises whether to look for the irises, too
   */
  TrackedFace next(Image picture, boolean needsIrises) {
    long start = System.nanoTime();
    LandmarkTracker t = tracker;
    if (t == null) {
      t = detector.track(face);
      tracker = t;
    }
    Optional<Landmarks> driver = t.next(picture);
    Irises irises =
        needsIrises ? driver.flatMap(d -> irises(picture, d)).orElse(Irises.NONE) : Irises.NONE;
    nanos += System.nanoTime() - start;
    return new TrackedFace(driver, irises);
  }

  private Optional<Irises> irises(Image picture, Landmarks driver) {
    return LandmarkDisentangler.isMirrored(driver)
        ? Optional.empty()
        : gazeEstimator.map(g -> g.find(picture, driver));
  }

  /** The time that all pictures took, in nanoseconds. */
  long nanos() {
    return nanos;
  }

  @Override
  public void close() {
    if (tracker != null) {
      tracker.close();
    }
  }
}
