package io.github.reenact.media;

import io.github.reenact.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a video in their order, upright and with square pixels; a photo is a video of one
 * frame. All frames have the size of the first.
 *
 * <p>Opened without a frame rate, every frame of the file comes with its own time stamp, however
 * irregular. Opened with one, frames are repeated and left out as that constant rate needs: frame
 * {@code n} is the one nearest in time to {@code n / rate}, or, in a pause of the source, the last
 * one before it.
 *
 * <p>A file that is damaged or ends too soon delivers the frames that are good; {@link #damage()}
 * tells of it afterwards.
 *
 * <p>Not thread-safe. Owns native memory.
 */
public final class VideoReader implements AutoCloseable {
  /** Frames larger than this (about 8192x8192) are refused: 64 megapixels. */
  public static final long MAX_PIXELS = 1L << 26;

  /**
   * One frame.
   *
   * @param image the upright picture
   * @param seconds when it is shown, from 0 for the first frame; never decreases
   */
  public record Frame(Image image, double seconds) {}

  private final Path file;
  private final @Nullable FrameRate resample;
  private final @Nullable Decoder decoder;
  private final FrameRate rate;
  private final long expected;
  private final int width;
  private final int height;
  // The frame to show now and the one after it: which is nearer in time is known from both.
  private @Nullable Frame current;
  private @Nullable Frame following;
  private double end;
  private long position;
  private long delivered;
  private boolean closed;
  private Optional<String> damage = Optional.empty();

  private VideoReader(Path file, @Nullable FrameRate resample, long first) throws IOException {
    this.file = file;
    this.resample = resample;
    position = first;
    checkReadable(file);
    if (PhotoReader.isPhoto(file)) {
      decoder = null;
      current = new Frame(PhotoReader.read(file), 0);
    } else {
      Decoder opened = new Decoder(file);
      @Nullable Decoder kept = null;
      try {
        if (opened.isPicture()) {
          current = new Frame(PhotoReader.read(file, opened), 0);
        } else {
          current = firstOf(opened, file);
          end = opened.endTime();
          if (first > 0 && resample != null) {
            double time = resample.timeOf(first);
            Decoder.@Nullable Moment moment = seek(opened, time);
            if (moment == null) {
              opened.close();
              opened = new Decoder(file);
              moment = opened.to(time);
            }
            if (moment == null) {
              throw new IOException(file + " has changed while it was read; start again");
            }
            current = moment.shown();
            end = moment.end();
            following = moment.following();
          } else {
            following = resample == null ? null : opened.next();
          }
          kept = opened;
        }
      } finally {
        if (kept == null) {
          opened.close();
        }
      }
      decoder = kept;
    }
    if (decoder == null) {
      rate = resample == null ? FrameRate.of(25) : resample;
      expected = 1;
    } else {
      rate = resample == null ? decoder.frameRate() : resample;
      expected =
          resample == null
              ? decoder.frames()
              : Math.max(0, Math.round(decoder.duration() * resample.perSecond()) - first);
    }
    width = current.image().width();
    height = current.image().height();
  }

  /**
   * Goes to a moment from a key frame before it, without what lies before that; null if that is not
   * possible. A key frame may be damaged, or lie later than the container says: then from one
   * further ahead.
   */
  private static Decoder.@Nullable Moment seek(Decoder decoder, double time) throws IOException {
    for (double before = 1; before < time && decoder.seek(time - before); before *= 4) {
      Decoder.@Nullable Moment moment = decoder.to(time);
      if (moment != null) {
        return moment;
      }
    }
    return null;
  }

  private static Frame firstOf(Decoder decoder, Path file) throws IOException {
    @Nullable Frame frame = decoder.next();
    if (frame == null) {
      throw new IOException(
          file
              + ": no frame of this video ("
              + decoder.codecName()
              + ") can be decoded; it is damaged or cut short: get a whole copy of it");
    }
    return frame;
  }

  /**
   * Opens a video or photo; every frame comes as it is stored.
   *
   * @throws IOException if the file is missing, empty, has no picture in it, or cannot be decoded
   */
  public static VideoReader open(Path file) throws IOException {
    return new VideoReader(file, null, 0);
  }

  /**
   * Opens a video or photo; its frames come at a constant rate. A photo stays one frame.
   *
   * @throws IOException if the file is missing, empty, has no picture in it, or cannot be decoded
   */
  public static VideoReader open(Path file, FrameRate rate) throws IOException {
    return new VideoReader(file, rate, 0);
  }

  /**
   * Opens a video in its middle: its frames at a constant rate from one of them on, as they come
   * from {@link #open(Path, FrameRate)} after those before it. What lies before it is not decoded,
   * but for what lies behind the nearest key frame, where the container has an index or can be
   * searched. A photo stays one frame.
   *
   * @param first number of the first frame, from 0; after the end there are no frames
   * @throws IOException if the file is missing, empty, has no picture in it, or cannot be decoded
   * @throws IllegalArgumentException if {@code first} is negative
   */
  public static VideoReader open(Path file, FrameRate rate, long first) throws IOException {
    if (first < 0) {
      throw new IllegalArgumentException("frames are numbered from 0; there is none " + first);
    }
    return new VideoReader(file, rate, first);
  }

  /**
   * How long a video lasts by what its container says, in seconds; 0 if it does not say, or for a
   * photo. No frame is decoded; it may be wrong.
   *
   * @throws IOException if the file is missing, empty, or no video or photo
   */
  public static double duration(Path file) throws IOException {
    checkReadable(file);
    if (PhotoReader.isPhoto(file)) {
      return 0;
    }
    try (Decoder decoder = new Decoder(file)) {
      return decoder.isPicture() ? 0 : decoder.duration();
    }
  }

  static void checkReadable(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString(), null, "there is no such file; check the path");
    }
    if (Files.isDirectory(file)) {
      throw new IOException(file + " is a folder; give a video or a photo");
    }
    if (!Files.isReadable(file)) {
      throw new IOException(file + " cannot be read; check its permissions");
    }
    if (Files.size(file) == 0) {
      throw new IOException(file + " is empty (0 bytes); get a whole copy of it");
    }
  }

  /** Width of the upright frames in pixels. */
  public int width() {
    return width;
  }

  /** Height of the upright frames in pixels. */
  public int height() {
    return height;
  }

  /** The constant rate asked for, else the mean rate of the file; 25 for a photo. */
  public FrameRate frameRate() {
    return rate;
  }

  /** Whether the file is a photo: there is just one frame. */
  public boolean isPhoto() {
    return decoder == null;
  }

  /** How many frames to expect; an estimate that may be wrong, 0 if there is none. */
  public long frameEstimate() {
    return expected;
  }

  /**
   * The next frame, or empty at the end.
   *
   * @throws IOException if the file cannot be read any further; damaged frames are left out instead
   */
  public Optional<Frame> next() throws IOException {
    if (closed) {
      throw new IllegalStateException("the reader of " + file + " is closed");
    }
    return resample == null || decoder == null ? plain() : resampled(decoder, resample);
  }

  private Optional<Frame> plain() throws IOException {
    @Nullable Frame frame = current;
    current = null;
    if (frame == null && decoder != null) {
      frame = decoder.next();
    }
    if (frame != null) {
      delivered++;
    }
    return Optional.ofNullable(frame);
  }

  private Optional<Frame> resampled(Decoder source, FrameRate target) throws IOException {
    @Nullable Frame shown = current;
    if (shown == null) {
      return Optional.empty();
    }
    double time = target.timeOf(position);
    double half = 0.5 / target.perSecond();
    // The nearest frame, but never one that is shown more than half a step later: a long pause in
    // the source shows the frame before it.
    while (following != null
        && following.seconds() <= time + half
        && Math.abs(following.seconds() - time) <= Math.abs(shown.seconds() - time)) {
      shown = following;
      current = shown;
      end = source.endTime();
      following = source.next();
    }
    // At least one frame, and none that would start in the last half step of the video.
    if (following == null && position > 0 && time > end - half) {
      current = null;
      return Optional.empty();
    }
    position++;
    delivered++;
    return Optional.of(new Frame(shown.image(), time));
  }

  /** How many frames {@link #next()} has delivered. */
  public long framesDelivered() {
    return delivered;
  }

  /**
   * What is wrong with the file as far as it was read, in a sentence for the user; empty if
   * nothing. Complete after the last frame; works after {@link #close()}.
   */
  public Optional<String> damage() {
    return closed || decoder == null ? damage : decoder.damage();
  }

  /** Frees native memory. Closing again has no effect. */
  @Override
  public void close() {
    if (!closed) {
      if (decoder != null) {
        damage = decoder.damage();
        decoder.close();
      }
      closed = true;
      current = null;
      following = null;
    }
  }
}
