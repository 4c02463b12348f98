package io.github.reenact.media;

import io.github.reenact.DrivingFrame;
import io.github.reenact.ReenactmentPipeline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;

/**
 * What drives a photo, frame by frame: a video, a photo (one frame), or a motion template. Which of
 * them a file is, its contents say.
 *
 * <pre>{@code
 * ReenactmentPipeline.run(session, driver, writer::write);
 * }</pre>
 *
 * <p>Not thread-safe. Owns native memory.
 */
public abstract class DrivingReader
    implements ReenactmentPipeline.Source<IOException>, AutoCloseable {
  private DrivingReader() {}

  /**
   * Opens a file.
   *
   * @throws IOException if it is missing, damaged, or none of the three
   */
  public static DrivingReader open(Path file) throws IOException {
    return MotionTemplate.isTemplate(file)
        ? new OfTemplate(MotionTemplate.read(file))
        : new OfVideo(file);
  }

  /**
   * The next frame, or empty at the end.
   *
   * @throws IOException if the file cannot be read any more
   */
  @Override
  public abstract Optional<DrivingFrame> next() throws IOException;

  /** At which rate the frames come. */
  public abstract FrameRate frameRate();

  /** How many frames to expect: an estimate, 0 if there is none. */
  public abstract long frameEstimate();

  /** Whether it is a photo. */
  public abstract boolean isPhoto();

  /** What is wrong with the file as far as it was read; empty if nothing is. */
  public abstract Optional<String> damage();

  /** The file whose sound goes with the frames, if it may have any. */
  public abstract Optional<Path> sound();

  /** Frees the native memory; closing again has no effect. */
  @Override
  public abstract void close();

  private static final class OfVideo extends DrivingReader {
    private final Path file;
    private final VideoReader reader;

    OfVideo(Path file) throws IOException {
      this.file = file;
      this.reader = VideoReader.open(file);
    }

    @Override
    public Optional<DrivingFrame> next() throws IOException {
      return reader.next().map(f -> new DrivingFrame.Picture(f.image(), f.seconds()));
    }

    @Override
    public FrameRate frameRate() {
      return reader.frameRate();
    }

    @Override
    public long frameEstimate() {
      return reader.frameEstimate();
    }

    @Override
    public boolean isPhoto() {
      return reader.isPhoto();
    }

    @Override
    public Optional<String> damage() {
      return reader.damage();
    }

    @Override
    public Optional<Path> sound() {
      return isPhoto() ? Optional.empty() : Optional.of(file);
    }

    @Override
    public void close() {
      reader.close();
    }
  }

  private static final class OfTemplate extends DrivingReader {
    private final MotionTemplate template;
    private final Iterator<MotionTemplate.Frame> frames;

    OfTemplate(MotionTemplate template) {
      this.template = template;
      this.frames = template.frames().iterator();
    }

    @Override
    public Optional<DrivingFrame> next() {
      if (!frames.hasNext()) {
        return Optional.empty();
      }
      MotionTemplate.Frame f = frames.next();
      return Optional.of(
          new DrivingFrame.Known(
              f.landmarks(), f.irises(), template.width(), template.height(), f.seconds()));
    }

    @Override
    public FrameRate frameRate() {
      return template.rate();
    }

    @Override
    public long frameEstimate() {
      return template.frames().size();
    }

    @Override
    public boolean isPhoto() {
      return false;
    }

    @Override
    public Optional<String> damage() {
      return Optional.empty();
    }

    @Override
    public Optional<Path> sound() {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }
}
