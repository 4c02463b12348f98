package io.github.reenact.evaluate;

import io.github.reenact.DrivingFrame;
import io.github.reenact.FaceNotFoundException;
import io.github.reenact.GazeEstimator;
import io.github.reenact.Image;
import io.github.reenact.Irises;
import io.github.reenact.LandmarkDetector;
import io.github.reenact.LandmarkTracker;
import io.github.reenact.Landmarks;
import io.github.reenact.tf.graph.SessionTuning;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Measures footage that is changed: takes whose mouth is that of another take of the same person,
 * or of another person where there is none, and takes whose eyes look at the camera.
 *
 * <p>All goes as for a user of {@code revise} with its default settings but for the smoothing. What
 * is measured is found anew in takes and results, frame by frame.
 */
public final class FootageEvaluation {
  private static final String REFERENCE = "takes themselves";

  private final PortraitClips clips;
  private final LandmarkDetector detector;
  private final Optional<GazeEstimator> gaze;
  private final List<PortraitMethod> methods;
  private final double smoothing;
  private final List<PortraitClips.Run> runs;
  private final TreeSet<String> leftOut = new TreeSet<>();
  private final PortraitSheet sheet;

  /**
   * Prepares.
   *
   * @param detector finds faces in takes, drivers and results; stays the caller's to close
   * @param gaze finds the irises in the same pictures; stays the caller's to close. Empty: the gaze
   *     is neither changed nor measured
   * @param methods to measure, at least one
   * @param smoothing of the driver's landmarks, 0 to 1
   * @param frames of a clip after its first that are measured, at least 1
   * @param pairs of a take and a driver, at most
   */
  public FootageEvaluation(
      PortraitClips clips,
      LandmarkDetector detector,
      Optional<GazeEstimator> gaze,
      List<PortraitMethod> methods,
      double smoothing,
      int frames,
      int pairs) {
    this.clips = clips;
    this.detector = detector;
    this.gaze = gaze;
    this.methods = List.copyOf(methods);
    this.smoothing = smoothing;
    runs = clips.dubbed(frames, pairs);
    sheet = new PortraitSheet("TAKE", methods);
  }

  /** How many steps {@link #measure} has: the frames of all runs, mouth and gaze. */
  public long steps() {
    long frames = runs.stream().mapToLong(r -> r.frames() + 1).sum();
    return gaze.isPresent() ? 2 * frames : frames;
  }

  /**
   * Measures; to be called once.
   *
   * @param step told after each frame
   * @throws IOException if a picture of the dataset is missing or damaged, or there is one clip
   *     only
   * @throws FaceNotFoundException if no face is found in any clip
   * @throws InterruptedException if {@code step} throws it
   */
  public FootageReport measure(Step step) throws IOException, InterruptedException {
    if (runs.isEmpty()) {
      throw new IOException(
          "%s has one clip only in the split '%s', and it takes another one for its mouth; prepare two or more"
              .formatted(clips.directory(), clips.split()));
    }
    FootageMetrics.Part mouth = part(false, step);
    FootageMetrics.@Nullable Part eyes = gaze.isEmpty() ? null : part(true, step);
    List<PortraitMetrics.SheetRow> rows =
        sheet.moments().stream()
            .map(
                m ->
                    new PortraitMetrics.SheetRow(
                        m.run().photo().name(),
                        m.run().driver().name(),
                        m.run().driver().number(m.index()),
                        "mouth"))
            .toList();
    return new FootageReport(
        new FootageMetrics(
            clips.directory().toString(),
            clips.split(),
            mouth,
            eyes,
            new PortraitMetrics.Settings(
                smoothing, System.getProperty(SessionTuning.PRECISION_PROPERTY, "auto")),
            List.copyOf(leftOut),
            rows),
        sheet.draw());
  }

  /** What is measured of a method; of the takes themselves if nothing is changed. */
  private static final class RowBuilder {
    private final String name;
    private final List<Double> millis = new ArrayList<>();
    private final List<FootageMetrics.TakeMetrics> takes = new ArrayList<>();

    RowBuilder(String name) {
      this.name = name;
    }

    FootageMetrics.Row build() {
      millis.sort(null);
      return new FootageMetrics.Row(
          name,
          millis.isEmpty() ? null : millis.get(millis.size() / 2),
          PortraitMetric.means(takes.stream().map(FootageMetrics.TakeMetrics::metrics).toList()),
          takes);
    }
  }

