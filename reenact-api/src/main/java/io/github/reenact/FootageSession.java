package io.github.reenact;

import static java.util.Objects.requireNonNull;

import io.github.reenact.ReenactmentPipeline.FrameSource;
import io.github.reenact.head.SmoothStep;
import io.github.reenact.pipeline.ChangeMask;
import io.github.reenact.pipeline.FaceEditor;
import io.github.reenact.pipeline.FootageMotion;
import io.github.reenact.pipeline.GazeTransfer;
import io.github.reenact.pipeline.LandmarkSmoother;
import io.github.reenact.pipeline.MotionTransfer;
import io.github.reenact.pipeline.MouthCorrection;
import io.github.reenact.pipeline.PhotoPart;
import io.github.reenact.warp.IrisWarp;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A video whose person gets another mouth, expression or gaze; every frame is its own photo. What
 * is not changed stays the take's own, bit by bit: around the changed part the frames are blended
 * within a narrow band. Frames without a face pass through. At a cut all that is known of the
 * person begins anew, and what is known of the driver stays.
 *
 * <p>One frame at a time, in the order of the take; {@link ReenactmentPipeline} works on several.
 * The person's landmarks are those that were found when the take was looked through, which are kept
 * until their frame comes: about 620 bytes a frame, 56 MB for an hour at 25 frames a second. From
 * the first frame on that is another than the take had in its place, they are detected.
 *
 * <p>Owns native memory: {@link #close()} frees it; {@code next} throws {@link
 * IllegalStateException} afterwards.
 */
public final class FootageSession implements AutoCloseable {
  /** Edits of less than this share of what is possible are blended with the take. */
  private static final double FADE = 0.05;

  private final FootageChange change;
  private final double strength;
  private final BackendSet backends;
  private final TakeShots shots;
  private final TakeShots.Follower take;
  private final DriverTracker driver;
  private final LandmarkSmoother smoother;
  private final Consumer<FootageSession> onClose;
  private final AtomicReference<@Nullable String> user = new AtomicReference<>();

  /** Held while faces are followed; taken before {@link #drawing} if both are. */
  private final Object tracking = new Object();

  /** Guarded by {@link #tracking}. */
  private @Nullable Person person;

  private final Object drawing = new Object();

  // Guarded by drawing.
  private @Nullable MovingPortrait portrait;
  private int portraitShot;
  private long framesChanged;

  private volatile boolean closed;

  private FootageSession(
      BackendSet backends,
      SessionOptions options,
      FootageChange change,
      TakeShots shots,
      Consumer<FootageSession> onClose) {
    this.onClose = onClose;
    this.backends = backends;
    this.change = change;
    this.strength = options.transfer().strength();
    this.shots = shots;
    this.take = shots.follower(backends);
    this.driver = new DriverTracker(backends, options.driverFace());
    this.smoother = new LandmarkSmoother(options.smoothing());
  }

  /** Where the landmarks of the person of one shot go. */
  private record Person(
      int shot, FootageMotion motion, FaceEditor editor, MouthCorrection correction) {}

  /**
   * A frame before it is drawn.
   *
   * @param take the picture to change
   * @param edits what is changed by numbers
   * @param seconds the take's time stamp
   * @param step empty if the frame passes through
   */
  record Tracked(Image take, FaceEdits edits, double seconds, Optional<Step> step) {}

  /**
   * Where the face of a frame goes.
   *
   * @param shot of the take
   * @param own landmarks in the take
   * @param irises in the take; none if the gaze stays
   * @param driven the same with the driver's expression; the very same without a driver
   * @param target the same with the edits, too
   * @param correction of the mouth that is drawn
   */
  record Step(
      int shot,
      Landmarks own,
      Irises irises,
      Landmarks driven,
      Landmarks target,
      MouthCorrection correction) {
    @SuppressWarnings("ReferenceEquality") // what is not moved is the very same
    boolean isDriven() {
      return driven != own();
    }

    @SuppressWarnings("ReferenceEquality")
    boolean isMoved() {
      return target != own();
    }
  }

