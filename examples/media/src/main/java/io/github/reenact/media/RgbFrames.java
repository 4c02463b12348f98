package io.github.reenact.media;

import static org.bytedeco.ffmpeg.global.avformat.av_guess_sample_aspect_ratio;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_CL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_NCL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_FCC;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE240M;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
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
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.jspecify.annotations.Nullable;

/**
 * Decoded frames as pictures: RGB, with square pixels, all of the size of the first. Owns native
 * memory.
 */
final class RgbFrames implements AutoCloseable {
  private final Path file;
  private final AVFormatContext format;
  private final AVStream stream;
  private @Nullable SwsContext scaler;
  private @Nullable AVFrame rgb;
  private int width;
  private int height;

  RgbFrames(Path file, AVFormatContext format, AVStream stream) {
    this.file = file;
    this.format = format;
    this.stream = stream;
  }

  /** Whether a frame has set the size of all. */
  boolean hasSize() {
    return rgb != null;
  }

  Image convert(AVFrame decoded) throws IOException {
    int w = decoded.width();
    int h = decoded.height();
    if ((long) w * h > VideoReader.MAX_PIXELS) {
      throw new IOException(
          "%s: a frame has %dx%d pixels; up to %d megapixels can be read: scale it down"
              .formatted(file, w, h, VideoReader.MAX_PIXELS / 1_000_000));
    }
    if (rgb == null) {
      width = w;
      height = h;
      double ratio = aspectOfPixels(decoded);
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
    if (stride == width * 3) {
      return Image.of(width, height, buffer);
    }
    byte[] pixels = new byte[width * height * 3];
    for (int y = 0; y < height; y++) {
      buffer.get(y * stride, pixels, y * width * 3, width * 3);
    }
    return Image.wrap(width, height, pixels);
  }

  /** Width of a pixel by its height; 0 if it is not known. */
  private double aspectOfPixels(AVFrame decoded) {
    AVRational aspect = av_guess_sample_aspect_ratio(format, stream, decoded);
    return aspect.den() > 0 ? aspect.num() / (double) aspect.den() : 0;
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

  @Override
  public void close() {
    if (rgb != null) {
      av_frame_free(rgb);
      rgb = null;
    }
    if (scaler != null) {
      sws_freeContext(scaler);
      scaler = null;
    }
  }
}
