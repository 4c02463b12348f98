package io.github.reenact.pipeline;

import io.github.reenact.GazeMode;
import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import io.github.reenact.MotionControl;
import io.github.reenact.MotionMode;
import io.github.reenact.head.EyeFrame;
import io.github.reenact.head.HeadShape;
import io.github.reenact.head.RelativeIrises;
import org.jspecify.annotations.Nullable;

/**
 * Where a photo's irises go when a driver looks about (ours).
 *
 * <p>A direction is the mean over both eyes of the iris' place in its {@link EyeFrame}: relative to
 * the eye's corners, so that it is apart from head and lids. One eye in that mean errs by 2 % of
 * its width, and both turn alike. The driver's is smoothed with a {@linkplain OneEuroFilter
 * one-euro filter}; while its irises are not seen (a blink) the last direction holds.
 *
 * <p>The photo's irises are moved by one shift for both eyes, so that each keeps its own place in
 * its eye when nothing moves:
 *
 * <ul>
 *   <li>{@link GazeMode#DRIVER}, {@link MotionMode#RELATIVE}: k times the driver's direction less
 *       that at rest, which is estimated as {@link RestingShape} does, starting from the photo's
 *       direction;
 *   <li>{@link GazeMode#DRIVER}, {@link MotionMode#ABSOLUTE}: k times the driver's direction less
 *       the photo's;
 *   <li>{@link GazeMode#CAMERA}: the direction of an eye that looks at the camera less the photo's,
 *       plus what the driver's eyes move from rest, at most {@value #TOLERANCE}. The eyeball's
 *       centre lies {@value #DEPTH} widths of an eye behind its corners, so that an eye in a head
 *       turned by yaw looks at the camera with the iris at x = -{@value #DEPTH} tan(yaw); y is
 *       {@value #STRAIGHT}.
 * </ul>
 *
 * <p>What follows a driver is shifted by {@value #APPARENT} times as much: when a gaze changes,
 * lids and white of the eye change with it, and irises that are moved alone seem to move less
 * ({@link io.github.reenact.warp.IrisWarp}). Eyes that look at the camera are not: they would look
 * past it.
 *
 * <p>A direction that is set in the control replaces all of them, and is met exactly. No iris
 * leaves the range of {@value #REACH_X} and {@value #REACH_Y} widths from straight ahead, nor is it
 * moved by more than {@value #MAX_SHIFT}.
 *
 * <p>Not thread-safe: it remembers the driver.
 */
public final class GazeTransfer {
  /** The y of an iris that looks straight ahead: the median of people who do. */
  static final double STRAIGHT = -0.1;

  /** How far the eyeball's centre is behind the corners. */
  static final double DEPTH = 0.23;

  /** How much the driver's eyes move the ones that look at the camera. */
  static final double TOLERANCE = 0.03;

  static final double REACH_X = 0.3;
  static final double REACH_Y = 0.16;
  static final double MAX_SHIFT = 0.3;

  /** How far irises are moved for a way of the driver's of 1 to be seen. */
  static final double APPARENT = 1.6;

  /** How fast the filter's cut-off grows, in hertz for an eye width a second. */
  private static final double BETA = 20;

  private final MotionMode mode;
  private MotionControl control;
  private double strength;
  private boolean wanted;
  private double smoothing;

  /** In the photo; null if no iris is seen there. */
  private final EyeFrame.@Nullable Place own;

  private final RelativeIrises photo;

  private @Nullable OneEuroFilter filter;
  private @Nullable RestingShape resting;
  private EyeFrame.@Nullable Place latest;
  private double[] rest = {0, 0};
  private final FrameClock clock = new FrameClock();
  private boolean anew;

  /**
   * For one photo.
   *
   * @param photo the face's landmarks in the photo
   * @param irises in the photo
   * @param settings as those of the landmarks' transfer
   * @param smoothing 0 (off) to 1
   */
  public GazeTransfer(
      Landmarks photo, Irises irises, MotionTransfer.Settings settings, double smoothing) {
    this.control = settings.control();
    this.mode = settings.mode();
    this.strength = settings.strength() * control.gazeStrength();
    this.wanted = movesEyes(settings);
    this.smoothing = smoothing;
    this.photo = RelativeIrises.of(photo, irises);
    this.own = direction(photo, irises);
  }

  /** Changes where the eyes look, from the next frame on; the estimates of the driver are kept. */
  public void change(double strength, MotionControl control, double smoothing) {
    this.control = control;
    this.strength = strength * control.gazeStrength();
    this.wanted = movesEyes(new MotionTransfer.Settings(mode, strength, control));
    if (this.smoothing != smoothing) {
      this.smoothing = smoothing;
      filter = null;
    }
  }

