package io.github.reenact.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_frame_rate;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_sample_aspect_ratio;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_index_get_entries_count;
import static org.bytedeco.ffmpeg.global.avformat.avformat_index_get_entry;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_CL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_NCL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_FCC;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE240M;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_INVALIDDATA;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_TIME_BASE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_BT2020;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_DEFAULT;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_FCC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU709;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_SMPTE240M;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INT;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCachedContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import io.github.reenact.Image;
import io.github.reenact.spi.NativeThreads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIndexEntry;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
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

  private @Nullable SwsContext scaler;
  private @Nullable AVFrame rgb;
  private int width;
  private int height;
  private long firstTimestamp = AV_NOPTS_VALUE;
  private double lastTime = -1;
  private double endTime;
  private long good;
  private long bad;
  private boolean cut;
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
      stream = findVideo(format, file);
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
      orientation = displayMatrix(parameters);
      rate = guessRate(format, stream);
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

  private static AVStream findVideo(AVFormatContext format, Path file) throws IOException {
    boolean sound = false;
    @Nullable AVStream best = null;
    for (int i = 0; i < format.nb_streams(); i++) {
      AVStream s = format.streams(i);
      sound |= s.codecpar().codec_type() == AVMEDIA_TYPE_AUDIO;
      // A cover picture in a song is not a video; of several videos the largest counts.
      if (s.codecpar().codec_type() == AVMEDIA_TYPE_VIDEO
          && (s.disposition() & AV_DISPOSITION_ATTACHED_PIC) == 0
          && s.codecpar().width() > 0
          && s.codecpar().height() > 0
          && (best == null || area(s) > area(best))) {
        best = s;
      }
    }
    if (best == null) {
      throw new IOException(
          file
              + " cannot be read as a video or picture: there is "
              + (sound ? "only sound" : "no picture")
              + " in it; give a video or a photo");
    }
    return best;
  }

  private static long area(AVStream s) {
    return (long) s.codecpar().width() * s.codecpar().height();
  }

  private static Orientation displayMatrix(AVCodecParameters parameters) {
    if (parameters.nb_coded_side_data() == 0) {
      return Orientation.UPRIGHT;
    }
    AVPacketSideData data =
        av_packet_side_data_get(
            parameters.coded_side_data(),
            parameters.nb_coded_side_data(),
            AV_PKT_DATA_DISPLAYMATRIX);
    if (data == null || data.isNull() || data.size() < 36) {
      return Orientation.UPRIGHT;
    }
    IntPointer m = new IntPointer(data.data());
    return Orientation.ofMatrix(m.get(0), m.get(1), m.get(3), m.get(4));
  }

  private static FrameRate guessRate(AVFormatContext format, AVStream stream) {
    AVRational mean = stream.avg_frame_rate();
    AVRational r =
        mean.num() > 0 && mean.den() > 0 ? mean : av_guess_frame_rate(format, stream, null);
    double value = r.den() > 0 ? r.num() / (double) r.den() : 0;
    if (!(value > 0.01 && value <= 1000)) {
      return FrameRate.of(25);
    }
    if (r.num() <= 240_000 && r.den() <= 10_010) {
      return new FrameRate(r.num(), r.den());
    }
    // Time stamps in milliseconds make 30000/1001 look like 359281/11988.
    return FrameRate.parse(String.format(Locale.ROOT, "%.3f", Math.max(0.01, value)));
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
    while (!finished) {
      int rc = avcodec_receive_frame(codec, decoded);
      if (rc >= 0) {
        if ((decoded.flags() & FRAME_CORRUPT) != 0 || decoded.decode_error_flags() != 0) {
          bad++;
          continue;
        }
        good++;
        return new VideoReader.Frame(picture(), time());
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
    return null;
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

  private double time() {
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
    return time;
  }

  /** The time stamp of the first frame, in seconds as the file counts. */
  double startTime() {
    return firstTimestamp == AV_NOPTS_VALUE ? 0 : firstTimestamp * timeBase;
  }

  private Image picture() throws IOException {
    int w = decoded.width();
    int h = decoded.height();
    if ((long) w * h > VideoReader.MAX_PIXELS) {
      throw new IOException(
          "%s: a frame has %dx%d pixels; up to %d megapixels can be read: scale it down"
              .formatted(file, w, h, VideoReader.MAX_PIXELS / 1_000_000));
    }
    if (rgb == null) {
      AVRational aspect = av_guess_sample_aspect_ratio(format, stream, decoded);
      width = w;
      height = h;
      double ratio = aspect.den() > 0 ? aspect.num() / (double) aspect.den() : 0;
      if (ratio > 0.1 && ratio < 10 && Math.abs(ratio - 1) > 1e-3) {
        width = (int) Math.max(1, Math.round(w * ratio));
      }
      AVFrame f = av_frame_alloc();
      f.format(AV_PIX_FMT_RGB24);
      f.width(width);
      f.height(height);
      rgb = f;
      Native.check(av_frame_get_buffer(f, 0), file.toString());
    }
    AVFrame out = rgb;
    // Interpolated chroma and exact rounding: this is the input of measurements.
    scaler =
        sws_getCachedContext(
            scaler,
            w,
            h,
            decoded.format(),
            width,
            height,
            AV_PIX_FMT_RGB24,
            SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT,
            null,
            null,
            (DoublePointer) null);
    if (scaler == null || scaler.isNull()) {
      throw new IOException(file + ": its pixel format cannot be converted to RGB");
    }
    IntPointer matrix = sws_getCoefficients(matrixOf(decoded.colorspace()));
    int full = decoded.color_range() == AVCOL_RANGE_JPEG ? 1 : 0;
    sws_setColorspaceDetails(
        scaler, matrix, full, sws_getCoefficients(SWS_CS_DEFAULT), 1, 0, 1 << 16, 1 << 16);
    Native.check(sws_scale_frame(scaler, out, decoded), file.toString());
    int stride = out.linesize(0);
    ByteBuffer buffer = out.data(0).capacity((long) stride * height).asByteBuffer();
    Image image;
    if (stride == width * 3) {
      image = Image.of(width, height, buffer);
    } else {
      byte[] pixels = new byte[width * height * 3];
      for (int y = 0; y < height; y++) {
        buffer.get(y * stride, pixels, y * width * 3, width * 3);
      }
      image = Image.wrap(width, height, pixels);
    }
    return orientation.apply(image);
  }

  /** FFmpeg's number of the matrix; frames that do not say are taken for BT.601, as FFmpeg does. */
  private static int matrixOf(int colorSpace) {
    return switch (colorSpace) {
      case AVCOL_SPC_BT709 -> SWS_CS_ITU709;
      case AVCOL_SPC_BT2020_NCL, AVCOL_SPC_BT2020_CL -> SWS_CS_BT2020;
      case AVCOL_SPC_SMPTE240M -> SWS_CS_SMPTE240M;
      case AVCOL_SPC_FCC -> SWS_CS_FCC;
      default -> SWS_CS_DEFAULT;
    };
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
    if (cut) {
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
      if (rgb != null) {
        av_frame_free(rgb);
      }
      if (scaler != null) {
        sws_freeContext(scaler);
      }
      freeInput();
    }
  }
}
