package io.github.reenact.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import io.github.reenact.media.FrameRate;
import io.github.reenact.media.LandmarksCsv;
import io.github.reenact.media.PhotoReader;
import io.github.reenact.media.sheet.LandmarkPicture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faces whose landmarks a person has marked. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
class SourceLandmarksTest {
  @TempDir Path folder;

  private Path photo;
  private Path driver;
  private Path marked;

  @BeforeEach
  void markTheFace() throws IOException {
    photo = TestMedia.write(TestMedia.photo(256, 256), folder.resolve("photo.png"));
    driver = TestMedia.write(TestMedia.face(256, 256, 1), folder.resolve("driver.png"));
    marked = folder.resolve("marked.csv");
    Cli run = Cli.run("landmarks", "--input", photo, "--output", marked);
    assertThat(run.status()).as(run.err()).isZero();
  }

  private Landmarks face() throws IOException {
    return LandmarksCsv.read(marked).get(0).landmarks();
  }

  private Path moved(Path source, String name, Object... more) {
    Path out = folder.resolve(name);
    Object[] all = Arrays.copyOf(more, more.length + 2);
    all[more.length] = "--motion";
    all[more.length + 1] = "absolute";
    Cli run = Cli.animate(source, driver, out, all);
    assertThat(run.status()).as(run.err()).isZero();
    return out;
  }

  /** The mean absolute difference of the colours, 0 to 255. */
  private static double difference(Path a, Path b) throws IOException {
    Image x = PhotoReader.read(a);
    Image y = PhotoReader.read(b);
    long sum = 0;
    int n = 3 * x.width() * x.height();
    for (int i = 0; i < n; i++) {
      sum += Math.abs((x.pixels().get(i) & 255) - (y.pixels().get(i) & 255));
    }
    return sum / (double) n;
  }

  @Test
  void animate_landmarksOfTheDetector_giveWhatTheDetectorGives() throws IOException {
    Path detected = moved(photo, "detected.png");
    Path byHand = moved(photo, "by-hand.png", "--source-landmarks", marked);
    Path crop = moved(photo, "crop.png", "--source-landmarks", marked, "--framing", "crop");

    assertThat(difference(photo, detected)).isGreaterThan(1);
    // In the file landmarks are rounded to 0.001 pixels.
    assertThat(difference(detected, byHand)).isLessThan(0.05);
    assertThat(PhotoReader.read(crop).width()).isEqualTo(PhotoReader.read(crop).height());
  }

  @Test
  void animate_pictureInWhichNoFaceIsFound_movesByMarkedLandmarks() throws IOException {
    Path statue =
        TestMedia.write(
            TestMedia.onItsSide(TestMedia.photo(256, 256)), folder.resolve("statue.png"));
    Path out = folder.resolve("out.png");

    Cli detected = Cli.animate(statue, driver, out);
    assertThat(detected.status()).isEqualTo(ExitCodes.BAD_FILE);
    assertThat(detected.err()).contains("no face was found").contains("--source-landmarks");

    Path byHand = folder.resolve("by-hand.csv");
    float[] xy = new float[2 * Landmarks.COUNT];
    for (int i = 0; i < Landmarks.COUNT; i++) {
      xy[2 * i] = 255 - face().y(i);
      xy[2 * i + 1] = face().x(i);
    }
    LandmarksCsv.write(byHand, List.of(new LandmarksCsv.Row(0, 0, Landmarks.of(xy))), false);
    Path moved = moved(statue, "moved.png", "--source-landmarks", byHand);
    assertThat(difference(statue, moved)).isGreaterThan(1);
  }

  @Test
  void animate_severalPhotos_areAddedToTheMarkedOne() {
    Path out = folder.resolve("out.png");
    Cli run = Cli.animate(photo, driver, out, "--source", driver, "--source-landmarks", marked);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(out).exists();
  }

