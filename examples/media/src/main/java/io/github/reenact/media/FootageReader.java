package io.github.reenact.media;

import io.github.reenact.DrivingFrame;
import io.github.reenact.FootageFrame;
import io.github.reenact.ReenactmentPipeline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A take and its driver, side by side: every frame of the take with its own time stamp, and the
 * driver's frame at that time, repeated or left out as need be. A driver that ends before the take
 * does is missing from then on; a photo holds.
 *
 * <p>Not thread-safe. Owns native memory.
 */
public final class FootageReader
    implements ReenactmentPipeline.FrameSource<FootageFrame, IOException>, AutoCloseable {
  private final VideoReader take;
  private final @Nullable DrivingReader driver;
  private @Nullable DrivingFrame current;
  private @Nullable DrivingFrame following;
  private double end = Double.POSITIVE_INFINITY;

  private FootageReader(VideoReader take, @Nullable DrivingReader driver) throws IOException {
    this.take = take;
    this.driver = driver;
    this.following = driver == null ? null : driver.next().orElse(null);
  }

  /**
   * Opens the files.
   *
   * @param take a video; a photo is one frame
   * @param driver what {@link DrivingReader#open} takes; empty if there is none
   * @throws IOException if one is missing, damaged, or of another kind
   */
  public static FootageReader open(Path take, Optional<Path> driver) throws IOException {
    VideoReader opened = VideoReader.open(take);
    DrivingReader other = null;
    FootageReader complete = null;
    try {
      other = driver.isPresent() ? DrivingReader.open(driver.get()) : null;
      complete = new FootageReader(opened, other);
      return complete;
    } finally {
      if (complete == null) {
        opened.close();
        if (other != null) {
          other.close();
        }
      }
    }
  }

  /**
   * The next frame of the take, or empty at its end.
   *
   * @throws IOException if a file cannot be read any more
   */
  @Override
  public Optional<FootageFrame> next() throws IOException {
    Optional<VideoReader.Frame> frame = take.next();
    if (frame.isEmpty()) {
      return Optional.empty();
    }
    double time = frame.get().seconds();
    return Optional.of(new FootageFrame(frame.get().image(), driverAt(time), time));
  }

  private Optional<DrivingFrame> driverAt(double time) throws IOException {
    if (driver == null) {
      return Optional.empty();
    }
    double half = 0.5 / take.frameRate().perSecond();
    for (DrivingFrame f = following; f != null && f.seconds() <= time + half; f = following) {
      current = f;
      following = driver.next().orElse(null);
      if (following == null && !driver.isPhoto()) {
        end = f.seconds() + Math.max(half, 1 / driver.frameRate().perSecond() - half);
      }
    }
    return time < end ? Optional.ofNullable(current) : Optional.empty();
  }

  /** Width of the take in pixels. */
  public int width() {
    return take.width();
  }

  /** Height of the take in pixels. */
  public int height() {
    return take.height();
  }

  /** The mean rate of the take. */
  public FrameRate frameRate() {
    return take.frameRate();
  }

  /** How many frames to expect: an estimate, 0 if there is none. */
  public long frameEstimate() {
    return take.frameEstimate();
  }

  /** What is wrong with the driver as far as it was read; empty if nothing is. */
  public Optional<String> driverDamage() {
    return driver == null ? Optional.empty() : driver.damage();
  }

  /** The driver's file, if it may have sound. */
  public Optional<Path> driverSound() {
    return driver == null ? Optional.empty() : driver.sound();
  }

  /** Frees the native memory; closing again has no effect. */
  @Override
  public void close() {
    take.close();
    if (driver != null) {
      driver.close();
    }
  }
}
