package io.github.reenact.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import io.github.reenact.media.FrameRate;
import io.github.reenact.media.LandmarksCsv;
import io.github.reenact.media.PhotoReader;
import io.github.reenact.media.PhotoWriter;
import io.github.reenact.media.TestMedia;
import io.github.reenact.media.VideoWriter;
import io.github.reenact.testing.RedSquareDetector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit sets the fields
class DatasetTest {
  private static final FrameRate PAL = FrameRate.of(25);

  @TempDir Path dir;
  private Path input;
  private Path output;
  private final RedSquares detector = new RedSquares();
  private final List<String> skipped = new ArrayList<>();
  private final List<String> finished = new ArrayList<>();

  private static final class RedSquares extends RedSquareDetector {
    final AtomicInteger pictures = new AtomicInteger();

    @Override
    public List<Landmarks> detectAll(Image image) {
      pictures.incrementAndGet();
      return super.detectAll(image);
    }

    @Override
    protected Landmarks face(int left, int top, int right, int bottom) {
      return FaceCropTest.square((left + right) / 2.0, (top + bottom) / 2.0, right - left + 1);
    }
  }

  /** A grey picture with a red square; none for a side of 0. */
  private static Image picture(int width, int height, int cx, int cy, int side) {
    byte[] rgb = new byte[width * height * 3];
    for (int y = 0, o = 0; y < height; y++) {
      for (int x = 0; x < width; x++, o += 3) {
        boolean in = Math.abs(x - cx) * 2 < side && Math.abs(y - cy) * 2 < side;
        rgb[o] = (byte) (in ? 220 : 120);
        rgb[o + 1] = (byte) (in ? 20 : 120);
        rgb[o + 2] = (byte) (in ? 20 : 120);
      }
    }
    return Image.of(width, height, rgb);
  }

  private void photo(String path, Image image) throws IOException {
    Path file = input.resolve(path);
    Files.createDirectories(file.getParent());
    PhotoWriter.write(image, file, Optional.empty(), false);
  }

  /** A clip of a square that moves to the right; every {@code missing}th frame shows none. */
  private void clip(String path, int frames, int side, int missing) throws IOException {
    Path file = input.resolve(path);
    Files.createDirectories(file.getParent());
    try (VideoWriter writer = VideoWriter.builder(file).size(320, 240).rate(PAL).open()) {
      for (int i = 0; i < frames; i++) {
        boolean none = missing > 0 && i % missing == 0;
        writer.write(picture(320, 240, 140 + 2 * i, 120, none ? 0 : side));
      }
      writer.finish();
    }
  }

  /** Seven frames in two seconds: one that lasts for minutes is quickly made. */
  private static final FrameRate SLOW = new FrameRate(7, 2);

  /** A clip whose square is elsewhere in each of its ranges of 60 s, and missing in the second. */
  private void longClip(String path, int frames) throws IOException {
    Path file = input.resolve(path);
    try (VideoWriter writer = VideoWriter.builder(file).size(320, 240).rate(SLOW).open()) {
      for (int i = 0; i < frames; i++) {
        int range = i / 210;
        writer.write(picture(320, 240, 80 + 40 * range + i % 20, 120, range == 1 ? 0 : 80));
      }
      writer.finish();
    }
  }

  private DatasetBuilder.Summary build(String split) throws IOException, InterruptedException {
    return build(split, PAL);
  }

  private DatasetBuilder.Summary build(String split, FrameRate rate)
      throws IOException, InterruptedException {
    skipped.clear();
    finished.clear();
    List<Source> sources =
        Source.find(input, output).stream().filter(s -> s.split().equals(split)).toList();
    return new DatasetBuilder(detector, 64, rate, 2)
        .build(
            sources,
            output,
            new DatasetBuilder.Listener() {
              @Override
              public void started(int toDo, int complete) {}

              @Override
              public void added(Source source, int frames, Optional<String> warning) {
                assertThat(warning).isEmpty();
              }

              @Override
              public void skipped(Source source, String reason) {
                skipped.add(source.path() + ": " + reason);
              }

              @Override
              public void finished(Source file) {
                finished.add(file.path());
              }
            });
  }

  @BeforeEach
  void makeInput() throws IOException {
    input = Files.createDirectory(dir.resolve("in"));
    output = dir.resolve("out");
  }

