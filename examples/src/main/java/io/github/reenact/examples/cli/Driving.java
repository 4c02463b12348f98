package io.github.reenact.examples.cli;

import io.github.reenact.DrivingFrame;
import io.github.reenact.examples.media.FrameRate;
import io.github.reenact.examples.media.MotionTemplate;
import io.github.reenact.examples.media.VideoReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;

/**
 * What drives a photo, frame by frame: a video, a photo (one frame), or a motion template. Which of
 * them a file is, its contents say.
 *
 * <p>Not thread-safe.
 */
abstract class Driving implements AutoCloseable {
  private Driving() {}

  /**
   * Opens a file.
   *
   * @throws IOException if it is missing, damaged, or none of the three
   */
  static Driving open(Path file) throws IOException {
    return MotionTemplate.isTemplate(file)
        ? new OfTemplate(MotionTemplate.read(file))
        : new OfVideo(file);
  }

  /** The next frame, or empty at the end. */
  abstract Optional<DrivingFrame> next() throws IOException;

  /** At which rate the frames come. */
  abstract FrameRate frameRate();

  /** How many frames to expect: an estimate, 0 if there is none. */
  abstract long frameEstimate();

  /** Whether it is a photo. */
  abstract boolean isPhoto();

  /** What is wrong with the file as far as it was read. */
  abstract Optional<String> damage();

  /** The file whose sound goes with the frames, if it may have any. */
  abstract Optional<Path> sound();

  @Override
  public abstract void close();

  private static final class OfVideo extends Driving {
    private final Path file;
    private final VideoReader reader;

    OfVideo(Path file) throws IOException {
      this.file = file;
      this.reader = VideoReader.open(file);
    }

    @Override
    Optional<DrivingFrame> next() throws IOException {
      return reader.next().map(f -> new DrivingFrame.Picture(f.image(), f.seconds()));
    }

    @Override
    FrameRate frameRate() {
      return reader.frameRate();
    }

    @Override
    long frameEstimate() {
      return reader.frameEstimate();
    }

    @Override
    boolean isPhoto() {
      return reader.isPhoto();
    }

    @Override
    Optional<String> damage() {
      return reader.damage();
    }

    @Override
    Optional<Path> sound() {
      return isPhoto() ? Optional.empty() : Optional.of(file);
    }

    @Override
    public void close() {
      reader.close();
    }
  }

  private static final class OfTemplate extends Driving {
    private final MotionTemplate template;
    private final Iterator<MotionTemplate.Frame> frames;

    OfTemplate(MotionTemplate template) {
      this.template = template;
      this.frames = template.frames().iterator();
    }

    @Override
    Optional<DrivingFrame> next() {
      if (!frames.hasNext()) {
        return Optional.empty();
      }
      MotionTemplate.Frame f = frames.next();
      return Optional.of(
          new DrivingFrame.Known(
              f.landmarks(), f.irises(), template.width(), template.height(), f.seconds()));
    }

    @Override
    FrameRate frameRate() {
      return template.rate();
    }

    @Override
    long frameEstimate() {
      return template.frames().size();
    }

    @Override
    boolean isPhoto() {
      return false;
    }

    @Override
    Optional<String> damage() {
      return Optional.empty();
    }

    @Override
    Optional<Path> sound() {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }
}
