package io.github.reenact;

import static java.util.Objects.requireNonNull;

import io.github.reenact.ReenactmentPipeline.FrameSource;
import io.github.reenact.ReenactmentPipeline.Sink;
import io.github.reenact.ReenactmentPipeline.Statistics;
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
 * The threads and queues of a {@link ReenactmentPipeline}, for any kind of session.
 *
 * @param <F> what the source has for a frame
 * @param <T> what is found in it
 * @param <P> where faces go in the frame of the result
 */
final class FramePipeline<F, T, P> {
  private static final int MAX_WAITING = ReenactmentPipeline.MAX_WAITING;
  private static final long MAX_BYTES = 128L << 20;

  /**
   * The steps of a session on a frame. Tracking and placing are done for one frame after the other,
   * in their order; drawing for several at the same time.
   */
  interface Steps<F, T, P> {
    /**
     * Keeps the session for a pipeline.
     *
     * @param pipeline its name, for messages
     * @return gives the session back
     */
    Runnable claim(String pipeline);

    /** The memory that a frame takes while it waits, in bytes. */
    long bytes(F frame);

    T track(F frame);

    /** The memory that a tracked frame takes while it waits, in bytes. */
    default long trackedBytes(T tracked) {
      return 0;
    }

    /** The time stamp of the frame of the result. */
    double seconds(T tracked);

    P place(T tracked);

    Image draw(P placed);

    Result result();
  }

  /**
   * What drawing a frame takes.
   *
   * @param threads of which more would not draw faster
   * @param bytes of memory for a frame
   */
  record Result(int threads, long bytes) {
    static Result of(int threads, int width, int height) {
      return new Result(threads, 3L * width * height);
    }
  }

  /** A frame of the result, from when it is known where its faces go until it is drawn. */
  private record Drawing<P>(P placed, double seconds, CompletableFuture<Image> image) {}

  /** What a thread does, frame by frame. */
  private interface Work {
    void run() throws Exception;
  }

  private final Steps<F, T, P> steps;
  private final Result result;
  private final FrameQueue<F> read;
  private final FrameQueue<T> tracked;

  /** In the order of the frames, drawn or not. */
  private final FrameQueue<Drawing<P>> drawings;

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

  private FramePipeline(Steps<F, T, P> steps) {
    this.steps = steps;
    read = new FrameQueue<>(MAX_WAITING, MAX_BYTES, steps::bytes);
    tracked = new FrameQueue<>(MAX_WAITING, MAX_BYTES, steps::trackedBytes);
    result = steps.result();
    drawings = new FrameQueue<>(MAX_WAITING, MAX_BYTES, d -> result.bytes);
  }

  /** As {@link ReenactmentPipeline#run(ReenactmentSession, ReenactmentPipeline.Source, Sink)}. */
  static <F, T, P, X extends Exception> Statistics run(
      Steps<F, T, P> steps, FrameSource<? extends F, ? extends X> source, Sink<? extends X> sink)
      throws X, InterruptedException {
    requireNonNull(source, "source");
    requireNonNull(sink, "sink");
    Runnable release = steps.claim("ReenactmentPipeline");
    try {
      return new FramePipeline<>(steps).<X>runAll(source, sink);
    } finally {
      release.run();
    }
  }

  // The failure is what one of these threads could throw: an X, or what is not checked.
  @SuppressWarnings("unchecked")
  private <X extends Exception> Statistics runAll(
      FrameSource<? extends F, ? extends X> source, Sink<? extends X> sink)
      throws X, InterruptedException {
    List<Thread> threads = new ArrayList<>();
    try {
      Thread writer = Threads.create("write", () -> work(() -> writeAll(sink), drawings));
      threads.add(Threads.create("read", () -> work(() -> readAll(source), read)));
      threads.add(Threads.create("track", () -> work(this::trackAll, tracked)));
      threads.add(writer);
      for (int i = 1; i < result.threads; i++) {
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

  private <X extends Exception> void readAll(FrameSource<? extends F, X> source)
      throws X, InterruptedException {
    while (true) {
      long start = System.nanoTime();
      Optional<? extends F> frame = source.next();
      sourceNanos += System.nanoTime() - start;
      if (frame.isEmpty() || !read.put(frame.get())) {
        return;
      }
    }
  }

  private void trackAll() throws InterruptedException {
    for (Optional<F> f = read.take(); f.isPresent(); f = read.take()) {
      if (!tracked.put(steps.track(f.get()))) {
        return;
      }
    }
  }

  private void drawAll() throws InterruptedException {
    for (Optional<Drawing<P>> d = nextDrawing(); d.isPresent(); d = nextDrawing()) {
      Drawing<P> drawing = d.get();
      try {
        drawing.image.complete(steps.draw(drawing.placed));
      } catch (Throwable t) {
        // The writer ends there, with all frames before it written.
        fail(t);
        drawing.image.cancel(false);
        tracked.cancel();
      }
    }
  }

  /** The next frame to draw, with its place among those to be written; empty at the end. */
  private Optional<Drawing<P>> nextDrawing() throws InterruptedException {
    ordering.lockInterruptibly();
    try {
      Optional<T> next = tracked.take();
      if (next.isEmpty()) {
        return Optional.empty();
      }
      T t = next.get();
      Drawing<P> drawing =
          new Drawing<>(steps.place(t), steps.seconds(t), new CompletableFuture<>());
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
      for (Optional<Drawing<P>> d = drawings.take(); d.isPresent(); d = drawings.take()) {
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
  private static @Nullable Image drawn(Drawing<?> drawing) throws InterruptedException {
    try {
      return drawing.image.get();
    } catch (CancellationException | ExecutionException e) {
      return null;
    }
  }
}
