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
import io.github.reenact.pipeline.PhotoPart;
import io.github.reenact.warp.IrisWarp;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A video whose person gets another mouth, expression or gaze; every frame is its own photo. What
 * is not changed stays the take's own, bit by bit: around the changed part the frames are blended
 * within a narrow band. Frames without a face pass through. At a cut all that is known of the
 * person begins anew, and what is known of the driver stays.
 *
 * <p>One frame at a time, in the order of the take, by one thread. Owns native memory: {@link
 * #close()} frees it; {@code next} throws {@link IllegalStateException} afterwards.
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
  private @Nullable Person person;
  private long framesChanged;
  private boolean closed;

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
    this.take = new TakeShots.Follower(backends);
    this.driver = new DriverTracker(backends, options.driverFace());
    this.smoother = new LandmarkSmoother(options.smoothing());
  }

  /** What is known of the person in one shot. */
  private static final class Person implements AutoCloseable {
    final int shot;
    final FootageMotion motion;
    final FaceEditor editor;
    final MovingPortrait portrait;

    Person(int shot, FootageMotion motion, FaceEditor editor, MovingPortrait portrait) {
      this.shot = shot;
      this.motion = motion;
      this.editor = editor;
      this.portrait = portrait;
    }

    @Override
    public void close() {
      portrait.close();
    }
  }

  /**
   * A frame before it is drawn.
   *
   * @param face in the take
   * @param driven the same with the driver's expression; the very same without a driver
   * @param target the same with the edits, too
   */
  private record Step(Person person, TrackedFace face, Landmarks driven, Landmarks target) {
    Landmarks own() {
      return face.landmarks().orElseThrow();
    }

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
   * @throws IllegalStateException after {@link #close()}
   */
  public synchronized Image next(FootageFrame frame) {
    Optional<Image> out = step(frame, change.gaze()).flatMap(s -> changed(frame, s));
    framesChanged += out.isPresent() ? 1 : 0;
    return out.orElse(frame.take());
  }

  /**
   * Sees the next frame without drawing it, which takes a fraction of the time: the frames after it
   * are as if it had been drawn. For a run that goes on where an earlier one ended.
   *
   * @throws IllegalStateException after {@link #close()}
   */
  public synchronized void follow(FootageFrame frame) {
    step(frame, false);
  }

  /** Where the landmarks go; empty if the frame passes through. */
  private Optional<Step> step(FootageFrame frame, boolean needsIrises) {
    requireNonNull(frame, "frame");
    if (closed) {
      throw new IllegalStateException("this session is closed");
    }
    TrackedFace seen = take.next(frame.take(), needsIrises);
    Optional<SessionSteps.Tracked> actor =
        frame.driver().map(f -> SessionSteps.Tracked.of(f, track(f)));
    Optional<Landmarks> smoothed =
        actor
            .flatMap(a -> a.driver().landmarks())
            .filter(l -> !LandmarkDisentangler.isMirrored(l))
            .map(l -> smoother.next(l, frame.seconds()));
    Optional<Landmarks> reference = shots.face(take.shot());
    if (seen.landmarks().isEmpty() || reference.isEmpty()) {
      return Optional.empty();
    }
    Person p = person(reference.get());
    Landmarks face = seen.landmarks().get();
    Landmarks driven = face;
    if (change.isDriven() && strength > 0 && actor.isPresent() && smoothed.isPresent()) {
      SessionSteps.Tracked a = actor.get();
      driven = p.motion.move(face, smoothed.get(), a.width(), a.height(), frame.seconds());
    }
    Step out = new Step(p, seen, driven, p.editor.apply(driven, frame.edits()));
    if (out.isMoved()) {
      p.portrait.see(frame.take(), face);
    }
    return Optional.of(out);
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
      last.close();
    }
    Person now =
        new Person(
            take.shot(), motion, new FaceEditor(reference), backends.translator().openMoving());
    person = now;
    return now;
  }

  private Optional<Image> changed(FootageFrame frame, Step step) {
    Image out = frame.take();
    if (step.isMoved()) {
      PhotoPart part = PhotoPart.around(step.own(), out.width(), out.height());
      Image moved =
          step.person.portrait.render(
              part.of(out), part.toPart(step.own()), part.toPart(step.target));
      double mouth = step.isDriven() ? 1 : share(frame.edits(), true);
      double eyes = step.isDriven() && change.eyes() ? 1 : share(frame.edits(), false);
      out = ChangeMask.compose(out, moved, part, step.own(), step.target, mouth, eyes);
    }
    if (change.gaze()) {
      out = lookingAtTheCamera(out, step, frame.seconds());
    }
    return Optional.of(out).filter(i -> !i.equals(frame.take()));
  }

  /** How much of what is changed by numbers is seen: small edits fade in. */
  private static double share(FaceEdits edits, boolean mouth) {
    return SmoothStep.of(edits.largest(mouth) / FADE);
  }

  private TrackedFace track(DrivingFrame frame) {
    return frame instanceof DrivingFrame.Picture p
        ? driver.next(p.picture(), false)
        : new TrackedFace(((DrivingFrame.Known) frame).landmarks(), Irises.NONE);
  }

  private Image lookingAtTheCamera(Image picture, Step step, double seconds) {
    MotionControl camera = MotionControl.builder().gaze(GazeMode.CAMERA).build();
    GazeTransfer gaze =
        new GazeTransfer(
            step.own(),
            step.face.irises(),
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
  public synchronized long framesChanged() {
    return framesChanged;
  }

  /** Frees native memory. Closing again has no effect. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      onClose.accept(this);
      Person last = person;
      Resources.closeAll(last == null ? List.of(take, driver) : List.of(take, driver, last));
    }
  }
}
