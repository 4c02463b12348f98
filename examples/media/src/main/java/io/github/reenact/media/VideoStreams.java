package io.github.reenact.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_frame_rate;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.IntPointer;
import org.jspecify.annotations.Nullable;

/** What a file says of its video: which of its streams it is, its rate and how to turn it. */
final class VideoStreams {
  private VideoStreams() {}

  /**
   * The stream of the video.
   *
   * @throws IOException if there is none
   */
  static AVStream find(AVFormatContext format, Path file) throws IOException {
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

  /** How to turn its frames. */
  static Orientation orientation(AVCodecParameters parameters) {
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

  /** Its mean rate, or a guess. */
  static FrameRate rate(AVFormatContext format, AVStream stream) {
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
}
