package io.github.reenact.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.Image;
import io.github.reenact.LandmarkDetector;
import io.github.reenact.Landmarks;
import io.github.reenact.demo.SampleMotion;
import io.github.reenact.media.FrameRate;
import io.github.reenact.media.MotionTemplate;
import io.github.reenact.media.PhotoReader;
import io.github.reenact.media.VideoReader;
import io.github.reenact.media.VideoWriter;
import io.github.reenact.spi.Backends;
import io.github.reenact.spi.Device;
import io.github.reenact.warp.HeadWarp;
import io.github.reenact.warp.Pixels;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init") // JUnit sets the fields
class AnimateTest {
  private static final String SYNTHETIC =
      "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia";
  private static final int FRAMES = 12;

  @TempDir static Path inputs;
  @TempDir Path folder;

  private static Path photo;
  private static Path video;

  private Path output;

  @BeforeAll
  static void makeMedia() throws IOException {
    photo = TestMedia.write(TestMedia.photo(320, 240), inputs.resolve("photo.png"));
    video =
        TestMedia.video(
            inputs.resolve("driver.mp4"),
            256,
            256,
            FRAMES,
            FrameRate.of(12),
            Optional.of(TestMedia.sound(inputs.resolve("tone.wav"), 1)));
  }

  @BeforeEach
  void nameOutput() {
    output = folder.resolve("out.mp4");
  }

  @Test
  void animate_video_keepsFramesRatePhotoSizeAndSound() throws IOException {
    Cli run = Cli.animate(photo, video, output);

    assertThat(run.status()).as(run.err()).isZero();
    Probe result = Probe.of(output);
    assertThat(result.times()).hasSize(FRAMES);
    assertThat(result.times().get(FRAMES - 1)).isCloseTo((FRAMES - 1) / 12.0, within(1e-3));
    assertThat(result.rate()).isCloseTo(12, within(1e-6));
    assertThat(result.width()).isEqualTo(320);
    assertThat(result.height()).isEqualTo(240);
    assertThat(result.codec()).isEqualTo("h264");
    assertThat(result.pixels()).isEqualTo("yuv420p");
    assertThat(result.soundSeconds()).isCloseTo(1, within(0.1));
    assertThat(result.digitalSource()).isEqualTo(SYNTHETIC);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("out.mp4: 12 frames of 320x240 by none and warp in ")
        .contains("seen in 100.0 % of the frames (0 without: 0 held, 0 faded");
    assertOnlyOutput();
  }

  @Test
  void animate_videoWithoutSound_givesVideoWithoutSound() throws IOException {
    Path silent =
        TestMedia.video(
            folder.resolve("silent.mp4"),
            256,
            256,
            3,
            new FrameRate(30000, 1001),
            Optional.empty());

    assertThat(Cli.animate(photo, silent, output).status()).isZero();
    Probe result = Probe.of(output);
    assertThat(result.soundSeconds()).isZero();
    assertThat(result.rate()).isCloseTo(30000 / 1001.0, within(1e-6));
  }

  @Test
  void animate_otherPhotoLooksMoreLikeTheDriver_isTakenFromThere() throws IOException {
    Image plain = Image.of(TestMedia.face(256, 256, 0));
    Landmarks rest;
    try (LandmarkDetector detector = detector()) {
      rest = detector.detect(plain).orElseThrow();
    }
    // the same person with a wide open mouth and a mark on the nose
    float[] xy = rest.toArray();
    for (int i : new int[] {5, 6, 7, 8, 9, 10, 11, 55, 56, 57, 58, 59, 65, 66, 67}) {
      xy[2 * i + 1] += 0.12f * rest.size();
    }
    Landmarks open = Landmarks.of(xy);
    BufferedImage marked =
        new HeadWarp(rest, 256, 256).to(open).apply(Pixels.of(plain)).toBufferedImage();
    Graphics2D g = marked.createGraphics();
    g.setColor(Color.GREEN);
    int x = Math.round(rest.x(29));
    int y = Math.round(rest.y(29));
    g.fillOval(x - 5, y - 5, 11, 11);
    g.dispose();
    Path first = TestMedia.write(plain.toBufferedImage(), folder.resolve("first.png"));
    Path second = TestMedia.write(marked, folder.resolve("second.png"));
    Path one = folder.resolve("one.png");
    Path two = folder.resolve("two.png");

    assertThat(Cli.animate(first, second, one, "--motion", "absolute").status()).isZero();
    Cli run = Cli.animate(first, second, two, "--motion", "absolute", "--source", second);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(green(one, x, y)).isNegative();
    assertThat(green(two, x, y)).isGreaterThan(100);
  }

