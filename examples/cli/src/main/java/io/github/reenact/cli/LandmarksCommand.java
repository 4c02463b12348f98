package io.github.reenact.cli;

import io.github.reenact.FaceNotFoundException;
import io.github.reenact.GazeEstimator;
import io.github.reenact.Image;
import io.github.reenact.Irises;
import io.github.reenact.LandmarkDetector;
import io.github.reenact.LandmarkDisentangler;
import io.github.reenact.LandmarkTracker;
import io.github.reenact.Landmarks;
import io.github.reenact.media.FaceFile;
import io.github.reenact.media.LandmarksCsv;
import io.github.reenact.media.MotionTemplate;
import io.github.reenact.media.OutputFile;
import io.github.reenact.media.PhotoWriter;
import io.github.reenact.media.VideoReader;
import io.github.reenact.media.sheet.LandmarkPicture;
import io.github.reenact.pipeline.LandmarkSmoother;
import io.github.reenact.spi.Backends;
import io.github.reenact.spi.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code reenact landmarks}: the landmarks of a photo or of the frames of a video, as text. */
@Command(
    name = "landmarks",
    description = {
      "Write the 68 landmarks of a face, frame by frame, as CSV: frame, time, x0, y0, .. x67, y67"
          + " in pixels. Frames without a face have no line.",
      "With --template, write a motion template that 'reenact animate --driving'"
          + " takes: no picture of the driver needs to be kept.",
      "With --picture, draw the landmarks of a photo, with their numbers."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class LandmarksCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "PHOTO|VIDEO",
      description = "The photo or video.")
  private Path input;

  @Option(
      names = "--output",
      paramLabel = "FILE.csv",
      description = "The file to write; needed unless --picture is given.")
  private @Nullable Path output;

  @Option(
      names = "--picture",
      paramLabel = "CHECK.png",
      description =
          "A picture to write (.png, .jpg): the photo's face with its landmarks and their numbers.")
  private @Nullable Path picture;

  @Option(
      names = "--input-landmarks",
      paramLabel = "FILE",
      description =
          "The landmarks of the photo's face, which is then not looked for: a table of one line, or"
              + " a .pts file, as for 'reenact animate --source-landmarks'.")
  private @Nullable Path known;

  @Option(names = "--template", description = "Write a motion template.")
  private boolean template;

  @Option(
      names = "--face",
      paramLabel = "N",
      description =
          "Which face of the first frame with a face is tracked; 0 is the largest, the"
              + " default.")
  private @Nullable Integer face;

  @Option(
      names = "--smoothing",
      paramLabel = "0..1",
      defaultValue = "0",
      description =
          "Smooth the landmarks of a video over time. Default: ${DEFAULT-VALUE}, as detected.")
  private double smoothing;

  @Mixin private DetectorOptions detection;

  @Mixin private OverwriteOption overwrite;

  @Mixin private Feedback feedback;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Usage.checkFace(spec, "--face", face == null ? 0 : face);
    Usage.checkRange(spec, "--smoothing", smoothing, 1);
    checkFiles();
    Optional<Landmarks> face = known == null ? Optional.empty() : Optional.of(FaceFile.read(known));
    try (VideoReader reader = VideoReader.open(input)) {
      requirePhoto("--picture", picture, reader);
      requirePhoto("--input-landmarks", known, reader);
      MotionTemplate found = face.isPresent() ? of(face.get(), reader) : find(reader);
      write(found);
      long faces = found.frames().stream().filter(f -> f.landmarks().isPresent()).count();
      feedback.say(
          "%s: a face in %d of %d frames",
          output == null ? picture : output, faces, found.frames().size());
      reader.damage().ifPresent(d -> feedback.say("warning: %s", d));
    }
    return ExitCodes.OK;
  }

  private void checkFiles() throws IOException {
    if (output == null && picture == null) {
      throw Usage.error(
          spec, "nothing to write; give --output FILE.csv, --picture FILE.png or both");
    }
    if (template && output == null) {
      throw Usage.error(spec, "--template needs a file to write; give --output FILE.csv");
    }
    if (known != null && face != null) {
      throw Usage.error(
          spec, "--face and --input-landmarks both say which face it is; leave --face out");
    }
    Inputs.requireFile("--input", input);
    if (known != null) {
      Inputs.requireFile("--input-landmarks", known);
    }
    if (output != null) {
      requireOtherThanInputs(output);
      OutputFile.checkWritable(output, overwrite.allowed());
    }
    if (picture != null) {
      requireOtherThanInputs(picture);
      PhotoWriter.checkWritable(picture, overwrite.allowed());
    }
  }

  private void requireOtherThanInputs(Path file) throws IOException {
    Inputs.requireOther(file, input);
    if (known != null) {
      Inputs.requireOther(file, known);
    }
  }

  private void requirePhoto(String option, @Nullable Path file, VideoReader reader)
      throws IOException {
    if (file != null && !reader.isPhoto()) {
      throw new IOException(
          "--input " + input + " is a video; " + option + " is for a photo: name one");
    }
  }

  /** What a person has marked. */
  private MotionTemplate of(Landmarks face, VideoReader reader) {
    if (LandmarkDisentangler.isMirrored(face)) {
      feedback.say(
          "warning: %s: left and right are swapped; the eye on the left of the picture has the"
              + " points 36 to 41",
          known);
    }
    return new MotionTemplate(
        reader.width(),
        reader.height(),
        reader.frameRate(),
        List.of(new MotionTemplate.Frame(0, Optional.of(face))));
  }

  private MotionTemplate find(VideoReader reader) throws IOException, InterruptedException {
    try (LandmarkDetector detector = detection.open();
        @Nullable GazeEstimator gaze = template ? gazeEstimator() : null) {
      return follow(reader, detector, gaze);
    }
  }

  private void write(MotionTemplate found) throws IOException {
    if (output != null && template) {
      found.write(output, overwrite.allowed());
    } else if (output != null) {
      LandmarksCsv.write(output, rows(found), overwrite.allowed());
    }
    if (picture != null) {
      try (VideoReader photo = VideoReader.open(input)) {
        PhotoWriter.write(
            LandmarkPicture.draw(
                photo.next().orElseThrow().image(),
                found.frames().get(0).landmarks().orElseThrow()),
            picture,
            Optional.empty(),
            overwrite.allowed());
      }
    }
  }

  /** Null if no gaze estimator is there: a template may do without irises. */
  private static @Nullable GazeEstimator gazeEstimator() {
    return Backends.gazeEstimators()
        .optional()
        .map(p -> p.create(Optional.empty(), Device.CPU))
        .orElse(null);
  }

  private MotionTemplate follow(
      VideoReader reader, LandmarkDetector detector, @Nullable GazeEstimator gaze)
      throws IOException, InterruptedException {
    List<MotionTemplate.Frame> frames = new ArrayList<>();
    int mostFaces = 0;
    boolean seen = false;
    LandmarkSmoother smoother = new LandmarkSmoother(reader.isPhoto() ? 0 : smoothing);
    try (LandmarkTracker tracker = detector.track(face == null ? 0 : face);
        Progress progress = progress(reader)) {
      for (var next = reader.next(); next.isPresent(); next = reader.next()) {
        Image image = next.get().image();
        double seconds = next.get().seconds();
        if (!seen && mostFaces == 0) {
          mostFaces = detector.detectAll(image).size();
        }
        Optional<Landmarks> landmarks = tracker.next(image);
        if (landmarks.isPresent()) {
          seen = true;
        } else {
          smoother.reset();
        }
        Irises irises =
            gaze == null || landmarks.isEmpty() ? Irises.NONE : gaze.find(image, landmarks.get());
        frames.add(
            new MotionTemplate.Frame(
                seconds, landmarks.map(l -> smoother.next(l, seconds)), irises));
        progress.stepOrStop();
      }
    }
    if (!seen) {
      throw new FaceNotFoundException(
          mostFaces > 0 && face != null
              ? "--input %s shows %d faces; there is no --face %d (0 is the largest)"
                  .formatted(input, mostFaces, face)
              : "--input %s: no face found in %d frames of %dx%d pixels; give one in which the face"
                      .formatted(input, frames.size(), reader.width(), reader.height())
                  + " is upright, seen from the front, and larger");
    }
    if (mostFaces > 1 && face == null) {
      feedback.say(
          "%s shows %d faces; the largest is followed (--face chooses another)", input, mostFaces);
    }
    return new MotionTemplate(reader.width(), reader.height(), reader.frameRate(), frames);
  }

  private static List<LandmarksCsv.Row> rows(MotionTemplate found) {
    List<LandmarksCsv.Row> rows = new ArrayList<>();
    for (int i = 0; i < found.frames().size(); i++) {
      MotionTemplate.Frame f = found.frames().get(i);
      if (f.landmarks().isPresent()) {
        rows.add(new LandmarksCsv.Row(i, f.seconds(), f.landmarks().get()));
      }
    }
    return rows;
  }

  private Progress progress(VideoReader reader) {
    return reader.isPhoto()
        ? Progress.none()
        : feedback.progress("landmarks", "frames", reader.frameEstimate());
  }
}
