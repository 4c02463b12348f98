package io.github.reenact.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.FaceDrivers;
import io.github.reenact.GroupFrame;
import io.github.reenact.GroupSession;
import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import io.github.reenact.Portrait;
import io.github.reenact.PortraitTranslator;
import io.github.reenact.ReenactmentSession;
import io.github.reenact.Reenactor;
import io.github.reenact.demo.SampleMotion;
import io.github.reenact.demo.portrait.SamplePortrait;
import io.github.reenact.media.DrivingReader;
import io.github.reenact.media.FrameRate;
import io.github.reenact.media.GroupReader;
import io.github.reenact.media.MotionTemplate;
import io.github.reenact.media.PhotoReader;
import io.github.reenact.media.VideoReader;
import io.github.reenact.spi.Backends;
import io.github.reenact.spi.Device;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A drawn group photo of three people, each with a driver of their own. */
class AnimateGroupTest {
  private static final int LENGTH = 24;

  @TempDir private static Path inputs;
  @TempDir private Path folder;

  private static Path photo;

  /** Three templates of the same length: different stretches of one motion. */
  private static List<Path> drivers;

  @BeforeAll
  static void draw() throws IOException {
    photo = TestMedia.write(group(), inputs.resolve("group.png"));
    drivers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      drivers.add(template("driver" + i + ".csv", 10 + 45 * i, LENGTH));
    }
  }

  /** Heads side by side, the second one the largest, on one ground. */
  private static BufferedImage group() {
    BufferedImage face = SamplePortrait.draw().toBufferedImage();
    BufferedImage out = TestMedia.blank(960, 360);
    Graphics2D g = out.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    g.drawImage(face, 0, 60, 290, 290, null);
    g.drawImage(face, 640, 80, 270, 270, null);
    g.drawImage(face, 300, 10, 340, 340, null);
    g.dispose();
    return out;
  }

  private static Path template(String name, int first, int length) throws IOException {
    MotionTemplate motion = SampleMotion.template();
    List<MotionTemplate.Frame> frames = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      MotionTemplate.Frame f = motion.frames().get(first + i);
      frames.add(new MotionTemplate.Frame(i / 25.0, f.landmarks()));
    }
    Path file = inputs.resolve(name);
    new MotionTemplate(motion.width(), motion.height(), motion.rate(), frames).write(file, true);
    return file;
  }

  private static Reenactor reenactor() {
    return Reenactor.builder().translator("warp").disentangler("none").build();
  }

  private static FaceDrivers ownDrivers() {
    return new FaceDrivers(Map.of(0, 0, 1, 1, 2, 2), OptionalInt.empty());
  }

  private static List<Image> together(Reenactor reenactor, List<Landmarks> faces)
      throws IOException {
    List<Image> out = new ArrayList<>();
    try (GroupSession session = reenactor.openGroup(PhotoReader.read(photo), ownDrivers());
        GroupReader reader = GroupReader.open(drivers, GroupReader.WhenShorter.HOLD)) {
      faces.addAll(session.faces());
      for (Optional<GroupFrame> f = reader.next(); f.isPresent(); f = reader.next()) {
        out.add(session.next(f.get()));
      }
    }
    return out;
  }

  private static List<Image> alone(Reenactor reenactor, int face) throws IOException {
    List<Image> out = new ArrayList<>();
    try (ReenactmentSession session = reenactor.open(PhotoReader.read(photo), face);
        DrivingReader reader = DrivingReader.open(drivers.get(face))) {
      for (var f = reader.next(); f.isPresent(); f = reader.next()) {
        out.add(session.next(f.get()));
      }
    }
    return out;
  }

  @Test
  void animate_threeFaces_eachFollowsItsDriverAsItDoesAlone() throws IOException {
    try (Reenactor reenactor = reenactor()) {
      List<Landmarks> faces = new ArrayList<>();
      List<Image> group = together(reenactor, faces);
      assertThat(group).hasSize(LENGTH);
      for (int face = 0; face < 3; face++) {
        List<Landmarks> alone = follow(reenactor, alone(reenactor, face), faces.get(face));
        List<Landmarks> among = follow(reenactor, group, faces.get(face));
        List<ToDoubleFunction<Landmarks>> measures =
            List.of(Landmarks::mouthOpening, l -> l.x(30) - l.x(27), l -> l.y(30) - l.y(27));
        for (ToDoubleFunction<Landmarks> measure : measures) {
          assertThat(slope(alone, among, measure)).as("face %d", face).isCloseTo(1, within(0.05));
        }
      }
    }
  }

  /** The face in frames that is nearest to a place. */
  private static List<Landmarks> follow(Reenactor reenactor, List<Image> frames, Landmarks near) {
    return frames.stream()
        .map(
            f ->
                reenactor.detector().detectAll(f).stream()
                    .min(
                        (a, b) ->
                            Double.compare(
                                Math.abs(a.centerX() - near.centerX()),
                                Math.abs(b.centerX() - near.centerX())))
                    .orElseThrow())
        .toList();
  }

  /** Of the regression of one on the other, over all frames. */
  private static double slope(
      List<Landmarks> x, List<Landmarks> y, ToDoubleFunction<Landmarks> measure) {
    double mx = x.stream().mapToDouble(measure).average().orElseThrow();
    double my = y.stream().mapToDouble(measure).average().orElseThrow();
    double xx = 0;
    double xy = 0;
    for (int i = 0; i < x.size(); i++) {
      double dx = measure.applyAsDouble(x.get(i)) - mx;
      xx += dx * dx;
      xy += dx * (measure.applyAsDouble(y.get(i)) - my);
    }
    return xy / xx;
  }

  @Test
  void animate_threeFaces_noSeamBetweenOrAroundThem() throws IOException {
    Image rest = PhotoReader.read(photo);
    try (Reenactor reenactor = reenactor()) {
      List<Landmarks> faces = new ArrayList<>();
      for (Image frame : together(reenactor, faces)) {
        // Above the heads nothing is drawn: whatever is there comes from a border.
        for (int y = 0; y < 8; y++) {
          for (int x = 0; x + 1 < frame.width(); x++) {
            assertThat(step(frame, x, y)).as("%d, %d", x, y).isLessThanOrEqualTo(2);
          }
        }
        // Nothing is moved at the photo's sides.
        assertThat(frame.rgb(0, 5)).isEqualTo(rest.rgb(0, 5));
      }
    }
  }

  @Test
  void animate_threeFaces_noStepThatNoneOfThemHasAlone() throws IOException {
    try (Reenactor reenactor = reenactor()) {
      List<Image> group = together(reenactor, new ArrayList<>());
      List<List<Image>> alone = new ArrayList<>();
      for (int face = 0; face < 3; face++) {
        alone.add(alone(reenactor, face));
      }
      int[] rest = steps(PhotoReader.read(photo));
      for (int i = 0; i < LENGTH; i += 6) {
        List<int[]> sources = new ArrayList<>(List.of(rest));
        for (List<Image> frames : alone) {
          sources.add(steps(frames.get(i)));
        }
        int[] out = steps(group.get(i));
        int width = group.get(i).width();
        for (int p = width + 1; p < out.length - 2 * width - 1; p++) {
          int at = p;
          int step = out[p];
          assertThat(sources)
              .as("frame %d: %d at %d, %d", i, step, p % width, p / width)
              .anyMatch(s -> step <= 2 + mostAround(s, at, width));
        }
      }
    }
  }

  /** Of each pixel the largest difference of a colour to the next ones on the right and below. */
  private static int[] steps(Image image) {
    int width = image.width();
    byte[] rgb = image.toRgb();
    int[] out = new int[width * image.height()];
    for (int i = 0; i + 3 * width + 3 < rgb.length; i++) {
      int right = Math.abs((rgb[i] & 255) - (rgb[i + 3] & 255));
      int down = Math.abs((rgb[i] & 255) - (rgb[i + 3 * width] & 255));
      // The last pixel of a row has none on the right.
      out[i / 3] = Math.max(out[i / 3], i / 3 % width == width - 1 ? down : Math.max(right, down));
    }
    return out;
  }

  /** An edge that moves may lie a pixel beside. */
  private static int mostAround(int[] steps, int at, int width) {
    int most = 0;
    for (int row = at - width; row <= at + width; row += width) {
      most = Math.max(most, Math.max(steps[row], Math.max(steps[row - 1], steps[row + 1])));
    }
    return most;
  }

  /** Counts what it lets another translator do. */
  private static final class Counting implements PortraitTranslator {
    private final PortraitTranslator translator =
        Backends.translators().named("warp").create(Optional.empty(), Device.CPU);
    private int opened;
    private int rendered;
    private long pixels;

    @Override
    public Portrait open(Image photo, Landmarks landmarks) {
      opened++;
      Portrait portrait = translator.open(photo, landmarks);
      return new Portrait() {
        @Override
        public Image render(Landmarks target) {
          rendered++;
          Image out = portrait.render(target);
          pixels += (long) out.width() * out.height();
          return out;
        }

        @Override
        public void close() {
          portrait.close();
        }
      };
    }

    @Override
    public void close() {
      translator.close();
    }
  }

  /** Moves some faces of a photo, and counts. */
  private static Counting work(Image photo, int... faces) throws IOException {
    Counting counting = new Counting();
    Map<Integer, Integer> byFace = new TreeMap<>();
    for (int face : faces) {
      byFace.put(face, byFace.size());
    }
    try (Reenactor reenactor =
            Reenactor.builder().translator(counting).disentangler("none").build();
        GroupSession session =
            reenactor.openGroup(photo, new FaceDrivers(byFace, OptionalInt.empty()));
        GroupReader reader =
            GroupReader.open(drivers.subList(0, faces.length), GroupReader.WhenShorter.HOLD)) {
      for (Optional<GroupFrame> f = reader.next(); f.isPresent(); f = reader.next()) {
        session.next(f.get());
      }
    }
    return counting;
  }

  @Test
  void animate_threeFaces_isTheWorkOfEachAloneWhateverThePhoto() throws IOException {
    BufferedImage large = TestMedia.blank(1280, 480);
    large.createGraphics().drawImage(group(), 160, 60, null);
    Counting inLarge = work(Image.of(large), 0);
    Counting three = work(Image.of(large), 0, 1, 2);
    long pixels =
        inLarge.pixels + work(Image.of(large), 1).pixels + work(Image.of(large), 2).pixels;

    assertThat(three.opened).isEqualTo(3);
    assertThat(three.rendered).isEqualTo(3 * LENGTH);
    assertThat(three.pixels).isEqualTo(pixels);
    assertThat(inLarge.opened).isEqualTo(1);
    assertThat(inLarge.rendered).isEqualTo(LENGTH);
    // The largest face's surroundings are the same number of pixels in any photo that has them.
    assertThat(three.pixels).isLessThan((long) (3.2 * inLarge.pixels));
  }

  /** The largest difference of a pixel's colours and those of the next one. */
  private static int step(Image image, int x, int y) {
    int a = image.rgb(x, y);
    int b = image.rgb(x + 1, y);
    int largest = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      largest = Math.max(largest, Math.abs((a >> shift & 255) - (b >> shift & 255)));
    }
    return largest;
  }

  @Test
  void animate_oneOfThreeFaces_othersStayPixelByPixel() throws IOException {
    Image rest = PhotoReader.read(photo);
    try (Reenactor reenactor = reenactor();
        GroupSession session =
            reenactor.openGroup(rest, new FaceDrivers(Map.of(0, 0), OptionalInt.empty()));
        GroupReader reader =
            GroupReader.open(drivers.subList(0, 1), GroupReader.WhenShorter.HOLD)) {
      assertThat(session.movedFaces()).containsExactly(0);
      Image last = rest;
      for (Optional<GroupFrame> f = reader.next(); f.isPresent(); f = reader.next()) {
        last = session.next(f.get());
      }
      for (int face = 0; face < 3; face++) {
        Landmarks l = session.faces().get(face);
        int different = 0;
        for (int i = 0; i < Landmarks.COUNT; i++) {
          int x = Math.round(l.x(i));
          int y = Math.round(l.y(i));
          different += last.rgb(x, y) == rest.rgb(x, y) ? 0 : 1;
        }
        if (face == 0) {
          assertThat(different).isGreaterThan(20);
        } else {
          assertThat(different).as("face %d", face).isZero();
        }
      }
    }
  }

  @Test
  void animate_driversOfDifferentLengths_longestDecides() throws IOException {
    Path brief = template("brief.csv", 20, 6);
    Path held = folder.resolve("held.mp4");
    Cli hold = animate(held, "--face", "0=" + drivers.get(0), "--face", "1=" + brief);
    assertThat(hold.status()).as(hold.err()).isZero();
    assertThat(hold.err())
        .contains("24 frames of 960x360 with 2 of 3 faces moved")
        .contains("face 1: driver's face seen in 100.0 % of its 6 frames");
    assertThat(Probe.of(held).times()).hasSize(LENGTH);

    Path looped = folder.resolve("looped.mp4");
    Cli loop =
        animate(
            looped,
            "--face",
            "0=" + drivers.get(0),
            "--face",
            "1=" + brief,
            "--when-shorter",
            "loop");
    assertThat(loop.status()).as(loop.err()).isZero();
    assertThat(loop.err()).contains("face 1: driver's face seen in 100.0 % of its 24 frames");
    assertThat(Probe.of(looped).times()).hasSize(LENGTH);
  }

  @Test
  void animate_allByOneDriver_allMove() {
    Path output = folder.resolve("all.mp4");
    Cli run = animate(output, "--face", "all=" + drivers.get(0), "--quiet");
    assertThat(run.status()).as(run.err()).isZero();
    Cli named = animate(folder.resolve("named.mp4"), "--face", "0,2", "--driving", drivers.get(0));
    assertThat(named.err()).contains("2 of 3 faces moved");
  }

  @Test
  void animate_videoAndTemplate_atTheHigherRate() throws IOException {
    Path video =
        TestMedia.video(
            folder.resolve("slow.mp4"), 256, 256, 6, FrameRate.of(10), Optional.empty());
    Path output = folder.resolve("out.mp4");
    Cli run = animate(output, "--face", "0=" + video, "--face", "1=" + drivers.get(1));
    assertThat(run.status()).as(run.err()).isZero();
    try (VideoReader reader = VideoReader.open(output)) {
      assertThat(reader.frameRate().perSecond()).isCloseTo(25, within(1e-6));
    }
    assertThat(run.err()).contains("face 0: driver's face seen in 100.0 % of its 6 frames");
  }

  @Test
  void animate_wrongFaces_isRefusedWithTheRemedy() {
    Path output = folder.resolve("no.mp4");
    assertThat(animate(output, "--face", "x=" + drivers.get(0)).err())
        .contains("\"x\" is no number")
        .contains("all=FILE");
    assertThat(animate(output, "--face", "1").err()).contains("--driving FILE");
    assertThat(animate(output).err()).contains("--driving FILE is needed");
    assertThat(animate(output, "--face", "7=" + drivers.get(0)).err())
        .contains("face 7 of the photo was asked for, which shows 3 faces");
    assertThat(
            animate(output, "--face", "0=" + drivers.get(0), "--face", "0=" + drivers.get(1)).err())
        .contains("--face 0 has two drivers");
    assertThat(animate(output, "--face", "all=" + drivers.get(0), "--motion", "absolute").err())
        .contains("--motion absolute does not go together with several faces");
    assertThat(animate(output, "--face", "0=" + drivers.get(0), "--driving", drivers.get(1)).err())
        .contains("drives no face");
    assertThat(output).doesNotExist();
  }

  private static Cli animate(Path output, Object... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                "animate",
                "--source",
                photo,
                "--output",
                output,
                "--translator",
                "warp",
                "--disentangler",
                "none"));
    arguments.addAll(List.of(more));
    return Cli.run(arguments.toArray());
  }
}
