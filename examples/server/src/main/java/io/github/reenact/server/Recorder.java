package io.github.reenact.server;

import io.github.reenact.Image;
import io.github.reenact.media.FrameRate;
import io.github.reenact.media.VideoWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Writes live frames to a video, which says that it is synthetic, in a thread of its own: an
 * encoder that is slow leaves frames out of the file, and does not delay the ones that are shown.
 * Thread-safe.
 */
final class Recorder implements AutoCloseable {
  private static final FrameRate RATE = FrameRate.of(25);
  private static final int WAITING = 8;

  private final Path file;
  private final double maxSeconds;
  private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>(WAITING);
  private final AtomicBoolean finishing = new AtomicBoolean();
  private final Thread thread;
  private volatile boolean written;
  private volatile boolean abandoned;

  private record Frame(Image image, double seconds) {}

  /**
   * Starts a recording.
   *
   * @param file its name ends in .mp4
   * @param maxSeconds what is longer is left out
   */
  Recorder(Path file, double maxSeconds) {
    this.file = file;
    this.maxSeconds = maxSeconds;
    thread = new Thread(this::write, "reenact-record");
    thread.setDaemon(true);
    thread.start();
  }

  /** Gives the next frame, and returns at once. */
  void add(Image image, double seconds) {
    if (!finishing.get()) {
      // One that finds no room is left out.
      boolean unused = frames.offer(new Frame(image, seconds));
    }
  }

  private void write() {
    try {
      Frame first = next();
      if (first == null) {
        return;
      }
      try (VideoWriter writer =
          VideoWriter.builder(file)
              .size(first.image.width(), first.image.height())
              .rate(RATE)
              .open()) {
        for (Frame f = first; f != null; f = next()) {
          double seconds = f.seconds - first.seconds;
          if (seconds >= 0 && seconds <= maxSeconds) {
            writer.write(f.image, seconds);
          }
        }
        if (!abandoned) {
          writer.finish();
          written = true;
        }
      }
    } catch (IOException e) {
      // The file is not there then, which is what the client is told.
      finishing.set(true);
      frames.clear();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable Frame next() throws InterruptedException {
    while (!abandoned) {
      Frame f = frames.poll(50, TimeUnit.MILLISECONDS);
      if (f != null || finishing.get()) {
        return f;
      }
    }
    return null;
  }

  /** Completes the file; false if there is none, because no frame came or the disk is full. */
  boolean finish() {
    finishing.set(true);
    join();
    return written;
  }

  /** Ends the recording; one that was not finished is deleted. */
  @Override
  public void close() {
    if (!written) {
      abandoned = true;
      finishing.set(true);
      join();
    }
  }

  private void join() {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