  @Test
  void build_clip_givesCropsAndTheirLandmarks() throws Exception {
    clip("anna/talk.mp4", 10, 80, 4);

    assertThat(build("train")).isEqualTo(new DatasetBuilder.Summary(1, 7, 0, 0));

    assertThat(Files.readString(output.resolve("dataset.json")))
        .isEqualTo("{\"format\":\"reenact-dataset\",\"version\":1,\"size\":64,\"fps\":25}\n");
    assertThat(Files.readAllLines(output.resolve("index.csv")))
        .containsExactly(
            "item,identity,split,kind,frames,source", "anna__talk,anna,train,clip,7,anna/talk.mp4");
    Path item = output.resolve("items/anna__talk");
    List<LandmarksCsv.Row> rows = LandmarksCsv.read(item.resolve("landmarks.csv"));
    assertThat(rows).extracting(LandmarksCsv.Row::frame).containsExactly(1, 2, 3, 5, 6, 7, 9);
    for (LandmarksCsv.Row row : rows) {
      assertThat(row.seconds()).isCloseTo(row.frame() / 25.0, within(1e-6));
      Image crop = PhotoReader.read(item.resolve("%05d.jpg".formatted(row.frame())));
      assertThat(crop.width()).isEqualTo(64);
      assertThat(crop.height()).isEqualTo(64);
      Landmarks there = new RedSquares().detect(crop).orElseThrow();
      assertThat(row.landmarks().centerX()).isCloseTo(there.centerX(), within(1f));
      assertThat(row.landmarks().centerY()).isCloseTo(there.centerY(), within(1f));
      assertThat(row.landmarks().size()).isCloseTo(there.size(), within(2f));
    }
    try (var files = Files.list(item)) {
      assertThat(files.count()).isEqualTo(8);
    }
  }

  @Test
  void build_longVideo_givesAnItemForEachMinute() throws Exception {
    longClip("talk_1.mp4", 4 * 210 + 30);
    longClip("short_1.mp4", 419);

    assertThat(build("train", SLOW))
        .isEqualTo(new DatasetBuilder.Summary(3 + 1, 210 + 210 + 240 + 210, 0, 1));
    assertThat(finished).containsExactlyInAnyOrder("talk_1.mp4", "short_1.mp4");
    assertThat(Files.readAllLines(output.resolve("index.csv")))
        .containsExactlyInAnyOrder(
            "item,identity,split,kind,frames,source",
            "short_1,short,train,clip,210,short_1.mp4",
            "talk_1@0,talk,train,clip,210,talk_1.mp4#t=0",
            "talk_1@120,talk,train,clip,210,talk_1.mp4#t=120",
            "talk_1@180,talk,train,clip,240,talk_1.mp4#t=180");
    assertThat(Files.readString(output.resolve("skipped.csv")))
        .isEqualTo("path,reason\ntalk_1.mp4#t=60,a face in only 0 of 210 frames\n");
    // Cut by itself, and numbered from its own beginning on: the face lies in the middle.
    Path item = output.resolve("items/talk_1@120");
    List<LandmarksCsv.Row> rows = LandmarksCsv.read(item.resolve("landmarks.csv"));
    assertThat(rows).extracting(LandmarksCsv.Row::frame).startsWith(0, 1, 2).endsWith(209);
    assertThat(rows.get(7).seconds()).isCloseTo(2, within(1e-6));
    for (int i : new int[] {0, 50, 209}) {
      Landmarks there =
          new RedSquares().detect(picture(320, 240, 160 + (420 + i) % 20, 120, 80)).get();
      Landmarks crop = rows.get(i).landmarks();
      assertThat(crop.size()).isBetween(26f, 32f);
      assertThat(crop.centerX() - rows.get(0).landmarks().centerX())
          .isCloseTo((there.centerX() - 160) * crop.size() / there.size(), within(1.5f));
    }
  }

  @Test
  void build_longVideoAgain_makesOnlyTheRangesThatAreMissing() throws Exception {
    longClip("talk_1.mp4", 4 * 210 + 30);
    build("train", SLOW);
    Path index = output.resolve("index.csv");
    Files.writeString(index, Files.readString(index).replaceAll("talk_1@120,[^\n]*\n", ""));

    assertThat(build("train", SLOW)).isEqualTo(new DatasetBuilder.Summary(1, 210, 2, 1));
    assertThat(finished).containsExactly("talk_1.mp4");
    // What an earlier version made of the whole video counts.
    Files.writeString(
        index, "item,identity,split,kind,frames,source\ntalk_1,talk,train,clip,660,talk_1.mp4\n");
    assertThat(build("train", SLOW)).isEqualTo(new DatasetBuilder.Summary(0, 0, 1, 0));
  }

