package io.github.reenact.evaluate;

import io.github.reenact.DrivingFrame;
import io.github.reenact.FaceNotFoundException;
import io.github.reenact.GazeEstimator;
import io.github.reenact.Image;
import io.github.reenact.Irises;
import io.github.reenact.LandmarkDetector;
import io.github.reenact.LandmarkTracker;
import io.github.reenact.Landmarks;
import io.github.reenact.MotionMode;
import io.github.reenact.tf.graph.SessionTuning;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Measures portraits that move, side by side for several methods: people moved by their own clips,
 * where every driving frame is the truth, and by those of others.
 *
 * <p>All goes as for a user: the face in the photo is detected, the driver's is tracked in the
 * clip's frames, once for all methods, and both are given to the pipeline with its default settings
 * but for the smoothing. What is measured against are the landmarks of the dataset.
 */
public final class PortraitEvaluation {
  private static final String REFERENCE = "driving frames themselves";

  private final PortraitClips clips;
  private final LandmarkDetector detector;
  private final Optional<GazeEstimator> gaze;
  private final List<PortraitMethod> methods;
  private final double smoothing;
  private final List<PortraitClips.Run> self;
  private final List<PortraitClips.Run> cross;
  private final TreeSet<String> leftOut = new TreeSet<>();
  private final PortraitSheet sheet;

  /**
   * Prepares.
   *
   * @param detector finds faces in photos, clips and results; stays the caller's to close
   * @param gaze finds the irises in the same pictures; stays the caller's to close. Empty: eyes do
   *     not look as the driver's, and it is not measured whether they do
   * @param methods to measure, at least one
   * @param smoothing of the driver's landmarks, 0 to 1
   * @param frames of a clip after its first that are measured, at least 1
   * @param pairs of a photo and another person's clip, at most
   */
  public PortraitEvaluation(
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
    self = clips.self(frames);
    cross = clips.cross(frames, pairs);
    sheet = new PortraitSheet("PHOTO", methods);
  }

  /** How many steps {@link #measure} has: the frames of all runs. */
  public long steps() {
    return steps(self) + steps(cross);
  }

  private static long steps(List<PortraitClips.Run> runs) {
    return runs.stream().mapToLong(r -> r.frames() + 1).sum();
  }

  /**
   * Measures; to be called once.
   *
   * @param step told after each frame
   * @throws IOException if a picture of the dataset is missing or damaged
   * @throws FaceNotFoundException if no face is found in the first frame of any clip
   * @throws InterruptedException if {@code step} throws it
   */
  public PortraitReport measure(Step step) throws IOException, InterruptedException {
    PortraitMetrics.Part selfPart = part(self, MotionMode.ABSOLUTE, step);
    PortraitMetrics.@Nullable Part crossPart =
        cross.isEmpty() ? null : part(cross, MotionMode.RELATIVE, step);
    List<PortraitMetrics.SheetRow> rows =
        sheet.moments().stream()
            .map(
                m ->
                    new PortraitMetrics.SheetRow(
                        m.run().photo().name(),
                        m.run().driver().name(),
                        m.run().driver().number(m.index()),
                        m.isMouth() ? "mouth" : "eyes"))
            .toList();
    return new PortraitReport(
        new PortraitMetrics(
            clips.directory().toString(),
            clips.split(),
            selfPart,
            crossPart,
            new PortraitMetrics.Settings(
                smoothing, System.getProperty(SessionTuning.PRECISION_PROPERTY, "auto")),
            List.copyOf(leftOut),
            rows),
        sheet.draw());
  }

  private PortraitMetrics.Part part(List<PortraitClips.Run> runs, MotionMode mode, Step step)
      throws IOException, InterruptedException {
    List<SheetMoments.Moment> moments = SheetMoments.choose(runs, PortraitSheet.ROWS);
    List<RowBuilder> rows = new ArrayList<>(List.of(new RowBuilder(REFERENCE)));
    methods.forEach(m -> rows.add(new RowBuilder(m.name())));
    List<PortraitClips.Run> done = new ArrayList<>();
    for (PortraitClips.Run run : runs) {
      List<SheetMoments.Moment> ofRun = moments.stream().filter(m -> m.run().equals(run)).toList();
      if (run(run, mode, rows, ofRun, step)) {
        done.add(run);
      }
    }
    if (done.isEmpty()) {
      throw new FaceNotFoundException(
          "no face was found in the first frame of any of the %d clips of the split '%s' in %s; prepare clips that begin with a face from the front"
              .formatted(runs.size(), clips.split(), clips.directory()));
    }
    return new PortraitMetrics.Part(
        PortraitClips.people(done),
        done.size(),
        done.stream().mapToInt(PortraitClips.Run::frames).sum(),
        rows.stream().map(RowBuilder::build).toList());
  }

