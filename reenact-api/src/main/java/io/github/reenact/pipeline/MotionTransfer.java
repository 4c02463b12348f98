package io.github.reenact.pipeline;

import io.github.reenact.IdentityCode;
import io.github.reenact.LandmarkDisentangler;
import io.github.reenact.Landmarks;
import io.github.reenact.MotionCode;
import io.github.reenact.MotionControl;
import io.github.reenact.MotionMode;
import io.github.reenact.Similarity;
import io.github.reenact.head.HeadPlace;
import io.github.reenact.head.HeadShape;
import io.github.reenact.head.Pose;
import io.github.reenact.head.Rotation;
import io.github.reenact.head.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a photo's landmarks go when a driver moves: the paper's landmark stage (section 3.1) with
 * what is needed around it to work on whole pictures (ours).
 *
 * <p>N(.) is a set of landmarks in normal place and size ({@link Similarity#normalizing}), φ(.) its
 * in-plane rotation ({@link Shape#roll}), s(.) and c(.) the head's size and place ({@link
 * HeadPlace}). T are the photo's landmarks, D the driver's in this frame, D₀ at rest, i =
 * identity(T).
 *
 * <p><b>Shape.</b> C = combine(i, motion(D)) is the photo's person in the driver's pose and
 * expression, C_T = combine(i, motion(T)) the same in the photo's own. The decoder smooths away
 * some of what is particular in a face; E = N(T) - C_T is that, and is given back:
 *
 * <pre>R = N( C + turn(φ(C) - φ(C_T)) E )</pre>
 *
 * <p>So a driver in the photo's pose and expression gives N(T) exactly, and a disentangler that
 * copies gives N(D) exactly.
 *
 * <p><b>What the motion code loses</b> (ours). A wink, a slanted mouth or a raised brow are a few
 * hundredths of a face wide, and a motion code loses a third to a half of them. The loss is
 * measured on the driver: L = turn(-φ) ( N(D) - combine(identity(D), motion(D)) ), upright, is the
 * residual of the codes in this frame. L less the residual of the driver's face at rest, L̄, is
 * expression, and is added to the photo's person:
 *
 * <pre>R = N( C + turn(φ(C)) ( E + L - L̄ ) )</pre>
 *
 * <p>where E is upright, too. {@link RestingShape} estimates L̄ from all frames so far, starting
 * from E, so that a driver in the photo's pose and expression still gives N(T) exactly. identity(D)
 * is the mean over the driver's frames.
 *
 * <p><b>Turn</b> (ours). In {@link MotionMode#RELATIVE} the head turns as the driver's does,
 * starting from the photo. H(.) is the rotation of a mean head fitted to landmarks ({@link
 * HeadShape#pose}) without its tilt in the picture, H₀ that of the driver at rest: D above is the
 * driver seen in the pose H(T) H₀⁻¹ H(D) ({@link HeadShape#turned}), which is a rotation about the
 * head's own axes: a nod remains a nod, wherever photo and driver look. In {@link
 * MotionMode#ABSOLUTE} D is as it is.
 *
 * <p>A photo shows one side of a head, and a translator can make up little of the others: H₀⁻¹ H(D)
 * is as it is up to {@value #WHOLE_TURN}°, and beyond nears {@value #LARGEST_TURN}°. Of several
 * photos each adds to both what it is turned that way from the first one. The result is at most
 * {@value #MAX_TURN}° from the camera, or as much as the photo or the driver is.
 *
 * <p><b>Place.</b> R is scaled, turned and moved to size s', place c' and rotation φ':
 *
 * <ul>
 *   <li>{@link MotionMode#ABSOLUTE}: s' = f s(D), c' = F(c(D)), φ' = φ(R). F lays the driver's
 *       frame over the photo ({@link FrameFit}) and f is its scale. Frames and photos of one size
 *       line up exactly. (With {@link io.github.reenact.Framing#CROP} the crop is the photo.)
 *   <li>{@link MotionMode#RELATIVE}: the driver's changes since D₀, measured in sizes of its head,
 *       start from the photo: s' = s(T) s(D) / s(D₀), c' = c(T) + (c(D) - c(D₀)) s(T) / s(D₀), φ' =
 *       φ(T) + φ(R) - φ(R₀).
 * </ul>
 *
 * <p>The driver's rest (size, place, rotation and turn) is that of its first frame, and then
 * follows the driver with a time constant of {@value #REST_SECONDS} s, so that a driver who looks
 * aside all the time does not keep the photo turned. {@link #takeNextAsNeutral} sets it anew.
 *
 * <p><b>Expression relative to the driver's own</b> (ours, if {@link
 * MotionControl#relativeExpression} asks for it): the shape that the driver's face at rest would
 * give in the same pose is subtracted from R, and the photo's own face in that pose is added. So
 * the photo keeps its own expression while the driver's face is at rest. The face at rest is the
 * mean of the driver's faces, upright and turned to the camera, from the first frame on.
 *
 * <p><b>Strength</b> k multiplies what differs from the photo: the shapes' difference without
 * rotation, c' - c(T), φ' - φ(T), and ln(s' / s(T)). With k = 1 all are as above.
 *
 * <p><b>Control</b> ({@link MotionControl}): before the strength R's parts are scaled ({@link
 * RegionControl}), and place and rotation have the strength of the pose on top of k; after it the
 * openings are set ({@link Retargeting}), so that k does not change them.
 *
 * <p><b>Limits</b> keep the translator's input near the photo's face, whatever the detector or the
 * decoder gave: no point's shift within the face is longer than {@value #MAX_SHIFT} radii, the size
 * stays within a factor of {@value #MAX_ZOOM} of the photo's, and the place is outside of the photo
 * by at most one size of the head.
 *
 * <p>Not thread-safe: it remembers the driver.
 */
public final class MotionTransfer {
  /** Longest shift of a point within the face, in radii. Real faces stay below 1. */
  static final double MAX_SHIFT = 1.5;

  /** Largest and (inverted) smallest ratio of the result's size to the photo's. */
  static final double MAX_ZOOM = 8;

  /** Largest turn from the camera in degrees that a head is brought to. */
  static final double MAX_TURN = 60;

  /** Largest turn from the photo in degrees that is made whole. */
  static final double WHOLE_TURN = 25;

  /** No head is turned by more degrees from the photos of it. */
  static final double LARGEST_TURN = 35;

  /** In how many seconds the driver's rest follows the driver. */
  static final double REST_SECONDS = 120;

  /** Frames that the driver's identity is the mean of; then older ones fade. */
  private static final int IDENTITY_FRAMES = 750;

  private final LandmarkDisentangler disentangler;
  private Settings settings;
  private final int width;
  private final int height;
  private final IdentityCode identity;

  /** Place of T. */
  private final Place photo;

  /** N(T) without its rotation. */
  private final Shape photoShape;

  /** E without the rotation of C_T. */
  private final Shape residual;

  /** How the photo's head is turned, without its tilt. */
  private final Rotation photoTurn;

  /** From it to how the head is turned in the other photos. */
  private final List<Rotation> otherTurns;

  private final PhotoHead head;
  private RestingShape lost;

  /** The mean over the driver's frames, and their number. */
  private @Nullable IdentityCode driverIdentity;

  private int driverFrames;

  /** The driver's face at rest, turned to the camera; null before the first frame. */
  private @Nullable RestingShape driverFace;

  /** Whether the next frame is to be taken for the driver's rest. */
  private boolean anew;

  private FrameClock clock = new FrameClock();

  private RegionControl regions;
  private Retargeting openings;

  /** The photo with the openings asked for, in its pixels. */
  private Landmarks rest;

  /** T. */
  private final Landmarks own;

  /** s(D₀), c(D₀), φ(R₀) and H₀. */
  private @Nullable Place start;

  private @Nullable Rotation startTurn;

  /**
   * How motion is transferred.
   *
   * @param mode how the face is placed
   * @param strength by what motion is multiplied, at least 0
   * @param control which parts of the motion are transferred
   */
  public record Settings(MotionMode mode, double strength, MotionControl control) {}

  /** Where a head goes, and its in-plane rotation. */
  private record Place(double size, double x, double y, double roll) {
    static Place of(HeadPlace head, double roll) {
      return new Place(head.size(), head.x(), head.y(), roll);
    }

    /** A share of the way to another. */
    Place towards(Place other, double share) {
      return new Place(
          size * Math.pow(other.size / size, share),
          x + share * (other.x - x),
          y + share * (other.y - y),
          roll + share * Math.IEEEremainder(other.roll - roll, 2 * Math.PI));
    }
  }

  /**
   * For one photo.
   *
   * @param photo the face's landmarks, in pixels of the photo
   * @param width of the photo in pixels
   * @param height of the photo in pixels
   * @throws IllegalArgumentException if all points are equal
   */
  public MotionTransfer(
      LandmarkDisentangler disentangler,
      Landmarks photo,
      int width,
      int height,
      Settings settings) {
    this(disentangler, photo, List.of(), width, height, settings);
  }

  /**
   * For several photos of one person, of which the first one moves: i is the identity of all.
   *
   * @param others the face's landmarks in the other photos, in pixels of these
   */
  public MotionTransfer(
      LandmarkDisentangler disentangler,
      Landmarks photo,
      List<Landmarks> others,
      int width,
      int height,
      Settings settings) {
    this.disentangler = disentangler;
    this.settings = settings;
    this.width = width;
    this.height = height;
    this.own = photo;
    List<Landmarks> faces = new ArrayList<>(List.of(photo));
    faces.addAll(others);
    this.identity = disentangler.identity(faces);
    Shape normal = Shape.of(photo).normalized();
    this.photo = Place.of(HeadPlace.of(photo), normal.roll());
    this.photoShape = normal.upright();
    Shape decoded = Shape.of(disentangler.combine(identity, disentangler.motion(photo)));
    this.residual = normal.minus(decoded).turned(-decoded.roll());
    this.head = new PhotoHead(photoShape);
    this.photoTurn = HeadShape.pose(photo).rotation().upright();
    this.otherTurns =
        others.stream()
            .map(o -> photoTurn.inverse().after(HeadShape.pose(o).rotation().upright()))
            .toList();
    this.lost = new RestingShape(residual.toArray());
    this.regions = new RegionControl(head, settings.control);
    this.openings = new Retargeting(head, photoShape, settings.control, settings.strength);
    // Not by compose where it need not be: that gives the photo back but for rounding.
    this.rest = openings.areSet() ? compose(photoShape, this.photo, Retargeting.LIPS_PART) : photo;
  }

  /** Other settings, from the next frame on; the estimates of the driver are kept. */
  public void change(double strength, MotionControl control) {
    settings = new Settings(settings.mode, strength, control);
    regions = new RegionControl(head, control);
    openings = new Retargeting(head, photoShape, control, strength);
    rest = openings.areSet() ? compose(photoShape, photo, Retargeting.LIPS_PART) : own;
  }

  /**
   * Takes over what another one knows of the driver, which it must not be used for any more. Where
   * the driver's motion began, which the photo's pose belongs to, is not taken over.
   */
  void follow(MotionTransfer other) {
    lost = other.lost;
    clock = other.clock;
    driverIdentity = other.driverIdentity;
    driverFrames = other.driverFrames;
    driverFace = other.driverFace;
  }

  /** The photo's landmarks when nobody moves them: its own, but for openings that are set. */
  public Landmarks rest() {
    return rest;
  }

  /**
   * Takes the next frame for the driver's neutral face, at rest: the photo's own pose and place
   * belong to it from then on.
   */
  public void takeNextAsNeutral() {
    anew = true;
  }

  /**
   * The photo's landmarks moved by a driver's.
   *
   * @param driver in pixels of its frame
   * @param driverWidth of its frame in pixels
   * @param driverHeight of its frame in pixels
   * @param seconds time stamp
   * @return in pixels of the photo
   * @throws IllegalArgumentException if all points are equal
   */
  public Landmarks move(Landmarks driver, int driverWidth, int driverHeight, double seconds) {
    // A frame that is no face changes nothing that is remembered.
    LandmarkDisentangler.requireFace(driver);
    double elapsed = clock.next(seconds);
    Pose seen = HeadShape.pose(driver);
    Rotation turn = turn(seen.rotation(), elapsed);
    Landmarks posed =
        settings.mode == MotionMode.ABSOLUTE
            ? driver
            : HeadShape.turned(driver, seen, turn).toLandmarks();
    Shape shape = transferred(posed, elapsed);
    if (settings.control.relativeExpression()) {
      shape = relativeExpression(shape, driver, seen, turn, elapsed);
    }
    double roll = shape.roll();
    Place from = Place.of(HeadPlace.of(driver), roll);
    Place to =
        settings.mode == MotionMode.ABSOLUTE
            ? absolute(from, driverWidth, driverHeight)
            : relative(from, elapsed);
    anew = false;
    driverFrames = Math.min(driverFrames + 1, IDENTITY_FRAMES);
    return compose(regions.apply(shape.turned(-roll)), to, driver.mouthOpening());
  }

  /** How the photo's head is turned in this frame: the driver's tilt, H(T) H₀⁻¹ H(D) in reach. */
  private Rotation turn(Rotation driver, double elapsed) {
    if (settings.mode == MotionMode.ABSOLUTE) {
      return driver;
    }
    Rotation upright = driver.upright();
    if (startTurn == null || anew) {
      startTurn = upright;
    }
    Rotation since = startTurn.inverse().after(upright);
    startTurn = startTurn.after(since.partial(elapsed / REST_SECONDS));
    double most = Math.max(MAX_TURN, Math.max(photoTurn.angle(), upright.angle()));
    return Rotation.inPlane(driver.tilt()).after(photoTurn.after(inReach(since)).atMost(most));
  }

  /** A turn from the photo, less of it if no photo shows the head turned so far. */
  private Rotation inReach(Rotation turn) {
    double seen = 0;
    for (Rotation other : otherTurns) {
      seen = Math.max(seen, turn.along(other));
    }
    double angle = turn.angle();
    double beyond = angle - seen - WHOLE_TURN;
    if (beyond <= 0) {
      return turn;
    }
    double room = LARGEST_TURN - WHOLE_TURN;
    double made = seen + WHOLE_TURN + room * (1 - Math.exp(-beyond / room));
    return turn.partial(made / angle);
  }

  /** R. */
  private Shape transferred(Landmarks driver, double elapsed) {
    MotionCode motion = disentangler.motion(driver);
    IdentityCode seen = disentangler.identity(driver);
    IdentityCode known = driverIdentity;
    driverIdentity = known == null ? seen : known.towards(seen, 1.0 / (driverFrames + 1));
    Shape own = Shape.of(disentangler.combine(driverIdentity, motion));
    Shape missing = Shape.of(driver).normalized().minus(own).turned(-own.roll());
    if (anew) {
      lost.set(missing.toArray());
    }
    Shape atRest = Shape.of(lost.see(missing.toArray(), elapsed));
    return withDetail(motion, missing.minus(atRest));
  }

  /** N( C + turn(φ(C)) ( E + expression ) ). */
  private Shape withDetail(MotionCode motion, Shape expression) {
    Shape decoded = Shape.of(disentangler.combine(identity, motion));
    Shape detail = residual.plus(expression).turned(decoded.roll());
    return decoded.plus(detail).normalized();
  }

  /** R less what the driver's face at rest gives in this pose, plus the photo in this pose. */
  private Shape relativeExpression(
      Shape shape, Landmarks driver, Pose seen, Rotation turn, double elapsed) {
    double[] front = HeadShape.turned(driver, seen, Rotation.inPlane(0)).normalized().toArray();
    RestingShape face = driverFace;
    if (face == null || anew) {
      face = new RestingShape(front);
      driverFace = face;
    }
    Landmarks neutral = Shape.of(face.see(front, elapsed)).toLandmarks();
    Landmarks posed = HeadShape.turned(neutral, HeadShape.pose(neutral), turn).toLandmarks();
    Shape still = withDetail(disentangler.motion(posed), Shape.zero());
    Shape photoPosed = head.seen(turn.after(photoTurn.inverse())).normalized();
    return shape.minus(still).plus(photoPosed).normalized();
  }

  private Place absolute(Place driver, int driverWidth, int driverHeight) {
    Similarity f = FrameFit.between(driverWidth, driverHeight, width, height);
    return new Place(
        f.scale() * driver.size,
        f.scale() * driver.x + f.tx(),
        f.scale() * driver.y + f.ty(),
        driver.roll);
  }

  private Place relative(Place driver, double elapsed) {
    Place start = this.start;
    if (start == null || anew) {
      start = driver;
    }
    this.start = start.towards(driver, elapsed / REST_SECONDS);
    double perSize = photo.size / start.size;
    return new Place(
        driver.size * perSize,
        photo.x + (driver.x - start.x) * perSize,
        photo.y + (driver.y - start.y) * perSize,
        photo.roll + driver.roll - start.roll);
  }

  /** The shape (without rotation) in its place, at the strength asked for, within the limits. */
  private Landmarks compose(Shape shape, Place to, double driverMouth) {
    double k = settings.strength;
    double kPlace = k * settings.control.pose();
    Shape shifts = shape.minus(photoShape).times(k).limited(MAX_SHIFT);
    Shape face =
        openings
            .apply(photoShape.plus(shifts).normalized(), driverMouth)
            .turned(photo.roll + kPlace * Math.IEEEremainder(to.roll - photo.roll, 2 * Math.PI));
    double zoom = Math.pow(to.size / photo.size, kPlace);
    double size = photo.size * Math.max(1 / MAX_ZOOM, Math.min(MAX_ZOOM, zoom));
    double x = inside(photo.x + kPlace * (to.x - photo.x), size, width);
    double y = inside(photo.y + kPlace * (to.y - photo.y), size, height);
    HeadPlace head = HeadPlace.of(face);
    double scale = size / head.size();
    float[] xy = new float[2 * Landmarks.COUNT];
    for (int i = 0; i < Landmarks.COUNT; i++) {
      xy[2 * i] = (float) (x + scale * (face.x(i) - head.x()));
      xy[2 * i + 1] = (float) (y + scale * (face.y(i) - head.y()));
    }
    return Landmarks.of(xy);
  }

  private static double inside(double centre, double margin, int length) {
    return Math.max(-margin, Math.min(length - 1 + margin, centre));
  }
}
