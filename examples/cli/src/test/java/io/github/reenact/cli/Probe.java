package io.github.reenact.cli;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt_name;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;

/**
 * What a video file says of itself, read without the project's own reader.
 *
 * @param width in pixels
 * @param height in pixels
 * @param codec of the pictures
 * @param pixels their format
 * @param rate frames per second
 * @param times of the frames in seconds, ascending
 * @param soundSeconds how long the sound is; 0 if there is none
 * @param digitalSource IPTC's DigitalSourceType in the metadata, or nothing
 */
record Probe(
    int width,
    int height,
    String codec,
    String pixels,
    double rate,
    List<Double> times,
    double soundSeconds,
    String digitalSource) {
  static Probe of(Path file) throws IOException {
    AVFormatContext format = new AVFormatContext(null);
    if (avformat_open_input(format, file.toString(), (AVInputFormat) null, (AVDictionary) null)
        < 0) {
      throw new IOException(file + " cannot be opened");
    }
    AVPacket packet = av_packet_alloc();
    try {
      avformat_find_stream_info(format, (AVDictionary) null);
      int video = -1;
      int audio = -1;
      for (int i = 0; i < format.nb_streams(); i++) {
        int type = format.streams(i).codecpar().codec_type();
        video = type == AVMEDIA_TYPE_VIDEO ? i : video;
        audio = type == AVMEDIA_TYPE_AUDIO ? i : audio;
      }
      List<Double> times = new ArrayList<>();
      double sound = 0;
      while (av_read_frame(format, packet) >= 0) {
        AVStream s = format.streams(packet.stream_index());
        double unit = s.time_base().num() / (double) s.time_base().den();
        if (packet.stream_index() == video) {
          times.add(packet.pts() * unit);
        } else if (packet.stream_index() == audio) {
          sound = Math.max(sound, (packet.pts() + packet.duration()) * unit);
        }
        av_packet_unref(packet);
      }
      times.sort(null);
      AVStream s = format.streams(video);
      AVDictionaryEntry source = av_dict_get(format.metadata(), "DigitalSourceType", null, 0);
      return new Probe(
          s.codecpar().width(),
          s.codecpar().height(),
          avcodec_get_name(s.codecpar().codec_id()).getString(),
          av_get_pix_fmt_name(s.codecpar().format()).getString(),
          s.avg_frame_rate().num() / (double) s.avg_frame_rate().den(),
          times,
          sound,
          source == null || source.isNull() ? "" : source.value().getString());
    } finally {
      av_packet_free(packet);
      avformat_close_input(format);
    }
  }
}
