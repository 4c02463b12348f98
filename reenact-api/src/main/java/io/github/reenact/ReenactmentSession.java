package io.github.reenact;

import static java.util.Objects.requireNonNull;

import io.github.reenact.pipeline.FaceLoss;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One photo that is moved by one driver, frame by frame. Opened by {@link Reenactor#open}; the
 * photo is analysed once, there.
 *
 * <p>While the driver's face is not found the last motion is held; after half a second the photo's
 * own pose comes back within a second, and when the face is seen again its motion comes back within
 * a quarter of a second. Before it is seen for the first time the photo keeps its own pose. {@link
 * #statistics} counts all of these. A frame whose landmarks are {@linkplain
 * LandmarkDisentangler#isMirrored mirrored} counts as one without a face: the detector has lost it.
 *
 * <p>One frame at a time: calls from several threads wait for each other, and their order is that
 * of the video. Different sessions run in parallel. A {@link ReenactmentPipeline} or {@link
 * LiveReenactment} that works on a session has it for itself. Owns native memory: {@link #close()}
 * frees it; {@code next} throws {@link IllegalStateException} afterwards.
 */
public final class ReenactmentSession implements AutoCloseable {
  /** The smallest face in a photo that is worked with, in pixels of {@link Landmarks#size()}. */
  public static final int MIN_FACE_SIZE = 48;

  /** The frame rate that {@link #next(Image)} assumes, in frames per second. */
  public static final double DEFAULT_FRAME_RATE = 25;

  private final PersonPhotos photos;
  private final Portrait portrait;

  /** Guarded by {@link #tracking}. */
  private final DriverTracker tracker;

  /**
   * Guarded by {@link #rendering}; whether it needs irises changes under {@link #tracking}, too.
   */
  private final FacePlacement placement;

  private final Consumer<ReenactmentSession> onClose;

  // A frame is tracked under one lock, placed under another and drawn under a third one, so that
  // others can be in the other steps meanwhile. Always taken in this order: the session itself,
  // tracking, rendering, drawing.
  private final Object tracking = new Object();
  private final Object rendering = new Object();

  /** Those that draw read, closing writes: so nothing is freed under a frame. */
  private final ReentrantReadWriteLock drawing = new ReentrantReadWriteLock();

  /** Who has the session for itself, in words; null if nobody. */
  private final AtomicReference<@Nullable String> user = new AtomicReference<>();

  // The rest is guarded by rendering.

  private double nextSeconds;

  /** Set under all locks, read under any. */
  private boolean closed;

  private final long openNanos;
  private long frames;
  private long disentangleNanos;
  private final LongAdder renderNanos = new LongAdder();

  private ReenactmentSession(
      PersonPhotos photos,
      BackendSet backends,
      SessionOptions options,
      Consumer<ReenactmentSession> onClose,
      long startNanos) {
    this.photos = photos;
    this.tracker = new DriverTracker(backends, options.driverFace());
    this.placement = new FacePlacement(photos, backends.disentangler(), options);
    this.onClose = onClose;
    // Last, since it owns native memory: nothing after it may fail.
    this.portrait = backends.translator().open(photos.photos());
    this.openNanos = System.nanoTime() - startNanos;
  }

  /**
   * Opens photos.
   *
   * @param photos finds the person in them, which counts for the time of opening
   */
  static ReenactmentSession open(
      Supplier<PersonPhotos> photos,
      BackendSet backends,
      SessionOptions options,
      Consumer<ReenactmentSession> onClose) {
    long start = System.nanoTime();
    return new ReenactmentSession(photos.get(), backends, options, onClose, start);
  }

  /**
   * The next frame of the result, {@code 1 / }{@value #DEFAULT_FRAME_RATE} s after the last one.
   *
   * @param drivingFrame a picture of the driver; one of another size than the first is laid over
   *     it, scaled to fit
   * @throws IllegalStateException after {@link #close()}, or while a pipeline has the session
   */
  public Image next(Image drivingFrame) {
    synchronized (this) {
      checkFree();
      return next(drivingFrame, nextSeconds());
    }
  }

  private double nextSeconds() {
    synchronized (rendering) {
      return nextSeconds;
    }
  }

  /** Before any lock is waited for that a pipeline may hold. */
  private void checkFree() {
    String other = user.get();
    if (other != null) {
      throw new IllegalStateException(
          "this session works for a " + other + "; end that before calling next");
    }
  }

  /**
   * The next frame of the result.
   *
   * @param drivingFrame a picture of the driver; one of another size than the first is laid over
   *     it, scaled to fit
   * @param seconds its time stamp, which should grow from frame to frame; a step back starts the
   *     smoothing afresh
   * @return a picture of {@link #width()} x {@link #height()} pixels
   * @throws IllegalArgumentException if {@code seconds} is not finite
   * @throws IllegalStateException after {@link #close()}, or while a pipeline has the session
   */
  public Image next(Image drivingFrame, double seconds) {
    return next(new DrivingFrame.Picture(drivingFrame, seconds));
  }

  /**
   * The next frame of the result, when the driver's landmarks are known already.
   *
   * @param driver its landmarks, in pixels of its frame; empty, or mirrored, if the face is not to
   *     be seen
   * @param width of the driver's frame in pixels
   * @param height of the driver's frame in pixels
   * @param seconds time stamp, which should grow from frame to frame; a step back starts the
   *     smoothing afresh
   * @return a picture of {@link #width()} x {@link #height()} pixels
   * @throws IllegalArgumentException if a size is not positive, {@code seconds} is not finite, or
   *     all landmarks lie in one point
   * @throws IllegalStateException after {@link #close()}, or while a pipeline has the session
   */
  public Image next(Optional<Landmarks> driver, int width, int height, double seconds) {
    return next(new DrivingFrame.Known(driver, width, height, seconds));
  }

  /**
   * The next frame of the result.
   *
   * @return a picture of {@link #width()} x {@link #height()} pixels
   * @throws IllegalArgumentException if the landmarks are known and all lie in one point
   * @throws IllegalStateException after {@link #close()}, or while a pipeline has the session
   */
  public synchronized Image next(DrivingFrame frame) {
    requireNonNull(frame, "frame");
    checkFree();
    return render(track(frame), frame.width(), frame.height(), frame.seconds());
  }

  /**
   * Keeps the session for one pipeline: {@link #track} and {@link #render} for each frame are then
   * called by it alone, each in the order of the frames. A {@code next} in progress is waited for:
   * nothing of the pipeline may come between its two halves.
   *
   * @throws IllegalStateException after {@link #close()}, or if another has the session
   */
  synchronized void claim(String pipeline) {
    String other = user.compareAndExchange(null, pipeline);
    if (other != null) {
      throw new IllegalStateException(
          "this session works for a " + other + " already; end that before, or open another");
    }
    if (closed) {
      release();
    }
    checkOpen();
  }

  /** Ends what {@link #claim} began. */
  void release() {
    user.set(null);
  }

  /**
   * The first half of the work on a frame: the driver's landmarks and irises. May run while another
   * thread is in {@link #render}.
   *
   * @throws IllegalStateException after {@link #close()}
   */
  TrackedFace track(DrivingFrame frame) {
    return track(frame, needsIrises());
  }

  /** The same, with the irises or without. */
  TrackedFace track(DrivingFrame frame, boolean irises) {
    if (frame instanceof DrivingFrame.Known known) {
      return new TrackedFace(known.landmarks(), known.irises());
    }
    DrivingFrame.Picture picture = (DrivingFrame.Picture) frame;
    synchronized (tracking) {
      checkOpen();
      return tracker.next(picture.picture(), irises);
    }
  }

  /** Whether the driver's irises are looked at. */
  boolean needsIrises() {
    synchronized (tracking) {
      return placement.needsIrises();
    }
  }

  /**
   * The second half: what {@link #track} found, moved to the photo's person and drawn.
   *
   * @param width of the driver's frame in pixels
   * @param height of the driver's frame in pixels
   * @throws IllegalArgumentException if all landmarks lie in one point
   * @throws IllegalStateException after {@link #close()}
   */
  Image render(TrackedFace driver, int width, int height, double seconds) {
    return draw(place(driver, width, height, seconds));
  }

  /**
   * The first part of {@link #render}: where the photo's face goes. In the order of the frames.
   *
   * @throws IllegalArgumentException if all landmarks lie in one point
   * @throws IllegalStateException after {@link #close()}
   */
  PlacedFace place(TrackedFace driver, int width, int height, double seconds) {
    synchronized (rendering) {
      checkOpen();
      long start = System.nanoTime();
      PlacedFace placed = placement.place(driver, width, height, seconds);
      disentangleNanos += System.nanoTime() - start;
      frames++;
      nextSeconds = seconds + 1 / DEFAULT_FRAME_RATE;
      return placed;
    }
  }

  /**
   * The last part of {@link #render}. By up to {@link #drawingThreads()} threads at the same time;
   * what it gives does not depend on the order.
   *
   * @throws IllegalStateException after {@link #close()}
   */
  Image draw(PlacedFace face) {
    drawing.readLock().lock();
    try {
      checkOpen();
      long start = System.nanoTime();
      Image out = portrait.render(face.landmarks(), face.still(), face.irises());
      renderNanos.add(System.nanoTime() - start);
      return out;
    } finally {
      drawing.readLock().unlock();
    }
  }

  /** How many threads are worth to {@link #draw} with. */
  int drawingThreads() {
    return Math.max(
        1, Math.min(portrait.concurrency(), Runtime.getRuntime().availableProcessors()));
  }

  /**
   * Takes the next frame that shows the driver's face for its neutral one: a relaxed face, looking
   * where the driver looks at rest. From then on the photo's own pose and place go with it.
   *
   * <p>Without this call the neutral face is estimated from all frames so far. The expression's
   * part of it starts from the photo's, gives the first frame a third of the weight and ten seconds
   * five sixths, and fades what is older than a minute: it separates a driver's features from an
   * expression that comes and goes, and not from one that is held all the time. Pose and place are
   * those of the first frame and follow the driver with a time constant of two minutes. May be
   * called from any thread, while a pipeline has the session, too.
   */
  public void takeNextAsNeutral() {
    takeAsNeutral(Double.NEGATIVE_INFINITY);
  }

  /**
   * Takes the first frame from a time on that shows the driver's face for its neutral one, as
   * {@link #takeNextAsNeutral()} does.
   *
   * @param seconds time stamp of a frame to come
   * @throws IllegalArgumentException if it is NaN
   */
  public void takeAsNeutral(double seconds) {
    if (Double.isNaN(seconds)) {
      throw new IllegalArgumentException("the time of the neutral face is NaN");
    }
    synchronized (rendering) {
      placement.takeAsNeutral(seconds);
    }
  }

  /**
   * Changes how the motion is transferred, from the next frame on. What is known of the driver, its
   * neutral face above all, stays; another smoothing starts afresh. May be called from any thread,
   * while a pipeline has the session, too: frames that are tracked already may still have the old
   * settings.
   *
   * @param strength as {@link Reenactor.Builder#strength} says
   * @param control which parts of the motion are transferred. Eyes move only if the {@link
   *     Reenactor} was built with settings that move them, as its defaults do
   * @param smoothing as {@link Reenactor.Builder#smoothing} says
   * @throws IllegalArgumentException if a number is out of range
   */
  public void change(double strength, MotionControl control, double smoothing) {
    SessionOptions.checkStrength(strength);
    SessionOptions.checkSmoothing(smoothing);
    requireNonNull(control, "control");
    synchronized (tracking) {
      synchronized (rendering) {
        placement.change(strength, control, smoothing);
      }
    }
  }

  /** The picture that is moved: the photo, or the square cut from it. */
  public Image photo() {
    return photos.first().photo();
  }

  /** The face's landmarks in {@link #photo()}, before it moves. */
  public Landmarks landmarks() {
    return photos.first().landmarks();
  }

  /** Where the last frame put the landmarks, in pixels of it; {@link #landmarks()} before. */
  public Landmarks shownLandmarks() {
    synchronized (rendering) {
      return placement.shown();
    }
  }

  /** All faces found in the whole photo, in its pixels, the largest first. */
  public List<Landmarks> faces() {
    return photos.faces();
  }

  /** Which of {@link #faces()} is moved. */
  public int face() {
    return photos.face();
  }

  /** The width of every frame of the result in pixels. */
  public int width() {
    return photo().width();
  }

  /** The height of every frame of the result in pixels. */
  public int height() {
    return photo().height();
  }

  /** What was done so far; also after {@link #close()}. */
  public ReenactmentStatistics statistics() {
    long detect;
    synchronized (tracking) {
      detect = tracker.nanos();
    }
    synchronized (rendering) {
      FaceLoss faceLoss = placement.faceLoss();
      return new ReenactmentStatistics(
          frames,
          faceLoss.seenFrames(),
          faceLoss.heldFrames(),
          faceLoss.fadedFrames(),
          faceLoss.unmovedFrames(),
          openNanos,
          detect,
          disentangleNanos,
          renderNanos.sum());
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("this session is closed, or the Reenactor that opened it");
    }
  }

  /**
   * Frees native memory, after the frames in progress if there are any. Closing again has no
   * effect.
   */
  @Override
  public synchronized void close() {
    synchronized (tracking) {
      synchronized (rendering) {
        if (closed) {
          return;
        }
        // A backend that closes the session it draws for must not wait for itself.
        int own = drawing.getReadHoldCount();
        for (int i = 0; i < own; i++) {
          drawing.readLock().unlock();
        }
        drawing.writeLock().lock();
        try {
          closed = true;
          portrait.close();
        } finally {
          for (int i = 0; i < own; i++) {
            drawing.readLock().lock();
          }
          drawing.writeLock().unlock();
          tracker.close();
          onClose.accept(this);
        }
      }
    }
  }
}
