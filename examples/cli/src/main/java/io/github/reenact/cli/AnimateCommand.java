package io.github.reenact.cli;

import io.github.reenact.FaceNotFoundException;
import io.github.reenact.Framing;
import io.github.reenact.GroupSession;
import io.github.reenact.Image;
import io.github.reenact.MotionMode;
import io.github.reenact.ReenactmentPipeline;
import io.github.reenact.ReenactmentSession;
import io.github.reenact.ReenactmentStatistics;
import io.github.reenact.Reenactor;
import io.github.reenact.media.DigitalSource;
import io.github.reenact.media.DrivingReader;
import io.github.reenact.media.GroupReader;
import io.github.reenact.media.OutputFile;
import io.github.reenact.media.PhotoWriter;
import io.github.reenact.warp.PhotoSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code reenact animate}: a photo and a driver in, a video of the photo's person out. */
@Command(
    name = "animate",
    description = {
      "Make the person in a photo move like the face in a driving video, photo or"
          + " motion template; or several people in one photo, each with their own driver.",
      "",
      "A video or template gives a video with as many frames, at its rate, with its"
          + " sound. A driving photo gives a picture. The metadata of the output mark it as"
          + " synthetic."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class AnimateCommand implements Callable<Integer> {
  private static final Set<String> PICTURES = Set.of("png", "jpg", "jpeg");
  private static final Set<String> VIDEOS = Set.of("mp4", "m4v", "mov");

  @Spec private CommandSpec spec;

  @SuppressWarnings("unused") // picocli takes its annotation
  @Mixin
  private ExitStatusHelp exitStatus;

  @Option(
      names = "--source",
      required = true,
      paramLabel = "PHOTO",
      description =
          "The photo of the person to move. Given several times, or as a video, other photos of the"
              + " same person add what the first does not show: teeth, closed eyes, the other"
              + " cheek. At most 16; of a video, 8 frames.")
  private List<Path> sources;

  @Option(
      names = "--source-landmarks",
      paramLabel = "FILE",
      description =
          "The 68 landmarks of the face in the (first) photo, where no detector finds it: a painting,"
              + " a statue, an animal. A table of one line as 'reenact landmarks' writes, or a .pts"
              + " file. 'reenact landmarks --picture' shows whether they are right.")
  private @Nullable Path sourceLandmarks;

  @Mixin private FaceOptions faces;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "The video to write (.mp4); for a driving photo also .png or .jpg.")
  private Path output;

  @Mixin private RenderingOptions rendering;

  @Mixin private NetworkOptions networks;

  @Mixin private MotionOptions control;

  @Option(
      names = "--neutral-at",
      paramLabel = "SECONDS",
      description =
          "Time of a frame that shows the driver's neutral face, which corresponds to"
              + " the photo's own pose and expression from then on. Default: estimated from"
              + " all frames so far.")
  private @Nullable Double neutralAt;

  @Option(
      names = "--driving-face",
      paramLabel = "N",
      defaultValue = "0",
      description = "Which face of the driver is tracked; 0 is the largest. Default: 0.")
  private int drivingFace;

  @Mixin private DeviceOption device;

  @Mixin private DetectorOptions detection;

  @Option(
      names = "--ignore-damage",
      description =
          "Use the readable part of a damaged or truncated video, the driver's or the"
              + " person's.")
  private boolean ignoreDamage;

  @Mixin private OverwriteOption overwrite;

  @Option(names = "--timings", description = "Print the time of each stage at the end.")
  private boolean timings;

  @Mixin private Feedback feedback;

  @Override
  public Integer call() throws IOException, InterruptedException {
    checkUsage();
    for (Path source : sources) {
      Inputs.requireFile("--source", source);
      Inputs.requireOther(output, source);
    }
    if (sourceLandmarks != null) {
      Inputs.requireFile("--source-landmarks", sourceLandmarks);
      Inputs.requireOther(output, sourceLandmarks);
    }
    for (Path driver : faces.files()) {
      Inputs.requireFile(faces.several() ? "--face" : "--driving", driver);
      Inputs.requireOther(output, driver);
    }
    OutputFile.checkWritable(output, overwrite.allowed());

    Timings clock = new Timings();
    SourcePhotos photos =
        SourcePhotos.read(sources, Optional.ofNullable(sourceLandmarks), ignoreDamage);
    photos.damage().forEach(problem -> feedback.say("%s", problem));
    clock.lap("read the photo");
    if (faces.several()) {
      animateGroup(photos, clock);
    } else {
      animateOne(photos, clock);
    }
    return ExitCodes.OK;
  }

  private void animateOne(SourcePhotos photos, Timings clock)
      throws IOException, InterruptedException {
    try (DrivingReader driver = DrivingReader.open(driving())) {
      refusePicture(!driver.isPhoto());
      clock.lap("open the driver");
      try (Reenactor reenactor = reenactor()) {
        clock.lap("start-up: models");
        try (ReenactmentSession session = open(reenactor, photos)) {
          clock.lap("analyse the photo");
          animate(driver, session, clock);
          clock.lap("frames");
          report(reenactor, session, clock);
        }
      }
    }
  }

  private void animateGroup(SourcePhotos photos, Timings clock)
      throws IOException, InterruptedException {
    Image photo = photos.only();
    try (GroupReader drivers = GroupReader.open(faces.files(), faces.whenShorter())) {
      refusePicture(!drivers.isPhoto());
      clock.lap("open the driver");
      try (Reenactor reenactor = reenactor()) {
        clock.lap("start-up: models");
        try (GroupSession session =
            naming(() -> reenactor.openGroup(photo, faces.drivers()), true)) {
          clock.lap("analyse the photo");
          if (neutralAt != null) {
            session.takeAsNeutral(neutralAt);
          }
          GroupAnimation animation =
              new GroupAnimation(output, overwrite.allowed(), ignoreDamage, feedback);
          long frames = animation.run(session, drivers, isPicture(), clock);
          clock.lap("frames");
          animation.report(
              session,
              reenactor.disentanglerName() + " and " + reenactor.translatorName(),
              frames,
              clock);
          if (timings) {
            clock.print(feedback.err(), frames);
          }
        }
      }
    }
  }

  /** The file that drives a single face. */
  private Path driving() {
    return faces.files().get(0);
  }

  private void refusePicture(boolean moves) {
    if (isPicture() && moves) {
      throw Usage.error(
          spec,
          "--output "
              + output
              + " is a picture, but "
              + (faces.several() ? "a driver" : "--driving")
              + " moves; name a file OUT.mp4");
    }
  }

  private void checkUsage() {
    control.check();
    if (neutralAt != null && !(neutralAt >= 0)) {
      throw Usage.outOfRange(spec, "--neutral-at", neutralAt, "0 or more");
    }
    rendering.check();
    faces.check();
    if (faces.several()) {
      checkGroup();
    } else if (sourceLandmarks != null && faces.isNamed()) {
      throw Usage.error(
          spec, "--face and --source-landmarks both say which face moves; leave --face out");
    }
    Usage.checkFace(spec, "--driving-face", drivingFace);
    detection.check();
    networks.check();
    if (!PICTURES.contains(ending()) && !VIDEOS.contains(ending())) {
      throw Usage.error(
          spec,
          "--output "
              + output
              + " is of no known kind; name a file that ends in .mp4 (or .m4v,"
              + " .mov), or for a driving photo in .png, .jpg");
    }
  }

  private void checkGroup() {
    String with = " does not go together with several faces; ";
    if (rendering.motion() == MotionMode.ABSOLUTE) {
      throw Usage.error(
          spec, "--motion absolute" + with + "all of them would go to one place: leave it out");
    }
    if (rendering.framing() == Framing.CROP) {
      throw Usage.error(spec, "--framing crop" + with + "it shows one: leave it out");
    }
    if (sources.size() > 1) {
      throw Usage.error(
          spec, "more than one --source" + with + "whose they are could not be told: give one");
    }
    if (sourceLandmarks != null) {
      throw Usage.error(spec, "--source-landmarks" + with + "they are one face's: give one --face");
    }
  }

  private boolean isPicture() {
    return PICTURES.contains(ending());
  }

  private String ending() {
    String name = String.valueOf(output.getFileName());
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  private Reenactor reenactor() {
    Reenactor.Builder builder =
        Reenactor.builder()
            .strength(control.strength())
            .control(control.control())
            .driverFace(drivingFace)
            .device(device.device());
    rendering.applyTo(builder);
    networks.applyTo(builder);
    detection.configure(builder);
    return builder.build();
  }

  private ReenactmentSession open(Reenactor reenactor, SourcePhotos photos) throws IOException {
    List<Image> pictures = photos.withFaces(reenactor.detector());
    if (pictures.size() > PhotoSet.MAX_PHOTOS) {
      throw new IOException(
          "--source gives %d pictures (a video counts for up to %d); name fewer: at most %d"
              .formatted(pictures.size(), SourcePhotos.FRAMES_OF_A_VIDEO, PhotoSet.MAX_PHOTOS));
    }
    ReenactmentSession session =
        naming(
            () ->
                photos
                    .knownFace()
                    .map(f -> reenactor.open(f, pictures.stream().skip(1).toArray(Image[]::new)))
                    .orElseGet(() -> reenactor.open(pictures, faces.single())),
            faces.isNamed() || sourceLandmarks != null);
    if (neutralAt != null) {
      session.takeAsNeutral(neutralAt);
    }
    int count = session.faces().size();
    if (!faces.isNamed() && count > 1) {
      feedback.say(
          "%s shows %d faces; the largest is moved (--face chooses another, or several)",
          named(), count);
    }
    return session;
  }

  /** Opens a session; what is wrong with the photo names it. */
  private <T> T naming(Supplier<T> open, boolean facesNamed) throws IOException {
    try {
      return open.get();
    } catch (FaceNotFoundException e) {
      throw new FaceNotFoundException("--source " + named() + ": " + e.getMessage() + hint(e), e);
    } catch (IllegalArgumentException e) {
      if (!facesNamed) {
        throw e;
      }
      throw new IOException("--source " + named() + ": " + e.getMessage(), e);
    }
  }

  /** What helps where no detector does. */
  private String hint(FaceNotFoundException e) {
    boolean none = String.valueOf(e.getMessage()).startsWith("no face");
    return none && sourceLandmarks == null && sources.size() == 1 && !faces.several()
        ? "; or mark it by hand: --source-landmarks FILE"
        : "";
  }

  private String named() {
    return sources.stream().map(Path::toString).collect(Collectors.joining(", "))
        + (sourceLandmarks == null ? "" : " with --source-landmarks " + sourceLandmarks);
  }

  private void animate(DrivingReader driver, ReenactmentSession session, Timings clock)
      throws IOException, InterruptedException {
    if (isPicture()) {
      Image result = session.next(driver.next().orElseThrow());
      accept(driver, session);
      PhotoWriter.write(result, output, Optional.of(DigitalSource.COMPOSITE), overwrite.allowed());
      return;
    }
    new VideoOutput(
            "animate",
            output,
            overwrite.allowed(),
            session.width(),
            session.height(),
            driver.frameRate(),
            driver.sound())
        .write(
            driver.frameEstimate(),
            sink -> ReenactmentPipeline.run(session, driver, sink),
            () -> accept(driver, session),
            feedback,
            clock);
  }

  /** Whether what was rendered may be delivered. */
  private void accept(DrivingReader driver, ReenactmentSession session) throws IOException {
    ReenactmentStatistics done = session.statistics();
    Optional<String> damage = driver.damage();
    if (damage.isPresent()) {
      if (!ignoreDamage) {
        throw new IOException(
            "%s; --ignore-damage uses the %d frames that could be read"
                .formatted(damage.get(), done.frames()));
      }
      feedback.say("%s", damage.get());
    }
    if (done.framesWithFace() == 0) {
      throw new FaceNotFoundException(
          "--driving %s: no face%s was found in %s; take one that shows a face from the front"
              .formatted(
                  driving(),
                  drivingFace == 0 ? "" : " number " + drivingFace,
                  done.frames() == 1 ? "it" : "any of its " + done.frames() + " frames"));
    }
  }

  private void report(Reenactor reenactor, ReenactmentSession session, Timings clock) {
    ReenactmentStatistics s = session.statistics();
    double seconds = clock.seconds("frames");
    feedback.say(
        "%s: %d %s of %dx%d by %s and %s in %.1f s (%.1f frames/s)",
        output,
        s.frames(),
        s.frames() == 1 ? "frame" : "frames",
        session.width(),
        session.height(),
        reenactor.disentanglerName(),
        reenactor.translatorName(),
        seconds,
        s.frames() / seconds);
    feedback.say(
        "driver's face seen in %.1f %% of the frames (%d without: %d held, %d faded, %d before it)",
        100.0 * s.framesWithFace() / s.frames(),
        s.framesWithoutFace(),
        s.framesHeld(),
        s.framesFaded(),
        s.framesUnmoved());
    if (timings) {
      clock.add("detect and track", s.detectNanos());
      clock.add("disentangle", s.disentangleNanos());
      clock.add("render", s.renderNanos());
      clock.print(feedback.err(), s.frames());
    }
  }
}
