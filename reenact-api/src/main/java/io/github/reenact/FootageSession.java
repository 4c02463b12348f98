package io.github.reenact;

import static java.util.Objects.requireNonNull;

import io.github.reenact.ReenactmentPipeline.FrameSource;
import io.github.reenact.head.HeadShape;
import io.github.reenact.head.Rotation;
import io.github.reenact.head.Shape;
import io.github.reenact.pipeline.ChangeMask;
import io.github.reenact.pipeline.FootageMotion;
import io.github.reenact.pipeline.GazeTransfer;
import io.github.reenact.pipeline.LandmarkSmoother;
import io.github.reenact.pipeline.MotionTransfer;
import io.github.reenact.warp.IrisWarp;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A video whose person gets another mouth, expression or gaze; every frame is its own photo. What
 * is not changed stays the take's own, bit by bit: around the changed part the frames are blended
 * within a narrow band. Frames without a face pass through.
 *
 * <p>One frame at a time, in the order of the take, by one thread. Owns native memory: {@link
 * #close()} frees it; {@code next} throws {@link IllegalStateException} afterwards.
 */
public final class FootageSession implements AutoCloseable {
  private final FootageChange change;
  private final BackendSet backends;
  private final DriverTracker take;
  private final DriverTracker driver;
  private final LandmarkSmoother smoother;
  private final FootageMotion motion;
  private final Consumer<FootageSession> onClose;
  private long framesChanged;
  private boolean closed;

  private FootageSession(
      BackendSet backends,
      SessionOptions options,
      FootageChange change,
      Landmarks reference,
      Consumer<FootageSession> onClose) {
    this.onClose = onClose;
    this.backends = backends;
    this.change = change;
    this.take = new DriverTracker(backends, 0);
    this.driver = new DriverTracker(backends, options.driverFace());
    this.smoother = new LandmarkSmoother(options.smoothing());
    this.motion =
        new FootageMotion(
            backends.disentangler(),
            reference,
            change.mouth(),
            change.eyes(),
            options.transfer().strength());
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
    if (change == FootageChange.GAZE && backends.gazeEstimator().isEmpty()) {
      throw new BackendMissingException(
          "no gaze estimator is there to change where the eyes look; add reenact-tf to the class path, and do not switch the gaze off");
    }
    double[] sum = new double[2 * Landmarks.COUNT];
    long faces = 0;
    long frames = 0;
    try (DriverTracker tracker = new DriverTracker(backends, 0)) {
      for (Optional<? extends Image> f = take.next(); f.isPresent(); f = take.next()) {
        frames++;
        Optional<Landmarks> face = usable(tracker.next(f.get(), false).landmarks());
        if (face.isPresent()) {
          faces++;
          double[] front = fromTheFront(face.get()).toArray();
          for (int i = 0; i < sum.length; i++) {
            sum[i] += front[i];
          }
        }
      }
    }
    if (faces == 0) {
      throw new FaceNotFoundException(
          "no face was found in any of the %d frames; take a video that shows a face of %d pixels or more from the front"
              .formatted(frames, ReenactmentSession.MIN_FACE_SIZE));
    }
    Landmarks mean = Shape.of(sum).times(1.0 / faces).toLandmarks();
    return new FootageSession(backends, options, change, mean, onClose);
  }

  private static Optional<Landmarks> usable(Optional<Landmarks> face) {
    return face.filter(PersonPhotos::isUsable);
  }

  private static Shape fromTheFront(Landmarks face) {
    return HeadShape.turned(face, HeadShape.pose(face), Rotation.inPlane(0)).normalized();
  }

  /**
   * The next frame.
   *
   * @return a picture of the take's size; the very same one if nothing is changed
   * @throws IllegalStateException after {@link #close()}
   */
  public synchronized Image next(FootageFrame frame) {
    requireNonNull(frame, "frame");
    if (closed) {
      throw new IllegalStateException("this session is closed");
    }
    Optional<Image> out = changed(frame);
    framesChanged += out.isPresent() ? 1 : 0;
    return out.orElse(frame.take());
  }

  private Optional<Image> changed(FootageFrame frame) {
    boolean gaze = change == FootageChange.GAZE;
    TrackedFace seen = take.next(frame.take(), gaze);
    Optional<SessionSteps.Tracked> actor =
        frame.driver().map(f -> SessionSteps.Tracked.of(f, track(f)));
    Optional<Landmarks> face = usable(seen.landmarks());
    if (gaze) {
      return face.map(f -> lookingAtTheCamera(frame, f, seen.irises()))
          .filter(i -> !i.equals(frame.take()));
    }
    Optional<Landmarks> smoothed =
        actor
            .flatMap(a -> a.driver().landmarks())
            .filter(l -> !LandmarkDisentangler.isMirrored(l))
            .map(l -> smoother.next(l, frame.seconds()));
    if (face.isEmpty() || actor.isEmpty() || smoothed.isEmpty()) {
      return Optional.empty();
    }
    int width = actor.get().width();
    int height = actor.get().height();
    Landmarks target = motion.move(face.get(), smoothed.get(), width, height, frame.seconds());
    try (Portrait portrait = backends.translator().open(frame.take(), face.get())) {
      Image changed = portrait.render(target);
      return Optional.of(
          ChangeMask.compose(
              frame.take(), changed, face.get(), target, change.mouth(), change.eyes()));
    }
  }

  private TrackedFace track(DrivingFrame frame) {
    return frame instanceof DrivingFrame.Picture p
        ? driver.next(p.picture(), false)
        : new TrackedFace(((DrivingFrame.Known) frame).landmarks(), Irises.NONE);
  }

  private static Image lookingAtTheCamera(FootageFrame frame, Landmarks face, Irises irises) {
    MotionControl camera = MotionControl.builder().gaze(GazeMode.CAMERA).build();
    GazeTransfer gaze =
        new GazeTransfer(
            face, irises, new MotionTransfer.Settings(MotionMode.RELATIVE, 1, camera), 0);
    Irises target = gaze.move(face, Irises.NONE, face, frame.seconds());
    return IrisWarp.move(frame.take(), face, gaze.still(face), target);
  }

  /** How many of the frames so far were changed, not passed through. */
  public synchronized long framesChanged() {
    return framesChanged;
  }

  /** Frees native memory. Closing again has no effect. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      onClose.accept(this);
      Resources.closeAll(List.of(take, driver));
    }
  }
}
