package io.github.reenact.tf.ldnet;

import io.github.reenact.ModelFileException;
import io.github.reenact.ReenactException;
import io.github.reenact.tf.data.Dataset;
import io.github.reenact.tf.graph.NamedArray;
import io.github.reenact.tf.graph.Safetensors;
import io.github.reenact.tf.graph.TensorFlowRuntime;
import io.github.reenact.tf.ldnet.TrainingGraph.Stage;
import io.github.reenact.tf.training.DivergenceGuard;
import io.github.reenact.tf.training.FigureFile;
import io.github.reenact.tf.training.Summaries;
import io.github.reenact.tf.training.TrainingControl;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains LD-Net: the paper's two stages and the extension by pairs, as {@link LdNetConfig} says.
 *
 * <p>Writes these files into its output folder: {@code ldnet.safetensors}, the best model so far on
 * people that it is not trained on, ready for {@link LdNetProvider}; {@code
 * checkpoint.safetensors}, from which it resumes exactly (the same weights as without the
 * interruption, given the same thread count); {@code metrics.csv} with the columns step, stage,
 * figure, value; and the same figures for TensorBoard, as {@link Summaries} has them.
 *
 * <p>Not thread-safe; used once.
 */
public final class LdNetTrainer {
  private static final Logger LOG = LoggerFactory.getLogger(LdNetTrainer.class);

  /** The name of the model file in the output folder. */
  public static final String MODEL = "ldnet.safetensors";

  /** The name of the checkpoint in the output folder. */
  public static final String CHECKPOINT = "checkpoint.safetensors";

  private static final String FITS = "fits.safetensors";
  private static final String METRICS = "metrics.csv";

  /** Frames of a clip that the morphable face is fitted to. */
  private static final int FITTED_FRAMES = 16;

  private static final int EVALUATION_PAIRS = 2000;
  private static final int WARM_UP = 300;
  private static final int METRICS_EVERY = 100;

  /** In radii of the face; points that are all in its middle are some 0.3 from their places. */
  private static final double SANE_DISTANCE = 100;

  private final LdNetConfig config;
  private final List<Path> data;
  private final List<Path> dev;
  private final Optional<Path> faceKit;
  private final Path output;
  private final boolean resume;

  /**
   * How a training ended.
   *
   * @param step the steps done, resumed ones counted in
   * @param finished whether all steps were done
   * @param stoppedEarly whether it ended before, because the score did not get better any more: see
   *     {@link LdNetConfig#patience()}
   * @param errors of the last evaluation, as in {@link Evaluation#measure}
   * @param model the file to use
   */
  public record Result(
      long step, boolean finished, boolean stoppedEarly, Map<String, Double> errors, Path model) {}

  /**
   * Prepares a training on at most one folder of data; see the other constructor.
   *
   * @throws IllegalArgumentException if neither data nor FaceKit is given
   */
  public LdNetTrainer(
      LdNetConfig config,
      Optional<Path> data,
      Optional<Path> dev,
      Optional<Path> faceKit,
      Path output,
      boolean resume) {
    this(config, data.map(List::of).orElse(List.of()), dev, faceKit, output, resume);
  }

  /**
   * Prepares; nothing is read or written yet.
   *
   * @param data folders that {@link Dataset} can read, of which the items of the split {@code
   *     train} are used, people of the same identity as one; empty trains on FaceKit alone
   * @param dev a folder that {@link Dataset} can read, whose items of the split {@code dev} are for
   *     choosing the best model and are never trained on; empty takes those of {@code data}
   * @param faceKit a folder that {@link FaceKit} can read; empty trains on real faces alone
   * @param output a folder, made if need be
   * @param resume whether to go on from the checkpoint in the output folder if there is one;
   *     otherwise a checkpoint there is an error, so that none is lost by mistake
   * @throws IllegalArgumentException if neither data nor FaceKit is given
   */
  public LdNetTrainer(
      LdNetConfig config,
      List<Path> data,
      Optional<Path> dev,
      Optional<Path> faceKit,
      Path output,
      boolean resume) {
    if (data.isEmpty() && faceKit.isEmpty()) {
      throw new IllegalArgumentException("neither data nor FaceKit: nothing to train on");
    }
    this.config = config;
    this.data = List.copyOf(data);
    this.dev = dev.map(List::of).orElse(this.data);
    this.faceKit = faceKit;
    this.output = output;
    this.resume = resume;
  }

