package io.github.reenact.pipeline;

import io.github.reenact.Landmarks;
import io.github.reenact.Similarity;
import org.jspecify.annotations.Nullable;

/**
 * Smooths one face's landmarks over time with {@linkplain OneEuroFilter one-euro filters}: one for
 * the face's centre, one for the logarithm of its size, and one for each point of the normalised
 * shape. All lengths are in radii of the face, so that neither resolution nor the face's size in
 * the picture matters. Place and size are smoothed more than shape, since jitter of the face as a
 * whole is seen at once, while a mouth has to keep up with speech.
 *
 * <p>Not thread-safe.
 */
public final class LandmarkSmoother {
  /** A longer gap than this between frames, in seconds, starts afresh. */
  private static final double MAX_GAP = 1;

  private double smoothing;
  private @Nullable State state;

  /** Filters of one unbroken appearance of a face. */
  private static final class State {
    final double unit;
    final OneEuroFilter place;
    final OneEuroFilter size;
    final OneEuroFilter[] shape = new OneEuroFilter[Landmarks.COUNT];
    double seconds;

    State(double unit, double smoothing, double seconds) {
      this.unit = unit;
      this.seconds = seconds;
      // Chosen on dlib's landmarks of talking people at 25 frames a second. At rest the cut-off is
      // 13 Hz (which is hardly a filter) down to 0.7 Hz, 3 Hz in the middle. In the middle it rises
      // by 80 Hz for one radius a second: two fifths of the trembling go, and of what a filter
      // costs by coming late (4 % of the error around mouth and eyes, with a quarter of this speed)
      // three quarters are saved.
      double cutoff = cutoff(smoothing);
      double beta = 640 * Math.pow(1 / 64.0, smoothing);
      place = new OneEuroFilter(2, cutoff / 2, beta);
      size = new OneEuroFilter(1, cutoff / 2, beta);
      for (int i = 0; i < shape.length; i++) {
        shape[i] = new OneEuroFilter(2, cutoff, beta);
      }
    }
  }

  /** The cut-off frequency of what rests, in hertz, for a smoothing of 0 to 1. */
  static double cutoff(double smoothing) {
    return 13 * Math.pow(0.054, smoothing);
  }

  /**
   * Starts empty: the first landmarks come out as they are.
   *
   * @param smoothing 0 (off) to 1
   */
  public LandmarkSmoother(double smoothing) {
    this.smoothing = smoothing;
  }

  /**
   * Another smoothing from the next frame on, which then starts afresh.
   *
   * @param smoothing 0 (off) to 1
   */
  public void change(double smoothing) {
    if (this.smoothing != smoothing) {
      this.smoothing = smoothing;
      reset();
    }
  }

  /** Forgets all, for a face that was out of sight. */
  public void reset() {
    state = null;
  }

  /**
   * The smoothed landmarks of the next frame.
   *
   * @param seconds its time stamp; one that does not grow, or grows by more than a second, starts
   *     afresh
   * @throws IllegalArgumentException if all points are equal
   */
  public Landmarks next(Landmarks landmarks, double seconds) {
    Similarity normal = Similarity.normalizing(landmarks);
    if (smoothing == 0) {
      return landmarks;
    }
    double radius = landmarks.radius();
    State s = state;
    if (s == null || !(seconds > s.seconds && seconds <= s.seconds + MAX_GAP)) {
      s = new State(radius, smoothing, seconds);
      state = s;
    }
    double dt = seconds - s.seconds;
    s.seconds = seconds;

    double[] place = {landmarks.centerX() / s.unit, landmarks.centerY() / s.unit};
    s.place.next(place, dt);
    double[] size = {Math.log(radius / s.unit)};
    s.size.next(size, dt);
    double scale = s.unit * Math.exp(size[0]);
    float[] out = landmarks.transform(normal).toArray();
    double[] point = new double[2];
    for (int i = 0; i < Landmarks.COUNT; i++) {
      point[0] = out[2 * i];
      point[1] = out[2 * i + 1];
      s.shape[i].next(point, dt);
      out[2 * i] = (float) (place[0] * s.unit + scale * point[0]);
      out[2 * i + 1] = (float) (place[1] * s.unit + scale * point[1]);
    }
    return Landmarks.of(out);
  }
}
