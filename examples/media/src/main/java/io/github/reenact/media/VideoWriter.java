package io.github.reenact.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_DEFAULT;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INP;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import io.github.reenact.BackendMissingException;
import io.github.reenact.Image;
import io.github.reenact.spi.NativeThreads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;
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

  /** The encoder knows no smaller side. */
  private static final int SMALLEST = 16;

  private static final byte[] XMP_UUID = {
    (byte) 0xBE,
    0x7A,
    (byte) 0xCF,
    (byte) 0xCB,
    (byte) 0x97,
    (byte) 0xA9,
    0x42,
    (byte) 0xE8,
    (byte) 0x9C,
    0x71,
    (byte) 0x99,
    (byte) 0x94,
    (byte) 0x91,
    (byte) 0xE3,
    (byte) 0xAF,
    (byte) 0xAC
  };

  private final OutputFile out;
  private final int sourceWidth;
  private final int sourceHeight;
  private final int evenWidth;
  private final int evenHeight;
  private final int width;
  private final int height;
  private final FrameRate rate;
  private final Optional<DigitalSource> source;
  // Encoder ticks: a whole number per frame, and fine enough for frames with times of their own.
  private final int ticksPerFrame;
  private final double tick;

  private final AVFormatContext format = new AVFormatContext(null);
  private final AVPacket packet = av_packet_alloc();
  private final AVFrame rgb = av_frame_alloc();
  private final AVFrame yuv = av_frame_alloc();
  private @Nullable AVIOContext io;
  private @Nullable AVCodecContext codec;
  private @Nullable SwsContext scaler;
  private @Nullable AVStream stream;
  private @Nullable AudioTrack audio;
  private Optional<String> audioProblem = Optional.empty();
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
    out = OutputFile.open(b.file, b.overwrite);
    this.rate = rate;
    source = b.source;
    sourceWidth = b.width;
    sourceHeight = b.height;
    evenWidth = Math.max(SMALLEST, sourceWidth + sourceWidth % 2);
    evenHeight = Math.max(SMALLEST, sourceHeight + sourceHeight % 2);
    double scale =
        Math.min(
            1,
            Math.min(
                Math.sqrt(MAX_PIXELS / ((double) evenWidth * evenHeight)),
                // Level 5.2 also bounds a side to sqrt(8 * 36864) blocks.
                8688.0 / Math.max(evenWidth, evenHeight)));
    width = scale == 1 ? evenWidth : Math.max(16, (int) (sourceWidth * scale) / 16 * 16);
    height = scale == 1 ? evenHeight : Math.max(16, (int) (sourceHeight * scale) / 16 * 16);
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
    String name = out.target().toString();
    String url = Native.url(out.temporary());
    Native.check(avformat_alloc_output_context2(format, null, "mp4", url), name);
    AVCodec encoder = avcodec_find_encoder_by_name("libopenh264");
    if (encoder == null || encoder.isNull()) {
      throw new BackendMissingException(
          "this FFmpeg has no libopenh264 encoder; use the artifact org.bytedeco:ffmpeg of the"
              + " version that reenact names");
    }
    AVCodecContext c = avcodec_alloc_context3(encoder);
    codec = c;
    c.width(width);
    c.height(height);
    c.pix_fmt(AV_PIX_FMT_YUV420P);
    c.time_base(av_make_q(rate.denominator(), rate.numerator() * ticksPerFrame));
    c.framerate(av_make_q(rate.numerator(), rate.denominator()));
    c.sample_aspect_ratio(av_make_q(1, 1));
    c.color_range(AVCOL_RANGE_MPEG);
    c.colorspace(AVCOL_SPC_SMPTE170M);
    c.color_primaries(AVCOL_PRI_BT709);
    c.color_trc(AVCOL_TRC_BT709);
    c.thread_count(NativeThreads.encoder());
    c.gop_size((int) Math.max(1, Math.min(250, Math.round(2 * rate.perSecond()))));
    c.flags(c.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
    // Quality is bounded by the quantiser, not by the rate: see QMAX.
    c.qmin(QMIN);
    c.qmax(QMAX);
    c.bit_rate(bitRate());
    av_opt_set(c.priv_data(), "rc_mode", "quality", 0);
    av_opt_set(c.priv_data(), "allow_skip_frames", "0", 0);
    av_opt_set(c.priv_data(), "coder", "cabac", 0);
    av_opt_set(c.priv_data(), "profile", "high", 0);
    Native.check(
        avcodec_open2(c, encoder, (AVDictionary) null),
        "%s: the H.264 encoder cannot be started for %dx%d at %s frames per second"
            .formatted(name, width, height, rate));
    AVStream s = avformat_new_stream(format, null);
    stream = s;
    s.time_base(c.time_base());
    s.avg_frame_rate(c.framerate());
    Native.check(avcodec_parameters_from_context(s.codecpar(), c), name);
    if (audioFrom != null) {
      openAudio(audioFrom);
    }
    AVIOContext opened = new AVIOContext(null);
    Native.check(avio_open(opened, url, AVIO_FLAG_WRITE), name + " cannot be written");
    io = opened;
    format.pb(opened);
    AVDictionary options = new AVDictionary(null);
    av_dict_set(options, "movflags", "+faststart+use_metadata_tags", 0);
    if (source.isPresent()) {
      AVDictionary metadata = new AVDictionary(null);
      av_dict_set(metadata, "comment", source.get().comment(), 0);
      av_dict_set(metadata, "DigitalSourceType", source.get().uri(), 0);
      format.metadata(metadata);
    }
    int rc = avformat_write_header(format, options);
    av_dict_free(options);
    Native.check(rc, name + " cannot be written");
    prepareFrames(name);
  }

  private void prepareFrames(String name) throws IOException {
    rgb.format(AV_PIX_FMT_RGB24);
    rgb.width(evenWidth);
    rgb.height(evenHeight);
    Native.check(av_frame_get_buffer(rgb, 0), name);
    yuv.format(AV_PIX_FMT_YUV420P);
    yuv.width(width);
    yuv.height(height);
    Native.check(av_frame_get_buffer(yuv, 0), name);
    yuv.color_range(AVCOL_RANGE_MPEG);
    yuv.colorspace(AVCOL_SPC_SMPTE170M);
    SwsContext sws =
        sws_getContext(
            evenWidth,
            evenHeight,
            AV_PIX_FMT_RGB24,
            width,
            height,
            AV_PIX_FMT_YUV420P,
            SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INP,
            null,
            null,
            (DoublePointer) null);
    if (sws == null || sws.isNull()) {
      throw new IOException(name + ": pictures of this size cannot be converted to YUV");
    }
    scaler = sws;
    sws_setColorspaceDetails(
        sws,
        sws_getCoefficients(SWS_CS_DEFAULT),
        1,
        sws_getCoefficients(SWS_CS_DEFAULT),
        0,
        0,
        1 << 16,
        1 << 16);
  }

  private void openAudio(Path from) {
    try {
      audio = AudioTrack.open(from, format);
    } catch (IOException e) {
      audioProblem = Optional.ofNullable(e.getMessage());
    }
  }

  private static final int QMIN = 8;
  private static final int QMAX = 18;

  /** A ceiling that the quantiser stays below in practice: 8 bits a pixel and frame. */
  private long bitRate() {
    return Math.min(
        200_000_000L, Math.max(2_000_000L, (long) (8.0 * width * height * rate.perSecond())));
  }

  /** Width of the video in pixels. */
  public int width() {
    return width;
  }

  /** Height of the video in pixels. */
  public int height() {
    return height;
  }

  /** How many frames were written. */
  public long framesWritten() {
    return frames;
  }

  /** Whether the file has a sound track. */
  public boolean hasAudio() {
    return audio != null;
  }

  /** Why the sound that was asked for is not in the file, or is only in part of it. */
  public Optional<String> audioProblem() {
    return audio != null && audioProblem.isEmpty() ? audio.problem() : audioProblem;
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
    SwsContext sws = scaler;
    if (closed || finished || c == null || sws == null) {
      throw new IllegalStateException("the writer of " + out.target() + " is closed");
    }
    if (image.width() != sourceWidth || image.height() != sourceHeight) {
      throw new IllegalArgumentException(
          "frame %d has %dx%d pixels; all frames of %s have %dx%d"
              .formatted(
                  frames, image.width(), image.height(), out.target(), sourceWidth, sourceHeight));
    }
    String name = out.target().toString();
    Native.check(av_frame_make_writable(rgb), name);
    fill(image);
    Native.check(av_frame_make_writable(yuv), name);
    Native.check(sws_scale_frame(sws, yuv, rgb), name);
    yuv.pts(pts);
    yuv.duration(ticksPerFrame);
    lastPts = pts;
    Native.check(avcodec_send_frame(c, yuv), name + ": frame " + frames + " cannot be encoded");
    frames++;
    drain();
  }

  private void fill(Image image) {
    ByteBuffer from = image.pixels();
    int stride = rgb.linesize(0);
    ByteBuffer to = rgb.data(0).capacity((long) stride * evenHeight).asByteBuffer();
    int row = sourceWidth * 3;
    for (int y = 0; y < evenHeight; y++) {
      int line = Math.min(y, sourceHeight - 1) * row;
      to.put(y * stride, from, line, row);
      for (int x = row; x < evenWidth * 3; x += 3) {
        to.put(y * stride + x, from, line + row - 3, 3);
      }
    }
  }

  private void drain() throws IOException {
    AVCodecContext c = codec;
    AVStream s = stream;
    if (c == null || s == null) {
      throw new IllegalStateException();
    }
    String name = out.target().toString();
    while (true) {
      int rc = avcodec_receive_packet(c, packet);
      if (rc == AVERROR_EAGAIN() || rc == AVERROR_EOF()) {
        return;
      }
      Native.check(rc, name + ": a frame cannot be encoded");
      if (packet.duration() <= 0) {
        packet.duration(ticksPerFrame);
      }
      if (audio != null) {
        audio.writeUntil(packet.pts() * tick, name);
      }
      packet.stream_index(s.index());
      av_packet_rescale_ts(packet, c.time_base(), s.time_base());
      Native.check(
          av_interleaved_write_frame(format, packet),
          name + " cannot be written; is the disk full?");
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
      throw new IllegalStateException("the writer of " + out.target() + " is closed");
    }
    if (frames == 0) {
      throw new IllegalStateException("a video needs at least one frame: " + out.target());
    }
    finished = true;
    String name = out.target().toString();
    avcodec_send_frame(c, null);
    drain();
    if (audio != null) {
      audio.finish((lastPts + ticksPerFrame) * tick, name);
    }
    String full = name + " cannot be written; is the disk full?";
    Native.check(av_write_trailer(format), full);
    AVIOContext opened = io;
    io = null;
    format.pb(null);
    if (opened != null) {
      Native.check(avio_closep(opened), full);
    }
    if (source.isPresent()) {
      appendXmp(source.get().xmp());
    }
    out.commit();
  }

  /** The box that XMP defines for MP4, at the end of the file, where a box may always stand. */
  private void appendXmp(byte[] xmp) throws IOException {
    ByteBuffer box = ByteBuffer.allocate(8 + XMP_UUID.length + xmp.length);
    box.putInt(box.capacity()).put(new byte[] {'u', 'u', 'i', 'd'}).put(XMP_UUID).put(xmp);
    Files.write(out.temporary(), box.array(), StandardOpenOption.APPEND);
  }

  /**
   * Frees native memory; without {@link #finish()} before, deletes what was written. Closing twice
   * does nothing.
   */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    if (audio != null) {
      audio.close();
    }
    if (io != null) {
      avio_closep(io);
      format.pb(null);
    }
    if (scaler != null) {
      sws_freeContext(scaler);
    }
    if (codec != null) {
      avcodec_free_context(codec);
    }
    av_frame_free(rgb);
    av_frame_free(yuv);
    av_packet_free(packet);
    if (!format.isNull()) {
      avformat_free_context(format);
    }
    out.close();
  }
}
