package io.github.reenact;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One frame of a driver: its picture, or landmarks that are known already.
 *
 * <p>Immutable and thread-safe.
 */
public sealed interface DrivingFrame {
  /**
   * The time stamp, finite. It should grow from frame to frame; a step back starts the smoothing
   * afresh.
   */
  double seconds();

  /** Width of the frame in pixels, at least 1. */
  int width();

  /** Height of the frame in pixels, at least 1. */
  int height();

  /**
   * A frame whose landmarks are still to be found.
   *
   * @param picture of the driver; one of another size than the first is laid over it, scaled to fit
   * @param seconds the time stamp
   */
  record Picture(Image picture, double seconds) implements DrivingFrame {
    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if {@code seconds} is not finite
     */
    public Picture {
      requireNonNull(picture, "picture");
      checkTime(seconds);
    }

    @Override
    public int width() {
      return picture.width();
    }

    @Override
    public int height() {
      return picture.height();
    }
  }

  /**
   * A frame whose landmarks are known.
   *
   * @param landmarks in pixels of the frame; empty, or mirrored, if no face was found
   * @param irises in the same pixels; {@link Irises#NONE} if they are not known
   * @param width of the frame in pixels
   * @param height of the frame in pixels
   * @param seconds the time stamp
   */
  record Known(Optional<Landmarks> landmarks, Irises irises, int width, int height, double seconds)
      implements DrivingFrame {
    /** A frame whose irises are not known. */
    public Known(Optional<Landmarks> landmarks, int width, int height, double seconds) {
      this(landmarks, Irises.NONE, width, height, seconds);
    }

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if a size is not positive or {@code seconds} is not finite
     */
    public Known {
      requireNonNull(landmarks, "landmarks");
      requireNonNull(irises, "irises");
      checkTime(seconds);
      if (width < 1 || height < 1) {
        throw new IllegalArgumentException(
            "a driving frame has at least 1x1 pixels, not " + width + "x" + height);
      }
    }
  }

  private static void checkTime(double seconds) {
    if (!Double.isFinite(seconds)) {
      throw new IllegalArgumentException("time stamp " + seconds + " s is not finite");
    }
  }
}
