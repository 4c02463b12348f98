package io.github.reenact.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FLAG_BACKWARD;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_seek_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_index_get_entries_count;
import static org.bytedeco.ffmpeg.global.avformat.avformat_index_get_entry;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_INVALIDDATA;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_TIME_BASE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import io.github.reenact.spi.NativeThreads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIndexEntry;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the picture frames of one file with FFmpeg. Frames are upright, have square pixels and
 * the size of the first.
 */
final class Decoder implements AutoCloseable {
  /** AV_FRAME_FLAG_CORRUPT, which the bindings lack. */
  private static final int FRAME_CORRUPT = 1;

  private final Path file;
  private final AVFormatContext format = new AVFormatContext(null);
  private final AVPacket packet = av_packet_alloc();
  private final AVFrame decoded = av_frame_alloc();
  private final AVStream stream;
  private final AVCodecContext codec;
  private final String codecName;
  private final boolean picture;
  private final double timeBase;
  private final Orientation orientation;
  private final FrameRate rate;
  private final RgbFrames pictures;

  private long firstTimestamp = AV_NOPTS_VALUE;
  private double lastTime = -1;
  private double endTime;
  private long good;
  private long bad;
  private boolean cut;
  private boolean sought;
  private boolean awaitsKey;

  /** Time stamp of the key frame that was sought: what is shown before it needs earlier frames. */
  private long keyTimestamp = AV_NOPTS_VALUE;

  private boolean draining;
  private boolean finished;
  private boolean closed;

  /** Opens the file and its decoder; the contents are looked at, not the name. */
  Decoder(Path file) throws IOException {
    this.file = file;
    Native.load();
    boolean complete = false;
    @Nullable AVCodecContext opened = null;
    try {
      AVDictionary options = new AVDictionary(null);
      // Only matters for pictures: a % in the name is just a %.
      av_dict_set(options, "pattern_type", "none", 0);
      int rc = avformat_open_input(format, Native.url(file), null, options);
      av_dict_free(options);
      if (rc < 0) {
        throw unreadable(Native.message(rc));
      }
      rc = avformat_find_stream_info(format, (AVDictionary) null);
      if (rc < 0) {
        throw unreadable(Native.message(rc));
      }
      stream = VideoStreams.find(format, file);
      AVCodecParameters parameters = stream.codecpar();
      if ((long) parameters.width() * parameters.height() > VideoReader.MAX_PIXELS) {
        throw new IOException(
            "%s: its frames have %dx%d pixels; up to %d megapixels can be read: scale it down"
                .formatted(
                    file,
                    parameters.width(),
                    parameters.height(),
                    VideoReader.MAX_PIXELS / 1_000_000));
      }
      codecName = avcodec_get_name(parameters.codec_id()).getString();
      String container = format.iformat().name().getString();
      picture = container.endsWith("_pipe") || container.equals("image2");
      AVCodec found = avcodec_find_decoder(parameters.codec_id());
      if (found == null || found.isNull()) {
        throw new IOException(
            file
                + ": FFmpeg has no decoder for its video codec ("
                + codecName
                + "); convert it to H.264 first");
      }
      opened = avcodec_alloc_context3(found);
      Native.check(avcodec_parameters_to_context(opened, parameters), file.toString());
      opened.pkt_timebase(stream.time_base());
      opened.thread_count(NativeThreads.decoder());
      rc = avcodec_open2(opened, found, (AVDictionary) null);
      if (rc < 0) {
        throw unreadable(codecName + ": " + Native.message(rc));
      }
      codec = opened;
      timeBase = stream.time_base().num() / (double) stream.time_base().den();
      orientation = VideoStreams.orientation(parameters);
      rate = VideoStreams.rate(format, stream);
      pictures = new RgbFrames(file, format, stream);
      complete = true;
    } finally {
      if (!complete) {
        if (opened != null) {
          avcodec_free_context(opened);
        }
        freeInput();
      }
    }
  }

  private IOException unreadable(String why) {
    return new IOException(
        file
            + " cannot be read as a video or picture ("
            + why
            + "); it may be damaged, cut short or something else: check it with another player");
  }

  /** The decoder's name for what the frames are compressed with. */
  String codecName() {
    return codecName;
  }

  /** Whether this is a picture file. */
  boolean isPicture() {
    return picture;
  }

  /** Whether the file says how to turn it. */
  boolean isTurned() {
    return !orientation.equals(Orientation.UPRIGHT);
  }

  /** The mean rate. */
  FrameRate frameRate() {
    return rate;
  }

  /** Seconds that the file says it lasts; 0 if it does not say. */
  double duration() {
    if (stream.duration() != AV_NOPTS_VALUE && stream.duration() > 0) {
      return stream.duration() * timeBase;
    }
    return format.duration() != AV_NOPTS_VALUE && format.duration() > 0
        ? format.duration() / (double) AV_TIME_BASE
        : 0;
  }

  /** The number of frames that the file says it has, or an estimate; 0 if unknown. */
  long frames() {
    return stream.nb_frames() > 0 ? stream.nb_frames() : Math.round(duration() * rate.perSecond());
  }

  /** When the last frame that was delivered ends, in seconds. */
  double endTime() {
    return endTime;
  }

  /** The next frame that is whole, or null at the end. */
  VideoReader.@Nullable Frame next() throws IOException {
    return advance() ? picture(decoded, lastTime) : null;
  }

  private VideoReader.Frame picture(AVFrame frame, double time) throws IOException {
    return new VideoReader.Frame(orientation.apply(pictures.convert(frame)), time);
  }