  /** The mean of both eyes' places, weighted with their widths; null if no iris is seen. */
  private static EyeFrame.@Nullable Place direction(Landmarks face, Irises irises) {
    RelativeIrises seen = RelativeIrises.of(face, irises);
    double left = seen.left().isPresent() ? EyeFrame.of(face, true).width() : 0;
    double right = seen.right().isPresent() ? EyeFrame.of(face, false).width() : 0;
    if (!(left + right > 0)) {
      return null;
    }
    EyeFrame.Place none = new EyeFrame.Place(0, 0);
    EyeFrame.Place l = seen.left().map(RelativeIrises.Relative::place).orElse(none);
    EyeFrame.Place r = seen.right().map(RelativeIrises.Relative::place).orElse(none);
    return new EyeFrame.Place(
        (left * l.x() + right * r.x()) / (left + right),
        (left * l.y() + right * r.y()) / (left + right));
  }

  /** Whether such settings can move any eyes, so that a gaze estimator is needed. */
  public static boolean movesEyes(MotionTransfer.Settings settings) {
    MotionControl control = settings.control();
    return control.gazeDirection().isPresent()
        || control.gaze() == GazeMode.CAMERA
        || (control.gaze() == GazeMode.DRIVER && settings.strength() * control.gazeStrength() > 0);
  }

  /** Whether the photo has an iris that could move, and the control wants it to. */
  boolean isActive() {
    return own != null && wanted;
  }

  /** Whether the driver's irises are looked at. */
  public boolean needsDriver() {
    return isActive() && control.gazeDirection().isEmpty();
  }

  /** The photo's irises in a frame whose eyes look as the photo's. */
  public Irises still(Landmarks shown) {
    return photo.in(shown, 0, 0);
  }

  /** Takes the next frame for the driver's eyes at rest. */
  public void takeNextAsNeutral() {
    anew = true;
  }

  /**
   * Where the irises go.
   *
   * @param driver the driver's landmarks
   * @param seen the driver's irises, in the same pixels
   * @param shown the frame's landmarks, in its pixels
   * @param seconds time stamp
   * @return the irises in the frame; {@link #still} if nothing is to move
   */
  public Irises move(Landmarks driver, Irises seen, Landmarks shown, double seconds) {
    EyeFrame.Place start = own;
    if (start == null || !isActive()) {
      return still(shown);
    }
    if (needsDriver()) {
      see(direction(driver, seen), start, seconds);
    }
    double x;
    double y;
    EyeFrame.Place now = latest;
    double awayX = now == null ? 0 : now.x() - rest[0];
    double awayY = now == null ? 0 : now.y() - rest[1];
    if (control.gazeDirection().isPresent()) {
      MotionControl.GazeDirection set = control.gazeDirection().get();
      x = set.right() - start.x();
      y = STRAIGHT + set.down() - start.y();
    } else if (control.gaze() == GazeMode.CAMERA) {
      double yaw = Math.toRadians(Math.max(-60, Math.min(60, HeadShape.pose(shown).yaw())));
      double length = Math.hypot(awayX, awayY);
      double share = length > TOLERANCE ? TOLERANCE / length : 1;
      x = -DEPTH * Math.tan(yaw) + share * awayX - start.x();
      y = STRAIGHT + share * awayY - start.y();
    } else if (now == null) {
      return still(shown);
    } else if (mode == MotionMode.ABSOLUTE) {
      x = strength * (now.x() - start.x());
      y = strength * (now.y() - start.y());
    } else {
      x = strength * awayX;
      y = strength * awayY;
    }
    boolean exact = control.gazeDirection().isPresent() || control.gaze() == GazeMode.CAMERA;
    double way = exact ? 1 : APPARENT;
    double reachX = limit(start.x() + way * x, 0, REACH_X) - start.x();
    double reachY = limit(start.y() + way * y, STRAIGHT, REACH_Y) - start.y();
    return photo.in(shown, limit(reachX, 0, MAX_SHIFT), limit(reachY, 0, MAX_SHIFT));
  }

  private void see(EyeFrame.@Nullable Place direction, EyeFrame.Place photo, double seconds) {
    double elapsed = clock.next(seconds);
    if (direction == null) {
      return;
    }
    double[] xy = {direction.x(), direction.y()};
    OneEuroFilter f = filter;
    if (f == null || elapsed <= 0) {
      f = new OneEuroFilter(2, LandmarkSmoother.cutoff(smoothing), BETA);
      filter = f;
    }
    if (smoothing > 0) {
      f.next(xy, Math.max(elapsed, 1e-3));
    }
    latest = new EyeFrame.Place(xy[0], xy[1]);
    RestingShape r = resting;
    if (r == null) {
      r = new RestingShape(new double[] {photo.x(), photo.y()});
      resting = r;
    }
    if (anew) {
      anew = false;
      r.set(xy);
    }
    rest = r.see(xy, elapsed);
  }

  private static double limit(double value, double centre, double reach) {
    return Math.max(centre - reach, Math.min(centre + reach, value));
  }
}