  @Test
  void animate_videoAsSource_isAsSeveralOfItsFrames() throws IOException {
    Cli run = Cli.animate(video, video, output, "--motion", "absolute");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(Probe.of(output).times()).hasSize(FRAMES);
    Path blank =
        TestMedia.video(
            folder.resolve("blank.mp4"),
            64,
            64,
            3,
            FrameRate.of(25),
            Optional.empty(),
            i -> TestMedia.blank(64, 64));
    Cli faceless = Cli.animate(blank, video, folder.resolve("no.mp4"));
    assertThat(faceless.status()).isNotZero();
    assertThat(faceless.err()).contains("--source", "blank.mp4", "3 frames");
  }

  /** How much greener than the mean of red and blue a pixel is. */
  private static int green(Path picture, int x, int y) throws IOException {
    int rgb = PhotoReader.read(picture).rgb(x, y);
    return (rgb >> 8 & 255) - ((rgb >> 16 & 255) + (rgb & 255)) / 2;
  }

  @Test
  void animate_tooManyPhotos_isRefused() {
    List<Object> arguments = new ArrayList<>(List.of("animate", "--driving", video));
    for (int i = 0; i < 17; i++) {
      arguments.addAll(List.of("--source", photo));
    }
    arguments.addAll(List.of("--output", output, "--translator", "warp", "--disentangler", "none"));
    Cli run = Cli.run(arguments.toArray());
    assertThat(run.status()).isNotZero();
    assertThat(run.err()).contains("17 pictures").contains("at most 16");
    assertThat(output).doesNotExist();
  }

  @Test
  void animate_absoluteMotionOfItself_followsTheDriver() throws IOException {
    Path first = TestMedia.write(TestMedia.face(256, 256, 0), folder.resolve("first-frame.png"));

    Cli run = Cli.animate(first, video, output, "--motion", "absolute", "--smoothing", 0);

    assertThat(run.status()).as(run.err()).isZero();
    List<Image> driver = frames(video);
    List<Image> result = frames(output);
    try (LandmarkDetector detector = detector()) {
      for (int i : new int[] {3, 7, 11}) {
        Landmarks wanted = detector.detect(driver.get(i)).orElseThrow();
        Landmarks got = detector.detect(result.get(i)).orElseThrow();
        assertThat(distance(wanted, got)).as("frame %d", i).isLessThan(0.04 * wanted.size());
      }
      // It moves at all: else the assertions above would hold of a still picture too.
      assertThat(
              distance(
                  detector.detect(driver.get(0)).orElseThrow(),
                  detector.detect(driver.get(11)).orElseThrow()))
          .isGreaterThan(0.06 * 100);
    }
  }

  @Test
  void animate_strengthZero_keepsThePhoto() throws IOException {
    assertThat(Cli.animate(photo, video, output, "--strength", "0").status()).isZero();

    Image original = PhotoReader.read(photo);
    for (Image frame : frames(output)) {
      assertThat(meanDifference(frame, original)).isLessThan(4);
    }
  }

  @Test
  void animate_noPoseNoExpression_keepsThePhoto() throws IOException {
    assertThat(Cli.animate(photo, video, output, "--pose", 0, "--expression", 0).status()).isZero();

    Image original = PhotoReader.read(photo);
    for (Image frame : frames(output)) {
      assertThat(meanDifference(frame, original)).isLessThan(4);
    }
  }

  @Test
  void animate_openings_areThoseOfTheResult() throws IOException {
    Path driver = TestMedia.write(TestMedia.face(256, 256, 0), folder.resolve("driver.png"));
    Path open = folder.resolve("open.png");
    Path shut = folder.resolve("shut.png");
    Object[] still = {"--pose", 0, "--expression", 0};

    assertThat(Cli.animate(photo, driver, open, with(still, "--mouth-opening", 0.5)).status())
        .isZero();
    assertThat(Cli.animate(photo, driver, shut, with(still, "--mouth-opening", 0)).status())
        .isZero();

    try (LandmarkDetector detector = detector()) {
      double wide = detector.detect(PhotoReader.read(open)).orElseThrow().mouthOpening();
      double closed = detector.detect(PhotoReader.read(shut)).orElseThrow().mouthOpening();
      assertThat(wide).isGreaterThan(closed + 0.1);
    }
  }