  @Test
  void animate_landmarksThatCannotBeUsed_areRefusedWithTheReason() throws IOException {
    Path out = folder.resolve("out.png");
    Path far = folder.resolve("far.csv");
    float[] xy = face().toArray();
    for (int i = 0; i < xy.length; i++) {
      xy[i] += 300;
    }
    LandmarksCsv.write(far, List.of(new LandmarksCsv.Row(0, 0, Landmarks.of(xy))), false);
    Cli outside = Cli.animate(photo, driver, out, "--source-landmarks", far);
    assertThat(outside.status()).isEqualTo(ExitCodes.BAD_FILE);
    assertThat(outside.err()).contains("far.csv").contains("outside of the photo of 256x256");

    Path video =
        TestMedia.video(folder.resolve("v.mp4"), 128, 128, 3, FrameRate.of(10), Optional.empty());
    Cli ofVideo = Cli.animate(video, driver, out, "--source-landmarks", marked);
    assertThat(ofVideo.status()).isEqualTo(ExitCodes.BAD_FILE);
    assertThat(ofVideo.err()).contains("v.mp4 is a video").contains("--source-landmarks");

    Cli twice = Cli.animate(photo, driver, out, "--source-landmarks", marked, "--face", 0);
    assertThat(twice.status()).isEqualTo(ExitCodes.USAGE);
    assertThat(twice.err()).contains("leave --face out");

    Cli group =
        Cli.animate(photo, driver, out, "--source-landmarks", marked, "--face", "all=" + driver);
    assertThat(group.status()).isEqualTo(ExitCodes.USAGE);
    assertThat(group.err()).contains("--source-landmarks does not go together");

    Cli missing = Cli.animate(photo, driver, out, "--source-landmarks", folder.resolve("none.csv"));
    assertThat(missing.status()).isEqualTo(ExitCodes.BAD_FILE);
    assertThat(missing.err()).contains("none.csv");
    assertThat(out).doesNotExist();
  }

  @Test
  void landmarks_picture_showsTheFaceEnlarged() throws IOException {
    Path check = folder.resolve("check.png");
    Cli run = Cli.run("landmarks", "--input", photo, "--picture", check);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(PhotoReader.read(check))
        .isEqualTo(LandmarkPicture.draw(PhotoReader.read(photo), exact()));
  }

  /** What was found, not rounded. */
  private Landmarks exact() {
    try (var detector = DetectorOptions.open(Optional.empty(), Optional.empty())) {
      return detector.detect(Image.of(TestMedia.photo(256, 256))).orElseThrow();
    }
  }

  @Test
  void landmarks_markedByHand_areDrawnAndConvertedWithoutADetector() throws IOException {
    StringBuilder points = new StringBuilder("version: 1\nn_points: 68\n{\n");
    for (int i = 0; i < Landmarks.COUNT; i++) {
      points.append(String.format(Locale.ROOT, "%.3f %.3f%n", face().x(i) + 1, face().y(i) + 1));
    }
    Path pts = Files.writeString(folder.resolve("marked.pts"), points.append("}\n"));
    Path blank = TestMedia.write(TestMedia.blank(256, 256), folder.resolve("blank.png"));
    Path csv = folder.resolve("converted.csv");
    Path check = folder.resolve("check.jpg");

    Cli run =
        Cli.run(
            "landmarks",
            "--input",
            blank,
            "--input-landmarks",
            pts,
            "--output",
            csv,
            "--picture",
            check);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(csv).hasSameTextualContentAs(marked);
    assertThat(PhotoReader.read(check).width()).isEqualTo(LandmarkPicture.SIZE);
  }

  @Test
  void landmarks_mirroredByHand_isAWarning() throws IOException {
    Path mirrored = folder.resolve("mirrored.csv");
    LandmarksCsv.write(mirrored, List.of(new LandmarksCsv.Row(0, 0, face().swapSides())), false);
    Cli run =
        Cli.run(
            "landmarks",
            "--input",
            photo,
            "--input-landmarks",
            mirrored,
            "--picture",
            folder.resolve("check.png"));
    assertThat(run.status()).isZero();
    assertThat(run.err()).contains("left and right are swapped");
  }

  @Test
  void landmarks_wrongUse_saysWhatToDo() throws IOException {
    Path check = folder.resolve("check.png");
    Cli nothing = Cli.run("landmarks", "--input", photo);
    assertThat(nothing.status()).isEqualTo(ExitCodes.USAGE);
    assertThat(nothing.err()).contains("--output").contains("--picture");

    Cli template = Cli.run("landmarks", "--input", photo, "--picture", check, "--template");
    assertThat(template.status()).isEqualTo(ExitCodes.USAGE);
    assertThat(template.err()).contains("--template needs");

    Cli face =
        Cli.run(
            "landmarks",
            "--input",
            photo,
            "--picture",
            check,
            "--input-landmarks",
            marked,
            "--face",
            1);
    assertThat(face.status()).isEqualTo(ExitCodes.USAGE);
    assertThat(face.err()).contains("leave --face out");

    Path video =
        TestMedia.video(folder.resolve("v.mp4"), 128, 128, 3, FrameRate.of(10), Optional.empty());
    Cli ofVideo = Cli.run("landmarks", "--input", video, "--picture", check);
    assertThat(ofVideo.status()).isEqualTo(ExitCodes.BAD_FILE);
    assertThat(ofVideo.err()).contains("v.mp4 is a video; --picture is for a photo");
    assertThat(check).doesNotExist();
  }
}
