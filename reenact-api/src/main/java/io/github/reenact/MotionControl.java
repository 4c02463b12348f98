package io.github.reenact;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Which parts of the driver's motion are transferred and how strongly, and openings of mouth and
 * eyes that are set whatever the driver does. Works on landmarks, with every disentangler. {@link
 * #DEFAULT} is the whole motion as it is.
 *
 * <p><b>Strengths</b> are 0 (the photo's own) to {@value Reenactor.Builder#MAX_STRENGTH}, 1 is the
 * driver's; the overall {@link Reenactor.Builder#strength} comes on top of them.
 *
 * <table>
 * <caption>The parts</caption>
 * <tr><th>part</th><th>what</th></tr>
 * <tr><td>{@link #pose()}</td><td>turn, nod and tilt of the head, its place and size in the
 * picture</td></tr>
 * <tr><td>{@link #mouth()}</td><td>lips; with them the lower jaw as the mouth opens, and the base
 * of the nose a little</td></tr>
 * <tr><td>{@link #eyes()}</td><td>eyelids and brows</td></tr>
 * <tr><td>{@link #expression()}</td><td>multiplies mouth and eyes</td></tr>
 * </table>
 *
 * <p>So the head pose alone is {@code expression(0)}, the expression alone {@code pose(0)}, the
 * mouth alone {@code pose(0).eyes(0)}.
 *
 * <p><b>Openings</b> are those of {@link Landmarks#mouthOpening()} and {@link
 * Landmarks#eyeOpening()} in the result while the head is turned as in the photo; a head that turns
 * away keeps the mouth or the eyes as they are, which are then seen foreshortened. No strength
 * changes them, and they hold while the driver's face is out of sight too.
 *
 * <p>Immutable and thread-safe.
 */
public final class MotionControl {
  /** The largest {@link #mouthOpening()}: as wide as high. */
  public static final double MAX_MOUTH_OPENING = 1;

  /** The largest {@link #eyeOpening()}; wide open eyes have about 0.4. */
  public static final double MAX_EYE_OPENING = 0.6;

  /** The farthest that eyes can be made to look aside, in widths of an eye. */
  public static final double MAX_GAZE_RIGHT = 0.3;

  /** The farthest that eyes can be made to look up or down, in widths of an eye. */
  public static final double MAX_GAZE_DOWN = 0.16;

  /** The driver's whole motion as it is. */
  public static final MotionControl DEFAULT = builder().build();

  private final double pose;
  private final double expression;
  private final double mouth;
  private final double eyes;
  private final @Nullable Double mouthOpening;
  private final @Nullable Double eyeOpening;
  private final boolean closeLips;
  private final boolean relativeExpression;
  private final GazeMode gaze;
  private final double gazeStrength;
  private final @Nullable GazeDirection gazeDirection;

  /**
   * Where eyes look, relative to the head: the shift of the irises from straight ahead, in widths
   * of an eye.
   *
   * @param right towards the right of the picture, -{@value MotionControl#MAX_GAZE_RIGHT} to
   *     {@value MotionControl#MAX_GAZE_RIGHT}
   * @param down towards the lower lid, -{@value MotionControl#MAX_GAZE_DOWN} to {@value
   *     MotionControl#MAX_GAZE_DOWN}
   */
  public record GazeDirection(double right, double down) {
    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if a number is outside
     */
    public GazeDirection {
      if (!(Math.abs(right) <= MAX_GAZE_RIGHT) || !(Math.abs(down) <= MAX_GAZE_DOWN)) {
        throw new IllegalArgumentException(
            "gaze direction "
                + right
                + ", "
                + down
                + " is outside of +-"
                + MAX_GAZE_RIGHT
                + ", +-"
                + MAX_GAZE_DOWN
                + " eye widths");
      }
    }
  }

  private MotionControl(Builder b) {
    this.pose = b.pose != null ? b.pose : 1;
    this.expression = b.expression != null ? b.expression : 1;
    this.mouth = b.mouth != null ? b.mouth : 1;
    this.eyes = b.eyes != null ? b.eyes : 1;
    this.mouthOpening = b.mouthOpening;
    this.eyeOpening = b.eyeOpening;
    this.closeLips = b.closeLips != null && b.closeLips;
    this.relativeExpression = b.relativeExpression != null && b.relativeExpression;
    this.gaze = b.gaze != null ? b.gaze : GazeMode.DRIVER;
    this.gazeStrength = b.gazeStrength != null ? b.gazeStrength : 1;
    this.gazeDirection = b.gazeDirection;
  }

  /** Starts with {@link #DEFAULT}. */
  public static Builder builder() {
    return new Builder();
  }

  /** The strength of the head's turn, tilt, place and size. */
  public double pose() {
    return pose;
  }

  /** Factor on the strengths of mouth and eyes. */
  public double expression() {
    return expression;
  }

  /** The strength of lips and jaw, before {@link #expression()}. */
  public double mouth() {
    return mouth;
  }

  /** The strength of eyelids and brows, before {@link #expression()}. */
  public double eyes() {
    return eyes;
  }

  /** How far the mouth is open, if that is set. */
  public OptionalDouble mouthOpening() {
    return mouthOpening == null ? OptionalDouble.empty() : OptionalDouble.of(mouthOpening);
  }

  /** How far the eyes are open, if that is set. */
  public OptionalDouble eyeOpening() {
    return eyeOpening == null ? OptionalDouble.empty() : OptionalDouble.of(eyeOpening);
  }

  /** Whether the photo's lips meet whenever the driver's do. */
  public boolean closeLips() {
    return closeLips;
  }

  /** Whether only the change from the driver's face at rest is transferred. */
  public boolean relativeExpression() {
    return relativeExpression;
  }

  /** Where the eyes look. */
  public GazeMode gaze() {
    return gaze;
  }

  /** The strength of the driver's gaze. */
  public double gazeStrength() {
    return gazeStrength;
  }

  /** Where the eyes look in every frame, if that is set. */
  public Optional<GazeDirection> gazeDirection() {
    return Optional.ofNullable(gazeDirection);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof MotionControl other
        && pose == other.pose
        && expression == other.expression
        && mouth == other.mouth
        && eyes == other.eyes
        && Objects.equals(mouthOpening, other.mouthOpening)
        && Objects.equals(eyeOpening, other.eyeOpening)
        && closeLips == other.closeLips
        && relativeExpression == other.relativeExpression
        && gaze == other.gaze
        && gazeStrength == other.gazeStrength
        && Objects.equals(gazeDirection, other.gazeDirection);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        pose,
        expression,
        mouth,
        eyes,
        mouthOpening,
        eyeOpening,
        closeLips,
        relativeExpression,
        gaze,
        gazeStrength,
        gazeDirection);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "MotionControl[pose=%s, expression=%s, mouth=%s, eyes=%s, mouthOpening=%s, eyeOpening=%s,"
            + " closeLips=%s, relativeExpression=%s, gaze=%s, gazeStrength=%s, gazeDirection=%s]",
        pose,
        expression,
        mouth,
        eyes,
        mouthOpening == null ? "driver's" : mouthOpening,
        eyeOpening == null ? "driver's" : eyeOpening,
        closeLips,
        relativeExpression,
        gaze,
        gazeStrength,
        gazeDirection == null ? "by gaze" : gazeDirection);
  }

  /**
   * The choices. Each can be made once: a second call throws {@link IllegalStateException}. Not
   * thread-safe.
   */
  public static final class Builder {
    private @Nullable Double pose;
    private @Nullable Double expression;
    private @Nullable Double mouth;
    private @Nullable Double eyes;
    private @Nullable Double mouthOpening;
    private @Nullable Double eyeOpening;
    private @Nullable Boolean closeLips;
    private @Nullable Boolean relativeExpression;
    private @Nullable GazeMode gaze;
    private @Nullable Double gazeStrength;
    private @Nullable GazeDirection gazeDirection;

    private Builder() {}

    /**
     * How strongly the head turns, nods, tilts, moves and grows as the driver's does; 0 leaves it
     * where and as it is in the photo. Turns are exaggerated up to 60 degrees from the photo.
     *
     * @param strength 0 to {@value Reenactor.Builder#MAX_STRENGTH}; default 1
     * @throws IllegalArgumentException if it is outside
     */
    public Builder pose(double strength) {
      pose = once("pose", pose, strength("pose", strength));
      return this;
    }

    /**
     * How strong the whole expression is: multiplies the strengths of mouth and eyes.
     *
     * @param strength 0 to {@value Reenactor.Builder#MAX_STRENGTH}; default 1
     * @throws IllegalArgumentException if it is outside
     */
    public Builder expression(double strength) {
      expression = once("expression", expression, strength("expression", strength));
      return this;
    }

    /**
     * How strongly lips and jaw move.
     *
     * @param strength 0 to {@value Reenactor.Builder#MAX_STRENGTH}; default 1
     * @throws IllegalArgumentException if it is outside
     */
    public Builder mouth(double strength) {
      mouth = once("mouth", mouth, strength("mouth", strength));
      return this;
    }

    /**
     * How strongly eyelids and brows move.
     *
     * @param strength 0 to {@value Reenactor.Builder#MAX_STRENGTH}; default 1
     * @throws IllegalArgumentException if it is outside
     */
    public Builder eyes(double strength) {
      eyes = once("eyes", eyes, strength("eyes", strength));
      return this;
    }

    /**
     * Holds the mouth this far open, in every frame: 0 is closed. The corners of the mouth move as
     * before. Default: as the driver's.
     *
     * @param opening as {@link Landmarks#mouthOpening()} measures it, 0 to {@value
     *     MotionControl#MAX_MOUTH_OPENING}
     * @throws IllegalArgumentException if it is outside
     */
    public Builder mouthOpening(double opening) {
      mouthOpening =
          once("mouthOpening", mouthOpening, inRange("mouthOpening", opening, MAX_MOUTH_OPENING));
      return this;
    }

    /**
     * Holds both eyes this far open, in every frame: 0 is closed. The brows move as before.
     * Default: as the driver's.
     *
     * @param opening as {@link Landmarks#eyeOpening()} measures it, 0 to {@value
     *     MotionControl#MAX_EYE_OPENING}
     * @throws IllegalArgumentException if it is outside
     */
    public Builder eyeOpening(double opening) {
      eyeOpening = once("eyeOpening", eyeOpening, inRange("eyeOpening", opening, MAX_EYE_OPENING));
      return this;
    }

    /**
     * Whether the photo's lips close whenever the driver's do. A disentangler reproduces a face's
     * opening only approximately, so that lips which should be closed can stay a little apart; with
     * this they close completely while the driver's opening is below 0.04, and gradually between
     * 0.1 and 0.04, scaled with the strength of the mouth. Default: no.
     */
    public Builder closeLips(boolean closeLips) {
      this.closeLips = once("closeLips", this.closeLips, closeLips);
      return this;
    }

    /**
     * Whether only the change from the driver's face at rest is transferred, so that the photo
     * keeps its own expression while the driver's face is at rest: a driver with a sad face then
     * leaves a smiling photo smiling. The driver's face at rest is estimated from the first frame
     * on, as {@link ReenactmentSession#takeNextAsNeutral} says. Default: no, the driver's
     * expression is transferred.
     */
    public Builder relativeExpression(boolean relativeExpression) {
      this.relativeExpression =
          once("relativeExpression", this.relativeExpression, relativeExpression);
      return this;
    }

    /**
     * Where the eyes look. Takes a gaze estimator; without one, or where it finds no irises, they
     * stay as in the photo. Default: {@link GazeMode#DRIVER}.
     */
    public Builder gaze(GazeMode gaze) {
      this.gaze = once("gaze", this.gaze, gaze);
      return this;
    }

    /**
     * How far the eyes follow the driver's.
     *
     * @param strength 0 to {@value Reenactor.Builder#MAX_STRENGTH}; default 1
     * @throws IllegalArgumentException if it is outside
     */
    public Builder gazeStrength(double strength) {
      gazeStrength = once("gazeStrength", gazeStrength, strength("gaze", strength));
      return this;
    }

    /**
     * Makes the eyes look there in every frame, whatever the driver does.
     *
     * @param right as in {@link GazeDirection}
     * @param down as in {@link GazeDirection}
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder gazeDirection(double right, double down) {
      gazeDirection = once("gazeDirection", gazeDirection, new GazeDirection(right, down));
      return this;
    }

    /**
     * Makes it.
     *
     * @throws IllegalStateException if {@link #closeLips} is asked for and {@link #mouthOpening}
     *     set, which leaves it nothing to do
     */
    public MotionControl build() {
      if (mouthOpening != null && closeLips != null && closeLips) {
        throw new IllegalStateException(
            "mouthOpening is set to "
                + mouthOpening
                + " in every frame, so closeLips would have no effect; set one of the two");
      }
      return new MotionControl(this);
    }

    private static double strength(String name, double value) {
      return inRange(name + " strength", value, Reenactor.Builder.MAX_STRENGTH);
    }

    private static double inRange(String name, double value, double max) {
      if (!(value >= 0 && value <= max)) {
        throw new IllegalArgumentException(name + " " + value + " is not in 0.." + max);
      }
      return value;
    }

    private static <T> T once(String option, @Nullable T old, T value) {
      if (old != null) {
        throw new IllegalStateException(option + " is already set to " + old);
      }
      return requireNonNull(value, option);
    }
  }
}
