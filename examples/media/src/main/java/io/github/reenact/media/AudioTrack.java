package io.github.reenact.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AAC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MP3;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_OPUS;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.jspecify.annotations.Nullable;

/**
 * The sound of one file on its way into another: packets are copied where browsers play their codec
 * in MP4 (AAC, MP3, Opus), anything else becomes AAC. Times count from the first picture of the
 * source.
 */
final class AudioTrack implements AutoCloseable {
  /** Two blocks of AAC. */
  private static final double WARM_UP_SECONDS = 0.045;

  private final Path file;
  private final AVFormatContext input;
  private final AVStream from;
  private final AVFormatContext output;
  private final AVStream to;
  private final AVPacket packet = av_packet_alloc();
  private final double start;

  /** Null when packets are copied. */
  private final @Nullable AacTranscoder transcoder;

  private boolean pending;
  private boolean ended;
  private boolean closed;
  private long lastDts = Long.MIN_VALUE;
  private @Nullable String problem;

  private AudioTrack(
      Path file,
      AVFormatContext input,
      AVStream from,
      AVFormatContext output,
      AVStream to,
      @Nullable AacTranscoder transcoder,
      double start) {
    this.file = file;
    this.input = input;
    this.from = from;
    this.output = output;
    this.to = to;
    this.transcoder = transcoder;
    this.start = start;
  }

  /**
   * Adds a stream to the output if the file has sound, before the output's header is written.
   *
   * @return null if there is no sound, which is not an error
   */
  static @Nullable AudioTrack open(Path file, AVFormatContext output) throws IOException {
    AVFormatContext input = new AVFormatContext(null);
    int rc = avformat_open_input(input, Native.url(file), null, (AVDictionary) null);
    Native.check(rc, "the sound of " + file + " cannot be read");
    boolean complete = false;
    try {
      Native.check(
          avformat_find_stream_info(input, (AVDictionary) null),
          "the sound of " + file + " cannot be read");
      int index = av_find_best_stream(input, AVMEDIA_TYPE_AUDIO, -1, -1, (AVCodec) null, 0);
      if (index < 0) {
        return null;
      }
      AVStream from = input.streams(index);
      int codec = from.codecpar().codec_id();
      @Nullable AacTranscoder transcoder = null;
      AVStream to;
      if (codec == AV_CODEC_ID_AAC || codec == AV_CODEC_ID_MP3 || codec == AV_CODEC_ID_OPUS) {
        to = avformat_new_stream(output, null);
        Native.check(avcodec_parameters_copy(to.codecpar(), from.codecpar()), file.toString());
        to.codecpar().codec_tag(0);
        to.time_base(from.time_base());
      } else {
        transcoder = new AacTranscoder(file, from);
        to = avformat_new_stream(output, null);
        transcoder.describe(to);
      }
      AudioTrack track =
          new AudioTrack(file, input, from, output, to, transcoder, pictureStart(input));
      complete = true;
      return track;
    } finally {
      if (!complete) {
        avformat_close_input(input);
      }
    }
  }

  /** The time of the first picture, in seconds as the file counts. */
  private static double pictureStart(AVFormatContext input) {
    int video = av_find_best_stream(input, AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
    if (video < 0) {
      return 0;
    }
    AVStream s = input.streams(video);
    return s.start_time() == AV_NOPTS_VALUE
        ? 0
        : s.start_time() * (s.time_base().num() / (double) s.time_base().den());
  }

  Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** Writes all sound that begins before a time of the video, in seconds. */
  void writeUntil(double seconds, String name) throws IOException {
    while (!ended) {
      if (!pending) {
        int rc = av_read_frame(input, packet);
        if (rc < 0) {
          ended = true;
          if (rc != AVERROR_EOF()) {
            problem = "the sound of " + file + " breaks off: " + Native.message(rc);
          }
          return;
        }
        if (packet.stream_index() != from.index()) {
          av_packet_unref(packet);
          continue;
        }
        pending = true;
      }
      double unit = from.time_base().num() / (double) from.time_base().den();
      long stamp = packet.pts() == AV_NOPTS_VALUE ? packet.dts() : packet.pts();
      if (stamp != AV_NOPTS_VALUE && stamp * unit - start >= seconds) {
        return;
      }
      pending = false;
      // A copied stream keeps what its decoder needs to warm up; players do not sound it.
      double keep = transcoder == null ? start - WARM_UP_SECONDS : start;
      if (stamp != AV_NOPTS_VALUE && (stamp + packet.duration()) * unit <= keep) {
        av_packet_unref(packet);
        continue;
      }
      if (transcoder != null) {
        transcoder.send(packet, stamp * unit - start);
        av_packet_unref(packet);
        transcoder.encode(false, this::mux, name);
      } else {
        long shift = Math.round(start / unit);
        if (packet.pts() != AV_NOPTS_VALUE) {
          packet.pts(packet.pts() - shift);
        }
        if (packet.dts() != AV_NOPTS_VALUE) {
          packet.dts(packet.dts() - shift);
        }
        av_packet_rescale_ts(packet, from.time_base(), to.time_base());
        mux(packet, name);
      }
    }
  }

  private void mux(AVPacket p, String name) throws IOException {
    // Damaged sources repeat time stamps, which the container refuses.
    if (p.dts() != AV_NOPTS_VALUE && p.dts() <= lastDts) {
      av_packet_unref(p);
      return;
    }
    lastDts = p.dts() == AV_NOPTS_VALUE ? lastDts : p.dts();
    p.stream_index(to.index());
    p.pos(-1);
    Native.check(av_interleaved_write_frame(output, p), name + ": the sound cannot be written");
  }

  /** Writes what is left up to the end of the video, in seconds. */
  void finish(double seconds, String name) throws IOException {
    writeUntil(seconds, name);
    if (transcoder != null) {
      transcoder.trim(seconds);
      transcoder.encode(true, this::mux, name);
      problem = problem == null ? transcoder.problem() : problem;
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      if (transcoder != null) {
        transcoder.close();
      }
      av_packet_free(packet);
      avformat_close_input(input);
    }
  }
}
