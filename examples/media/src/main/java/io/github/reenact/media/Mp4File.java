package io.github.reenact.media;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.jspecify.annotations.Nullable;

/**
 * An MP4 file (index first) around the packets of one video stream, with the sound of another file
 * and the metadata of synthetic media. It appears in {@link #finish}; closed without it, nothing is
 * left behind.
 *
 * <p>Not thread-safe. Owns native memory.
 */
final class Mp4File implements AutoCloseable {
  private final OutputFile out;
  private final Optional<DigitalSource> source;
  private final AVFormatContext format = new AVFormatContext(null);
  private @Nullable AVIOContext io;
  private @Nullable AudioTrack audio;
  private Optional<String> audioProblem = Optional.empty();

  /**
   * Makes the temporary file.
   *
   * @param source what the metadata say about how the video was made
   * @throws IOException as {@link OutputFile#open}
   */
  Mp4File(Path file, boolean overwrite, Optional<DigitalSource> source) throws IOException {
    this.out = OutputFile.open(file, overwrite);
    this.source = source;
  }

  /** The file's name, for messages. */
  String name() {
    return out.target().toString();
  }

  /** The video stream, to be described by the caller before {@link #start}. */
  AVStream video() throws IOException {
    Native.check(
        avformat_alloc_output_context2(format, null, "mp4", Native.url(out.temporary())), name());
    return avformat_new_stream(format, null);
  }

  /**
   * Writes the header.
   *
   * @param audioFrom whose sound goes with it; one that cannot be read is a {@link #audioProblem}
   */
  void start(@Nullable Path audioFrom) throws IOException {
    if (audioFrom != null) {
      try {
        audio = AudioTrack.open(audioFrom, format);
      } catch (IOException e) {
        audioProblem = Optional.ofNullable(e.getMessage());
      }
    }
    AVIOContext opened = new AVIOContext(null);
    Native.check(
        avio_open(opened, Native.url(out.temporary()), AVIO_FLAG_WRITE),
        name() + " cannot be written");
    io = opened;
    format.pb(opened);
    AVDictionary options = new AVDictionary(null);
    av_dict_set(options, "movflags", "+faststart+use_metadata_tags", 0);
    if (source.isPresent()) {
      AVDictionary metadata = new AVDictionary(null);
      av_dict_set(metadata, "comment", source.get().comment(), 0);
      av_dict_set(metadata, "DigitalSourceType", source.get().uri(), 0);
      format.metadata(metadata);
    }
    int rc = avformat_write_header(format, options);
    av_dict_free(options);
    Native.check(rc, name() + " cannot be written");
  }

  /** Whether there is a sound track. */
  boolean hasAudio() {
    return audio != null;
  }

  /** Why the sound that was asked for is not in the file, or is only in part of it. */
  Optional<String> audioProblem() {
    return audio != null && audioProblem.isEmpty() ? audio.problem() : audioProblem;
  }

  /**
   * Adds a packet of the video, and the sound before it.
   *
   * @param unit of its time stamps
   */
  void write(AVPacket packet, AVStream stream, AVRational unit) throws IOException {
    if (audio != null) {
      audio.writeUntil(packet.pts() * (unit.num() / (double) unit.den()), name());
    }
    packet.stream_index(stream.index());
    av_packet_rescale_ts(packet, unit, stream.time_base());
    Native.check(
        av_interleaved_write_frame(format, packet),
        name() + " cannot be written; is the disk full?");
  }

  /**
   * Completes the file and moves it into place.
   *
   * @param seconds the length of the video
   */
  void finish(double seconds) throws IOException {
    if (audio != null) {
      audio.finish(seconds, name());
    }
    String full = name() + " cannot be written; is the disk full?";
    Native.check(av_write_trailer(format), full);
    AVIOContext opened = io;
    io = null;
    format.pb(null);
    if (opened != null) {
      Native.check(avio_closep(opened), full);
    }
    if (source.isPresent()) {
      Files.write(out.temporary(), Xmp.mp4Box(source.get().xmp()), StandardOpenOption.APPEND);
    }
    out.commit();
  }

  /** Frees native memory; without {@link #finish} before, deletes what was written. Once. */
  @Override
  public void close() throws IOException {
    if (audio != null) {
      audio.close();
    }
    if (io != null) {
      avio_closep(io);
      format.pb(null);
    }
    if (!format.isNull()) {
      avformat_free_context(format);
    }
    out.close();
  }
}
