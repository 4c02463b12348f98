package io.github.reenact.cli;

import io.github.reenact.FaceNotFoundException;
import io.github.reenact.FootageChange;
import io.github.reenact.FootageSession;
import io.github.reenact.GazeMode;
import io.github.reenact.Image;
import io.github.reenact.MotionControl;
import io.github.reenact.Reenactor;
import io.github.reenact.media.EditTimeline;
import io.github.reenact.media.FootageReader;
import io.github.reenact.media.SegmentedWriter;
import io.github.reenact.media.VideoReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
      "Frames in which the person's or the driver's face is not found are not changed. A run that"
          + " was interrupted or killed keeps its finished segments in OUTPUT.segments; --resume goes"
          + " on from there. The metadata of the output mark it as synthetic."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ReviseCommand implements Callable<Integer> {
  /** Above, faces become caricatures. */
  private static final double MAX_STRENGTH = 1.5;

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
      paramLabel = "mouth|expression|gaze|all",
      description =
          "mouth: lips and jaw are the driver's. expression: lids and brows, too. gaze: the eyes"
              + " look at the camera. all: expression and gaze. Needed unless the face is changed by"
              + " --edit or --edits.")
  private @Nullable FootageChange change;

  @Option(
      names = "--strength",
      paramLabel = "X",
      defaultValue = "1",
      description =
          "How far the change goes, more than 0 to 1.5: 1 is the driver's expression, 0.5 half way"
              + " from the person's own, more exaggerates. The gaze goes to the camera at most."
              + " Default: ${DEFAULT-VALUE}.")
  private double strength;

  @Mixin private EditOptions edits;

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

  @Option(
      names = "--resume",
      description =
          "Go on where an earlier run with the same files and options ended; begin if there is"
              + " none.")
  private boolean resume;

  @Option(
      names = "--segment",
      paramLabel = "SECONDS",
      defaultValue = "4",
      description =
          "How much is written at a time, 0.1 to 600: what a run that is killed loses at most."
              + " Default: ${DEFAULT-VALUE}.")
  private double segment;

  @Mixin private OverwriteOption overwrite;

  @Mixin private Feedback feedback;

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    EditTimeline timeline = edits.timeline();
    try (Reenactor reenactor = reenactor();
        FootageReader frames = FootageReader.open(video, Optional.ofNullable(driving));
        SegmentedWriter writer = writer(reenactor, frames)) {
      boolean done = false;
      try {
        if (!writer.isDelivered() && !writer.isComplete()) {
          try (FootageSession session = lookThrough(reenactor)) {
            accept(writer, new Revision(session, frames, timeline, writer, feedback).run(), frames);
          }
        }
        long written = writer.finish();
        done = true;
        writer.audioProblem().ifPresent(problem -> feedback.say("%s", problem));
        if (writer.isDelivered()) {
          feedback.say("%s is complete from an earlier run", output);
        } else if (writer.isComplete()) {
          feedback.say("%s: %d frames, all from an earlier run", output, written);
        }
      } finally {
        if (!done && writer.segmentsFinished() > 0) {
          feedback.say(
              "%d finished segments are kept in %s; the same command with --resume goes on",
              writer.segmentsFinished(), writer.folder());
        }
      }
    }
    return ExitCodes.OK;
  }

  private FootageChange change() {
    return change == null ? FootageChange.NONE : change;
  }

  private void check() throws IOException {
    if (change() == FootageChange.NONE && !edits.areGiven()) {
      throw Usage.error(spec, "there is nothing to change; give --change, --edit or --edits");
    }
    String option =
        change == null
            ? "a change by --edit alone"
            : "--change " + change.name().toLowerCase(Locale.ROOT);
    if (!change().isDriven() && driving != null) {
      throw Usage.error(spec, option + " takes no driver; leave --driving " + driving + " out");
    }
    if (change().isDriven() && driving == null) {
      throw Usage.error(spec, option + " needs a driver; give --driving FILE");
    }
    if (audio == Audio.DRIVING && driving == null) {
      throw Usage.error(spec, "--audio driving, but there is no driver; leave it out");
    }
    if (!(strength > 0 && strength <= MAX_STRENGTH)) {
      throw Usage.outOfRange(spec, "--strength", strength, "more than 0 to " + MAX_STRENGTH);
    }
    if (!(segment >= 0.1 && segment <= 600)) {
      throw Usage.outOfRange(spec, "--segment", segment, "0.1 to 600 seconds");
    }
    networks.check();
    detection.check();
    Inputs.requireFile("--video", video);
    Inputs.requireOther(output, video);
    if (driving != null) {
      Inputs.requireFile("--driving", driving);
      Inputs.requireOther(output, driving);
    }
    SegmentedWriter.checkWritable(output, overwrite.allowed(), resume);
  }

  private SegmentedWriter writer(Reenactor reenactor, FootageReader frames) throws IOException {
    SegmentedWriter.Builder builder =
        SegmentedWriter.builder(output)
            .size(frames.width(), frames.height())
            .rate(frames.frameRate())
            .segmentFrames((int) Math.max(1, Math.round(segment * frames.frameRate().perSecond())))
            .overwrite(overwrite.allowed())
            .resume(resume)
            .settings(settings(reenactor));
    sound(frames).ifPresent(builder::audioFrom);
    SegmentedWriter writer = builder.open();
    if (writer.width() < frames.width()) {
      feedback.say(
          "%dx%d is more than H.264 can hold; the video has %dx%d",
          frames.width(), frames.height(), writer.width(), writer.height());
    }
    return writer;
  }

  /** All that decides how the frames look. */
  private Map<String, String> settings(Reenactor reenactor) throws IOException {
    Map<String, String> out = new TreeMap<>();
    out.put("version", new Main.Version().getVersion()[0]);
    out.put("--video", Fingerprint.of(video));
    if (driving != null) {
      out.put("--driving", Fingerprint.of(driving));
    }
    out.put("--change", change().name().toLowerCase(Locale.ROOT));
    out.put("--strength", Double.toString(strength));
    edits.describe(out);
    out.put("--translator", reenactor.translatorName());
    out.put("--disentangler", reenactor.disentanglerName());
    out.put("--detector", reenactor.detectorName());
    if (detection.model().isPresent()) {
      out.put("--landmark-model", Fingerprint.of(detection.model().get()));
    }
    out.put("--device", device.device().name().toLowerCase(Locale.ROOT));
    return out;
  }

  private Reenactor reenactor() {
    boolean moves = change() == FootageChange.GAZE || change() == FootageChange.ALL;
    GazeMode gaze = moves ? GazeMode.CAMERA : GazeMode.PHOTO;
    Reenactor.Builder builder =
        Reenactor.builder()
            .strength(strength)
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
        return reenactor.openFootage(() -> nextOf(take, progress), change());
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

  /** Whether what was made may be delivered. */
  private void accept(SegmentedWriter writer, long changed, FootageReader frames)
      throws IOException {
    refuseDamage("--driving", frames.driverDamage());
    if (changed > 0) {
      return;
    }
    if (change().isDriven() && change() != FootageChange.ALL) {
      writer.discard();
      throw new FaceNotFoundException(
          "--driving %s: no face was found in it at any time when --video %s shows one; take one that shows a face from the front"
              .formatted(driving, video));
    }
    feedback.say(
        change() == FootageChange.NONE
            ? "no frame was changed: all edits are 0"
            : "no frame was changed: the eyes are closed, or look at the camera already");
  }
}