  /**
   * Trains until all steps are done, the score does not get better any more, or the control asks to
   * stop.
   *
   * @throws IOException if data cannot be read or the output cannot be written
   * @throws ModelFileException if the checkpoint is damaged, or of other settings or data
   * @throws ReenactException if a loss becomes NaN or infinite, or grows out of hand as {@link
   *     DivergenceGuard} has it; the last checkpoint stays
   */
  public Result run(TrainingControl control) throws IOException {
    TensorFlowRuntime.load();
    Path checkpoint = output.resolve(CHECKPOINT);
    if (!resume && Files.exists(checkpoint)) {
      throw new FileAlreadyExistsException(
          checkpoint.toString(), null, "resume that training, or choose another output folder");
    }
    Optional<Dataset> dataset = open(data);
    Optional<FaceKit> kit =
        faceKit.isPresent() ? Optional.of(FaceKit.open(faceKit.get())) : Optional.empty();
    Files.createDirectories(output);
    Optional<FittedFaces> fits = Optional.empty();
    if (needsFits(dataset, kit)) {
      fits = fits(dataset.orElseThrow(), kit.orElseThrow(), control);
      if (fits.isEmpty()) {
        return new Result(0, false, false, Map.of(), output.resolve(MODEL));
      }
    }
    Sampler sampler = new Sampler(config, dataset, kit, fits);
    Evaluation evaluation =
        new Evaluation(dev.equals(data) ? dataset : open(dev), kit, EVALUATION_PAIRS);
    String fingerprint =
        config.toBuilder().threads(1).checkpointSeconds(1).evaluateSteps(1).patience(0).build()
            + " on "
            + (sampler.realPeople() == 0 ? "no" : sampler.realPeople())
            + " real people, "
            + (sampler.faceKitBatch() == 0 ? "no FaceKit" : "FaceKit");
    try (TrainingGraph graph = new TrainingGraph(config, sampler)) {
      State state = new State(fingerprint);
      if (resume && Files.exists(checkpoint)) {
        state.read(graph, checkpoint);
        LOG.info("resumed from {} at step {}", checkpoint, state.step);
      } else {
        graph.initialize();
      }
      trimMetrics(state.step);
      try (Summaries summaries = Summaries.open(output, state.step)) {
        return train(control, graph, evaluation, state, summaries);
      }
    }
  }

  private boolean needsFits(Optional<Dataset> dataset, Optional<FaceKit> kit) {
    return dataset.isPresent()
        && kit.isPresent()
        && config.pairSteps() > 0
        && config.realBatch() > 0
        && dataset.get().items().stream().anyMatch(i -> i.split().equals("train"));
  }

  /**
   * The morphable face fitted to the training faces: read if it was done before.
   *
   * @return nothing if the control asked to stop meanwhile
   */
  private Optional<FittedFaces> fits(Dataset dataset, FaceKit kit, TrainingControl control)
      throws IOException {
    Map<String, List<float[]>> people = new LinkedHashMap<>();
    CRC32 sum = new CRC32();
    for (Dataset.Item item : dataset.items()) {
      if (!item.split().equals("train")) {
        continue;
      }
      List<float[]> frames = people.computeIfAbsent(item.identity(), k -> new ArrayList<>());
      int count = item.landmarks().size();
      int wanted = Math.min(count, FITTED_FRAMES);
      for (int i = 0; i < wanted; i++) {
        float[] xy = item.landmarks().get((int) ((long) i * count / wanted)).toArray();
        frames.add(xy);
        ByteBuffer bytes = ByteBuffer.allocate(4 * xy.length);
        bytes.asFloatBuffer().put(xy);
        sum.update(bytes.array());
      }
    }
    String source = "%d people, landmarks %08x, %s".formatted(people.size(), sum.getValue(), kit);
    Path file = output.resolve(FITS);
    if (resume && Files.exists(file)) {
      return Optional.of(FittedFaces.read(file, source));
    }
    try {
      FittedFaces fits =
          FaceFitter.fit(
              kit,
              List.copyOf(people.values()),
              done -> {
                if (control.stopRequested()) {
                  throw new CancellationException();
                }
                control.progress(
                    0,
                    0,
                    String.format(Locale.ROOT, "fitting the morphable face: %.0f %%", 100 * done));
              });
      fits.write(file, source);
      // As read, rounded: a resumed training must see the very same numbers.
      return Optional.of(FittedFaces.read(file, source));
    } catch (CancellationException e) {
      return Optional.empty();
    }
  }

  private static Optional<Dataset> open(List<Path> folders) throws IOException {
    return folders.isEmpty() ? Optional.empty() : Optional.of(Dataset.open(folders));
  }

