package io.github.reenact.tf.ldnet.training;

import io.github.reenact.ModelFileException;
import io.github.reenact.ReenactException;
import io.github.reenact.tf.data.Catalog;
import io.github.reenact.tf.data.Dataset;
import io.github.reenact.tf.data.ShuffleBuffer;
import io.github.reenact.tf.graph.TensorFlowRuntime;
import io.github.reenact.tf.training.Checkpoint;
import io.github.reenact.tf.training.Fingerprint;
import io.github.reenact.tf.training.MetricsRows;
import io.github.reenact.tf.training.Summaries;
import io.github.reenact.tf.training.TrainingControl;
import io.github.reenact.tf.training.TrainingPlan;
import io.github.reenact.tf.training.TrainingResult;
import io.github.reenact.tf.training.TrainingRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains LD-Net: the paper's two stages and the extension by pairs, as {@link LdNetConfig} says.
 *
 * <p>Writes these files into its output folder: {@code ldnet.safetensors}, the best model so far on
 * people that it is not trained on, ready for {@link io.github.reenact.tf.ldnet.LdNetProvider};
 * {@code checkpoint.safetensors}, from which it resumes exactly (the same weights as without the
 * interruption, given the same thread count); {@code metrics.csv} with the columns step, stage,
 * figure, value; and the same metrics for TensorBoard, as {@link Summaries} has them.
 *
 * <p>Not thread-safe; used once.
 */
public final class LdNetTrainer {
  private static final Logger LOG = LoggerFactory.getLogger(LdNetTrainer.class);

  /** The name of the model file in the output folder. */
  public static final String MODEL = "ldnet.safetensors";

  /** The name of the checkpoint in the output folder. */
  public static final String CHECKPOINT = Checkpoint.FILE;

  private static final int EVALUATION_PAIRS = 2000;

  private final LdNetConfig config;
  private final List<Path> data;
  private final List<Path> dev;
  private final Optional<Path> faceKit;
  private final Path output;
  private final boolean resume;
  private final OptionalInt buffer;

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
    this(
        config,
        data.map(List::of).orElse(List.of()),
        dev,
        faceKit,
        output,
        resume,
        OptionalInt.empty());
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
   * @param buffer frames of real faces that are in memory, while the others wait for their turn:
   *     see {@link ShuffleBuffer}; 0: all. Empty: 0 if they are at most 500,000, otherwise 200,000
   * @throws IllegalArgumentException if neither data nor FaceKit is given, or the buffer is
   *     negative
   */
  public LdNetTrainer(
      LdNetConfig config,
      List<Path> data,
      Optional<Path> dev,
      Optional<Path> faceKit,
      Path output,
      boolean resume,
      OptionalInt buffer) {
    if (data.isEmpty() && faceKit.isEmpty()) {
      throw new IllegalArgumentException("neither data nor FaceKit: nothing to train on");
    }
    if (buffer.isPresent() && buffer.getAsInt() < 0) {
      throw new IllegalArgumentException(
          "a buffer of " + buffer.getAsInt() + " frames; it must not be negative");
    }
    this.config = config;
    this.data = List.copyOf(data);
    this.dev = dev.map(List::of).orElse(this.data);
    this.faceKit = faceKit;
    this.output = output;
    this.resume = resume;
    this.buffer = buffer;
  }

