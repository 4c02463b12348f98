package io.github.reenact;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import io.github.reenact.pipeline.GazeTransfer;
import io.github.reenact.pipeline.MotionTransfer;
import io.github.reenact.spi.Device;
import io.github.reenact.warp.PhotoSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the person in a photo move like the person in a video: the three backends, loaded once, and
 * the way in which motion is transferred. Each photo is opened as a {@link ReenactmentSession},
 * which turns driving frames into frames of the photo's person.
 *
 * <pre>{@code
 * try (Reenactor reenactor = Reenactor.builder().build();
 *     ReenactmentSession session = reenactor.open(photo)) {
 *   for (Image frame : drivingFrames) {
 *     show(session.next(frame));
 *   }
 * }
 * }</pre>
 *
 * <p>The way of one frame:
 *
 * <ol>
 *   <li>{@link LandmarkDetector} finds the driver's landmarks, and a one-euro filter steadies them;
 *   <li>{@link LandmarkDisentangler} takes their motion and puts it to the identity of the photo;
 *   <li>{@link MotionControl}, {@link MotionMode} and the strength say where in the photo the new
 *       landmarks go;
 *   <li>{@link Portrait#render} draws the person there.
 * </ol>
 *
 * <p>Thread-safe; sessions of one Reenactor may run in parallel. Owns the backends that it loaded:
 * {@link #close()} frees them. Instances given to the builder stay the caller's to close.
 */
public final class Reenactor implements AutoCloseable {
  private final LoadedBackends backends;
  private final SessionOptions options;
  private final Set<AutoCloseable> sessions = ConcurrentHashMap.newKeySet();

  /** Opening a session reads, closing writes: so nothing is freed under a photo in analysis. */
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  private boolean closed;

  private Reenactor(LoadedBackends backends, SessionOptions options) {
    this.backends = backends;
    this.options = options;
  }

  /** Starts with the default choices: the best backends that are there, relative motion. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Opens a photo of one person, the largest face in it; {@link ReenactmentSession#faces} tells
   * whether there were others.
   *
   * @throws FaceNotFoundException if the photo shows no face, or one smaller than {@value
   *     ReenactmentSession#MIN_FACE_SIZE} pixels or with mirrored landmarks
   * @throws IllegalStateException after {@link #close()}
   */
  public ReenactmentSession open(Image photo) {
    return open(photo, 0);
  }

  /**
   * Opens a photo of any size.
   *
   * @param face which face in it: 0 is the largest
   * @throws FaceNotFoundException if the photo shows no face, or the face is smaller than {@value
   *     ReenactmentSession#MIN_FACE_SIZE} pixels or has mirrored landmarks
   * @throws IllegalArgumentException if {@code face} is negative or not less than the number of
   *     faces
   * @throws IllegalStateException after {@link #close()}
   */
  public ReenactmentSession open(Image photo, int face) {
    requireNonNull(photo, "photo");
    return open(List.of(photo), face);
  }

  /**
   * Opens several photos of one person, so that what one does not show (teeth, closed eyes, the
   * other cheek) can be taken from another.
   *
   * @param photos at least 1 and at most {@value io.github.reenact.warp.PhotoSet#MAX_PHOTOS}, each
   *     of any size. The first one is the picture that moves; of the others the largest face is
   *     used. That all show the same person is not checked
   * @param face which face in the first one: 0 is the largest
   * @throws FaceNotFoundException if a photo shows no face, or the face is smaller than {@value
   *     ReenactmentSession#MIN_FACE_SIZE} pixels or has mirrored landmarks
   * @throws IllegalArgumentException if there are no photos or too many, {@code face} is negative
   *     or not less than the number of faces
   * @throws IllegalStateException after {@link #close()}
   */
  public ReenactmentSession open(List<Image> photos, int face) {
    List<Image> all = List.copyOf(photos);
    PhotoSet.checkCount(all.size());
    SessionOptions.checkFace(face);
    return whileOpen(
        () -> session(() -> PersonPhotos.find(all, face, options.framing(), backends.set())));
  }

  /**
   * Opens a photo whose landmarks are known: a painting, say, in which no detector finds a face.
   *
   * @param photo with the landmarks of the face that moves. Irises that are not known are looked
   *     for
   * @param others more photos of the same person, as in {@link #open(List, int)}; in these the
   *     detector has to find a face
   * @throws FaceNotFoundException if the face is too small or mirrored, or another photo shows none
   * @throws IllegalArgumentException if the face's centre lies outside of the photo, or there are
   *     too many photos
   * @throws IllegalStateException after {@link #close()}
   */
  public ReenactmentSession open(FacePhoto photo, Image... others) {
    requireNonNull(photo, "photo");
    List<Image> all = List.of(others);
    return whileOpen(
        () -> session(() -> PersonPhotos.known(photo, all, options.framing(), backends.set())));
  }

  /**
   * Opens a photo of several people, all or some of whom move.
   *
   * @param photo of any size; all of it is shown, whatever the framing
   * @param drivers which driver moves which face. Of faces that are not named there, those that are
   *     too small or mirrored stay still
   * @throws FaceNotFoundException if the photo shows no face, or one that is named is smaller than
   *     {@value ReenactmentSession#MIN_FACE_SIZE} pixels or has mirrored landmarks
   * @throws IllegalArgumentException if a face that is named is not in the photo
   * @throws IllegalStateException after {@link #close()}, or if motion is {@link
   *     MotionMode#ABSOLUTE}: all faces would go to their drivers' place in the frame
   */
  public GroupSession openGroup(Image photo, FaceDrivers drivers) {
    requireNonNull(photo, "photo");
    if (options.transfer().mode() == MotionMode.ABSOLUTE) {
      throw new IllegalStateException(
          "several faces of a photo move relative to where they are; build a Reenactor with "
              + MotionMode.RELATIVE);
    }
    return whileOpen(
        () -> GroupSession.open(photo, drivers, backends.set(), person -> session(() -> person)));
  }

  /**
   * Opens a video whose person is changed, and looks through it once; keeps 620 bytes a frame.
   *
   * @param take all its frames
   * @param change what of its largest face; how strongly, {@link Builder#strength} says
   * @throws FaceNotFoundException if no frame shows a face that can be used
   * @throws BackendMissingException if {@link FootageChange#GAZE} finds no gaze estimator
   * @throws X if {@code take} throws it
   * @throws IllegalStateException after {@link #close()}
   */
  public <X extends Exception> FootageSession openFootage(
      ReenactmentPipeline.FrameSource<Image, X> take, FootageChange change) throws X {
    return whileOpen(
        () ->
            registered(
                FootageSession.open(take, change, backends.set(), options, sessions::remove)));
  }

  private ReenactmentSession session(Supplier<PersonPhotos> person) {
    return registered(ReenactmentSession.open(person, backends.set(), options, sessions::remove));
  }

  private <S extends AutoCloseable> S registered(S session) {
    sessions.add(session);
    return session;
  }

  private interface Opening<T, X extends Exception> {
    T get() throws X;
  }

  private <T, X extends Exception> T whileOpen(Opening<T, X> open) throws X {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("this Reenactor is closed");
      }
      return open.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** The detector, for uses of the caller's own. Not to be closed while this Reenactor is open. */
  public LandmarkDetector detector() {
    return backends.set().detector();
  }

  /** The detector's name, or the class name of an instance given to the builder. */
  public String detectorName() {
    return backends.names().detector();
  }

  /** The disentangler's name, or the class name of an instance given to the builder. */
  public String disentanglerName() {
    return backends.names().disentangler();
  }

  /** The translator's name, or the class name of an instance given to the builder. */
  public String translatorName() {
    return backends.names().translator();
  }

  /**
   * Closes the sessions that are still open (a frame being computed in another thread is finished
   * first), then frees the backends loaded by the builder. Closing again has no effect.
   */
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      List<AutoCloseable> all = new ArrayList<>(sessions);
      all.add(backends);
      Resources.closeAll(all);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /**
   * The choices for a {@link Reenactor}. Each can be made once: a second call throws {@link
   * IllegalStateException}. Not thread-safe.
   */
  public static final class Builder {
    /** See {@link #smoothing}. */
    public static final double DEFAULT_SMOOTHING = 0.5;

    /** See {@link #strength}. */
    public static final double MAX_STRENGTH = 4;

    private @Nullable Object detector;
    private @Nullable Object disentangler;
    private @Nullable Object translator;
    private @Nullable Object gazeEstimator;
    private @Nullable Path landmarkModel;
    private @Nullable Path disentanglerModel;
    private @Nullable Path translatorModel;
    private @Nullable Device device;
    private @Nullable MotionMode motion;
    private @Nullable Framing framing;
    private @Nullable Double strength;
    private @Nullable MotionControl control;
    private @Nullable Double smoothing;
    private @Nullable Integer driverFace;

    private Builder() {}

    /** Uses the landmark detector of that name, for example {@code dlib}. Default: the best. */
    public Builder detector(String name) {
      detector = once("detector", detector, name);
      return this;
    }

    /** Uses this landmark detector, which stays the caller's to close. */
    public Builder detector(LandmarkDetector instance) {
      detector = once("detector", detector, instance);
      return this;
    }

    /**
     * Uses the landmark disentangler of that name: for example {@code ldnet}, or {@code none},
     * which copies the driver's face shape. Default: the best.
     */
    public Builder disentangler(String name) {
      disentangler = once("disentangler", disentangler, name);
      return this;
    }

    /** Uses this landmark disentangler, which stays the caller's to close. */
    public Builder disentangler(LandmarkDisentangler instance) {
      disentangler = once("disentangler", disentangler, instance);
      return this;
    }

    /**
     * Uses the portrait translator of that name: for example {@code fdgan} or {@code warp}.
     * Default: the best.
     */
    public Builder translator(String name) {
      translator = once("translator", translator, name);
      return this;
    }

    /** Uses this portrait translator, which stays the caller's to close. */
    public Builder translator(PortraitTranslator instance) {
      translator = once("translator", translator, instance);
      return this;
    }

    /**
     * Uses the gaze estimator of that name, for example {@code gaze}. Default: the best if there is
     * one and the {@linkplain MotionControl#gaze() control} wants the eyes to move; otherwise they
     * stay as in the photo.
     */
    public Builder gazeEstimator(String name) {
      gazeEstimator = once("gazeEstimator", gazeEstimator, name);
      return this;
    }

    /** Uses this gaze estimator, which stays the caller's to close. */
    public Builder gazeEstimator(GazeEstimator instance) {
      gazeEstimator = once("gazeEstimator", gazeEstimator, instance);
      return this;
    }

    /** The model file for the landmark detector. Default: where the detector looks for it. */
    public Builder landmarkModel(Path file) {
      landmarkModel = once("landmarkModel", landmarkModel, file);
      return this;
    }

    /** The model file for the disentangler. Default: the one that comes with it. */
    public Builder disentanglerModel(Path file) {
      disentanglerModel = once("disentanglerModel", disentanglerModel, file);
      return this;
    }

    /** The model file for the translator. Default: the one that comes with it. */
    public Builder translatorModel(Path file) {
      translatorModel = once("translatorModel", translatorModel, file);
      return this;
    }

    /**
     * Where the translator computes, which is where nearly all the work is; the detector and the
     * disentangler always compute on the CPU. Default: {@link Device#CPU}.
     */
    public Builder device(Device device) {
      this.device = once("device", this.device, device);
      return this;
    }

    /** How the face is placed in the photo. Default: {@link MotionMode#RELATIVE}. */
    public Builder motion(MotionMode motion) {
      this.motion = once("motion", this.motion, motion);
      return this;
    }

    /** What the result shows. Default: {@link Framing#PHOTO}. */
    public Builder framing(Framing framing) {
      this.framing = once("framing", this.framing, framing);
      return this;
    }

    /**
     * Factor on all motion away from the photo: 0 leaves the photo's pose, 1 (the default) is the
     * driver's motion, more exaggerates.
     *
     * @param strength 0 to {@value #MAX_STRENGTH}
     * @throws IllegalArgumentException if it is outside
     */
    public Builder strength(double strength) {
      SessionOptions.checkStrength(strength);
      this.strength = once("strength", this.strength, strength);
      return this;
    }

    /**
     * Which parts of the motion are transferred, and the opening of mouth and eyes. Default: {@link
     * MotionControl#DEFAULT}, the whole motion as it is.
     */
    public Builder control(MotionControl control) {
      this.control = once("control", this.control, control);
      return this;
    }

    /**
     * How much the driver's landmarks are smoothed over time: 0 not at all, 1 very much, at the
     * cost of lag. Default: {@value #DEFAULT_SMOOTHING}.
     *
     * @param smoothing 0 to 1
     * @throws IllegalArgumentException if it is outside
     */
    public Builder smoothing(double smoothing) {
      SessionOptions.checkSmoothing(smoothing);
      this.smoothing = once("smoothing", this.smoothing, smoothing);
      return this;
    }

    /**
     * Which face of the driving frames is followed: 0 (the default) is the largest.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Builder driverFace(int face) {
      SessionOptions.checkFace(face);
      this.driverFace = once("driverFace", this.driverFace, face);
      return this;
    }

    /**
     * Loads the backends.
     *
     * @throws BackendMissingException if a backend or its native library is not there
     * @throws ModelFileException if a model file is missing or damaged
     * @throws IllegalStateException if a model file or a device was set for a backend that was
     *     given as an instance, which could not heed it
     */
    public Reenactor build() {
      MotionTransfer.Settings transfer =
          new MotionTransfer.Settings(
              requireNonNullElse(motion, MotionMode.RELATIVE),
              requireNonNullElse(strength, 1.0),
              requireNonNullElse(control, MotionControl.DEFAULT));
      return new Reenactor(
          LoadedBackends.load(
              new LoadedBackends.Choices(
                  detector,
                  disentangler,
                  translator,
                  gazeEstimator,
                  new LoadedBackends.Models(
                      landmarkModel, disentanglerModel, translatorModel, device),
                  GazeTransfer.movesEyes(transfer))),
          new SessionOptions(
              requireNonNullElse(framing, Framing.PHOTO),
              transfer,
              requireNonNullElse(smoothing, DEFAULT_SMOOTHING),
              requireNonNullElse(driverFace, 0)));
    }

    private static <T> T once(String option, @Nullable Object old, T value) {
      if (old != null) {
        throw new IllegalStateException(option + " is already set to " + old);
      }
      return requireNonNull(value, option);
    }
  }
}