  private Result train(
      TrainingControl control,
      TrainingGraph graph,
      Evaluation evaluation,
      State state,
      Summaries summaries)
      throws IOException {
    Path checkpoint = output.resolve(CHECKPOINT);
    long total = config.totalSteps();
    long saved = System.nanoTime();
    Map<String, Double> errors = Map.of();
    long evaluated = -1;
    String loss = "";
    Stage guarded = place(Math.min(state.step, total - 1)).stage;
    DivergenceGuard guard = guard(graph, guarded);
    double distance = 0;
    while (state.step < total && !state.exhausted() && !control.stopRequested()) {
      Place place = place(state.step);
      if (place.step == 0) {
        graph.startStage();
        state.startStage();
      }
      state.step++;
      float[] figures = graph.step(place.stage, rate(place), place.step + 1, state.step);
      for (int i = 0; i < figures.length; i++) {
        requireFinite(graph.figureNames(place.stage).get(i), figures[i], state.step);
      }
      if (guarded != place.stage) {
        guarded = place.stage;
        guard = guard(graph, guarded);
      }
      // The first figure of every stage is how far the points are from where they should be.
      distance = figures[0];
      guard.add(distance, state.step);
      boolean last = state.step == total;
      if (state.step % METRICS_EVERY == 0 || last || place.step == 0) {
        Map<String, Double> named = new LinkedHashMap<>();
        for (int i = 0; i < figures.length; i++) {
          named.put(graph.figureNames(place.stage).get(i), (double) figures[i]);
        }
        writeMetrics(state.step, place.stage, named);
        summaries.scalars("train", named, state.step);
        loss = text(named);
        control.progress(
            state.step,
            (double) state.step / total,
            place.stage.name().toLowerCase(Locale.ROOT) + ": " + loss + "; " + text(errors));
      }
      if (state.step % config.evaluateSteps() == 0 || last) {
        errors = evaluate(graph, evaluation, state, place.stage, summaries);
        state.count(errors);
        evaluated = state.step;
      }
      if (System.nanoTime() - saved > config.checkpointSeconds() * 1_000_000_000L && !last) {
        // The mean that the guard goes by may not be there yet.
        guard.require(distance, state.step);
        state.write(graph, checkpoint);
        saved = System.nanoTime();
      }
    }
    guard.require(distance, state.step);
    if (evaluated != state.step && state.step > 0) {
      // Not counted: without the interruption this evaluation would not be.
      errors = evaluate(graph, evaluation, state, place(state.step - 1).stage, summaries);
    }
    state.write(graph, checkpoint);
    control.progress(state.step, (double) state.step / total, loss + "; " + text(errors));
    boolean finished = state.step == total;
    return new Result(
        state.step, finished, !finished && state.exhausted(), errors, output.resolve(MODEL));
  }

  private DivergenceGuard guard(TrainingGraph graph, Stage stage) {
    return new DivergenceGuard(
        "%s of stage %s"
            .formatted(graph.figureNames(stage).get(0), stage.name().toLowerCase(Locale.ROOT)),
        SANE_DISTANCE,
        "the last checkpoint is kept in " + output + ": train with a lower rate");
  }

  private static void requireFinite(String name, double value, long step) {
    if (!Double.isFinite(value)) {
      throw new ReenactException(
          "%s became %s in step %d; the last checkpoint is kept: resume it, or train with a lower rate"
              .formatted(name, value, step));
    }
  }

  private record Place(Stage stage, long step, long steps) {}

  /** The stage that a step (from 0) is in, and its number in that stage (from 0). */
  private Place place(long step) {
    long left = step;
    if (left < config.stage1Steps()) {
      return new Place(Stage.TABLE, left, config.stage1Steps());
    }
    left -= config.stage1Steps();
    if (left < config.stage2Steps()) {
      return new Place(Stage.IDENTITY, left, config.stage2Steps());
    }
    return new Place(Stage.PAIRS, left - config.stage2Steps(), config.pairSteps());
  }

  private double rate(Place place) {
    double cosine = 0.5 * (1 + Math.cos(Math.PI * place.step / place.steps));
    double warmUp = Math.max(1, Math.min(WARM_UP, place.steps / 20));
    return config.rate() * cosine * Math.min(1, (place.step + 1) / warmUp);
  }

  private Map<String, Double> evaluate(
      TrainingGraph graph, Evaluation evaluation, State state, Stage stage, Summaries summaries)
      throws IOException {
    // The identity encoder is not there yet in stage 1: there is nothing to choose by.
    if (stage == Stage.TABLE || evaluation.isEmpty()) {
      state.writeModel(graph, output.resolve(MODEL), Map.of());
      return Map.of();
    }
    Map<String, Double> errors = evaluation.measure(graph::transfer);
    errors.forEach((name, e) -> requireFinite(name, e, state.step));
    writeMetrics(state.step, stage, errors);
    summaries.scalars("dev", errors, state.step);
    double score = score(errors);
    if (score < state.best) {
      state.best = score;
      state.writeModel(graph, output.resolve(MODEL), errors);
    }
    return errors;
  }

