package io.github.reenact.media;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_DEFAULT;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INP;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import io.github.reenact.Image;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;
import org.jspecify.annotations.Nullable;

/**
 * Pictures on their way to the encoder: padded, scaled and converted to YUV. Owns native memory.
 */
final class YuvFrames implements AutoCloseable {
  /** What the encoder takes. */
  enum Form {
    /** Colours as in videos: luma from 16 to 235, carefully scaled. */
    VIDEO(
        AV_PIX_FMT_YUV420P, AVCOL_RANGE_MPEG, SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INP),
    /** Colours as in JPEG: luma from 0 to 255; quickly scaled. */
    JPEG(AV_PIX_FMT_YUVJ420P, AVCOL_RANGE_JPEG, SWS_BILINEAR);

    private final int pixels;
    private final int range;
    private final int scaling;

    Form(int pixels, int range, int scaling) {
      this.pixels = pixels;
      this.range = range;
      this.scaling = scaling;
    }
  }

  private final VideoSize size;
  private final Form form;
  private final AVFrame rgb = av_frame_alloc();
  private final AVFrame yuv = av_frame_alloc();
  private @Nullable SwsContext scaler;

  YuvFrames(VideoSize size, Form form, String name) throws IOException {
    this.size = size;
    this.form = form;
    boolean complete = false;
    try {
      prepare(name);
      complete = true;
    } finally {
      if (!complete) {
        close();
      }
    }
  }

  private void prepare(String name) throws IOException {
    rgb.format(AV_PIX_FMT_RGB24);
    rgb.width(size.evenWidth());
    rgb.height(size.evenHeight());
    Native.check(av_frame_get_buffer(rgb, 0), name);
    yuv.format(form.pixels);
    yuv.width(size.width());
    yuv.height(size.height());
    Native.check(av_frame_get_buffer(yuv, 0), name);
    yuv.color_range(form.range);
    yuv.colorspace(AVCOL_SPC_SMPTE170M);
    SwsContext sws =
        sws_getContext(
            size.evenWidth(),
            size.evenHeight(),
            AV_PIX_FMT_RGB24,
            size.width(),
            size.height(),
            form.pixels,
            form.scaling,
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
        form.range == AVCOL_RANGE_JPEG ? 1 : 0,
        0,
        1 << 16,
        1 << 16);
  }

  /** The picture as the encoder takes it; valid until the next call. */
  AVFrame convert(Image image, String name) throws IOException {
    Native.check(av_frame_make_writable(rgb), name);
    fill(image);
    Native.check(av_frame_make_writable(yuv), name);
    Native.check(sws_scale_frame(scaler, yuv, rgb), name);
    return yuv;
  }

  private void fill(Image image) {
    ByteBuffer from = image.pixels();
    int stride = rgb.linesize(0);
    ByteBuffer to = rgb.data(0).capacity((long) stride * size.evenHeight()).asByteBuffer();
    int row = size.sourceWidth() * 3;
    for (int y = 0; y < size.evenHeight(); y++) {
      int line = Math.min(y, size.sourceHeight() - 1) * row;
      to.put(y * stride, from, line, row);
      for (int x = row; x < size.evenWidth() * 3; x += 3) {
        to.put(y * stride + x, from, line + row - 3, 3);
      }
    }
  }

  @Override
  public void close() {
    if (scaler != null) {
      sws_freeContext(scaler);
      scaler = null;
    }
    av_frame_free(rgb);
    av_frame_free(yuv);
  }
}
