package io.github.reenact.cli;

import io.github.reenact.FaceNotFoundException;
import io.github.reenact.FootageChange;
import io.github.reenact.FootageFrame;
import io.github.reenact.FootageSession;
import io.github.reenact.GazeMode;
import io.github.reenact.Image;
import io.github.reenact.MotionControl;
import io.github.reenact.ReenactmentPipeline;
import io.github.reenact.Reenactor;
import io.github.reenact.media.FootageReader;
import io.github.reenact.media.VideoReader;
import io.github.reenact.media.VideoWriter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code reenact revise}: a video whose person gets another mouth, expression or gaze. */
@Command(
    name = "revise",
    description = {
      "Change the mouth, the expression or the gaze of the person in a video;"
          + " everything else stays unchanged.",
      "",
      "Frames in which the person's or the driver's face is not found are not"
          + " changed. The metadata of the output mark it as synthetic."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ReviseCommand implements Callable<Integer> {
  /** Whose sound the result has. */
  enum Audio {
    TAKE,
    DRIVING
  }

  @Spec private CommandSpec spec;

  @SuppressWarnings("unused") // picocli takes its annotation
  @Mixin
  private ExitStatusHelp exitStatus;

  @Option(
      names = "--video",
      required = true,
      paramLabel = "TAKE",
      description = "The video of the person to change, the largest face in it.")
  private Path video;

  @Option(
      names = "--driving",
      paramLabel = "ACTOR",
      description =
          "Whose mouth or expression the person gets: a video, photo or motion template. Both start"
              + " together. Needed for mouth and expression; not for gaze.")
  private @Nullable Path driving;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "The video to write (.mp4).")
  private Path output;

  @Option(
      names = "--change",
      required = true,
      paramLabel = "mouth|expression|gaze",
      description =
          "mouth: lips and jaw are the driver's. expression: lids and brows, too. gaze: the eyes"
              + " look at the camera.")
  private FootageChange change;

  @Option(
      names = "--audio",
      defaultValue = "take",
      paramLabel = "take|driving",
      description = "Whose sound the result has. Default: ${DEFAULT-VALUE}.")
  private Audio audio;

  @Mixin private NetworkOptions networks;

  @Mixin private DeviceOption device;

  @Mixin private DetectorOptions detection;

  @Option(
      names = "--ignore-damage",
      description = "Use the readable part of a damaged or truncated video.")
  private boolean ignoreDamage;

  @Mixin private OverwriteOption overwrite;

  @Mixin private Feedback feedback;

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    try (Reenactor reenactor = reenactor();
        FootageSession session = lookThrough(reenactor);
        FootageReader frames = FootageReader.open(video, Optional.ofNullable(driving))) {
      Timings clock = new Timings();
      long written =
          new VideoOutput(
                  "revise",
                  output,
                  overwrite.allowed(),
                  frames.width(),
                  frames.height(),
                  frames.frameRate(),
                  sound(frames))
              .write(
                  frames.frameEstimate(),
                  sink -> revise(session, frames, sink),
                  () -> accept(session, frames),
                  feedback,
                  clock);
      clock.lap("frames");
      feedback.say(
          "%s: %d frames of %dx%d, %d of them changed, in %.1f s (%.1f frames/s)",
          output,
          written,
          frames.width(),
          frames.height(),
          session.framesChanged(),
          clock.seconds("frames"),
          written / clock.seconds("frames"));
    }
    return ExitCodes.OK;
  }

  private void check() throws IOException {
    String option = "--change " + change.name().toLowerCase(Locale.ROOT);
    if (change == FootageChange.GAZE && driving != null) {
      throw Usage.error(spec, option + " takes no driver; leave --driving " + driving + " out");
    }
    if (change != FootageChange.GAZE && driving == null) {
      throw Usage.error(spec, option + " needs a driver; give --driving FILE");
    }
    if (audio == Audio.DRIVING && driving == null) {
      throw Usage.error(spec, "--audio driving, but there is no driver; leave it out");
    }
    networks.check();
    detection.check();
    Inputs.requireFile("--video", video);
    Inputs.requireOther(output, video);
    if (driving != null) {
      Inputs.requireFile("--driving", driving);
      Inputs.requireOther(output, driving);
    }
    VideoWriter.checkWritable(output, overwrite.allowed());
  }

  private Reenactor reenactor() {
    GazeMode gaze = change == FootageChange.GAZE ? GazeMode.CAMERA : GazeMode.PHOTO;
    Reenactor.Builder builder =
        Reenactor.builder()
            .control(MotionControl.builder().gaze(gaze).build())
            .device(device.device());
    networks.applyTo(builder);
    detection.configure(builder);
    return builder.build();
  }

  /** The first pass: who the take shows. */
  private FootageSession lookThrough(Reenactor reenactor) throws IOException {
    try (VideoReader take = VideoReader.open(video)) {
      if (take.isPhoto()) {
        throw new IOException(
            "--video " + video + " is a photo; name a video, or move the photo by animate");
      }
      try (Progress progress = feedback.progress("look through", "frames", take.frameEstimate())) {
        return reenactor.openFootage(() -> nextOf(take, progress), change);
      }
    } catch (FaceNotFoundException e) {
      throw new FaceNotFoundException("--video " + video + ": " + e.getMessage(), e);
    }
  }

  private Optional<Image> nextOf(VideoReader take, Progress progress) throws IOException {
    if (Thread.interrupted()) {
      throw new InterruptedIOException("interrupted");
    }
    Optional<VideoReader.Frame> frame = take.next();
    if (frame.isEmpty()) {
      refuseDamage("--video", take.damage());
    } else {
      progress.step();
    }
    return frame.map(VideoReader.Frame::image);
  }

  private void refuseDamage(String option, Optional<String> damage) throws IOException {
    if (damage.isPresent() && !ignoreDamage) {
      throw new IOException(
          option + " " + damage.get() + "; --ignore-damage uses the frames that could be read");
    }
    damage.ifPresent(problem -> feedback.say("%s", problem));
  }

  private Optional<Path> sound(FootageReader frames) throws IOException {
    if (audio == Audio.TAKE) {
      return Optional.of(video);
    }
    if (frames.driverSound().isEmpty()) {
      throw new IOException(
          "--audio driving: " + driving + " is no video and has no sound; leave it out");
    }
    return frames.driverSound();
  }

  private static ReenactmentPipeline.Statistics revise(
      FootageSession session, FootageReader frames, ReenactmentPipeline.Sink<IOException> sink)
      throws IOException, InterruptedException {
    long count = 0;
    long source = 0;
    long written = 0;
    while (true) {
      long start = System.nanoTime();
      Optional<FootageFrame> frame = frames.next();
      source += System.nanoTime() - start;
      if (frame.isEmpty()) {
        return new ReenactmentPipeline.Statistics(count, source, written);
      }
      Image out = session.next(frame.get());
      long drawn = System.nanoTime();
      sink.accept(out, frame.get().seconds());
      written += System.nanoTime() - drawn;
      count++;
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  /** Whether what was made may be delivered. */
  private void accept(FootageSession session, FootageReader frames) throws IOException {
    refuseDamage("--driving", frames.driverDamage());
    if (session.framesChanged() > 0) {
      return;
    }
    if (change != FootageChange.GAZE) {
      throw new FaceNotFoundException(
          "--driving %s: no face was found in it at any time when --video %s shows one; take one that shows a face from the front"
              .formatted(driving, video));
    }
    feedback.say("no frame was changed: the eyes are closed, or look at the camera already");
  }
}
