package io.github.reenact.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set;

import io.github.reenact.BackendMissingException;
import io.github.reenact.spi.NativeThreads;
import java.io.IOException;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/** The H.264 encoder and its settings: a constant quality, in a form that browsers play. */
final class H264Encoder {
  private static final int QMIN = 8;
  private static final int QMAX = 18;

  private H264Encoder() {}

  /**
   * Starts an encoder; the caller frees it.
   *
   * @param ticksPerFrame of its clock
   * @param name of the video, for messages
   */
  static AVCodecContext open(VideoSize size, FrameRate rate, int ticksPerFrame, String name)
      throws IOException {
    AVCodec encoder = avcodec_find_encoder_by_name("libopenh264");
    if (encoder == null || encoder.isNull()) {
      throw new BackendMissingException(
          "this FFmpeg has no libopenh264 encoder; use the artifact org.bytedeco:ffmpeg of the"
              + " version that reenact names");
    }
    AVCodecContext c = avcodec_alloc_context3(encoder);
    boolean complete = false;
    try {
      configure(c, size, rate, ticksPerFrame);
      Native.check(
          avcodec_open2(c, encoder, (AVDictionary) null),
          "%s: the H.264 encoder cannot be started for %dx%d at %s frames per second"
              .formatted(name, size.width(), size.height(), rate));
      complete = true;
      return c;
    } finally {
      if (!complete) {
        avcodec_free_context(c);
      }
    }
  }

  private static void configure(
      AVCodecContext c, VideoSize size, FrameRate rate, int ticksPerFrame) {
    c.width(size.width());
    c.height(size.height());
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
    c.bit_rate(bitRate(size, rate));
    av_opt_set(c.priv_data(), "rc_mode", "quality", 0);
    av_opt_set(c.priv_data(), "allow_skip_frames", "0", 0);
    av_opt_set(c.priv_data(), "coder", "cabac", 0);
    av_opt_set(c.priv_data(), "profile", "high", 0);
  }

  /** A ceiling that the quantiser stays below in practice: 8 bits a pixel and frame. */
  private static long bitRate(VideoSize size, FrameRate rate) {
    return Math.min(
        200_000_000L,
        Math.max(2_000_000L, (long) (8.0 * size.width() * size.height() * rate.perSecond())));
  }
}