  /**
   * Looks through a whole take for who it shows.
   *
   * @throws FaceNotFoundException if no frame shows a face
   */
  static <X extends Exception> FootageSession open(
      FrameSource<Image, X> take,
      FootageChange change,
      BackendSet backends,
      SessionOptions options,
      Consumer<FootageSession> onClose)
      throws X {
    requireNonNull(take, "take");
    requireNonNull(change, "change");
    if (change.gaze() && backends.gazeEstimator().isEmpty()) {
      throw new BackendMissingException(
          "no gaze estimator is there to change where the eyes look; add reenact-tf to the class path, and do not switch the gaze off");
    }
    return new FootageSession(backends, options, change, TakeShots.find(take, backends), onClose);
  }

  /**
   * The next frame.
   *
   * @return a picture of the take's size; the very same one if nothing is changed
   * @throws IllegalStateException after {@link #close()}, or while a pipeline has the session
   */
  public Image next(FootageFrame frame) {
    claim("FootageSession.next");
    try {
      return draw(track(frame));
    } finally {
      release();
    }
  }

  /**
   * Sees the next frame without drawing it, which takes a fraction of the time: the frames after it
   * are as if it had been drawn. For a run that goes on where an earlier one ended.
   *
   * @throws IllegalStateException after {@link #close()}, or while a pipeline has the session
   */
  public void follow(FootageFrame frame) {
    claim("FootageSession.follow");
    try {
      see(track(frame, false));
    } finally {
      release();
    }
  }

  /**
   * Keeps the session for one user.
   *
   * @throws IllegalStateException after {@link #close()}, or if another has the session
   */
  void claim(String name) {
    String other = user.compareAndExchange(null, name);
    if (other != null) {
      throw new IllegalStateException(
          "this session works for a " + other + " already; end that before, or open another");
    }
  }

