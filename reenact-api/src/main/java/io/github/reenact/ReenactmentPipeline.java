package io.github.reenact;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes a whole video through a session, its steps concurrently: while frames are drawn, the next
 * one is tracked, those after it are read, and those before it are written. Neighbouring frames are
 * drawn concurrently if {@linkplain Portrait#concurrency() the portrait can do that}. No frame is
 * left out, and the frames are those that {@link ReenactmentSession#next(DrivingFrame)} gives one
 * by one. For live pictures, where a late frame is worth nothing, see {@link LiveReenactment}.
 *
 * <pre>{@code
 * ReenactmentPipeline.run(session, reader::next, (frame, seconds) -> writer.write(frame, seconds));
 * }</pre>
 *
 * <p>Frames that wait between two steps are bounded to {@value #MAX_WAITING} and 128 MiB.
 */
public final class ReenactmentPipeline {
  /** Frames that wait between two steps. */
  static final int MAX_WAITING = 8;

  /**
   * Where frames come from.
   *
   * @param <F> the frames
   * @param <X> what reading may throw; {@link RuntimeException} if nothing that is checked
   */
  @FunctionalInterface
  public interface FrameSource<F, X extends Exception> {
    /** The next frame, or empty at the end. Called by one thread, made by the pipeline. */
    Optional<? extends F> next() throws X;
  }

  /**
   * Where driving frames come from.
   *
   * @param <X> what reading may throw; {@link RuntimeException} if nothing that is checked
   */
  @FunctionalInterface
  public interface Source<X extends Exception> extends FrameSource<DrivingFrame, X> {}

  /**
   * Where frames of the result go.
   *
   * @param <X> what writing may throw; {@link RuntimeException} if nothing that is checked
   */
  @FunctionalInterface
  public interface Sink<X extends Exception> {
    /**
     * Takes the next frame. Called by one thread, made by the pipeline.
     *
     * @param frame of the result
     * @param seconds the time stamp of the driving frame
     */
    void accept(Image frame, double seconds) throws X;
  }

  /**
   * What was done. The times are without waiting; since steps run concurrently, the sum of all
   * steps may be more than the time that passed. Those of tracking and drawing are in {@link
   * ReenactmentSession#statistics}.
   *
   * @param frames taken through
   * @param sourceNanos time spent in the source, in nanoseconds
   * @param sinkNanos time spent in the sink, in nanoseconds
   */
  public record Statistics(long frames, long sourceNanos, long sinkNanos) {}

  private ReenactmentPipeline() {}

  /**
   * Takes all frames of the source through the session to the sink, in their order, and returns
   * when the sink has had the last one. Drawing is done by the calling thread and, if the portrait
   * can draw several frames at the same time, by others; the rest by three threads. All have ended
   * when this returns or throws. Meanwhile nobody else can use the session; it stays open.
   *
   * <p>What source, sink or a step throws is thrown from here, as it is. If it is not the sink's
   * own, the sink has had all frames before it.
   *
   * @throws X if the source or the sink throws it
   * @throws InterruptedException if the calling thread is interrupted; the others are interrupted
   *     in turn, and waited for
   * @throws IllegalStateException if the session is closed, before or meanwhile, or a pipeline has
   *     it already
   */
  public static <X extends Exception> Statistics run(
      ReenactmentSession session, Source<? extends X> source, Sink<? extends X> sink)
      throws X, InterruptedException {
    return FramePipeline.<DrivingFrame, SessionSteps.Tracked, PlacedFace, X>run(
        new SessionSteps(session), source, sink);
  }

  /**
   * The same for a photo of several people.
   *
   * @param source of frames of all drivers
   * @param sink takes the frames of the result
   * @throws X if the source or the sink throws it
   * @throws InterruptedException if the calling thread is interrupted
   * @throws IllegalStateException if the session is closed, before or meanwhile, or in use
   */
  public static <X extends Exception> Statistics run(
      GroupSession session,
      FrameSource<? extends GroupFrame, ? extends X> source,
      Sink<? extends X> sink)
      throws X, InterruptedException {
    return FramePipeline
        .<GroupFrame, GroupSession.Tracked, List<GroupSession.@Nullable Pose>, X>run(
            new GroupSteps(session), source, sink);
  }

  /**
   * The same for a video whose person is changed.
   *
   * @param source of frames of the video, with those of the driver
   * @param sink takes the frames of the result; where nothing is changed, the very pictures of the
   *     video
   * @throws X if the source or the sink throws it
   * @throws InterruptedException if the calling thread is interrupted
   * @throws IllegalStateException if the session is closed, before or meanwhile, or in use
   */
  public static <X extends Exception> Statistics run(
      FootageSession session,
      FrameSource<? extends FootageFrame, ? extends X> source,
      Sink<? extends X> sink)
      throws X, InterruptedException {
    return FramePipeline.<FootageFrame, FootageSession.Tracked, FootageSession.Tracked, X>run(
        new FootageSteps(session), source, sink);
  }
}