  @Test
  void build_badFiles_areSkippedWithAReason() throws Exception {
    photo("good_1.png", picture(200, 200, 100, 100, 90));
    photo("small_1.png", picture(200, 200, 100, 100, 30));
    photo("none_1.png", picture(200, 200, 0, 0, 0));
    clip("rare_1.mp4", 9, 80, 1);
    Files.writeString(input.resolve("text_1.mp4"), "no video, ".repeat(20));
    Files.createFile(input.resolve("empty_1.mp4"));
    Files.writeString(input.resolve("notes.txt"), "not even tried");

    DatasetBuilder.Summary summary = build("train");
    assertThat(summary).isEqualTo(new DatasetBuilder.Summary(1, 1, 0, 5));
    assertThat(skipped).hasSize(5);
    assertThat(String.join("\n", skipped))
        .contains("small_1.png: the face is 29 pixels wide; 48 are needed")
        .contains("none_1.png: no face found")
        .contains("rare_1.mp4: a face in only 0 of 9 frames")
        .contains("0 bytes")
        .contains("text_1.mp4");
    assertThat(Files.readAllLines(output.resolve("skipped.csv"))).hasSize(6);
    assertThat(Files.readAllLines(output.resolve("index.csv")))
        .containsExactly(
            "item,identity,split,kind,frames,source", "good_1,good,train,photo,1,good_1.png");
  }

  @Test
  void build_again_doesNothingTwice() throws Exception {
    photo("a_1.png", picture(200, 200, 100, 100, 90));
    photo("a_2.png", picture(200, 200, 100, 100, 80));
    build("train");
    int seen = detector.pictures.get();
    photo("a_3.png", picture(200, 200, 100, 100, 70));

    assertThat(build("train")).isEqualTo(new DatasetBuilder.Summary(1, 1, 2, 0));
    assertThat(detector.pictures.get()).isEqualTo(seen + 1);
    assertThat(Files.readAllLines(output.resolve("index.csv"))).hasSize(4);
  }

  @Test
  void build_afterACrash_makesHalfFinishedItemsAgain() throws Exception {
    photo("a_1.png", picture(200, 200, 100, 100, 90));
    photo("a_2.png", picture(200, 200, 100, 100, 80));
    build("train");
    // The line of the last item was cut short, its folder is there, and another was being made.
    Path index = output.resolve("index.csv");
    String text = Files.readString(index);
    Files.writeString(index, text.substring(0, text.length() - 9));
    String last = text.contains("photo,1,a_2.png\na_1") ? "a_1" : "a_2";
    Path part = Files.createDirectories(output.resolve("items/" + last + ".part"));
    Files.writeString(part.resolve("00099.jpg"), "half");
    Files.writeString(output.resolve("items/" + last + "/stale.txt"), "old");

    assertThat(build("train")).isEqualTo(new DatasetBuilder.Summary(1, 1, 1, 0));
    assertThat(Files.readAllLines(index))
        .containsExactlyInAnyOrder(
            "item,identity,split,kind,frames,source",
            "a_1,a,train,photo,1,a_1.png",
            "a_2,a,train,photo,1,a_2.png");
    for (String item : new String[] {"a_1", "a_2"}) {
      try (var files = Files.list(output.resolve("items").resolve(item))) {
        assertThat(files.map(f -> f.getFileName().toString()))
            .containsExactlyInAnyOrder("00000.jpg", "landmarks.csv");
      }
    }
    assertThat(part).doesNotExist();
  }

  @Test
  void build_otherSettings_areRefused() throws Exception {
    photo("a_1.png", picture(200, 200, 100, 100, 90));
    build("train");
    assertThatIOException()
        .isThrownBy(() -> Dataset.open(output, 128, PAL))
        .withMessageContaining("other settings")
        .withMessageContaining("\"size\":64");
  }