  private FootageMetrics.Part part(boolean isGaze, Step step)
      throws IOException, InterruptedException {
    List<SheetMoments.Moment> moments =
        isGaze ? List.of() : SheetMoments.choose(runs, PortraitSheet.ROWS, true);
    List<RowBuilder> rows = new ArrayList<>(List.of(new RowBuilder(REFERENCE)));
    if (isGaze) {
      rows.add(new RowBuilder("gaze to the camera"));
    } else {
      methods.forEach(m -> rows.add(new RowBuilder(m.name())));
    }
    List<PortraitClips.Run> done = new ArrayList<>();
    for (PortraitClips.Run run : runs) {
      List<SheetMoments.Moment> ofRun = moments.stream().filter(m -> m.run().equals(run)).toList();
      if (run(run, isGaze, rows, ofRun, step)) {
        done.add(run);
      }
    }
    if (done.isEmpty()) {
      throw new FaceNotFoundException(
          "no face was found in any of the %d clips of the split '%s' in %s; prepare clips that show a face from the front"
              .formatted(runs.size(), clips.split(), clips.directory()));
    }
    return new FootageMetrics.Part(
        isGaze
            ? (int) done.stream().map(r -> r.photo().person()).distinct().count()
            : PortraitClips.people(done),
        done.size(),
        (int) done.stream().filter(PortraitClips.Run::isSamePerson).count(),
        done.stream().mapToInt(PortraitClips.Run::frames).sum(),
        rows.stream().map(RowBuilder::build).toList());
  }

  /**
   * Measures one run.
   *
   * @return false if it has to be left out, because there is no face in its take
   */
  private boolean run(
      PortraitClips.Run run,
      boolean isGaze,
      List<RowBuilder> rows,
      List<SheetMoments.Moment> moments,
      Step step)
      throws IOException, InterruptedException {
    List<Revising> revisings = new ArrayList<>();
    try (LandmarkTracker tracker = detector.track(0)) {
      for (int r = 1; r < rows.size(); r++) {
        PortraitMethod method = isGaze ? null : methods.get(r - 1);
        revisings.add(Revising.open(method, detector, gaze, smoothing, run));
      }
      Supplier<FootageMeter> meter = isGaze ? GazeMeter::new : DubbingMeter::new;
      List<FootageMeter> meters = rows.stream().map(r -> meter.get()).toList();
      for (int i = 0; i <= run.frames(); i++) {
        Image take = run.photo().image(i);
        Optional<DrivingFrame> driver =
            isGaze ? Optional.empty() : Optional.of(driving(run, i, tracker));
        Landmarks own = detector.detect(take).orElse(run.changed(i));
        Irises irises = isGaze ? irises(take, own) : Irises.NONE;
        List<Image> made = new ArrayList<>();
        for (int r = 0; r < rows.size(); r++) {
          Image frame = take;
          if (r > 0) {
            Revising revising = revisings.get(r - 1);
            frame = revising.next(take, driver, run.photo().seconds(i));
            made.add(frame);
            rows.get(r).millis.add(revising.lastMillis());
          }
          if (i > 0) {
            Image shown = frame;
            Optional<Landmarks> face = detector.detect(shown);
            Irises found =
                isGaze ? face.map(f -> irises(shown, f)).orElse(Irises.NONE) : Irises.NONE;
            meters
                .get(r)
                .add(
                    new FootageSample(
                        run.photo().number(i),
                        take,
                        own,
                        irises,
                        run.driver().landmarks(i),
                        frame,
                        face,
                        found));
          }
        }
        for (SheetMoments.Moment moment : moments) {
          if (moment.index() == i) {
            sheet.add(moment, take, run.driver().image(i), made);
          }
        }
        step.done();
      }
      for (int r = 0; r < rows.size(); r++) {
        rows.get(r)
            .takes
            .add(
                new FootageMetrics.TakeMetrics(
                    run.photo().name(),
                    run.driver().name(),
                    run.frames(),
                    meters.get(r).metrics()));
      }
      return true;
    } catch (FaceNotFoundException e) {
      leftOut.add(run.photo().name());
      return false;
    } finally {
      revisings.forEach(Revising::close);
    }
  }

  /** The driver's frame, tracked once for all methods. */
  private static DrivingFrame driving(PortraitClips.Run run, int index, LandmarkTracker tracker)
      throws IOException {
    Image picture = run.driver().image(index);
    return new DrivingFrame.Known(
        tracker.next(picture),
        Irises.NONE,
        picture.width(),
        picture.height(),
        run.photo().seconds(index));
  }

  private Irises irises(Image picture, Landmarks face) {
    return gaze.map(g -> g.find(picture, face)).orElse(Irises.NONE);
  }
}