  /** What is measured of a method in runs of one kind. */
  private static final class RowBuilder {
    private final String name;
    private final List<Double> millis = new ArrayList<>();
    private final List<PortraitMetrics.RunMetrics> runs = new ArrayList<>();

    RowBuilder(String name) {
      this.name = name;
    }

    PortraitMetrics.Row build() {
      Map<PortraitMetric, Double> means =
          PortraitMetric.means(runs.stream().map(PortraitMetrics.RunMetrics::metrics).toList());
      millis.sort(null);
      return new PortraitMetrics.Row(
          name, millis.isEmpty() ? null : millis.get(millis.size() / 2), means, runs);
    }
  }

  /**
   * Measures one run.
   *
   * @return false if it has to be left out, because there is no face in its photo
   */
  private boolean run(
      PortraitClips.Run run,
      MotionMode mode,
      List<RowBuilder> rows,
      List<SheetMoments.Moment> moments,
      Step step)
      throws IOException, InterruptedException {
    Image photo = run.photo().image(0);
    List<Rendering> renderings = new ArrayList<>();
    try (LandmarkTracker tracker = detector.track(0)) {
      for (PortraitMethod method : methods) {
        renderings.add(Rendering.open(method, detector, gaze, mode, smoothing, photo));
      }
      Supplier<RunMeter> meter =
          run.isSelf() ? SelfMeter::new : () -> new CrossMeter(photoLandmarks(run));
      List<RunMeter> meters = rows.stream().map(r -> meter.get()).toList();
      for (int i = 0; i <= run.frames(); i++) {
        Image driving = run.driver().image(i);
        if (run.isSelf()
            && (driving.width() != photo.width() || driving.height() != photo.height())) {
          throw new IOException(
              "%s: frame %d has %dx%d pixels and the first %dx%d; run `./reenact prepare` again"
                  .formatted(
                      run.driver().item().name(),
                      run.driver().number(i),
                      driving.width(),
                      driving.height(),
                      photo.width(),
                      photo.height()));
        }
        Optional<Landmarks> driver = tracker.next(driving);
        Irises seen = driver.map(face -> irises(driving, face)).orElse(Irises.NONE);
        DrivingFrame known =
            new DrivingFrame.Known(
                driver, seen, driving.width(), driving.height(), run.driver().seconds(i));
        Landmarks wanted = run.driver().landmarks(i);
        Irises wantedIrises = irises(driving, wanted);
        int number = run.driver().number(i);
        List<Image> made = new ArrayList<>();
        for (int r = 0; r < rows.size(); r++) {
          Image frame = driving;
          if (r > 0) {
            Rendering rendering = renderings.get(r - 1);
            frame = rendering.next(known);
            made.add(frame);
            if (i > 0) {
              rows.get(r).millis.add(rendering.lastMillis());
            }
          }
          FrameSample sample = sample(number, frame, driving, wanted, wantedIrises);
          if (i == 0) {
            meters.get(r).first(sample);
          } else {
            meters.get(r).add(sample);
          }
        }
        for (SheetMoments.Moment moment : moments) {
          if (moment.index() == i) {
            sheet.add(moment, photo, driving, made);
          }
        }
        step.done();
      }
      for (int r = 0; r < rows.size(); r++) {
        rows.get(r)
            .runs
            .add(
                new PortraitMetrics.RunMetrics(
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
      renderings.forEach(Rendering::close);
    }
  }

  private FrameSample sample(
      int number, Image made, Image driving, Landmarks wanted, Irises wantedIrises) {
    Optional<Landmarks> face = detector.detect(made);
    Irises irises = face.map(f -> irises(made, f)).orElse(Irises.NONE);
    return new FrameSample(number, made, face, driving, wanted, irises, wantedIrises);
  }

  private Irises irises(Image picture, Landmarks face) {
    return gaze.map(g -> g.find(picture, face)).orElse(Irises.NONE);
  }

  /** As many of the photo's person as there are frames, from the clip that the photo is of. */
  private static List<Landmarks> photoLandmarks(PortraitClips.Run run) {
    PortraitClips.Clip clip = run.photo();
    return clip.item().landmarks().subList(0, Math.min(clip.frames(), run.frames() + 1));
  }
}