  @Test
  void build_inUse_isRefused() throws Exception {
    try (Dataset held = Dataset.open(output, 64, PAL)) {
      assertThat(held.items()).isEmpty();
      photo("a_1.png", picture(200, 200, 100, 100, 90));
      assertThatIOException().isThrownBy(() -> build("train")).withMessageContaining("another run");
    }
    assertThat(build("train").added()).isEqualTo(1);
  }

  @Test
  void find_manifest_tellsIdentityAndSplit() throws IOException {
    photo("x/one.png", picture(20, 20, 0, 0, 0));
    photo("x/two.png", picture(20, 20, 0, 0, 0));
    photo("three, four_1.png", picture(20, 20, 0, 0, 0));
    Files.writeString(
        input.resolve("manifest.csv"),
        "split,path,note,identity\n"
            + "dev,x/one.png,\"a, \"\"b\"\"\",anna\n"
            + "test,\"three, four_1.png\",,ben\n");

    List<Source> sources = Source.find(input, output);
    assertThat(sources)
        .extracting(s -> s.item() + " " + s.identity() + " " + s.split())
        .containsExactly("three_ four_1 ben test", "x__one anna dev", "x__two x train");
  }

  @Test
  void find_sameNames_stayApart() throws IOException {
    photo("a.png", picture(20, 20, 0, 0, 0));
    photo("a.jpg", picture(20, 20, 0, 0, 0));
    photo(".hidden/b.png", picture(20, 20, 0, 0, 0));
    assertThat(Source.find(input, output)).extracting(Source::item).containsExactly("a", "a~2");
    // Not what a range of a.mp4 is called.
    Files.createFile(input.resolve("a@60.mp4"));
    assertThat(Source.find(input, output)).extracting(Source::item).contains("a@60~2");
  }

  @Test
  void find_badManifest_namesTheLine() throws IOException {
    Files.writeString(input.resolve("manifest.csv"), "path,identity\na.png,anna\nb.png\n");
    assertThatIOException()
        .isThrownBy(() -> Source.find(input, output))
        .withMessageContaining("line 3");
    Files.writeString(input.resolve("manifest.csv"), "file,identity\n");
    assertThatIOException()
        .isThrownBy(() -> Source.find(input, output))
        .withMessageContaining("no column 'path'");
    assertThatIOException()
        .isThrownBy(() -> Source.find(dir.resolve("no"), output))
        .withMessageContaining("not a folder");
  }

  @Test
  void find_outputInside_isNotSearched() throws IOException {
    photo("a.png", picture(20, 20, 0, 0, 0));
    photo("data/items/x/00000.jpg", picture(20, 20, 0, 0, 0));
    assertThat(Source.find(input, input.resolve("data"))).hasSize(1);
  }

  @Test
  void build_withoutAVideosGoodFrames_leavesNoFolder() throws Exception {
    Path file = input.resolve("cut_1.mp4");
    TestMedia.video(file, 64, 64, 5, PAL);
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 200));
    assertThat(build("train").skipped()).isEqualTo(1);
    assertThat(output.resolve("items")).isEmptyDirectory();
  }

  @Test
  void extract_withAndWithoutRoomForPictures_givesTheSame() throws IOException {
    clip("a.mp4", 12, 70, 4);
    List<FacePicture> kept = extract(1L << 30);
    List<FacePicture> decodedAgain = extract(0);
    assertThat(kept).extracting(FacePicture::frame).containsExactly(1, 2, 3, 5, 6, 7, 9, 10, 11);
    for (int i = 0; i < kept.size(); i++) {
      assertThat(decodedAgain.get(i).jpeg()).isEqualTo(kept.get(i).jpeg());
      assertThat(decodedAgain.get(i).landmarks()).isEqualTo(kept.get(i).landmarks());
      assertThat(decodedAgain.get(i).seconds()).isEqualTo(kept.get(i).seconds());
    }
  }

  private List<FacePicture> extract(long memory) throws IOException {
    List<FacePicture> out = new ArrayList<>();
    new ItemExtractor(detector, Optional.empty(), 64, PAL, memory)
        .extract(
            input.resolve("a.mp4"),
            VideoRange.WHOLE,
            new ItemExtractor.Sink() {
              @Override
              public void begin() {}

              @Override
              public void add(FacePicture picture) {
                out.add(picture);
              }
            });
    return out;
  }
}