  private static Object[] with(Object[] some, Object... more) {
    return Stream.concat(Stream.of(some), Stream.of(more)).toArray();
  }

  @Test
  void animate_closeLipsWithMouthOpening_isWrongUsage() throws IOException {
    Cli run = Cli.animate(photo, video, output, "--close-lips", "--mouth-opening", 0.2);

    assertThat(run.status()).isEqualTo(ExitCodes.USAGE);
    assertThat(run.err()).contains("--close-lips").contains("--mouth-opening").contains("0.2");
    assertThat(list(folder)).isEmpty();
  }

  @Test
  void animate_mirroredFramesInATemplate_areFramesWithoutAFace() throws IOException {
    MotionTemplate sample = SampleMotion.template();
    List<MotionTemplate.Frame> motion = new ArrayList<>(sample.frames().subList(0, 5));
    motion.set(
        2,
        new MotionTemplate.Frame(
            motion.get(2).seconds(), motion.get(2).landmarks().map(Landmarks::swapSides)));
    Path template = folder.resolve("motion.csv");
    new MotionTemplate(sample.width(), sample.height(), sample.rate(), motion)
        .write(template, false);

    Cli run = Cli.animate(photo, template, output);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).contains("seen in 80.0 %").contains("1 held");
  }

  @Test
  void animate_framingCrop_givesSquareAroundTheFace() throws IOException {
    Path wide = TestMedia.write(TestMedia.photo(640, 240), folder.resolve("wide.png"));

    assertThat(Cli.animate(wide, video, output, "--framing", "crop").status()).isZero();

    Probe result = Probe.of(output);
    assertThat(result.width()).isEqualTo(result.height()).isLessThanOrEqualTo(240);
    try (LandmarkDetector detector = detector()) {
      Landmarks face = detector.detect(frames(output).get(0)).orElseThrow();
      assertThat(face.centerX()).isBetween(0.3f * result.width(), 0.7f * result.width());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"result.png", "result.jpg"})
  void animate_photoDriver_givesMarkedPicture(String name) throws IOException {
    Path driver = TestMedia.write(TestMedia.face(200, 200, 1), folder.resolve("driver.png"));
    Path picture = folder.resolve(name);

    Cli run = Cli.animate(photo, driver, picture, "--motion", "absolute");

    assertThat(run.status()).as(run.err()).isZero();
    Image image = PhotoReader.read(picture);
    assertThat(image.width()).isEqualTo(320);
    assertThat(image.height()).isEqualTo(240);
    assertThat(new String(Files.readAllBytes(picture), StandardCharsets.ISO_8859_1))
        .contains(SYNTHETIC);
    assertThat(run.err()).contains("1 frame of 320x240");
  }

  @Test
  void animate_photoDriverToVideo_givesOneFrame() throws IOException {
    Path driver = TestMedia.write(TestMedia.face(200, 200, 1), folder.resolve("driver.png"));

    assertThat(Cli.animate(photo, driver, output).status()).isZero();
    assertThat(Probe.of(output).times()).hasSize(1);
  }

  @Test
  void animate_networks_moveThePhoto() throws IOException {
    Path driver = TestMedia.write(TestMedia.face(200, 200, 1), folder.resolve("driver.png"));
    Path picture = folder.resolve("result.png");

    Cli run =
        Cli.run(
            "animate",
            "--source",
            photo,
            "--driving",
            driver,
            "--output",
            picture,
            "--translator",
            "fdgan",
            "--disentangler",
            "ldnet",
            "--motion",
            "absolute");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).contains("1 frame of 320x240 by ldnet and fdgan");
    Image result = PhotoReader.read(picture);
    assertThat(meanDifference(result, PhotoReader.read(photo))).isBetween(0.1, 60.0);
    try (LandmarkDetector detector = detector()) {
      assertThat(detector.detect(result)).isPresent();
    }
  }

  @Test
  void animate_template_needsNoVideo() throws IOException {
    List<MotionTemplate.Frame> motion = new ArrayList<>();
    try (LandmarkDetector detector = detector()) {
      for (int i = 0; i < 5; i++) {
        Image frame = Image.of(TestMedia.face(256, 256, i * 0.2));
        motion.add(
            new MotionTemplate.Frame(i / 20.0, i == 2 ? Optional.empty() : detector.detect(frame)));
      }
    }
    Path template = folder.resolve("motion.csv");
    new MotionTemplate(256, 256, FrameRate.of(20), motion).write(template, false);

    Cli run = Cli.animate(photo, template, output);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(Probe.of(output).times()).hasSize(5);
    assertThat(Probe.of(output).rate()).isCloseTo(20, within(1e-6));
    assertThat(run.err()).contains("seen in 80.0 %").contains("1 held");
  }

  @Test
  void animate_faceLostInTheMiddle_holdsAndCounts() throws IOException {
    Path driver =
        TestMedia.video(
            folder.resolve("lost.mp4"),
            256,
            256,
            30,
            FrameRate.of(10),
            Optional.empty(),
            i -> i >= 3 && i < 27 ? TestMedia.blank(256, 256) : TestMedia.face(256, 256, i * 0.03));

    Cli run = Cli.animate(photo, driver, output);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(Probe.of(output).times()).hasSize(30);
    assertThat(run.err()).containsPattern("\\(2[345] without: [1-9][0-9]* held, [1-9][0-9]* faded");
  }

  @Test
  void animate_variableFrameRate_keepsEveryTimeStamp() throws IOException {
    double[] times = {0, 0.04, 0.08, 0.3, 0.34, 0.7};
    Path driver = folder.resolve("variable.mp4");
    try (VideoWriter writer =
        VideoWriter.builder(driver).size(256, 256).rate(FrameRate.of(25)).open()) {
      for (double t : times) {
        writer.write(Image.of(TestMedia.face(256, 256, t)), t);
      }
      writer.finish();
    }

    assertThat(Cli.animate(photo, driver, output).status()).isZero();

    List<Double> got = Probe.of(output).times();
    assertThat(got).hasSize(times.length);
    for (int i = 0; i < times.length; i++) {
      assertThat(got.get(i)).isCloseTo(times[i], within(2e-3));
    }
  }

  static Stream<BufferedImage> kindsOfPhoto() {
    BufferedImage face = TestMedia.photo(241, 239);
    return Stream.of(
        TestMedia.as(BufferedImage.TYPE_BYTE_GRAY, face),
        TestMedia.as(BufferedImage.TYPE_BYTE_INDEXED, face),
        TestMedia.as(BufferedImage.TYPE_INT_ARGB, face));
  }

  @ParameterizedTest
  @MethodSource("kindsOfPhoto")
  void animate_greyPaletteOrAlphaPhotoOfOddSize_works(BufferedImage kind) throws IOException {
    Path file = TestMedia.write(kind, folder.resolve("kind.png"));
    Path driver = TestMedia.write(TestMedia.face(200, 200, 1), folder.resolve("driver.png"));

    Cli run = Cli.animate(file, driver, output);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(Probe.of(output).width()).isBetween(240, 242);
  }

  @Test
  void animate_severalFaces_takesTheLargestAndSaysSo() throws IOException {
    Path two = TestMedia.write(TestMedia.twoFaces(), folder.resolve("two.png"));
    Path driver = TestMedia.write(TestMedia.face(256, 256, 1), folder.resolve("driver.png"));
    Path first = folder.resolve("first.png");
    Path second = folder.resolve("second.png");

    Cli largest = Cli.animate(two, driver, first, "--motion", "absolute", "--framing", "crop");
    Cli other =
        Cli.animate(two, driver, second, "--face", 1, "--motion", "absolute", "--framing", "crop");
    Cli none = Cli.animate(two, driver, output, "--face", 2);

    assertThat(largest.status()).as(largest.err()).isZero();
    assertThat(largest.err()).contains("two.png shows 2 faces; the largest is moved (--face");
    assertThat(other.status()).as(other.err()).isZero();
    assertThat(other.err()).doesNotContain("the largest");
    assertThat(PhotoReader.read(second).width()).isLessThan(PhotoReader.read(first).width());
    assertThat(none.status()).isEqualTo(ExitCodes.BAD_FILE);
    assertThat(none.err()).contains("two.png").contains("face 2").contains("2 faces");
  }

  /** Which input is bad, the file, and what the error line must say. */
  record Bad(String name, boolean isSource, Maker maker, String says) {
    interface Maker {
      Path make(Path folder) throws IOException;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Bad> badInputs() {
    return Stream.of(
        new Bad("missing photo", true, f -> f.resolve("nothing.png"), "no such file"),
        new Bad("empty photo", true, f -> Files.createFile(f.resolve("e.png")), "empty"),
        new Bad("folder as photo", true, f -> Files.createDirectory(f.resolve("d")), "folder"),
        new Bad(
            "text as photo", true, f -> Files.writeString(f.resolve("t.png"), "hello"), "t.png"),
        new Bad("cut photo", true, f -> TestMedia.cut(photo, f.resolve("cut.png"), 0.3), "cut.png"),
        new Bad(
            "gigantic photo",
            true,
            f -> TestMedia.pngHeader(f.resolve("g.png"), 60000, 60000),
            "60000x60000"),
        new Bad("0x0 photo", true, f -> TestMedia.pngHeader(f.resolve("z.png"), 0, 0), "z.png"),
        new Bad(
            "photo without a face",
            true,
            f -> TestMedia.write(TestMedia.blank(300, 300), f.resolve("b.png")),
            "no face"),
        new Bad(
            "photo with a tiny face",
            true,
            f ->
                TestMedia.write(
                    TestMedia.scaled(TestMedia.photo(320, 320), 110), f.resolve("tiny.png")),
            "at least 48"),
        new Bad(
            "cut video of the person",
            true,
            f -> TestMedia.cut(video, f.resolve("cut.mp4"), 0.6),
            "--ignore-damage uses the"),
        new Bad("missing driver", false, f -> f.resolve("nothing.mp4"), "no such file"),
        new Bad("empty driver", false, f -> Files.createFile(f.resolve("e.mp4")), "empty"),
        new Bad("folder as driver", false, f -> Files.createDirectory(f.resolve("d")), "folder"),
        new Bad(
            "text as driver",
            false,
            f -> Files.writeString(f.resolve("t.mp4"), "hello ".repeat(100)),
            "t.mp4"),
        new Bad(
            "cut driver", false, f -> TestMedia.cut(video, f.resolve("cut.mp4"), 0.6), "cut.mp4"),
        new Bad("sound as driver", false, f -> TestMedia.sound(f.resolve("s.wav"), 1), "s.wav"),
        new Bad(
            "driver without a face",
            false,
            f ->
                TestMedia.video(
                    f.resolve("b.mp4"),
                    128,
                    128,
                    4,
                    FrameRate.of(25),
                    Optional.empty(),
                    i -> TestMedia.blank(128, 128)),
            "no face was found in any of its 4 frames"),
        new Bad(
            "template of another version",
            false,
            f -> Files.writeString(f.resolve("m.csv"), "# reenact-motion-template 99\n"),
            "version '99'"));
  }

  @ParameterizedTest
  @MethodSource("badInputs")
  void animate_badInput_failsWithOneLineAndLeavesNothing(Bad bad, @TempDir Path other)
      throws IOException {
    Path file = bad.maker().make(other);

    Cli run = bad.isSource() ? Cli.animate(file, video, output) : Cli.animate(photo, file, output);

    assertThat(run.status()).as(run.err()).isEqualTo(ExitCodes.BAD_FILE);
    // Beside progress there is the one line of the error, and it comes last.
    List<String> lines = run.err().lines().filter(l -> !l.startsWith("animate: ")).toList();
    assertThat(lines).as(run.err()).hasSize(1);
    assertThat(lines.get(0))
        .startsWith("reenact: ")
        .contains(bad.says())
        .contains(String.valueOf(file.getFileName()));
    assertThat(list(folder)).isEmpty();
  }

  @Test
  void animate_outputExists_isLeftAloneWithoutOverwrite() throws IOException {
    Files.writeString(output, "precious");

    Cli refused = Cli.animate(photo, video, output);
    assertThat(refused.status()).isEqualTo(ExitCodes.BAD_FILE);
    assertThat(refused.err()).contains("out.mp4").contains("--overwrite");
    assertThat(output).hasContent("precious");

    assertThat(Cli.animate(photo, video, output, "--overwrite", "--quiet").status()).isZero();
    assertThat(Probe.of(output).times()).hasSize(FRAMES);
    assertOnlyOutput();
  }

  @Test
  void animate_damagedDriverWithIgnoreDamage_usesWhatThereIs() throws IOException {
    Path cut = TestMedia.cut(video, folder.resolve("cut.mp4"), 0.6);

    Cli run = Cli.animate(photo, cut, output, "--ignore-damage");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(Probe.of(output).times()).hasSizeBetween(1, FRAMES - 1);
    assertThat(run.err()).contains("cut.mp4 is cut short");
  }

  @Test
  void animate_damagedSourceVideoWithIgnoreDamage_usesWhatThereIsAndSaysSo() throws IOException {
    Path cut = TestMedia.cut(video, folder.resolve("cut.mp4"), 0.6);

    Cli run = Cli.animate(cut, video, output, "--ignore-damage");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(Probe.of(output).times()).hasSize(FRAMES);
    assertThat(run.err()).contains("cut.mp4 is cut short");
  }

  @Test
  void animate_failureWithOverwrite_leavesTheOldFile() throws IOException {
    Files.writeString(output, "precious");
    Path faceless = TestMedia.write(TestMedia.blank(99, 99), folder.resolve("faceless.png"));

    assertThat(Cli.animate(photo, faceless, output, "--overwrite").status())
        .isEqualTo(ExitCodes.BAD_FILE);
    assertThat(output).hasContent("precious");
  }

  @Test
  void animate_outputIsInput_isRefused() throws IOException {
    Path copy = Files.copy(video, folder.resolve("copy.mp4"));
    byte[] before = Files.readAllBytes(copy);

    Cli run =
        Cli.animate(
            photo, copy, folder.resolve("../" + folder.getFileName() + "/copy.mp4"), "--overwrite");

    assertThat(run.status()).isEqualTo(ExitCodes.BAD_FILE);
    assertThat(run.err()).contains("is the input");
    assertThat(copy).hasBinaryContent(before);
  }

  @Test
  void animate_outputFolderMissingOrReadOnlyOrFile_isRefusedAtOnce() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    for (Path bad :
        List.of(
            folder.resolve("no/out.mp4"),
            file.resolve("out.mp4"),
            // Not even the administrator writes here.
            Path.of("/proc/out.mp4"))) {
      Cli run = Cli.animate(photo, video, bad);
      assertThat(run.status()).as(run.err()).isEqualTo(ExitCodes.BAD_FILE);
      assertThat(run.err().strip().lines()).as(run.err()).hasSize(1);
    }
    assertThat(list(folder)).containsExactly("file");
  }

  @ParameterizedTest
  @CsvSource({
    "--strength, 5",
    "--strength, NaN",
    "--strength, -1",
    "--pose, 4.5",
    "--expression, -0.1",
    "--mouth, NaN",
    "--eyes, 5",
    "--mouth-opening, 1.2",
    "--mouth-opening, wide",
    "--eye-opening, -1",
    "--eye-opening, 0.7",
    "--smoothing, 1.5",
    "--face, -1",
    "--driving-face, -1",
    "--motion, sideways",
    "--framing, oval",
    "--device, abacus",
    "--translator, wrap",
    "--disentangler, ldmet",
    "--nonsense, 1"
  })
  void animate_wrongOption_isWrongUsage(String option, String value) throws IOException {
    Cli run =
        Cli.run(
            "animate", "--source", photo, "--driving", video, "--output", output, option, value);

    assertThat(run.status()).as(run.err()).isEqualTo(ExitCodes.USAGE);
    assertThat(run.err()).contains(option);
    assertThat(list(folder)).isEmpty();
  }

  @Test
  void animate_outputOfUnknownKindOrPictureOfVideo_isWrongUsage() {
    Cli text = Cli.animate(photo, video, folder.resolve("out.txt"));
    Cli picture = Cli.animate(photo, video, folder.resolve("out.png"));

    assertThat(text.status()).isEqualTo(ExitCodes.USAGE);
    assertThat(text.err()).contains("out.txt").contains(".mp4");
    assertThat(picture.status()).isEqualTo(ExitCodes.USAGE);
    assertThat(picture.err()).contains("out.png").contains("OUT.mp4");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void animate_landmarkModelMissingOrDamaged_isEnvironmentError() throws IOException {
    Path damaged = Files.writeString(folder.resolve("model.dat"), "not a model");

    Cli missing = Cli.animate(photo, video, output, "--landmark-model", folder.resolve("no.dat"));
    Cli broken = Cli.animate(photo, video, output, "--landmark-model", damaged);

    assertThat(missing.status()).as(missing.err()).isEqualTo(ExitCodes.ENVIRONMENT);
    assertThat(missing.err()).contains("no.dat");
    assertThat(broken.status()).as(broken.err()).isEqualTo(ExitCodes.ENVIRONMENT);
    assertThat(broken.err()).contains("model.dat");
    assertThat(output).doesNotExist();
  }

  @Test
  void animate_timings_printsEveryStage() {
    Cli run = Cli.animate(photo, video, output, "--timings");

    assertThat(run.status()).isZero();
    assertThat(run.err())
        .contains("start-up: models")
        .contains("decode")
        .contains("detect and track")
        .contains("disentangle")
        .contains("render")
        .contains("encode")
        .contains("may add up to more");
  }

  @Test
  void animate_quiet_printsNothing() {
    Cli run = Cli.animate(photo, video, output, "--quiet");

    assertThat(run).isEqualTo(new Cli(0, "", ""));
  }

  @Test
  void animate_interrupted_stopsAndLeavesNothing() throws Exception {
    Path longer = folder.resolve("longer.mp4");
    TestMedia.video(longer, 256, 256, 250, FrameRate.of(25), Optional.empty());
    Path results = Files.createDirectory(folder.resolve("results"));
    FutureTask<Cli> task =
        new FutureTask<>(() -> Cli.animate(photo, longer, results.resolve("out.mp4")));
    Thread worker = new Thread(task);
    worker.start();
    // It is at work when its temporary file is there.
    for (int i = 0; !isWritten(results) && i < 600; i++) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    assertThat(list(results)).hasSize(1);
    worker.interrupt();
    Cli run = task.get(30, TimeUnit.SECONDS);

    assertThat(run.status()).as(run.err()).isEqualTo(ExitCodes.INTERRUPTED);
    assertThat(run.err()).contains("interrupted");
    assertThat(list(results)).isEmpty();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("reenact-read", "reenact-track", "reenact-write");
  }

  @Test
  void animate_ctrlC_exitsWith130AndLeavesNothing() throws Exception {
    Path longer = folder.resolve("longer.mp4");
    TestMedia.video(longer, 256, 256, 250, FrameRate.of(25), Optional.empty());
    Path results = Files.createDirectory(folder.resolve("results"));
    Path log = folder.resolve("log.txt");
    Process process =
        new ProcessBuilder(
                // A shell that runs the build in the background has SIGINT ignored, and so would
                // its children.
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "animate",
                "--translator=warp",
                "--disentangler=none",
                "--source=" + photo,
                "--driving=" + longer,
                "--output=" + results.resolve("out.mp4"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      for (int i = 0; !isWritten(results) && process.isAlive() && i < 1200; i++) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
      assertThat(list(results)).as(Files.readString(log)).hasSize(1);
      // The shell's own kill: small systems lack the program.
      int sent = new ProcessBuilder("sh", "-c", "kill -INT " + process.pid()).start().waitFor();
      assertThat(sent).isZero();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }

    assertThat(process.exitValue()).as(Files.readString(log)).isEqualTo(130);
    assertThat(Files.readString(log)).contains("interrupted");
    assertThat(list(results)).isEmpty();
  }

  private void assertOnlyOutput() throws IOException {
    assertThat(list(folder)).containsExactly("out.mp4");
  }

  /** Whether a file there has content; an empty one may be there for a moment, to see if it can. */
  private static boolean isWritten(Path folder) throws IOException {
    for (String name : list(folder)) {
      try {
        if (Files.size(folder.resolve(name)) > 0) {
          return true;
        }
      } catch (NoSuchFileException e) {
        return false;
      }
    }
    return false;
  }

  private static List<String> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  private static LandmarkDetector detector() {
    return Backends.detectors().best().create(Optional.empty(), Device.CPU);
  }

  private static List<Image> frames(Path file) throws IOException {
    List<Image> frames = new ArrayList<>();
    try (VideoReader reader = VideoReader.open(file)) {
      for (Optional<VideoReader.Frame> f = reader.next(); f.isPresent(); f = reader.next()) {
        frames.add(f.get().image());
      }
    }
    return frames;
  }

  private static double distance(Landmarks a, Landmarks b) {
    double sum = 0;
    for (int i = 0; i < Landmarks.COUNT; i++) {
      sum += Math.hypot(a.x(i) - b.x(i), a.y(i) - b.y(i));
    }
    return sum / Landmarks.COUNT;
  }

  private static double meanDifference(Image a, Image b) {
    byte[] x = a.toRgb();
    byte[] y = b.toRgb();
    assertThat(x).hasSameSizeAs(y);
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += Math.abs((x[i] & 255) - (y[i] & 255));
    }
    return sum / x.length;
  }
}
