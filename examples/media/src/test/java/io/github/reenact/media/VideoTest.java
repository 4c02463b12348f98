package io.github.reenact.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.Image;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VideoTest {
  private static final FrameRate PAL = FrameRate.of(25);

  @SuppressWarnings("NullAway.Init") // JUnit sets it
  @TempDir
  Path dir;

  @ParameterizedTest
  @CsvSource({"256,256", "512,512"})
  void write_picturesAndReadBack_losesLittle(int width, int height) throws IOException {
    Path file = TestMedia.video(dir.resolve("a.mp4"), width, height, 12, PAL);

    List<VideoReader.Frame> frames = read(file);
    assertThat(frames).hasSize(12);
    for (int i = 0; i < 12; i++) {
      assertThat(frames.get(i).seconds()).isCloseTo(i / 25.0, within(1e-6));
      assertThat(TestMedia.psnr(frames.get(i).image(), TestMedia.picture(width, height, i)))
          .as("frame %d", i)
          .isGreaterThan(40);
    }
  }

  @ParameterizedTest
  @CsvSource({"101,75,102,76", "64,33,64,34", "1,1,16,16", "17,300,18,300"})
  void write_oddSize_repeatsTheLastColumnAndRow(int w, int h, int ow, int oh) throws IOException {
    Path file = dir.resolve("odd.mp4");
    Image picture = TestMedia.picture(w, h, 0);
    try (VideoWriter writer = VideoWriter.builder(file).size(w, h).rate(PAL).open()) {
      assertThat(writer.width()).isEqualTo(ow);
      assertThat(writer.height()).isEqualTo(oh);
      writer.write(picture);
      writer.finish();
    }

    Image back = read(file).get(0).image();
    assertThat(back.width()).isEqualTo(ow);
    assertThat(back.height()).isEqualTo(oh);
    assertThat(TestMedia.psnr(back.crop(0, 0, w, h), picture)).isGreaterThan(35);
    assertThat(Math.abs((back.rgb(ow - 1, 0) >> 16) - (picture.rgb(w - 1, 0) >> 16)))
        .isLessThan(12);
  }

  @Test
  void write_largerThanTheCodecHolds_scalesDown() throws IOException {
    Path file = dir.resolve("large.mp4");
    try (VideoWriter writer = VideoWriter.builder(file).size(4200, 2800).rate(PAL).open()) {
      assertThat((long) writer.width() * writer.height())
          .isLessThanOrEqualTo(VideoWriter.MAX_PIXELS)
          .isGreaterThan(VideoWriter.MAX_PIXELS * 95 / 100);
      assertThat(writer.width() / (double) writer.height()).isCloseTo(1.5, within(0.01));
      writer.write(TestMedia.picture(4200, 2800, 0));
      writer.finish();
    }
    assertThat(read(file)).hasSize(1);
  }

  @Test
  void write_ntscRate_isKeptExactly() throws IOException {
    FrameRate ntsc = new FrameRate(30_000, 1001);
    Path file = TestMedia.video(dir.resolve("n.mp4"), 64, 64, 40, ntsc);

    try (VideoReader reader = VideoReader.open(file)) {
      assertThat(reader.frameRate()).isEqualTo(ntsc);
      assertThat(reader.frameEstimate()).isEqualTo(40);
    }
    assertThat(read(file).get(30).seconds()).isCloseTo(1.001, within(1e-6));
  }

  @Test
  void write_mp4_isWhatBrowsersPlay() throws IOException {
    Path file = TestMedia.video(dir.resolve("b.mp4"), 128, 96, 5, PAL);

    String bytes = latin1(file);
    assertThat(bytes.indexOf("moov")).as("index first").isLessThan(bytes.indexOf("mdat"));
    try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(file.toFile())) {
      grabber.start();
      assertThat(grabber.getVideoCodec()).isEqualTo(avcodec.AV_CODEC_ID_H264);
      assertThat(grabber.getFormatContext().streams(0).codecpar().format())
          .isEqualTo(avutil.AV_PIX_FMT_YUV420P);
    }
  }

  @Test
  void write_byDefault_saysThatItIsSynthetic() throws IOException {
    Path file = TestMedia.video(dir.resolve("s.mp4"), 64, 64, 2, PAL);

    String uri = DigitalSource.COMPOSITE.uri();
    try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(file.toFile())) {
      grabber.setOption("export_xmp", "1");
      grabber.start();
      assertThat(grabber.getMetadata("comment")).contains(uri);
      assertThat(grabber.getMetadata("DigitalSourceType")).isEqualTo(uri);
      assertThat(grabber.getMetadata("xmp"))
          .contains("Iptc4xmpExt:DigitalSourceType=\"" + uri + "\"");
    }
  }

  @Test
  void write_withoutSource_saysNothing() throws IOException {
    Path file = dir.resolve("q.mp4");
    try (VideoWriter writer =
        VideoWriter.builder(file).size(64, 64).rate(PAL).source(Optional.empty()).open()) {
      writer.write(TestMedia.picture(64, 64, 0));
      writer.finish();
    }
    assertThat(latin1(file)).doesNotContain("digitalsourcetype");
  }

  @Test
  void close_withoutFinish_leavesNothing() throws IOException {
    Path file = dir.resolve("x.mp4");
    try (VideoWriter writer = VideoWriter.builder(file).size(64, 64).rate(PAL).open()) {
      writer.write(TestMedia.picture(64, 64, 0));
      assertThat(list()).hasSize(1).noneMatch(p -> p.equals(file));
    }
    assertThat(list()).isEmpty();
  }

  @Test
  void write_wrongSize_isRefusedAndLeavesNothing() throws IOException {
    try (VideoWriter writer =
        VideoWriter.builder(dir.resolve("x.mp4")).size(64, 64).rate(PAL).open()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> writer.write(TestMedia.picture(65, 64, 0)))
          .withMessageContaining("65x64")
          .withMessageContaining("64x64");
      assertThatIllegalStateException().isThrownBy(writer::finish);
    }
    assertThat(list()).isEmpty();
  }

  @Test
  void open_existingFile_isRefusedUnlessToBeReplaced() throws IOException {
    Path file = dir.resolve("e.mp4");
    Files.writeString(file, "precious");

    assertThatIOException()
        .isThrownBy(() -> VideoWriter.builder(file).size(64, 64).rate(PAL).open())
        .isInstanceOf(FileAlreadyExistsException.class)
        .withMessageContaining("--overwrite");
    assertThat(file).hasContent("precious");

    try (VideoWriter writer =
        VideoWriter.builder(file).size(64, 64).rate(PAL).overwrite(true).open()) {
      writer.write(TestMedia.picture(64, 64, 0));
      assertThat(file).hasContent("precious");
      writer.finish();
    }
    assertThat(read(file)).hasSize(1);
  }

  @Test
  void audioFrom_tone_becomesAacOfTheVideosLength() throws IOException {
    Path tone = TestMedia.tone(dir.resolve("tone.wav"), 3, 44_100, 440);
    Path file = withSound("t.mp4", 50, PAL, tone);

    Sound sound = Sound.of(file);
    assertThat(sound.codec).isEqualTo(avcodec.AV_CODEC_ID_AAC);
    assertThat(sound.seconds).isCloseTo(2, within(0.08));
    assertThat(sound.hertz).isCloseTo(440, within(5.0));
    assertThat(read(file)).hasSize(50);
  }

  @Test
  void audioFrom_videoWithAac_copiesThePackets() throws IOException {
    Path tone = TestMedia.tone(dir.resolve("tone.wav"), 2, 48_000, 660);
    Path driver = withSound("driver.mp4", 45, PAL, tone);
    Path file = withSound("copy.mp4", 30, PAL, driver);

    Sound sound = Sound.of(file);
    assertThat(sound.seconds).isCloseTo(1.2, within(0.08));
    assertThat(sound.hertz).isCloseTo(660, within(5.0));
    // The same bytes: nothing was encoded a second time.
    byte[] first = Sound.packet(driver, 5);
    assertThat(first.length).isGreaterThan(20);
    assertThat(latin1(file)).contains(new String(first, StandardCharsets.ISO_8859_1));
  }

  @Test
  void audioFrom_silentVideoAndPhoto_givesASilentVideo() throws IOException {
    Path silent = TestMedia.video(dir.resolve("silent.mp4"), 64, 64, 3, PAL);
    Path photo = dir.resolve("p.png");
    PhotoWriter.write(TestMedia.picture(64, 64, 0), photo, Optional.empty(), false);

    for (Path from : List.of(silent, photo)) {
      try (VideoWriter writer =
          VideoWriter.builder(dir.resolve("o.mp4"))
              .size(64, 64)
              .rate(PAL)
              .audioFrom(from)
              .overwrite(true)
              .open()) {
        assertThat(writer.hasAudio()).isFalse();
        assertThat(writer.audioProblem()).isEmpty();
        writer.write(TestMedia.picture(64, 64, 0));
        writer.finish();
      }
    }
  }

  @Test
  void read_variableRate_keepsTheTimes() throws IOException {
    double[] times = {0, 0.04, 0.1, 0.5, 0.52, 0.9};
    Path file = variable(times);

    List<VideoReader.Frame> frames = read(file);
    assertThat(frames).hasSize(times.length);
    for (int i = 0; i < times.length; i++) {
      assertThat(frames.get(i).seconds()).isCloseTo(times[i], within(1e-4));
    }
  }

  @Test
  void read_variableRateResampled_showsTheFrameOfEachMoment() throws IOException {
    // Frame i is grey of brightness 20 + 30 i.
    Path file = variable(0, 0.04, 0.1, 0.5, 0.52, 0.9);

    List<Integer> shown = new ArrayList<>();
    try (VideoReader reader = VideoReader.open(file, FrameRate.of(10))) {
      for (var f = reader.next(); f.isPresent(); f = reader.next()) {
        assertThat(f.get().seconds()).isCloseTo(shown.size() / 10.0, within(1e-9));
        shown.add((int) Math.round(((f.get().image().rgb(32, 32) & 255) - 20) / 30.0));
      }
    }
    // The video ends at 0.94 s: 9 steps, rounded.
    assertThat(shown).containsExactly(0, 2, 2, 2, 2, 3, 4, 4, 4);
  }

  @ParameterizedTest
  @CsvSource({"30,25,60,50", "25,25,10,10", "10,25,10,25", "60,25,60,25"})
  void read_resampled_lastsAsLong(int from, int to, int frames, int expected) throws IOException {
    Path file = TestMedia.video(dir.resolve("r.mp4"), 64, 64, frames, FrameRate.of(from));

    try (VideoReader reader = VideoReader.open(file, FrameRate.of(to))) {
      assertThat(reader.frameEstimate()).isEqualTo(expected);
      int n = 0;
      for (var f = reader.next(); f.isPresent(); f = reader.next()) {
        n++;
      }
      assertThat(n).isEqualTo(expected);
      assertThat(reader.framesDelivered()).isEqualTo(expected);
    }
  }

  @Test
  void read_turnedVideo_isUpright() throws IOException {
    Path file = TestMedia.video(dir.resolve("phone.mp4"), 96, 64, 3, PAL);
    Image stored = read(file).get(1).image();
    turn(file, new int[] {0, 1, -1, 0});

    Image upright = read(file).get(1).image();
    assertThat(upright.width()).isEqualTo(64);
    assertThat(upright.height()).isEqualTo(96);
    // A quarter clockwise: what was at the left bottom is at the left top.
    assertThat(upright.rgb(0, 0)).isEqualTo(stored.rgb(0, 63));
    assertThat(upright.rgb(63, 0)).isEqualTo(stored.rgb(0, 0));
    assertThat(upright.rgb(10, 80)).isEqualTo(stored.rgb(80, 53));
  }

  @Test
  void read_photo_isAVideoOfOneFrame() throws IOException {
    Path photo = dir.resolve("p.jpg");
    PhotoWriter.write(TestMedia.picture(50, 40, 0), photo, Optional.empty(), false);

    try (VideoReader reader = VideoReader.open(photo)) {
      assertThat(reader.isPhoto()).isTrue();
      assertThat(reader.width()).isEqualTo(50);
      assertThat(reader.next()).isPresent();
      assertThat(reader.next()).isEmpty();
      assertThat(reader.damage()).isEmpty();
    }
  }

  @Test
  void read_cutShort_deliversTheGoodFramesAndSaysSo() throws IOException {
    Path whole = TestMedia.video(dir.resolve("w.mp4"), 128, 128, 60, PAL);
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = dir.resolve("cut.mp4");
    Files.write(cut, Arrays.copyOf(bytes, bytes.length * 6 / 10));

    try (VideoReader reader = VideoReader.open(cut)) {
      int n = 0;
      for (var f = reader.next(); f.isPresent(); f = reader.next()) {
        assertThat(TestMedia.psnr(f.get().image(), TestMedia.picture(128, 128, n)))
            .isGreaterThan(38);
        n++;
      }
      assertThat(n).isBetween(5, 55);
      assertThat(reader.damage()).hasValueSatisfying(d -> assertThat(d).contains("cut short"));
    }
  }

  @Test
  void read_whole_hasNoDamage() throws IOException {
    Path file = TestMedia.video(dir.resolve("w.mp4"), 64, 64, 10, PAL);
    try (VideoReader reader = VideoReader.open(file)) {
      for (var f = reader.next(); f.isPresent(); f = reader.next()) {
        assertThat(reader.damage()).isEmpty();
      }
      assertThat(reader.damage()).isEmpty();
    }
  }

  @Test
  void open_whatIsNoVideo_saysWhatItIs() throws IOException {
    Path empty = Files.createFile(dir.resolve("empty.mp4"));
    Path text = Files.writeString(dir.resolve("text.mp4"), "This is not a video.\n".repeat(50));
    Path noIndex = dir.resolve("noindex.mp4");
    byte[] bytes = Files.readAllBytes(TestMedia.video(dir.resolve("w.mp4"), 64, 64, 5, PAL));
    Files.write(noIndex, Arrays.copyOf(bytes, 100));
    Path sound = TestMedia.tone(dir.resolve("sound.wav"), 0.5, 44_100, 440);

    assertThatIOException()
        .isThrownBy(() -> VideoReader.open(dir.resolve("missing.mp4")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatIOException().isThrownBy(() -> VideoReader.open(dir)).withMessageContaining("folder");
    assertThatIOException()
        .isThrownBy(() -> VideoReader.open(empty))
        .withMessageContaining("empty.mp4")
        .withMessageContaining("0 bytes");
    assertThatIOException()
        .isThrownBy(() -> VideoReader.open(text))
        .withMessageContaining("text.mp4")
        .withMessageContaining("cannot be read as a video");
    assertThatIOException()
        .isThrownBy(() -> VideoReader.open(noIndex))
        .withMessageContaining("noindex.mp4");
    assertThatIOException()
        .isThrownBy(() -> VideoReader.open(sound))
        .withMessageContaining("only sound");
  }

  @Test
  void next_afterClose_isRefused() throws IOException {
    Path file = TestMedia.video(dir.resolve("w.mp4"), 64, 64, 3, PAL);
    VideoReader reader = VideoReader.open(file);
    reader.close();
    reader.close();
    assertThatIllegalStateException().isThrownBy(reader::next).withMessageContaining("closed");
  }

  @Test
  void open_oddFileNames_areJustNames() throws IOException {
    Path file = TestMedia.video(dir.resolve("a:b %03d ü.mp4"), 64, 64, 2, PAL);
    assertThat(read(file)).hasSize(2);
  }

  private Path variable(double... times) throws IOException {
    Path file = dir.resolve("vfr.mp4");
    try (VideoWriter writer = VideoWriter.builder(file).size(64, 64).rate(PAL).open()) {
      for (int i = 0; i < times.length; i++) {
        int grey = 20 + 30 * i;
        writer.write(TestMedia.plain(64, 64, grey, grey, grey), times[i]);
      }
      writer.finish();
    }
    return file;
  }

  /** Writes a display matrix into the header of the track. */
  private static void turn(Path file, int[] matrix) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("tkhd") + 44;
    ByteBuffer b = ByteBuffer.wrap(bytes);
    assertThat(b.getInt(at)).as("the identity's first element").isEqualTo(0x10000);
    int[] places = {0, 4, 12, 16};
    for (int i = 0; i < 4; i++) {
      b.putInt(at + places[i], matrix[i] * 0x10000);
    }
    Files.write(file, bytes);
  }

  private Path withSound(String name, int frames, FrameRate rate, Path from) throws IOException {
    Path file = dir.resolve(name);
    try (VideoWriter writer =
        VideoWriter.builder(file).size(64, 64).rate(rate).audioFrom(from).open()) {
      assertThat(writer.hasAudio()).isTrue();
      for (int i = 0; i < frames; i++) {
        writer.write(TestMedia.picture(64, 64, i));
      }
      writer.finish();
      assertThat(writer.audioProblem()).isEmpty();
    }
    return file;
  }

  private static List<VideoReader.Frame> read(Path file) throws IOException {
    List<VideoReader.Frame> frames = new ArrayList<>();
    try (VideoReader reader = VideoReader.open(file)) {
      for (var f = reader.next(); f.isPresent(); f = reader.next()) {
        frames.add(f.get());
      }
    }
    return frames;
  }

  private List<Path> list() throws IOException {
    try (var files = Files.list(dir)) {
      return files.toList();
    }
  }

  private static String latin1(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  /** The sound track as another reader sees it. */
  private record Sound(int codec, double seconds, double hertz) {
    static Sound of(Path file) throws IOException {
      try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(file.toFile())) {
        grabber.start();
        int rate = grabber.getSampleRate();
        long samples = 0;
        long rises = 0;
        boolean low = false;
        for (Frame f = grabber.grabSamples(); f != null; f = grabber.grabSamples()) {
          ShortBuffer b = (ShortBuffer) f.samples[0];
          for (int i = 0; i < b.limit(); i += grabber.getAudioChannels()) {
            samples++;
            if (b.get(i) < -2000) {
              low = true;
            } else if (low && b.get(i) > 2000) {
              low = false;
              rises++;
            }
          }
        }
        double seconds = samples / (double) rate;
        return new Sound(grabber.getAudioCodec(), seconds, rises / seconds);
      }
    }

    static byte[] packet(Path file, int number) throws IOException {
      try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(file.toFile())) {
        grabber.start();
        int seen = 0;
        for (var p = grabber.grabPacket(); p != null; p = grabber.grabPacket()) {
          int type = grabber.getFormatContext().streams(p.stream_index()).codecpar().codec_type();
          if (type == avutil.AVMEDIA_TYPE_AUDIO && seen++ == number) {
            byte[] bytes = new byte[p.size()];
            p.data().get(bytes);
            return bytes;
          }
        }
      }
      throw new IOException("no such packet");
    }
  }
}