  /**
   * Trains until all steps are done, the score does not get better any more, or the control asks to
   * stop.
   *
   * @throws IOException if data cannot be read or the output cannot be written, or there is a
   *     checkpoint that is not to be resumed
   * @throws ModelFileException if the checkpoint is damaged, or of other settings or data
   * @throws ReenactException if a loss becomes NaN or infinite, or diverges; the last checkpoint
   *     stays
   */
  public TrainingResult run(TrainingControl control) throws IOException {
    TensorFlowRuntime.load();
    if (!resume) {
      checkpoint("").requireNone();
    }
    Optional<Catalog> catalog = data.isEmpty() ? Optional.empty() : Optional.of(Catalog.open(data));
    Optional<FaceKit> kit =
        faceKit.isPresent() ? Optional.of(FaceKit.open(faceKit.get())) : Optional.empty();
    Files.createDirectories(output);
    if (catalog.isEmpty()) {
      Optional<Dataset> known = dev.isEmpty() ? Optional.empty() : Optional.of(Dataset.open(dev));
      return run(control, new Inputs(Optional.empty(), List.of(), known, kit, ""));
    }
    int held = catalog.get().buffer(buffer, RealFaces.DEFAULT_BUFFER);
    Optional<Dataset> all = held == 0 ? Optional.of(Dataset.open(catalog.get())) : Optional.empty();
    Dataset known =
        !dev.equals(data)
            ? Dataset.open(dev)
            : all.isPresent()
                ? all.get()
                : Dataset.open(catalog.get().where(e -> e.split().equals("dev")));
    try (RealFaces real =
        all.isPresent()
            ? RealFaces.of(all.get())
            : RealFaces.stream(catalog.get(), held, config.seed())) {
      return run(
          control,
          new Inputs(
              Optional.of(real),
              all.<Iterable<Dataset.Item>>map(Dataset::items).orElse(catalog.get().items()),
              Optional.of(known),
              kit,
              held == 0 ? "" : ", a buffer of " + held + " frames, " + catalog.get()));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * What a training learns from.
   *
   * @param items of all of the data, one after the other
   * @param dev to choose the best model by
   * @param order what is to say about the order of the real faces
   */
  private record Inputs(
      Optional<RealFaces> real,
      Iterable<Dataset.Item> items,
      Optional<Dataset> dev,
      Optional<FaceKit> kit,
      String order) {}

  private TrainingResult run(TrainingControl control, Inputs inputs) throws IOException {
    Optional<FittedFaces> fits = Optional.empty();
    if (needsFits(inputs)) {
      fits = new TrainingFits(output, resume).of(inputs.items, inputs.kit.orElseThrow(), control);
      if (fits.isEmpty()) {
        return new TrainingResult(0, false, false, Map.of(), output.resolve(MODEL));
      }
    }
    Sampler sampler = new Sampler(config, inputs.real, inputs.kit, fits);
    Evaluation evaluation = new Evaluation(inputs.dev, inputs.kit, EVALUATION_PAIRS);
    Checkpoint checkpoint =
        checkpoint(
            config.fingerprint()
                + " on "
                + (sampler.realPeople() == 0 ? "no" : sampler.realPeople())
                + " real people, "
                + (sampler.faceKitBatch() == 0 ? "no FaceKit" : "FaceKit")
                + (sampler.realPeople() == 0 ? "" : inputs.order));
    Optional<Checkpoint.Saved> saved =
        resume && checkpoint.exists() ? Optional.of(checkpoint.read()) : Optional.empty();
    try (LdNetTrainingGraph graph = new LdNetTrainingGraph(config, sampler)) {
      if (saved.isPresent()) {
        graph.restore(saved.get().variables(), checkpoint.file());
        LOG.info("resumed from {} at step {}", checkpoint.file(), saved.get().state().step());
      } else {
        graph.initialize();
      }
      return train(control, checkpoint, saved, new LdNetStage.Parts(config, graph, evaluation));
    }
  }

  private Checkpoint checkpoint(String settings) {
    return new Checkpoint(output, new Fingerprint("fingerprint", settings, true), Map.of());
  }

  private TrainingResult train(
      TrainingControl control,
      Checkpoint checkpoint,
      Optional<Checkpoint.Saved> saved,
      LdNetStage.Parts parts)
      throws IOException {
    long step = saved.map(s -> s.state().step()).orElse(0L);
    TrainingPlan plan =
        new TrainingPlan(
            output,
            config.totalSteps(),
            0,
            config.run().evaluateSteps(),
            config.run().checkpointSeconds(),
            config.run().patience());
    try (Summaries summaries = Summaries.open(output, step)) {
      TrainingRun run =
          TrainingRun.of(
              plan,
              control,
              checkpoint,
              saved,
              List.of(MetricsRows.open(output.resolve("metrics.csv"), true, step), summaries));
      Path model = output.resolve(MODEL);
      do {
        run.train(LdNetStage.at(run.step(), parts, model, checkpoint));
      } while (!run.isOver());
      return run.result(model);
    }
  }

  private boolean needsFits(Inputs inputs) {
    return inputs.real.isPresent()
        && inputs.real.get().people() > 0
        && inputs.kit.isPresent()
        && config.schedule().pairSteps() > 0
        && config.batches().realBatch() > 0;
  }
}