  private static double score(Map<String, Double> errors) {
    return errors.getOrDefault("facekit", 0.0) + errors.getOrDefault("real", 0.0);
  }

  private static String text(Map<String, Double> figures) {
    return figures.entrySet().stream()
        .map(e -> String.format(Locale.ROOT, "%s %.4f", e.getKey(), e.getValue()))
        .collect(Collectors.joining(", "));
  }

  private void writeMetrics(long step, Stage stage, Map<String, Double> figures)
      throws IOException {
    StringBuilder lines = new StringBuilder();
    figures.forEach(
        (name, value) ->
            lines
                .append(step)
                .append(',')
                .append(stage.name().toLowerCase(Locale.ROOT))
                .append(',')
                .append(name)
                .append(',')
                .append(String.format(Locale.ROOT, "%.6f", value))
                .append('\n'));
    FigureFile.append(output.resolve(METRICS), lines);
  }

  /** Drops what was written after the checkpoint: those steps are done again. */
  private void trimMetrics(long step) throws IOException {
    Path file = output.resolve(METRICS);
    List<String> kept = new ArrayList<>();
    kept.add("step,stage,figure,value");
    if (step > 0 && Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        int comma = line.indexOf(',');
        if (comma > 0 && line.substring(0, comma).matches("[0-9]{1,18}")) {
          if (Long.parseLong(line.substring(0, comma)) <= step) {
            kept.add(line);
          }
        }
      }
    }
    Files.writeString(file, String.join("\n", kept) + "\n");
  }

  /** What a checkpoint holds beside the variables. */
  private final class State {
    private final String fingerprint;
    private long step;
    private double best = Double.MAX_VALUE;

    /** The best score of this stage, and how many evaluations there were since. */
    private double stageBest = Double.MAX_VALUE;

    private int waited;

    State(String fingerprint) {
      this.fingerprint = fingerprint;
    }

    /** A stage may begin with a worse score than the one before it ended with. */
    void startStage() {
      stageBest = Double.MAX_VALUE;
      waited = 0;
    }

    /** Counts an evaluation; one without errors has no score. */
    void count(Map<String, Double> errors) {
      if (errors.isEmpty()) {
        return;
      }
      if (score(errors) < stageBest) {
        stageBest = score(errors);
        waited = 0;
      } else {
        waited++;
      }
    }

    boolean exhausted() {
      return config.patience() > 0 && waited >= config.patience();
    }

    void read(TrainingGraph graph, Path file) {
      Safetensors saved = Safetensors.read(file);
      Map<String, String> meta = saved.metadata();
      String other = meta.getOrDefault("fingerprint", "none");
      if (!other.equals(fingerprint)) {
        throw new ModelFileException(
            "checkpoint "
                + file
                + " is of another training; its settings and data: "
                + other
                + "; asked for: "
                + fingerprint
                + "; use the same, or another output folder");
      }
      try {
        step = Long.parseLong(meta.getOrDefault("step", ""));
        best = Double.parseDouble(meta.getOrDefault("best", ""));
        stageBest = Double.parseDouble(meta.getOrDefault("stageBest", ""));
        waited = Integer.parseInt(meta.getOrDefault("waited", ""));
        graph.restore(saved.tensors());
      } catch (IllegalArgumentException e) {
        throw new ModelFileException(
            "checkpoint " + file + " is damaged (" + e.getMessage() + "); start again without it",
            e);
      }
    }

    void write(TrainingGraph graph, Path file) throws IOException {
      Map<String, NamedArray> variables = graph.checkpoint();
      for (Map.Entry<String, NamedArray> e : variables.entrySet()) {
        for (float v : e.getValue().values()) {
          if (!Float.isFinite(v)) {
            throw new ReenactException(
                "weights %s became %s by step %d; the last checkpoint is kept"
                    .formatted(e.getKey(), v, step));
          }
        }
      }
      Map<String, String> meta = new LinkedHashMap<>();
      meta.put("fingerprint", fingerprint);
      meta.put("step", Long.toString(step));
      meta.put("best", Double.toString(best));
      meta.put("stageBest", Double.toString(stageBest));
      meta.put("waited", Integer.toString(waited));
      new Safetensors(variables, meta).write(file, false);
    }

    void writeModel(TrainingGraph graph, Path file, Map<String, Double> errors) throws IOException {
      Map<String, String> meta = new LinkedHashMap<>(ModelFile.metadata(Architecture.of(config)));
      meta.put("training", fingerprint);
      meta.put("step", Long.toString(step));
      errors.forEach((name, e) -> meta.put(name, String.format(Locale.ROOT, "%.4f", e)));
      new Safetensors(graph.model(), meta).write(file, true);
    }
  }
}
