package io.github.reenact.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

import io.github.reenact.BackendMissingException;
import io.github.reenact.Image;
import java.io.IOException;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Compresses pictures of one size as JPEG, for streams of them: several times as fast as {@link
 * PhotoWriter#jpeg}, which is for single pictures and keeps the full resolution of chroma; here it
 * is halved (4:2:0).
 *
 * <p>Thread-safe: one call after the other. Owns native memory.
 */
public final class JpegEncoder implements AutoCloseable {
  /** FFmpeg's scaler, which halves chroma, does not convert a single column. */
  private static final int SHORTEST = 2;

  /** The largest side that JPEG has a number for. */
  private static final int LONGEST = 65_535;

  /** FFmpeg's steps of quantisation: about a quality of 90 of 100. */
  private static final int QUANTISER = 3;

  private static final String NAME = "JPEG";

  private final int width;
  private final int height;
  private final AVPacket packet = av_packet_alloc();
  private final YuvFrames yuv;
  private @Nullable AVCodecContext codec;
  private long frames;

  /**
   * Starts.
   *
   * @param width of all pictures in pixels
   * @param height of all pictures in pixels
   * @throws IllegalArgumentException if a side is below 2 or above 65535
   * @throws BackendMissingException if FFmpeg, or its encoder, is not there
   * @throws IOException if the encoder cannot be started
   */
  public JpegEncoder(int width, int height) throws IOException {
    if (Math.min(width, height) < SHORTEST || Math.max(width, height) > LONGEST) {
      throw new IllegalArgumentException(
          "pictures of %d to %d pixels a side can be compressed; asked for is %dx%d"
              .formatted(SHORTEST, LONGEST, width, height));
    }
    Native.load();
    this.width = width;
    this.height = height;
    yuv =
        new YuvFrames(
            new VideoSize(width, height, width, height, width, height), YuvFrames.Form.JPEG, NAME);
    boolean complete = false;
    try {
      start();
      complete = true;
    } finally {
      if (!complete) {
        close();
      }
    }
  }

  private void start() throws IOException {
    AVCodec encoder = avcodec_find_encoder(AV_CODEC_ID_MJPEG);
    if (encoder == null || encoder.isNull()) {
      throw new BackendMissingException(
          "this FFmpeg has no JPEG encoder; use the artifact org.bytedeco:ffmpeg of the version that"
              + " reenact names");
    }
    AVCodecContext c = avcodec_alloc_context3(encoder);
    codec = c;
    c.width(width);
    c.height(height);
    c.pix_fmt(AV_PIX_FMT_YUVJ420P);
    c.color_range(AVCOL_RANGE_JPEG);
    c.colorspace(AVCOL_SPC_SMPTE170M);
    c.time_base(av_make_q(1, 1000));
    // More threads take whole pictures each, which delays them.
    c.thread_count(1);
    c.flags(c.flags() | AV_CODEC_FLAG_QSCALE);
    c.global_quality(QUANTISER * FF_QP2LAMBDA);
    Native.check(
        avcodec_open2(c, encoder, (AVDictionary) null),
        "the JPEG encoder cannot be started for %dx%d pixels".formatted(width, height));
  }

  /**
   * Compresses a picture.
   *
   * @return a file's contents
   * @throws IllegalArgumentException if the picture has another size
   * @throws IllegalStateException after {@link #close()}
   * @throws IOException if it cannot be compressed
   */
  public synchronized byte[] encode(Image picture) throws IOException {
    AVCodecContext c = codec;
    if (c == null) {
      throw new IllegalStateException("this encoder is closed");
    }
    if (picture.width() != width || picture.height() != height) {
      throw new IllegalArgumentException(
          "a picture of %dx%d pixels; this encoder was opened for %dx%d"
              .formatted(picture.width(), picture.height(), width, height));
    }
    AVFrame frame = yuv.convert(picture, NAME);
    frame.pts(frames++);
    frame.quality(c.global_quality());
    Native.check(avcodec_send_frame(c, frame), "a picture cannot be compressed");
    Native.check(avcodec_receive_packet(c, packet), "a picture cannot be compressed");
    try {
      byte[] bytes = new byte[packet.size()];
      packet.data().capacity(packet.size()).get(bytes);
      return bytes;
    } finally {
      av_packet_unref(packet);
    }
  }

  /** Frees native memory. Closing again has no effect. */
  @Override
  public synchronized void close() {
    AVCodecContext c = codec;
    codec = null;
    if (c != null) {
      avcodec_free_context(c);
    }
    yuv.close();
    av_packet_free(packet);
  }
}
