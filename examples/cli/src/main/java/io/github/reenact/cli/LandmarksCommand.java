package io.github.reenact.cli;

import io.github.reenact.FaceNotFoundException;
import io.github.reenact.GazeEstimator;
import io.github.reenact.Image;
import io.github.reenact.Irises;
import io.github.reenact.LandmarkDetector;
import io.github.reenact.LandmarkTracker;
import io.github.reenact.Landmarks;
import io.github.reenact.media.LandmarksCsv;
import io.github.reenact.media.MotionTemplate;
import io.github.reenact.media.OutputFile;
import io.github.reenact.media.VideoReader;
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
          + " takes: no picture of the driver needs to be kept."
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
      required = true,
      paramLabel = "FILE.csv",
      description = "The file to write.")
  private Path output;

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
    Inputs.requireFile("--input", input);
    Inputs.requireOther(output, input);
    OutputFile.checkWritable(output, overwrite.allowed());
    try (VideoReader reader = VideoReader.open(input);
        LandmarkDetector detector = detection.open();
        @Nullable GazeEstimator gaze = template ? gazeEstimator() : null) {
      MotionTemplate found = follow(reader, detector, gaze);
      if (template) {
        found.write(output, overwrite.allowed());
      } else {
        LandmarksCsv.write(output, rows(found), overwrite.allowed());
      }
      long faces = found.frames().stream().filter(f -> f.landmarks().isPresent()).count();
      feedback.say("%s: a face in %d of %d frames", output, faces, found.frames().size());
      reader.damage().ifPresent(d -> feedback.say("warning: %s", d));
    }
    return ExitCodes.OK;
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
