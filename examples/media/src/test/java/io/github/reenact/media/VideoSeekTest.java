package io.github.reenact.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.data.Offset.offset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Java2DFrameConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames from the middle of a video on are those that come when it is read from its beginning. */
class VideoSeekTest {
  private static final int FRAMES = 330;

  @SuppressWarnings("NullAway.Init") // JUnit sets it
  @TempDir
  Path dir;

  /** A video whose frames all differ, with a key frame every 40. */
  private Path video(String name, int codec, int bFrames, boolean irregular) throws IOException {
    Path file = dir.resolve(name);
    try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toFile(), 96, 64);
        Java2DFrameConverter converter = new Java2DFrameConverter()) {
      recorder.setVideoCodec(codec);
      recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
      recorder.setFrameRate(25);
      recorder.setGopSize(40);
      recorder.setMaxBFrames(bFrames);
      recorder.setVideoBitrate(200_000);
      recorder.start();
      for (int i = 0; i < FRAMES; i++) {
        if (irregular) {
          // One in ten frames is missing, and nothing is new for four seconds.
          if (i % 10 == 3 || (i > 120 && i < 220)) {
            continue;
          }
          recorder.setTimestamp(i * 40_000L);
        }
        recorder.record(converter.convert(TestMedia.picture(96, 64, i % 30).toBufferedImage()));
      }
      recorder.stop();
    }
    return file;
  }

  private static List<String> read(Path file, FrameRate rate, long first) throws IOException {
    List<String> out = new ArrayList<>();
    try (VideoReader reader = VideoReader.open(file, rate, first)) {
      for (Optional<VideoReader.Frame> f = reader.next(); f.isPresent(); f = reader.next()) {
        VideoReader.Frame frame = f.get();
        out.add("%.4f %08x".formatted(frame.seconds(), Arrays.hashCode(frame.image().toRgb())));
      }
    }
    return out;
  }

  private static void check(Path file, FrameRate rate) throws IOException {
    List<String> all = read(file, rate, 0);
    try (VideoReader reader = VideoReader.open(file, rate)) {
      assertThat(all.size()).isCloseTo((int) reader.frameEstimate(), offset(5));
    }
    for (int first : new int[] {1, 39, 40, 41, 119, 120, 121, 150, 200, 261, all.size() - 1}) {
      if (first >= all.size()) {
        continue;
      }
      assertThat(read(file, rate, first))
          .as("%s from %d", file.getFileName(), first)
          .isEqualTo(all.subList(first, all.size()));
    }
    assertThat(read(file, rate, all.size())).isEmpty();
    assertThat(read(file, rate, 100_000)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "h264.mp4,H264,0", "b.mp4,H264,2", "b.mkv,H264,2", "b.mov,H264,3", "b.ts,H264,2",
    "m.mp4,MPEG4,0", "m.avi,MPEG4,0", "m2.ts,MPEG2VIDEO,2", "v.webm,VP9,0", "v.mkv,VP8,0"
  })
  void open_inTheMiddle_givesTheFramesThatFollow(String name, String codec, int bFrames)
      throws Exception {
    int id = avcodec.class.getField("AV_CODEC_ID_" + codec).getInt(null);
    Path file = video(name, id, bFrames, false);
    check(file, FrameRate.of(25));
    check(file, new FrameRate(30_000, 1001));
  }

  @ParameterizedTest
  @CsvSource({"i.mp4,2", "i.mkv,2", "i.mkv,0"})
  void open_inTheMiddleOfAnIrregularVideo_givesTheFramesThatFollow(String name, int bFrames)
      throws IOException {
    Path file = video(name, avcodec.AV_CODEC_ID_H264, bFrames, true);
    check(file, FrameRate.of(25));
    check(file, FrameRate.of(10));
  }

  @Test
  void open_inTheMiddleOfADamagedVideo_givesTheFramesThatFollow() throws IOException {
    Path file = video("damaged.mp4", avcodec.AV_CODEC_ID_H264, 2, false);
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + bytes.length / 8, (byte) 0);
    Files.write(file, bytes);
    List<String> all = read(file, FrameRate.of(25), 0);
    assertThat(all).hasSizeGreaterThan(300);
    for (int first : new int[] {120, 150, 180, 200, 220, 250, 300}) {
      List<String> part = read(file, FrameRate.of(25), first);
      // Behind the damage; in it, how frames are repaired depends on where decoding began.
      assertThat(part.get(part.size() - 1)).isEqualTo(all.get(all.size() - 1));
      assertThat(part).hasSize(all.size() - first);
    }
    try (VideoReader reader = VideoReader.open(file, FrameRate.of(25), 150)) {
      while (reader.next().isPresent()) {
        // Reads on.
      }
      assertThat(reader.damage().orElse("")).contains("is damaged").doesNotContain("missing");
    }
    try (VideoReader reader = VideoReader.open(file, FrameRate.of(25), 300)) {
      assertThat(reader.next()).isPresent();
      // What lies before the key frame was not read.
      assertThat(reader.damage()).isEmpty();
    }
  }

  @Test
  void open_inTheMiddleOfACutVideo_givesWhatIsThere() throws IOException {
    Path file = TestMedia.video(dir.resolve("cut.mp4"), 96, 64, 700, FrameRate.of(25));
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length * 2 / 3));
    List<String> all = read(file, FrameRate.of(25), 0);
    assertThat(all).hasSizeBetween(200, 650);
    assertThat(read(file, FrameRate.of(25), 150)).isEqualTo(all.subList(150, all.size()));
    assertThat(read(file, FrameRate.of(25), 690)).isEmpty();
  }

  @Test
  void open_negativeFrame_isRefused() throws IOException {
    Path file = TestMedia.video(dir.resolve("a.mp4"), 64, 64, 2, FrameRate.of(25));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VideoReader.open(file, FrameRate.of(25), -1).close());
  }

  @Test
  void duration_isWhatTheContainerSays() throws IOException {
    Path file = TestMedia.video(dir.resolve("a.mp4"), 64, 64, 30, FrameRate.of(25));
    assertThat(VideoReader.duration(file)).isEqualTo(1.2);
    Path photo = dir.resolve("p.png");
    PhotoWriter.write(TestMedia.picture(64, 64, 0), photo, Optional.empty(), false);
    assertThat(VideoReader.duration(photo)).isZero();
  }
}
