package io.github.reenact.media;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;

import io.github.reenact.Image;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Writes an MP4 file with H.264 (yuv420p, BT.601, index first) that browsers play, with the sound
 * of another file if asked for.
 *
 * <p>H.264 needs even sides: an odd side grows by one pixel, which repeats the last column or row;
 * sides below 16 pixels grow to 16 in the same way. Pictures above {@link #MAX_PIXELS} are scaled
 * down to fit. {@link #width()} and {@link #height()} tell the size of the video.
 *
 * <p>The file appears in {@link #finish()}; closed without it, or when the program is interrupted,
 * nothing is left behind. Not thread-safe. Owns native memory.
 *
 * <pre>{@code
 * try (VideoWriter writer =
 *     VideoWriter.builder(out).size(512, 512).rate(reader.frameRate()).audioFrom(driver).open()) {
 *   writer.write(image);
 *   writer.finish();
 * }
 * }</pre>
 */
public final class VideoWriter implements AutoCloseable {
  /** The largest frame of H.264 level 5.2, which this encoder and most players stop at. */
  public static final long MAX_PIXELS = 36_864L * 256;

  private final Mp4File out;
  private final VideoSize size;
  private final FrameRate rate;
  // Encoder ticks: a whole number per frame, and fine enough for frames with times of their own.
  private final int ticksPerFrame;
  private final double tick;

  private final AVPacket packet = av_packet_alloc();
  private @Nullable AVCodecContext codec;
  private @Nullable YuvFrames yuv;
  private @Nullable AVStream stream;
  private long lastPts = -1;
  private long frames;
  private boolean finished;
  private boolean closed;

  /** Settings of a {@link VideoWriter}; size and rate must be given. */
  public static final class Builder {
    private final Path file;
    private int width;
    private int height;
    private @Nullable FrameRate rate;
    private @Nullable Path audioFrom;
    private boolean overwrite;
    private Optional<DigitalSource> source = Optional.of(DigitalSource.COMPOSITE);

    private Builder(Path file) {
      this.file = file;
    }

    /** The size of the pictures in pixels. */
    public Builder size(int width, int height) {
      this.width = width;
      this.height = height;
      return this;
    }

    /** The rate of the frames. */
    public Builder rate(FrameRate rate) {
      this.rate = rate;
      return this;
    }

    /**
     * A file whose sound is carried over, trimmed to the length of the video; one without sound, or
     * whose sound cannot be decoded, gives a silent video (see {@link #audioProblem()}).
     */
    public Builder audioFrom(Path file) {
      this.audioFrom = file;
      return this;
    }

    /** Whether an existing file may be replaced; not by default. */
    public Builder overwrite(boolean overwrite) {
      this.overwrite = overwrite;
      return this;
    }

    /**
     * What the metadata say about how the video was made (IPTC's DigitalSourceType); {@link
     * DigitalSource#COMPOSITE} by default, empty for none.
     */
    public Builder source(Optional<DigitalSource> source) {
      this.source = source;
      return this;
    }

    /**
     * Starts the file.
     *
     * @throws IOException as {@link #checkWritable}, or if the encoder cannot be started
     * @throws IllegalStateException if the size or the rate was not given
     */
    public VideoWriter open() throws IOException {
      FrameRate given = rate;
      if (width < 1 || height < 1 || given == null) {
        throw new IllegalStateException("a video needs size(width, height) and rate(rate)");
      }
      Native.load();
      VideoWriter writer = new VideoWriter(this, given);
      boolean complete = false;
      try {
        writer.start(audioFrom);
        complete = true;
      } finally {
        if (!complete) {
          writer.close();
        }
      }
      return writer;
    }
  }

  private VideoWriter(Builder b, FrameRate rate) throws IOException {
    out = new Mp4File(b.file, b.overwrite, b.source);
    this.rate = rate;
    size = VideoSize.of(b.width, b.height);
    ticksPerFrame = Math.max(1, 90_000 / rate.numerator());
    tick = rate.denominator() / ((double) rate.numerator() * ticksPerFrame);
  }

  /** Settings for a new file. */
  public static Builder builder(Path file) {
    return new Builder(file);
  }

  /**
   * Finds out, before any work is done, whether a video can be written.
   *
   * @throws IOException as {@link OutputFile#checkWritable}, or if the name does not end in .mp4,
   *     .m4v or .mov
   */
  public static void checkWritable(Path file, boolean overwrite) throws IOException {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (!name.endsWith(".mp4") && !name.endsWith(".m4v") && !name.endsWith(".mov")) {
      throw new IOException(file + ": videos are written as MP4; choose a name that ends in .mp4");
    }
    OutputFile.checkWritable(file, overwrite);
  }

  private void start(@Nullable Path audioFrom) throws IOException {
    AVStream s = out.video();
    stream = s;
    AVCodecContext c = H264Encoder.open(size, rate, ticksPerFrame, out.name());
    codec = c;
    s.time_base(c.time_base());
    s.avg_frame_rate(c.framerate());
    Native.check(avcodec_parameters_from_context(s.codecpar(), c), out.name());
    out.start(audioFrom);
    yuv = new YuvFrames(size, YuvFrames.Form.VIDEO, out.name());
  }

  /** Width of the video in pixels. */
  public int width() {
    return size.width();
  }

  /** Height of the video in pixels. */
  public int height() {
    return size.height();
  }

  /** How many frames were written. */
  public long framesWritten() {
    return frames;
  }

  /** Whether the file has a sound track. */
  public boolean hasAudio() {
    return out.hasAudio();
  }

  /** Why the sound that was asked for is not in the file, or is only in part of it. */
  public Optional<String> audioProblem() {
    return out.audioProblem();
  }

  /**
   * Adds the next frame, one step of the rate after the last.
   *
   * @throws IOException if the file cannot be written, for example because the disk is full
   * @throws IllegalArgumentException if the picture has not the size of the video
   */
  public void write(Image image) throws IOException {
    encode(image, lastPts + (lastPts < 0 ? 1 : ticksPerFrame));
  }

  /**
   * Adds the next frame with a time of its own, which keeps the variable rate of a driver.
   *
   * @param seconds from the start of the video; later than the last frame's, else it is moved
   * @throws IOException if the file cannot be written, for example because the disk is full
   * @throws IllegalArgumentException if the picture has not the size of the video or the time is
   *     negative or not finite
   */
  public void write(Image image, double seconds) throws IOException {
    if (!(seconds >= 0 && seconds < 1e7)) {
      throw new IllegalArgumentException("a frame's time is 0 seconds or more, not " + seconds);
    }
    encode(image, Math.max(lastPts + 1, Math.round(seconds / tick)));
  }

  private void encode(Image image, long pts) throws IOException {
    AVCodecContext c = codec;
    YuvFrames converter = yuv;
    if (closed || finished || c == null || converter == null) {
      throw new IllegalStateException("the writer of " + out.name() + " is closed");
    }
    if (image.width() != size.sourceWidth() || image.height() != size.sourceHeight()) {
      throw new IllegalArgumentException(
          "frame %d has %dx%d pixels; all frames of %s have %dx%d"
              .formatted(
                  frames,
                  image.width(),
                  image.height(),
                  out.name(),
                  size.sourceWidth(),
                  size.sourceHeight()));
    }
    String name = out.name();
    AVFrame frame = converter.convert(image, name);
    frame.pts(pts);
    frame.duration(ticksPerFrame);
    lastPts = pts;
    Native.check(avcodec_send_frame(c, frame), name + ": frame " + frames + " cannot be encoded");
    frames++;
    drain();
  }

  private void drain() throws IOException {
    AVCodecContext c = codec;
    AVStream s = stream;
    if (c == null || s == null) {
      throw new IllegalStateException();
    }
    String name = out.name();
    while (true) {
      int rc = avcodec_receive_packet(c, packet);
      if (rc == AVERROR_EAGAIN() || rc == AVERROR_EOF()) {
        return;
      }
      Native.check(rc, name + ": a frame cannot be encoded");
      if (packet.duration() <= 0) {
        packet.duration(ticksPerFrame);
      }
      out.write(packet, s, c.time_base());
    }
  }

  /**
   * Completes the file and moves it into place.
   *
   * @throws IOException if it cannot be written
   * @throws IllegalStateException if no frame was written, or the writer is closed
   */
  public void finish() throws IOException {
    AVCodecContext c = codec;
    if (closed || finished || c == null) {
      throw new IllegalStateException("the writer of " + out.name() + " is closed");
    }
    if (frames == 0) {
      throw new IllegalStateException("a video needs at least one frame: " + out.name());
    }
    finished = true;
    avcodec_send_frame(c, null);
    drain();
    out.finish((lastPts + ticksPerFrame) * tick);
  }

  /**
   * Frees native memory; without {@link #finish()} before, deletes what was written. Closing again
   * has no effect.
   */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    if (yuv != null) {
      yuv.close();
    }
    if (codec != null) {
      avcodec_free_context(codec);
    }
    av_packet_free(packet);
    out.close();
  }
}