  /** Decodes the next frame that is whole, without making a picture of it; false at the end. */
  private boolean advance() throws IOException {
    while (!finished) {
      int rc = avcodec_receive_frame(codec, decoded);
      if (rc >= 0) {
        if (keyTimestamp != AV_NOPTS_VALUE && decoded.best_effort_timestamp() < keyTimestamp) {
          continue;
        }
        if ((decoded.flags() & FRAME_CORRUPT) != 0 || decoded.decode_error_flags() != 0) {
          bad++;
          continue;
        }
        good++;
        step();
        return true;
      }
      if (rc == AVERROR_EOF()) {
        finished = true;
      } else if (rc != AVERROR_EAGAIN()) {
        bad++;
        if (draining) {
          finished = true;
        } else {
          feed();
        }
      } else {
        feed();
      }
    }
    return false;
  }

  /**
   * The frames of a moment.
   *
   * @param shown the last that begins at or before it
   * @param end when that one ends, in seconds
   * @param following the next one; null at the end of the video
   */
  record Moment(VideoReader.Frame shown, double end, VideoReader.@Nullable Frame following) {}

  /**
   * Goes on to a moment. Frames on the way are decoded, but no pictures are made of them.
   *
   * @return null if no frame before it can be decoded from here on
   */
  @Nullable Moment to(double seconds) throws IOException {
    AVFrame shown = av_frame_alloc();
    try {
      double time = -1;
      double end = 0;
      while (advance()) {
        if (decoded.best_effort_timestamp() == AV_NOPTS_VALUE && sought) {
          return null;
        }
        if (lastTime > seconds) {
          return time < 0
              ? null
              : new Moment(picture(shown, time), end, picture(decoded, lastTime));
        }
        if (!pictures.hasSize()) {
          pictures.convert(decoded);
        }
        time = lastTime;
        end = endTime;
        av_frame_unref(shown);
        av_frame_move_ref(shown, decoded);
      }
      return time < 0 ? null : new Moment(picture(shown, time), end, null);
    } finally {
      av_frame_free(shown);
    }
  }

  /**
   * Goes to a key frame near a time, before it where the container's index is exact. At least one
   * frame must have been decoded.
   *
   * @return whether that was possible; if not, a new decoder is needed to go on
   */
  boolean seek(double seconds) {
    if (firstTimestamp == AV_NOPTS_VALUE) {
      return false;
    }
    long target = firstTimestamp + (long) Math.floor(seconds / timeBase);
    if (av_seek_frame(format, stream.index(), target, AVSEEK_FLAG_BACKWARD) < 0) {
      return false;
    }
    avcodec_flush_buffers(codec);
    sought = true;
    awaitsKey = true;
    keyTimestamp = AV_NOPTS_VALUE;
    lastTime = -1;
    draining = false;
    finished = false;
    return true;
  }

  private void feed() throws IOException {
    while (true) {
      int rc = av_read_frame(format, packet);
      if (rc < 0) {
        cut |= rc != AVERROR_EOF();
        draining = true;
        avcodec_send_packet(codec, null);
        return;
      }
      try {
        if (packet.stream_index() != stream.index()) {
          continue;
        }
        if (awaitsKey && (packet.flags() & AV_PKT_FLAG_KEY) == 0) {
          continue;
        }
        if (awaitsKey) {
          awaitsKey = false;
          keyTimestamp = packet.pts();
        }
        if ((packet.flags() & AV_PKT_FLAG_CORRUPT) != 0) {
          bad++;
          continue;
        }
        rc = avcodec_send_packet(codec, packet);
        if (rc == AVERROR_INVALIDDATA()) {
          bad++;
          continue;
        }
        Native.check(rc, file + ": a frame cannot be decoded");
        return;
      } finally {
        av_packet_unref(packet);
      }
    }
  }

  /** Finds out when the frame just decoded is shown, and until when. */
  private void step() {
    double step = 1 / rate.perSecond();
    long stamp = decoded.best_effort_timestamp();
    double time;
    if (stamp == AV_NOPTS_VALUE) {
      time = lastTime < 0 ? 0 : lastTime + step;
    } else {
      if (firstTimestamp == AV_NOPTS_VALUE) {
        firstTimestamp = stamp;
      }
      time = Math.max(Math.max(0, lastTime), (stamp - firstTimestamp) * timeBase);
    }
    double lasts = decoded.duration() * timeBase;
    endTime = time + (lasts > 0 && lasts < 10 ? lasts : step);
    lastTime = time;
  }

  /** What was found wrong with the frames so far, or empty. */
  Optional<String> damage() {
    long missing = 0;
    int entries = avformat_index_get_entries_count(stream);
    if (entries > 0) {
      AVIndexEntry last = avformat_index_get_entry(stream, entries - 1);
      long size = file.toFile().length();
      cut |= last != null && !last.isNull() && last.pos() + last.size() > size;
    }
    double lasts = duration();
    if (finished && lasts > 0 && endTime < 0.9 * lasts - 0.5) {
      cut = true;
    }
    if (cut && !sought) {
      missing = Math.max(0, frames() - good - bad);
    }
    if (bad == 0 && !cut) {
      return Optional.empty();
    }
    return Optional.of(
        "%s is %s: %d frames are good%s%s"
            .formatted(
                file,
                cut ? "cut short" : "damaged",
                good,
                bad > 0 ? ", " + bad + " could not be decoded" : "",
                missing > 0 ? ", about " + missing + " are missing" : ""));
  }

  private void freeInput() {
    av_packet_free(packet);
    av_frame_free(decoded);
    if (!format.isNull()) {
      avformat_close_input(format);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      finished = true;
      avcodec_free_context(codec);
      pictures.close();
      freeInput();
    }
  }
}
