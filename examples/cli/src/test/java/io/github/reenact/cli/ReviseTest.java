package io.github.reenact.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.DrivingFrame;
import io.github.reenact.Image;
import io.github.reenact.LandmarkDetector;
import io.github.reenact.Landmarks;
import io.github.reenact.demo.SampleMotion;
import io.github.reenact.media.DrivingReader;
import io.github.reenact.media.FootageReader;
import io.github.reenact.media.FrameRate;
import io.github.reenact.media.MotionTemplate;
import io.github.reenact.media.VideoReader;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drawn takes, and a motion template or a drawn video for a driver. */
class ReviseTest {
  private static final int SIDE = 320;
  private static final int LENGTH = 24;

  /** In the take no face is seen in this frame. */
  private static final int AWAY = 12;

  @TempDir private static Path inputs;
  @TempDir private Path folder;

  private static Path take;
  private static Path driver;
  private static Path silence;

  @BeforeAll
  static void draw() throws IOException {
    Path sound = TestMedia.sound(inputs.resolve("tone.wav"), 2);
    take =
        TestMedia.video(
            inputs.resolve("take.mp4"),
            SIDE,
            SIDE,
            LENGTH,
            FrameRate.of(25),
            Optional.of(sound),
            i -> i == AWAY ? TestMedia.blank(SIDE, SIDE) : TestMedia.face(SIDE, SIDE, i / 25.0));
    silence =
        TestMedia.video(
            inputs.resolve("silence.mp4"), SIDE, SIDE, 3, FrameRate.of(25), Optional.empty());
    MotionTemplate motion = SampleMotion.template();
    List<MotionTemplate.Frame> frames = new ArrayList<>();
    for (int i = 0; i < LENGTH; i++) {
      frames.add(new MotionTemplate.Frame(i / 25.0, motion.frames().get(i + first()).landmarks()));
    }
    driver = inputs.resolve("driver.csv");
    new MotionTemplate(motion.width(), motion.height(), FrameRate.of(25), frames)
        .write(driver, true);
  }

  /** The frame of the sample motion from which on the mouth changes most. */
  private static int first() {
    List<MotionTemplate.Frame> frames = SampleMotion.template().frames();
    int best = 0;
    double most = 0;
    for (int start = 0; start + LENGTH <= frames.size(); start++) {
      var mouths =
          frames.subList(start, start + LENGTH).stream()
              .mapToDouble(f -> f.landmarks().orElseThrow().mouthOpening())
              .summaryStatistics();
      if (mouths.getMax() - mouths.getMin() > most) {
        most = mouths.getMax() - mouths.getMin();
        best = start;
      }
    }
    return best;
  }

  private static Cli revise(Path video, Path output, Object... more) {
    List<Object> all =
        new ArrayList<>(
            List.of("revise", "--video", video, "--output", output, "--translator", "warp"));
    all.addAll(List.of("--disentangler", "none"));
    all.addAll(List.of(more));
    return Cli.run(all.toArray());
  }

  private static List<Image> frames(Path video) throws IOException {
    List<Image> out = new ArrayList<>();
    try (VideoReader reader = VideoReader.open(video)) {
      for (var f = reader.next(); f.isPresent(); f = reader.next()) {
        out.add(f.get().image());
      }
    }
    return out;
  }

  private static double difference(Image a, Image b, int y0, int y1) {
    double sum = 0;
    for (int i = 3 * SIDE * y0; i < 3 * SIDE * y1; i++) {
      sum += Math.abs((a.pixels().get(i) & 255) - (b.pixels().get(i) & 255));
    }
    return sum / (3.0 * SIDE * (y1 - y0));
  }

  @Test
  void revise_mouth_followsTheDriverAndLeavesTheRest() throws IOException {
    Path output = folder.resolve("out.mp4");
    Cli run = revise(take, output, "--change", "mouth", "--driving", driver);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).contains("24 frames of 320x320, 23 of them changed");
    Probe probe = Probe.of(output);
    assertThat(probe.times()).hasSize(LENGTH);
    assertThat(probe.soundSeconds()).isCloseTo(LENGTH / 25.0, within(0.1));
    assertThat(probe.digitalSource()).contains("compositeWithTrainedAlgorithmicMedia");

