package io.github.reenact;

import static java.util.Objects.requireNonNull;

import io.github.reenact.pipeline.FrameQueue;
import io.github.reenact.pipeline.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
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
  private static final int MAX_WAITING = 8;
  private static final long MAX_BYTES = 128L << 20;

  /** The driver's face in a frame: the picture is not needed any more. */
  private record Tracked(TrackedFace driver, int width, int height, double seconds) {}

  /** A frame of the result, from when it is known where its face goes until it is drawn. */
  private record Drawing(PlacedFace face, double seconds, CompletableFuture<Image> image) {}

  /** What a thread does, frame by frame. */
  private interface Work {
    void run() throws Exception;
  }

  /**
   * Where driving frames come from.
   *
   * @param <X> what reading may throw; {@link RuntimeException} if nothing that is checked
   */
  @FunctionalInterface
  public interface Source<X extends Exception> {
    /** The next frame, or empty at the end. Called by one thread, made by the pipeline. */
    Optional<? extends DrivingFrame> next() throws X;
  }

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

  private final ReenactmentSession session;
  private final FrameQueue<DrivingFrame> read =
      new FrameQueue<>(MAX_WAITING, MAX_BYTES, ReenactmentPipeline::bytes);
  private final FrameQueue<Tracked> tracked = new FrameQueue<>(MAX_WAITING, MAX_BYTES, t -> 0);

  /** In the order of the frames, drawn or not. */
  private final FrameQueue<Drawing> drawings;

  /** Held by the thread that takes the next frame from {@link #tracked} to {@link #drawings}. */
  private final ReentrantLock ordering = new ReentrantLock();

  /** Guarded by {@link #ordering}. */
  private long frames;

  // Each is written by one thread, and read when that has ended.
  private long sourceNanos;
  private long sinkNanos;

  /** The first thing that went wrong in any thread; guarded by this. */
  private @Nullable Throwable failure;

  /** From then on the threads are told to end, and what they throw is only an answer to that. */
  private volatile boolean stopping;

  private ReenactmentPipeline(ReenactmentSession session) {
    this.session = session;
    long frameBytes = 3L * session.width() * session.height();
    drawings = new FrameQueue<>(MAX_WAITING, MAX_BYTES, d -> frameBytes);
  }

  private static long bytes(DrivingFrame frame) {
    return frame instanceof DrivingFrame.Picture p
        ? 3L * p.picture().width() * p.picture().height()
        : 0;
  }

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
    requireNonNull(source, "source");
    requireNonNull(sink, "sink");
    session.claim("ReenactmentPipeline");
    try {
      return new ReenactmentPipeline(session).<X>runAll(source, sink);
    } finally {
      session.release();
    }
  }

  // The failure is what one of these threads could throw: an X, or what is not checked.
  @SuppressWarnings("unchecked")
  private <X extends Exception> Statistics runAll(
      Source<? extends X> source, Sink<? extends X> sink) throws X, InterruptedException {
    List<Thread> threads = new ArrayList<>();
    try {
      Thread writer = Threads.create("write", () -> work(() -> writeAll(sink), drawings));
      threads.add(Threads.create("read", () -> work(() -> readAll(source), read)));
      threads.add(Threads.create("track", () -> work(this::trackAll, tracked)));
      threads.add(writer);
      for (int i = 1; i < session.drawingThreads(); i++) {
        threads.add(Threads.create("draw", () -> work(this::drawAll, drawings)));
      }
      threads.forEach(Thread::start);
      try {
        drawAll();
      } catch (RuntimeException | Error e) {
        fail(e);
      }
      drawings.end();
      writer.join();
    } finally {
      stopping = true;
      // Whoever waits for a place in a queue, or in a call that heeds it, learns of the end.
      read.cancel();
      tracked.cancel();
      drawings.cancel();
      threads.forEach(Thread::interrupt);
      threads.forEach(Threads::join);
    }
    synchronized (this) {
      if (failure instanceof Error e) {
        throw e;
      }
      if (failure != null) {
        throw (X) failure;
      }
    }
    return new Statistics(frames, sourceNanos, sinkNanos);
  }

  private void work(Work work, FrameQueue<?> queue) {
    try {
      work.run();
    } catch (Throwable t) {
      if (!stopping) {
        fail(t);
      }
    } finally {
      queue.end();
    }
  }

  private synchronized void fail(Throwable t) {
    if (failure == null) {
      failure = t;
    } else if (failure != t) {
      failure.addSuppressed(t);
    }
  }

  private <X extends Exception> void readAll(Source<X> source) throws X, InterruptedException {
    while (true) {
      long start = System.nanoTime();
      Optional<? extends DrivingFrame> frame = source.next();
      sourceNanos += System.nanoTime() - start;
      if (frame.isEmpty() || !read.put(frame.get())) {
        return;
      }
    }
  }

  private void trackAll() throws InterruptedException {
    for (Optional<DrivingFrame> f = read.take(); f.isPresent(); f = read.take()) {
      DrivingFrame frame = f.get();
      TrackedFace driver = session.track(frame);
      if (!tracked.put(new Tracked(driver, frame.width(), frame.height(), frame.seconds()))) {
        return;
      }
    }
  }

  private void drawAll() throws InterruptedException {
    for (Optional<Drawing> d = nextDrawing(); d.isPresent(); d = nextDrawing()) {
      Drawing drawing = d.get();
      try {
        drawing.image.complete(session.draw(drawing.face));
      } catch (Throwable t) {
        // The writer ends there, with all frames before it written.
        fail(t);
        drawing.image.cancel(false);
        tracked.cancel();
      }
    }
  }

  /** The next frame to draw, with its place among those to be written; empty at the end. */
  private Optional<Drawing> nextDrawing() throws InterruptedException {
    ordering.lockInterruptibly();
    try {
      Optional<Tracked> next = tracked.take();
      if (next.isEmpty()) {
        return Optional.empty();
      }
      Tracked t = next.get();
      PlacedFace face = session.place(t.driver(), t.width(), t.height(), t.seconds());
      Drawing drawing = new Drawing(face, t.seconds(), new CompletableFuture<>());
      if (!drawings.put(drawing)) {
        return Optional.empty();
      }
      frames++;
      return Optional.of(drawing);
    } catch (RuntimeException | Error e) {
      tracked.cancel();
      throw e;
    } finally {
      ordering.unlock();
    }
  }

  private <X extends Exception> void writeAll(Sink<X> sink) throws X, InterruptedException {
    try {
      for (Optional<Drawing> d = drawings.take(); d.isPresent(); d = drawings.take()) {
        Image image = drawn(d.get());
        if (image == null) {
          return;
        }
        long start = System.nanoTime();
        sink.accept(image, d.get().seconds());
        sinkNanos += System.nanoTime() - start;
      }
    } finally {
      // Else whoever draws would wait for ever for a place.
      drawings.cancel();
    }
  }

  /** Waits for a frame; null if drawing it failed. */
  private static @Nullable Image drawn(Drawing drawing) throws InterruptedException {
    try {
      return drawing.image.get();
    } catch (CancellationException | ExecutionException e) {
      return null;
    }
  }
}