  /** Ends what {@link #claim} began. */
  void release() {
    user.set(null);
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("this session is closed");
    }
  }

  /** Follows the faces: the first half of a frame. May run while another thread draws. */
  Tracked track(FootageFrame frame) {
    return track(frame, change.gaze());
  }

  private Tracked track(FootageFrame frame, boolean needsIrises) {
    requireNonNull(frame, "frame");
    synchronized (tracking) {
      checkOpen();
      return new Tracked(frame.take(), frame.edits(), frame.seconds(), step(frame, needsIrises));
    }
  }

  /** Draws: the second half, for one frame after the other. */
  Image draw(Tracked frame) {
    synchronized (drawing) {
      see(frame);
      Optional<Image> out = frame.step.flatMap(s -> changed(frame, s));
      framesChanged += out.isPresent() ? 1 : 0;
      return out.orElse(frame.take);
    }
  }

  /** Shows a frame that is changed to what is known of the person, drawn or not. */
  private void see(Tracked frame) {
    synchronized (drawing) {
      checkOpen();
      Step step = frame.step.filter(Step::isMoved).orElse(null);
      if (step == null) {
        return;
      }
      MovingPortrait known = portrait;
      if (known == null || portraitShot != step.shot) {
        if (known != null) {
          known.close();
        }
        known = backends.translator().openMoving();
        portrait = known;
        portraitShot = step.shot;
      }
      known.see(frame.take, step.own());
    }
  }

  /** Where the landmarks go; empty if the frame passes through. */
  private Optional<Step> step(FootageFrame frame, boolean needsIrises) {
    Optional<Landmarks> seen = take.next(frame.take());
    Optional<SessionSteps.Tracked> actor =
        frame.driver().map(f -> SessionSteps.Tracked.of(f, driver(f)));
    Optional<Landmarks> smoothed =
        actor
            .flatMap(a -> a.driver().landmarks())
            .filter(l -> !LandmarkDisentangler.isMirrored(l))
            .map(l -> smoother.next(l, frame.seconds()));
    Optional<Landmarks> reference = shots.face(take.shot());
    if (seen.isEmpty() || reference.isEmpty()) {
      return Optional.empty();
    }
    Person p = person(reference.get());
    Landmarks face = seen.get();
    Landmarks driven = face;
    if (change.isDriven() && strength > 0 && actor.isPresent() && smoothed.isPresent()) {
      SessionSteps.Tracked a = actor.get();
      driven = p.motion.move(face, smoothed.get(), a.width(), a.height(), frame.seconds());
    }
    Irises irises =
        needsIrises
            ? backends.gazeEstimator().map(g -> g.find(frame.take(), face)).orElse(Irises.NONE)
            : Irises.NONE;
    return Optional.of(
        new Step(
            p.shot, face, irises, driven, p.editor.apply(driven, frame.edits()), p.correction));
  }

  private Person person(Landmarks reference) {
    Person last = person;
    if (last != null && last.shot == take.shot()) {
      return last;
    }
    FootageMotion motion =
        new FootageMotion(
            backends.disentangler(), reference, change.isDriven(), change.eyes(), strength);
    if (last != null) {
      motion.follow(last.motion);
    }
    Person now =
        new Person(take.shot(), motion, new FaceEditor(reference), new MouthCorrection(reference));
    person = now;
    return now;
  }

  private Optional<Image> changed(Tracked frame, Step step) {
    Image out = frame.take;
    MovingPortrait known = portrait;
    if (step.isMoved() && known != null) {
      PhotoPart part = PhotoPart.around(step.own(), out.width(), out.height());
      Image moved = drawn(known, out, part, step);
      double mouth = step.isDriven() ? 1 : share(frame.edits, true);
      double eyes = step.isDriven() && change.eyes() ? 1 : share(frame.edits, false);
      out = ChangeMask.compose(out, moved, part, step.own(), step.target, mouth, eyes);
    }
    if (change.gaze()) {
      out = lookingAtTheCamera(out, step, frame.seconds);
    }
    return Optional.of(out).filter(i -> !i.equals(frame.take));
  }

  /** The changed part; a driver's mouth is drawn again if the first picture falls short. */
  @SuppressWarnings("ReferenceEquality") // landmarks that need no correction are the very same
  private Image drawn(MovingPortrait known, Image frame, PhotoPart part, Step step) {
    Image picture = part.of(frame);
    Landmarks own = part.toPart(step.own());
    Landmarks wanted = part.toPart(step.target);
    Image first = known.render(picture, own, wanted);
    if (!step.isDriven()) {
      return first;
    }
    Landmarks again =
        backends
            .detector()
            .refine(first, wanted)
            .map(seen -> step.correction.again(wanted, seen))
            .orElse(wanted);
    return again == wanted ? first : known.render(picture, own, again);
  }

  /** How much of what is changed by numbers is seen: small edits fade in. */
  private static double share(FaceEdits edits, boolean mouth) {
    return SmoothStep.of(edits.largest(mouth) / FADE);
  }

  private TrackedFace driver(DrivingFrame frame) {
    return frame instanceof DrivingFrame.Picture p
        ? driver.next(p.picture(), false)
        : new TrackedFace(((DrivingFrame.Known) frame).landmarks(), Irises.NONE);
  }

  private Image lookingAtTheCamera(Image picture, Step step, double seconds) {
    MotionControl camera = MotionControl.builder().gaze(GazeMode.CAMERA).build();
    GazeTransfer gaze =
        new GazeTransfer(
            step.own(),
            step.irises,
            new MotionTransfer.Settings(MotionMode.RELATIVE, 1, camera),
            0);
    Irises still = gaze.still(step.target);
    Irises there = gaze.move(step.own(), Irises.NONE, step.target, seconds);
    return IrisWarp.move(picture, step.target, still, towards(still, there));
  }

  /** The share of the way that the strength says, at most all of it. */
  private Irises towards(Irises from, Irises to) {
    double share = Math.min(1, strength);
    return new Irises(
        from.left().flatMap(a -> to.left().map(b -> between(a, b, share))),
        from.right().flatMap(a -> to.right().map(b -> between(a, b, share))));
  }

  private static Iris between(Iris a, Iris b, double share) {
    return new Iris(
        a.x() + share * (b.x() - a.x()),
        a.y() + share * (b.y() - a.y()),
        a.radius() + share * (b.radius() - a.radius()));
  }

  /** How many of the frames so far were changed, neither passed through nor only followed. */
  public long framesChanged() {
    synchronized (drawing) {
      return framesChanged;
    }
  }

  /** Frees native memory. Closing again has no effect. */
  @Override
  public void close() {
    synchronized (tracking) {
      synchronized (drawing) {
        if (closed) {
          return;
        }
        closed = true;
        onClose.accept(this);
        MovingPortrait last = portrait;
        Resources.closeAll(last == null ? List.of(take, driver) : List.of(take, driver, last));
      }
    }
  }
}