    List<Image> before = frames(take);
    List<Image> after = frames(output);
    List<Double> driven = new ArrayList<>();
    List<Double> shown = new ArrayList<>();
    try (LandmarkDetector detector = DetectorOptions.open(Optional.empty(), Optional.empty());
        DrivingReader reader = DrivingReader.open(driver)) {
      for (int i = 0; i < LENGTH; i++) {
        Landmarks actor =
            ((DrivingFrame.Known) reader.next().orElseThrow()).landmarks().orElseThrow();
        if (i == AWAY) {
          assertThat(difference(before.get(i), after.get(i), 0, SIDE)).isLessThan(1.5);
          continue;
        }
        Landmarks own = detector.detectAll(before.get(i)).get(0);
        Landmarks face = detector.detectAll(after.get(i)).get(0);
        driven.add((double) actor.mouthOpening());
        shown.add((double) face.mouthOpening());
        int eyes = Math.round(Math.max(own.y(40), own.y(47)));
        assertThat(difference(before.get(i), after.get(i), 0, eyes)).as("%d", i).isLessThan(1.5);
        assertThat((double) face.x(27)).isCloseTo(own.x(27), within(2.0));
        assertThat((double) face.y(27)).isCloseTo(own.y(27), within(2.0));
      }
    }
    assertThat(correlation(driven, shown)).isGreaterThan(0.8);
  }

  private static double correlation(List<Double> a, List<Double> b) {
    double ma = a.stream().mapToDouble(x -> x).average().orElseThrow();
    double mb = b.stream().mapToDouble(x -> x).average().orElseThrow();
    double aa = 0;
    double ab = 0;
    double bb = 0;
    for (int i = 0; i < a.size(); i++) {
      aa += (a.get(i) - ma) * (a.get(i) - ma);
      ab += (a.get(i) - ma) * (b.get(i) - mb);
      bb += (b.get(i) - mb) * (b.get(i) - mb);
    }
    return ab / Math.sqrt(aa * bb);
  }

  @Test
  void revise_expressionByAVideo_withItsSound() throws IOException {
    Path output = folder.resolve("out.mp4");
    Cli run =
        revise(silence, output, "--change", "expression", "--driving", take, "--audio", "driving");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).contains("3 frames of 320x320, 3 of them changed");
    assertThat(Probe.of(output).soundSeconds()).isGreaterThan(0.05);
    assertThat(revise(take, folder.resolve("b.mp4"), "--change", "mouth", "--driving", silence))
        .extracting(Cli::err)
        .asString()
        .contains("24 frames")
        .contains("3 of them changed");
  }

  @Test
  void revise_gaze_needsNoDriver() throws IOException {
    Path output = folder.resolve("out.mp4");
    Cli run = revise(silence, output, "--change", "gaze");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).contains("3 frames of 320x320");
    assertThat(frames(output)).hasSize(3);
  }

  @Test
  void revise_wrongOptions_areRefusedWithTheRemedy() throws IOException {
    Path output = folder.resolve("no.mp4");
    assertThat(revise(take, output, "--change", "mouth"))
        .isEqualTo(usage("--change mouth needs a driver; give --driving FILE"));
    assertThat(revise(take, output, "--change", "expression"))
        .isEqualTo(usage("--change expression needs a driver; give --driving FILE"));
    assertThat(revise(take, output, "--change", "gaze", "--driving", driver))
        .isEqualTo(usage("--change gaze takes no driver; leave --driving " + driver + " out"));
    assertThat(revise(take, output))
        .isEqualTo(usage("there is nothing to change; give --change, --edit or --edits"));
    assertThat(revise(take, output, "--edit", "smile=1", "--driving", driver))
        .isEqualTo(
            usage("a change by --edit alone takes no driver; leave --driving " + driver + " out"));
    assertThat(revise(take, output, "--edit", "nose=1"))
        .isEqualTo(
            usage("--edit nose is not known; there are smile, mouth-opening, eye-opening, brows"));
    assertThat(revise(take, output, "--edit", "smile=wide"))
        .isEqualTo(usage("--edit smile=wide: the value is a number such as 0.4"));
    assertThat(revise(take, output, "--edit", "eye-opening=0.7"))
        .isEqualTo(usage("--edit eye-opening 0.7 is out of range: -0.6 to 0.6"));
    assertThat(revise(take, output, "--change", "gaze", "--strength", "1.6"))
        .isEqualTo(usage("--strength 1.6 is out of range: more than 0 to 1.5"));
    assertThat(revise(take, output, "--change", "gaze", "--segment", "0"))
        .isEqualTo(usage("--segment 0.0 is out of range: 0.1 to 600 seconds"));
    assertThat(revise(take, output, "--change", "gaze", "--audio", "driving"))
        .isEqualTo(usage("--audio driving, but there is no driver; leave it out"));
    assertThat(revise(take, output, "--change", "hair").status()).isEqualTo(ExitCodes.USAGE);
    assertThat(output).doesNotExist();
  }

  private static Cli usage(String message) {
    return new Cli(
        ExitCodes.USAGE,
        "",
        "reenact: %s%n'reenact revise --help' lists commands and options.%n".formatted(message));
  }

  @Test
  void revise_filesThatCannotBeUsed_nothingIsWritten() throws IOException {
    Path output = folder.resolve("no.mp4");
    Path blank =
        TestMedia.video(
            inputs.resolve("blank.mp4"),
            SIDE,
            SIDE,
            3,
            FrameRate.of(25),
            Optional.empty(),
            i -> TestMedia.blank(SIDE, SIDE));
    Path photo = TestMedia.write(TestMedia.photo(SIDE, SIDE), inputs.resolve("photo.png"));
    assertRefused(
        revise(blank, output, "--change", "gaze"),
        "--video " + blank + ": no face was found in any of the 3 frames");
    assertRefused(
        revise(silence, output, "--change", "mouth", "--driving", blank),
        "--driving " + blank + ": no face was found in it");
    assertRefused(revise(photo, output, "--change", "gaze"), "is a photo");
    assertRefused(
        revise(silence, output, "--change", "mouth", "--driving", driver, "--audio", "driving"),
        "has no sound");
    assertRefused(
        revise(silence, silence, "--change", "gaze", "--overwrite"), "is the input " + silence);
    Path cut = TestMedia.cut(take, folder.resolve("cut.mp4"), 0.6);
    assertThat(revise(cut, output, "--change", "gaze").status()).isEqualTo(ExitCodes.BAD_FILE);
    Files.delete(cut);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  private static void assertRefused(Cli run, String message) {
    assertThat(run.status()).as(run.err()).isEqualTo(ExitCodes.BAD_FILE);
    assertThat(run.err()).contains(message);
  }

  @Test
  void revise_interrupted_leavesNothing() throws IOException {
    Path output = folder.resolve("out.mp4");
    Thread.currentThread().interrupt();
    Cli run = revise(silence, output, "--change", "gaze");
    assertThat(run.status()).isEqualTo(ExitCodes.INTERRUPTED);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void revise_all_drivesAndLooksAtTheCamera() throws IOException {
    Path output = folder.resolve("out.mp4");
    Cli run = revise(silence, output, "--change", "all", "--driving", driver, "--strength", "0.8");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).contains("3 frames of 320x320, 3 of them changed");
  }

  @Test
  void revise_edits_openTheMouthWhenTheKeysSay() throws IOException {
    Path output = folder.resolve("out.mp4");
    Path keys = folder.resolve("keys.csv");
    Files.writeString(keys, "time,mouth-opening,smile\n0.2,0,\n0.4,0.5,\n0.6,0,0\n");
    Cli run = revise(take, output, "--edits", keys);
    assertThat(run.status()).as(run.err()).isZero();
    // Frames 6 to 14 of 25 a second, but for the one without a face.
    assertThat(run.err()).contains("24 frames of 320x320, 8 of them changed");
    List<Image> before = frames(take);
    List<Image> after = frames(output);
    try (LandmarkDetector detector = DetectorOptions.open(Optional.empty(), Optional.empty())) {
      Landmarks own = detector.detectAll(before.get(10)).get(0);
      Landmarks open = detector.detectAll(after.get(10)).get(0);
      assertThat(open.mouthOpening() - own.mouthOpening()).isGreaterThan(0.1f);
      assertThat(difference(before.get(20), after.get(20), 0, SIDE)).isLessThan(1.5);
    }
    Cli twice = revise(take, folder.resolve("b.mp4"), "--edits", keys, "--edit", "smile=0.4");
    assertThat(twice.status()).isEqualTo(ExitCodes.USAGE);
    assertThat(twice.err()).contains("smile is given twice").contains("leave one of them out");
  }

  /** Two people who pass each other, the larger one in front. */
  private static BufferedImage crossing(double t) {
    BufferedImage out = new BufferedImage(560, 320, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D g = out.createGraphics();
    g.setColor(new Color(96, 110, 120));
    g.fillRect(0, 0, 560, 320);
    int small = (int) Math.round(360 - 340 * t);
    g.drawImage(TestMedia.face(180, 180, 0), small, 10, null);
    int large = (int) Math.round(10 + 290 * t);
    g.drawImage(TestMedia.face(250, 250, 0), large, 60, null);
    g.dispose();
    return out;
  }

  @Test
  void revise_peopleWhoCross_changesTheSameOneAllTheTime() throws IOException {
    int count = 40;
    Path both =
        TestMedia.video(
            folder.resolve("both.mp4"),
            560,
            320,
            count,
            FrameRate.of(25),
            Optional.empty(),
            i -> crossing(i / (count - 1.0)));
    Path output = folder.resolve("out.mp4");
    Cli run = revise(both, output, "--edit", "mouth-opening=0.6");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).contains("40 frames of 560x320, 40 of them changed");
    List<Image> before = frames(both);
    List<Image> after = frames(output);
    for (int i = 0; i < count; i++) {
      double sum = 0;
      double weighted = 0;
      for (int y = 0; y < 320; y++) {
        for (int x = 0; x < 560; x++) {
          int a = before.get(i).rgb(x, y);
          int b = after.get(i).rgb(x, y);
          int d = Math.abs((a & 255) - (b & 255)) + Math.abs((a >> 8 & 255) - (b >> 8 & 255));
          sum += d > 20 ? d : 0;
          weighted += d > 20 ? d * x : 0;
        }
      }
      double large = 10 + 290 * i / (count - 1.0) + 125;
      assertThat(weighted / sum).as("frame %d", i).isCloseTo(large, within(40.0));
    }
  }

  @Test
  void reader_driverAtAnotherRate_givesTheFrameOfThatTimeUntilItEnds() throws IOException {
    MotionTemplate motion = SampleMotion.template();
    List<MotionTemplate.Frame> some = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      some.add(new MotionTemplate.Frame(i / 10.0, motion.frames().get(i).landmarks()));
    }
    Path slow = folder.resolve("slow.csv");
    new MotionTemplate(motion.width(), motion.height(), FrameRate.of(10), some).write(slow, true);
    List<Double> times = new ArrayList<>();
    try (FootageReader reader = FootageReader.open(take, Optional.of(slow))) {
      for (var f = reader.next(); f.isPresent(); f = reader.next()) {
        f.get().driver().ifPresent(d -> times.add(d.seconds()));
      }
    }
    // 25 frames a second: 0, 0.04 | 0.08, 0.12, 0.16 | 0.2 until about 0.28
    assertThat(times).startsWith(0.0, 0.0, 0.1, 0.1, 0.1, 0.2).hasSizeBetween(7, 8);
  }
}
