package io.github.reenact.media;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.jspecify.annotations.Nullable;

/**
 * Puts videos that {@link VideoWriter} wrote with one size and rate one after the other, packet by
 * packet: nothing is encoded again.
 */
final class VideoJoiner {
  private VideoJoiner() {}

  /**
   * A video to join.
   *
   * @param seconds when its first frame is shown in the whole
   */
  record Part(Path file, double seconds) {}

  /** Where the last packet went, in the ticks of the joined video. */
  private static final class End {
    long last = -1;
    long end;
  }

  /**
   * Joins.
   *
   * @param parts at least one, in their order
   * @param output is replaced if it exists
   * @param audioFrom a file whose sound goes with the video, if any
   * @return what is wrong with the sound, if anything
   * @throws IOException if a part cannot be read, was encoded in another way than the first, or the
   *     output cannot be written
   */
  static Optional<String> join(
      List<Part> parts, Path output, FrameRate rate, @Nullable Path audioFrom) throws IOException {
    Native.load();
    Optional<DigitalSource> source = Optional.of(DigitalSource.COMPOSITE);
    try (Mp4File out = new Mp4File(output, true, source)) {
      AVStream to = out.video();
      End end = new End();
      byte[] header = {};
      for (Part part : parts) {
        AVFormatContext input = open(part.file);
        try {
          AVStream from = VideoStreams.find(input, part.file);
          if (end.last < 0) {
            header = header(from.codecpar());
            describe(to, from, rate, out.name());
            out.start(audioFrom);
          } else if (!Arrays.equals(header, header(from.codecpar()))) {
            throw new IOException(
                part.file + " is encoded in another way than the first segment; begin anew");
          }
          copy(input, from, out, to, new Shift(part, end));
        } finally {
          avformat_close_input(input);
        }
      }
      AVRational unit = to.time_base();
      out.finish(end.end * (unit.num() / (double) unit.den()));
      return out.audioProblem();
    }
  }

  private record Shift(Part part, End end) {}

  private static AVFormatContext open(Path file) throws IOException {
    AVFormatContext input = new AVFormatContext(null);
    String what = file + " cannot be read";
    Native.check(avformat_open_input(input, Native.url(file), null, (AVDictionary) null), what);
    int rc = avformat_find_stream_info(input, (AVDictionary) null);
    if (rc < 0) {
      avformat_close_input(input);
    }
    Native.check(rc, what);
    return input;
  }

  private static void describe(AVStream to, AVStream from, FrameRate rate, String name)
      throws IOException {
    Native.check(avcodec_parameters_copy(to.codecpar(), from.codecpar()), name);
    to.codecpar().codec_tag(0);
    to.time_base(from.time_base());
    AVRational mean = new AVRational();
    mean.num(rate.numerator());
    mean.den(rate.denominator());
    to.avg_frame_rate(mean);
  }

  private static byte[] header(AVCodecParameters parameters) {
    byte[] out = new byte[parameters.extradata_size()];
    if (out.length > 0) {
      parameters.extradata().get(out);
    }
    return out;
  }

  private static void copy(
      AVFormatContext input, AVStream from, Mp4File out, AVStream to, Shift shift)
      throws IOException {
    AVPacket packet = av_packet_alloc();
    try {
      AVRational unit = to.time_base();
      End end = shift.end;
      long start = Math.round(shift.part.seconds * unit.den() / unit.num());
      start = Math.max(start, end.last + 1);
      while (true) {
        int rc = av_read_frame(input, packet);
        if (rc == AVERROR_EOF()) {
          return;
        }
        Native.check(rc, shift.part.file + " cannot be read");
        if (Thread.interrupted()) {
          throw new InterruptedIOException("interrupted");
        }
        av_packet_rescale_ts(packet, from.time_base(), unit);
        packet.pts(packet.pts() + start);
        packet.dts(packet.dts() + start);
        packet.pos(-1);
        end.last = packet.dts();
        end.end = packet.pts() + packet.duration();
        out.write(packet, to, unit);
      }
    } finally {
      av_packet_free(packet);
    }
  }
}
