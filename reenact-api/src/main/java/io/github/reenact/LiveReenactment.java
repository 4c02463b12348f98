package io.github.reenact;

import static java.util.Objects.requireNonNull;

import io.github.reenact.pipeline.Threads;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reenactment of a camera's pictures as they come: {@link #push} takes a picture and returns at
 * once, and a consumer gets the frames of the result. The next picture is tracked while one is
 * drawn.
 *
 * <pre>{@code
 * var options = LiveReenactment.Options.of(frame -> show(frame.image()));
 * try (LiveReenactment live = LiveReenactment.open(session, options)) {
 *   camera.forEach(picture -> live.push(picture, seconds()));
 * }
 * }</pre>
 *
 * <p>What comes too fast is left out. One picture at the most waits: a newer one takes its place. A
 * picture that had to wait so long that it would be shown later than the {@linkplain
 * Options#latencyBound bound} is left out, too. Where the work on a picture alone takes longer than
 * the bound, pictures are shown late rather than not at all, but never out of order. What is shown
 * is what {@link ReenactmentSession#next(Image, double)} would give for the same pictures.
 *
 * <p>An error in a step, or in the consumer, ends it: the consumer for errors hears of it once,
 * every later {@link #push} throws it, and {@link #close()} does if no push has.
 *
 * <p>Thread-safe: pictures may be pushed, and statistics asked for, by any thread. Owns two daemon
 * threads, {@code reenact-live-track} and {@code reenact-live-draw}. Has the session for itself
 * until both have ended, as a rule with {@link #close()}, and leaves it open then.
 */
public final class LiveReenactment implements AutoCloseable {
  /** How long threads that were interrupted get to end, in nanoseconds. */
  private static final long LAST_WAIT = TimeUnit.SECONDS.toNanos(1);

  /**
   * A frame of the result.
   *
   * @param image the photo's person
   * @param seconds the time stamp of the picture that was pushed
   * @param latency from the push until the consumer was called
   */
  public record Frame(Image image, double seconds, Duration latency) {}

  /**
   * How live pictures are worked on.
   *
   * @param latencyBound from the push of a picture until its frame is shown, which is kept where
   *     the machine can; above 0, up to a minute
   * @param closeTimeout how long {@link LiveReenactment#close()} waits for work in progress; above
   *     0, up to an hour
   * @param onFrame gets the frames, one at a time and in the order of the pushes, in a thread of
   *     the live reenactment. The next frame is not drawn before it returns
   * @param onError gets what ended the work, once, in the thread in which it happened
   */
  public record Options(
      Duration latencyBound,
      Duration closeTimeout,
      Consumer<? super Frame> onFrame,
      Consumer<? super Throwable> onError) {
    /** The bound if none is given: 120 ms. */
    public static final Duration DEFAULT_LATENCY_BOUND = Duration.ofMillis(120);

    /** The time to close if none is given: 10 s. */
    public static final Duration DEFAULT_CLOSE_TIMEOUT = Duration.ofSeconds(10);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if a duration is out of range
     */
    public Options {
      check("latencyBound", latencyBound, Duration.ofMinutes(1));
      check("closeTimeout", closeTimeout, Duration.ofHours(1));
      requireNonNull(onFrame, "onFrame");
      requireNonNull(onError, "onError");
    }

    private static void check(String name, Duration value, Duration max) {
      if (value.isNegative() || value.isZero() || value.compareTo(max) > 0) {
        throw new IllegalArgumentException(
            name + " is " + value + "; it must be above 0 and up to " + max);
      }
    }

    /** The defaults; errors are left to {@link #push} and {@link #close()}. */
    public static Options of(Consumer<? super Frame> onFrame) {
      return new Options(DEFAULT_LATENCY_BOUND, DEFAULT_CLOSE_TIMEOUT, onFrame, error -> {});
    }

    /** The same with another bound. */
    public Options withLatencyBound(Duration bound) {
      return new Options(bound, closeTimeout, onFrame, onError);
    }

    /** The same with another time to close. */
    public Options withCloseTimeout(Duration timeout) {
      return new Options(latencyBound, timeout, onFrame, onError);
    }

    /** The same with a consumer for errors. */
    public Options withOnError(Consumer<? super Throwable> consumer) {
      return new Options(latencyBound, closeTimeout, onFrame, consumer);
    }
  }

  /**
   * What was done so far. {@code shown + dropped <= pushed}: the rest, up to three pictures, is
   * being worked on; nothing is after {@link LiveReenactment#close()}.
   *
   * @param pushed pictures
   * @param shown frames given to the consumer
   * @param late frames among them whose latency was above the bound
   * @param dropped pictures that were left out, or lost to an error
   * @param medianLatency of the last 1000 frames shown; 0 if there was none
   * @param p99Latency the latency that 99 % of the last 1000 frames did not exceed
   * @param maxLatency the longest of the last 1000 frames
   */
  public record Statistics(
      long pushed,
      long shown,
      long late,
      long dropped,
      Duration medianLatency,
      Duration p99Latency,
      Duration maxLatency) {}

  private record Pushed(DrivingFrame.Picture picture, long nanos) {}

  private record Tracked(TrackedFace driver, Pushed from) {}

  private final ReenactmentSession session;
  private final Options options;
  private final LongSupplier clock;
  private final long bound;
  private final Thread tracker;
  private final Thread drawer;

  // The lock guards what follows; it is never held during work.
  private final Object lock = new Object();
  private final LivePacing pacing;
  private final LatencyWindow latencies = new LatencyWindow();
  private @Nullable Pushed waiting;

  /** Tracked, and next to be drawn. */
  private @Nullable Tracked ready;

  private long pushed;
  private long shown;
  private long late;
  private long dropped;

  /** No new work is begun: closed, or failed. */
  private boolean ended;

  private boolean closed;
  private int running = 2;
  private @Nullable Throwable failure;
  private boolean failureThrown;

  private LiveReenactment(ReenactmentSession session, Options options, LongSupplier clock) {
    this.session = session;
    this.options = options;
    this.clock = clock;
    bound = options.latencyBound.toNanos();
    pacing = new LivePacing(bound);
    tracker = Threads.create("live-track", this::trackAll);
    drawer = Threads.create("live-draw", this::drawAll);
  }

  /**
   * Starts to wait for pictures.
   *
   * @throws IllegalStateException if the session is closed, or a pipeline has it
   */
  public static LiveReenactment open(ReenactmentSession session, Options options) {
    return open(session, options, System::nanoTime);
  }

  /** With a clock of its own, in nanoseconds. */
  static LiveReenactment open(ReenactmentSession session, Options options, LongSupplier clock) {
    requireNonNull(options, "options");
    LiveReenactment live = new LiveReenactment(session, options, clock);
    session.claim("LiveReenactment");
    boolean complete = false;
    try {
      live.tracker.start();
      live.drawer.start();
      complete = true;
      return live;
    } finally {
      if (!complete) {
        live.end();
        session.release();
      }
    }
  }

  /**
   * Gives the newest picture, and returns at once.
   *
   * @param picture of the driver
   * @param seconds its time stamp, which should grow from picture to picture
   * @throws IllegalArgumentException if {@code seconds} is not finite
   * @throws IllegalStateException after {@link #close()}
   * @throws ReenactException if an error has ended the work; it is the cause
   */
  public void push(Image picture, double seconds) {
    DrivingFrame.Picture frame = new DrivingFrame.Picture(picture, seconds);
    synchronized (lock) {
      if (closed) {
        throw new IllegalStateException("this live reenactment is closed");
      }
      throwFailure();
      pushed++;
      if (waiting != null) {
        dropped++;
      }
      waiting = new Pushed(frame, clock.getAsLong());
      lock.notifyAll();
    }
  }

  private void throwFailure() {
    if (failure != null) {
      failureThrown = true;
      throw new ReenactException(
          "an error has ended this live reenactment: " + failure.getMessage(), failure);
    }
  }

  private void trackAll() {
    try {
      for (Pushed next = takeWaiting(); next != null; next = takeWaiting()) {
        long start = clock.getAsLong();
        TrackedFace driver = session.track(next.picture);
        synchronized (lock) {
          pacing.tracked(clock.getAsLong() - start);
          ready = new Tracked(driver, next);
          lock.notifyAll();
        }
      }
    } catch (Throwable t) {
      fail(t);
    } finally {
      threadEnds();
    }
  }

  /** The picture to track next, or null at the end; waits until its time has come. */
  private @Nullable Pushed takeWaiting() throws InterruptedException {
    synchronized (lock) {
      while (!ended) {
        Pushed next = waiting;
        if (ready != null || next == null) {
          lock.wait();
          continue;
        }
        long now = clock.getAsLong();
        long delay = pacing.delay(next.nanos, now);
        if (delay > 0) {
          TimeUnit.NANOSECONDS.timedWait(lock, delay);
          continue;
        }
        waiting = null;
        if (!pacing.isTooLate(next.nanos, now)) {
          return next;
        }
        dropped++;
      }
      return null;
    }
  }

  private void drawAll() {
    try {
      for (Tracked next = takeReady(); next != null; next = takeReady()) {
        draw(next);
        synchronized (lock) {
          pacing.drawingEnds(clock.getAsLong());
          lock.notifyAll();
        }
      }
    } catch (Throwable t) {
      fail(t);
    } finally {
      threadEnds();
    }
  }

  /** The frame to draw next, or null at the end. */
  private @Nullable Tracked takeReady() throws InterruptedException {
    synchronized (lock) {
      while (!ended && ready == null) {
        lock.wait();
      }
      Tracked next = ready;
      if (ended || next == null) {
        return null;
      }
      ready = null;
      pacing.drawingStarts(clock.getAsLong());
      lock.notifyAll();
      return next;
    }
  }

  private void draw(Tracked next) {
    DrivingFrame.Picture picture = next.from.picture;
    Image image = session.render(next.driver, picture.width(), picture.height(), picture.seconds());
    long latency;
    synchronized (lock) {
      latency = clock.getAsLong() - next.from.nanos;
      latencies.add(latency);
      shown++;
      if (latency > bound) {
        late++;
      }
    }
    options.onFrame.accept(new Frame(image, picture.seconds(), Duration.ofNanos(latency)));
  }

  private void fail(Throwable t) {
    synchronized (lock) {
      if (failure != null) {
        // Both threads may have got the same instance, of which none can be part of itself.
        if (failure != t) {
          failure.addSuppressed(t);
        }
        return;
      }
      failure = t;
      ended = true;
      lock.notifyAll();
    }
    try {
      options.onError.accept(t);
    } catch (RuntimeException | Error e) {
      if (e != t) {
        t.addSuppressed(e);
      }
    }
  }

  private void end() {
    synchronized (lock) {
      ended = true;
      lock.notifyAll();
    }
  }

  private void threadEnds() {
    synchronized (lock) {
      if (--running == 0) {
        // What is left will not be shown any more.
        dropped = pushed - shown;
        session.release();
      }
    }
  }

  /** What was done so far; also after {@link #close()}. */
  public Statistics statistics() {
    synchronized (lock) {
      long[] sorted = latencies.sorted();
      return new Statistics(
          pushed,
          shown,
          late,
          dropped,
          Duration.ofNanos(LatencyWindow.quantile(sorted, 0.5)),
          Duration.ofNanos(LatencyWindow.quantile(sorted, 0.99)),
          Duration.ofNanos(LatencyWindow.quantile(sorted, 1)));
    }
  }

  /**
   * Ends the work: what is being tracked and drawn is waited for, up to the {@linkplain
   * Options#closeTimeout bound}, and then interrupted; the frame being drawn is still shown, the
   * others are not. Closing again only waits for what has not ended.
   *
   * <p>The session can be used otherwise when both threads have ended: that is when this returns.
   * But called by a consumer it does not wait for that consumer, whose thread ends when the
   * consumer returns; and a thread that heeds no interrupt ends with the call that it is in.
   *
   * @throws ReenactException if an error has ended the work and no push has thrown it; or if the
   *     bound is over and a thread is still at work after it was interrupted, or has answered the
   *     interrupt with an error, which is the cause then
   */
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
    }
    end();
    boolean inTime = Threads.join(options.closeTimeout.toNanos(), tracker, drawer);
    boolean failedBefore;
    synchronized (lock) {
      failedBefore = failure != null;
    }
    boolean all = inTime;
    if (!inTime) {
      Threads.interrupt(tracker, drawer);
      all = Threads.join(LAST_WAIT, tracker, drawer);
    }
    synchronized (lock) {
      boolean interruptFailed = !inTime && !failedBefore && failure != null;
      if (!interruptFailed && !failureThrown) {
        throwFailure();
      }
      // What an interrupt leads to says nothing of why there was one.
      if (!all || (interruptFailed && !failureThrown)) {
        failureThrown |= interruptFailed;
        throw new ReenactException(
            "the work on a live frame has not ended within "
                + options.closeTimeout
                + "; the consumer of frames, or a backend, is stuck",
            interruptFailed ? failure : null);
      }
    }
  }
}
