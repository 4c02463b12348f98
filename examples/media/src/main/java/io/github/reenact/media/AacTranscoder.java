package io.github.reenact.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AAC;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHANNEL_ORDER_UNSPEC;
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
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVAudioFifo;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.jspecify.annotations.Nullable;

/** Decodes the sound of a file, resamples it and encodes it as AAC. Owns native memory. */
final class AacTranscoder implements AutoCloseable {
  private static final int BIT_RATE_PER_CHANNEL = 96_000;

  /** Takes what was encoded. */
  interface Sink {
    void accept(AVPacket packet, String name) throws IOException;
  }

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

  AacTranscoder(Path file, AVStream from) throws IOException {
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
