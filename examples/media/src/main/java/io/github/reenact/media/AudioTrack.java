package io.github.reenact.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AAC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MP3;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_OPUS;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
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
import static org.bytedeco.ffmpeg.global.avutil.AV_CHANNEL_ORDER_UNSPEC;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_audio_fifo_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_audio_fifo_free;
import static org.bytedeco.ffmpeg.global.avutil.av_audio_fifo_read;
import static org.bytedeco.ffmpeg.global.avutil.av_audio_fifo_size;
import static org.bytedeco.ffmpeg.global.avutil.av_audio_fifo_write;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;
import static org.bytedeco.ffmpeg.global.swresample.swr_alloc_set_opts2;
import static org.bytedeco.ffmpeg.global.swresample.swr_convert_frame;
import static org.bytedeco.ffmpeg.global.swresample.swr_free;
import static org.bytedeco.ffmpeg.global.swresample.swr_init;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVAudioFifo;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.jspecify.annotations.Nullable;

/**
 * The sound of one file on its way into another: packets are copied where browsers play their codec
 * in MP4 (AAC, MP3, Opus), anything else becomes AAC. Times count from the first picture of the
 * source.
 */
final class AudioTrack implements AutoCloseable {
  private static final int BIT_RATE_PER_CHANNEL = 96_000;

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
  private final @Nullable Transcoder transcoder;

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
      @Nullable Transcoder transcoder,
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
      @Nullable Transcoder transcoder = null;
      AVStream to;
      if (codec == AV_CODEC_ID_AAC || codec == AV_CODEC_ID_MP3 || codec == AV_CODEC_ID_OPUS) {
        to = avformat_new_stream(output, null);
        Native.check(avcodec_parameters_copy(to.codecpar(), from.codecpar()), file.toString());
        to.codecpar().codec_tag(0);
        to.time_base(from.time_base());
      } else {
        transcoder = new Transcoder(file, from);
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

  private interface Sink {
    void accept(AVPacket packet, String name) throws IOException;
  }

  /** Decodes, resamples and encodes as AAC. */
  private static final class Transcoder implements AutoCloseable {
    private final Path file;
    private final AVCodecContext decoder;
    private final AVCodecContext encoder;
    private final AVFrame decoded = av_frame_alloc();
    private final AVPacket encoded = av_packet_alloc();
    private @Nullable AVStream to;
    private @Nullable SwrContext resampler;
    private @Nullable AVAudioFifo fifo;
    private long nextSample = Long.MIN_VALUE;
    // Samples that may still be written, once the end is known.
    private long room = Long.MAX_VALUE;
    private long damaged;
    private boolean failed;

    Transcoder(Path file, AVStream from) throws IOException {
      this.file = file;
      String what = "the sound of " + file + " cannot be decoded";
      AVCodec source = avcodec_find_decoder(from.codecpar().codec_id());
      AVCodec target = avcodec_find_encoder(AV_CODEC_ID_AAC);
      if (source == null || source.isNull() || target == null || target.isNull()) {
        throw new IOException(
            what
                + ": there is no codec for "
                + avcodec_get_name(from.codecpar().codec_id()).getString());
      }
      decoder = avcodec_alloc_context3(source);
      encoder = avcodec_alloc_context3(target);
      boolean complete = false;
      try {
        Native.check(avcodec_parameters_to_context(decoder, from.codecpar()), what);
        decoder.pkt_timebase(from.time_base());
        Native.check(avcodec_open2(decoder, source, (AVDictionary) null), what);
        int rate = decoder.sample_rate();
        // AAC knows a few rates; the nearest of the usual ones that loses nothing.
        int sampleRate = rate == 44_100 || rate == 22_050 || rate == 11_025 ? 44_100 : 48_000;
        int channels = Math.min(2, Math.max(1, decoder.ch_layout().nb_channels()));
        encoder.sample_fmt(AV_SAMPLE_FMT_FLTP);
        encoder.sample_rate(sampleRate);
        av_channel_layout_default(encoder.ch_layout(), channels);
        encoder.bit_rate((long) BIT_RATE_PER_CHANNEL * channels);
        encoder.time_base(av_make_q(1, sampleRate));
        encoder.flags(encoder.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
        Native.check(avcodec_open2(encoder, target, (AVDictionary) null), what);
        fifo = av_audio_fifo_alloc(AV_SAMPLE_FMT_FLTP, channels, 4096);
        complete = true;
      } finally {
        if (!complete) {
          close();
        }
      }
    }

    void describe(AVStream stream) throws IOException {
      to = stream;
      stream.time_base(encoder.time_base());
      Native.check(avcodec_parameters_from_context(stream.codecpar(), encoder), file.toString());
    }

    @Nullable String problem() {
      return damaged == 0
          ? null
          : damaged + " packets of the sound of " + file + " are damaged and left out";
    }

    void send(@Nullable AVPacket packet, double seconds) throws IOException {
      if (avcodec_send_packet(decoder, packet) < 0 && packet != null) {
        damaged++;
        return;
      }
      while (avcodec_receive_frame(decoder, decoded) >= 0) {
        if (nextSample == Long.MIN_VALUE) {
          nextSample = Math.round(seconds * encoder.sample_rate());
        }
        if (decoded.ch_layout().order() == AV_CHANNEL_ORDER_UNSPEC) {
          // WAV files often do not say which speakers their channels are for.
          av_channel_layout_default(decoded.ch_layout(), decoded.ch_layout().nb_channels());
        }
        resample(decoded);
        av_frame_unref(decoded);
      }
    }

    private void resample(@Nullable AVFrame frame) throws IOException {
      String what = "the sound of " + file + " cannot be resampled";
      SwrContext r = resampler;
      if (r == null) {
        if (frame == null) {
          return;
        }
        r = new SwrContext(null);
        AVChannelLayout in = frame.ch_layout();
        Native.check(
            swr_alloc_set_opts2(
                r,
                encoder.ch_layout(),
                encoder.sample_fmt(),
                encoder.sample_rate(),
                in,
                frame.format(),
                frame.sample_rate(),
                0,
                null),
            what);
        Native.check(swr_init(r), what);
        resampler = r;
      }
      AVFrame out = av_frame_alloc();
      try {
        out.format(encoder.sample_fmt());
        out.sample_rate(encoder.sample_rate());
        Native.check(av_channel_layout_copy(out.ch_layout(), encoder.ch_layout()), what);
        int rc = swr_convert_frame(r, out, frame);
        if (rc < 0 && frame != null) {
          // The format of the sound changes on the way: a fresh resampler takes it from here.
          swr_free(r);
          resampler = null;
          if (failed) {
            damaged++;
            return;
          }
          failed = true;
          resample(frame);
          failed = false;
          return;
        }
        if (out.nb_samples() > 0) {
          Native.check(av_audio_fifo_write(fifo, out.extended_data(), out.nb_samples()), what);
        }
      } finally {
        av_frame_free(out);
      }
    }

    /** Takes all that the decoder holds, and leaves out what lies behind the end. */
    void trim(double seconds) throws IOException {
      send(null, 0);
      resample(null);
      if (nextSample != Long.MIN_VALUE) {
        long last = Math.round(seconds * encoder.sample_rate()) - nextSample;
        room = Math.max(0, Math.min(room, last));
      }
    }

    void encode(boolean last, Sink sink, String name) throws IOException {
      int block = encoder.frame_size() > 0 ? encoder.frame_size() : 1024;
      while (room > 0
          && (av_audio_fifo_size(fifo) >= block || (last && av_audio_fifo_size(fifo) > 0))) {
        AVFrame frame = av_frame_alloc();
        try {
          int n = (int) Math.min(room, Math.min(block, av_audio_fifo_size(fifo)));
          frame.nb_samples(n);
          frame.format(encoder.sample_fmt());
          frame.sample_rate(encoder.sample_rate());
          av_channel_layout_copy(frame.ch_layout(), encoder.ch_layout());
          Native.check(av_frame_get_buffer(frame, 0), name);
          Native.check(av_audio_fifo_read(fifo, frame.extended_data(), n), name);
          frame.pts(nextSample);
          nextSample += n;
          room = last ? room - n : room;
          Native.check(avcodec_send_frame(encoder, frame), name + ": the sound cannot be encoded");
        } finally {
          av_frame_free(frame);
        }
        drain(sink, name);
      }
      if (last) {
        avcodec_send_frame(encoder, null);
        drain(sink, name);
      }
    }

    private void drain(Sink sink, String name) throws IOException {
      AVStream stream = to;
      if (stream == null) {
        throw new IllegalStateException();
      }
      while (avcodec_receive_packet(encoder, encoded) >= 0) {
        av_packet_rescale_ts(encoded, encoder.time_base(), stream.time_base());
        sink.accept(encoded, name);
      }
    }

    @Override
    public void close() {
      if (resampler != null) {
        swr_free(resampler);
      }
      if (fifo != null) {
        av_audio_fifo_free(fifo);
        fifo = null;
      }
      avcodec_free_context(decoder);
      avcodec_free_context(encoder);
      av_frame_free(decoded);
      av_packet_free(encoded);
    }
  }
}
