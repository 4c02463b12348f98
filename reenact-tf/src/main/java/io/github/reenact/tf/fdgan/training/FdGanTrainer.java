package io.github.reenact.tf.fdgan.training;

import io.github.reenact.ModelFileException;
import io.github.reenact.ReenactException;
import io.github.reenact.tf.data.Catalog;
import io.github.reenact.tf.data.Dataset;
import io.github.reenact.tf.fdgan.network.FdGanConfig;
import io.github.reenact.tf.fdgan.network.FdGanModelFile;
import io.github.reenact.tf.gaze.GazeNet;
import io.github.reenact.tf.graph.TensorFlowRuntime;
import io.github.reenact.tf.training.Checkpoint;
import io.github.reenact.tf.training.Fingerprint;
import io.github.reenact.tf.training.MetricsColumns;
import io.github.reenact.tf.training.Summaries;
import io.github.reenact.tf.training.TrainingControl;
import io.github.reenact.tf.training.TrainingListener;
import io.github.reenact.tf.training.TrainingPlan;
import io.github.reenact.tf.training.TrainingResult;
import io.github.reenact.tf.training.TrainingRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Trains FD-GAN on a dataset made by {@code ./reenact prepare}.
 *
 * <p>The output folder gets {@code checkpoint.safetensors} (everything a resumed training needs:
 * weights, moments, averages, step), {@code fdgan.safetensors} (what a translator loads: the
 * averaged weights in half precision), {@code metrics.csv}, and with dev data {@code dev.csv} and
 * {@code sheet.png}; and the same metrics and sheets for TensorBoard, as {@link Summaries} has
 * them. A training that is resumed goes on as if it had not stopped: it has every weight, moment
 * and average to the bit, and samples depend on seed, step, size of the batch and buffer alone.
 * With the same data, on the same kind of processor and with one thread its weights are bit-equal
 * to those of a training that was never stopped; with several threads that was seen, too, but
 * TensorFlow does not promise it. A loss that diverges ends the training and leaves the last
 * checkpoint as it was.
 *
 * <p>Not thread-safe: one run at a time.
 */
public final class FdGanTrainer {
  /** The checkpoint's name in the output folder. */
  public static final String CHECKPOINT = Checkpoint.FILE;

  /** The name of the weights to ship in the output folder. */
  public static final String WEIGHTS = "fdgan.safetensors";

  /** Key under which checkpoints say in which order samples come. */
  private static final String ORDER = "order";

  private static final String MEMORY = "memory";

  private static final double CHECKPOINT_SECONDS = 240;

  /** Frames of a clip that can be photo or truth of an evaluation. */
  private static final int DEV_FRAMES_PER_CLIP = 7;

  private final FdGanConfig config;
  private final FdGanTraining training;
  private final FdGanInputs inputs;
  private final Path output;
  private final boolean resume;
  private final int threads;
  private final Consumer<FdGanStage.Fed> fed;

  /**
   * Describes a training.
   *
   * @param inputs data and what else it takes
   * @param output folder; made if missing
   * @param resume whether to go on from the checkpoint in the folder; without, a folder that has
   *     one is refused
   */
  public FdGanTrainer(
      FdGanConfig config, FdGanTraining training, FdGanInputs inputs, Path output, boolean resume) {
    this(config, training, inputs, output, resume, 0, f -> {});
  }

  /**
   * With a number of threads for one operation: only with one thread are the weights promised to be
   * the same every time.
   *
   * @param fed is told what each training step is fed
   */
  FdGanTrainer(
      FdGanConfig config,
      FdGanTraining training,
      FdGanInputs inputs,
      Path output,
      boolean resume,
      int threads,
      Consumer<FdGanStage.Fed> fed) {
    this.config = config;
    this.training = training;
    this.inputs = inputs;
    this.output = output;
    this.resume = resume;
    this.threads = threads;
    this.fed = fed;
  }

  /**
   * Trains until told to stop, or until the time or the steps are over.
   *
   * @throws IOException if data cannot be read or results not be written, or there is a checkpoint
   *     that is not to be resumed, or none that is
   * @throws ModelFileException if the checkpoint, or the weights to start from, are damaged or of
   *     another network
   * @throws ReenactException if the loss is not finite any more, or diverges
   */
  public TrainingResult run(TrainingControl control) throws IOException {
    Catalog catalog = Catalog.open(inputs.data());
    int buffer = catalog.buffer(inputs.buffer(), PictureStream.DEFAULT_BUFFER);
    String order = buffer == 0 ? MEMORY : "a buffer of %d, %s".formatted(buffer, catalog);
    Map<String, String> about = new LinkedHashMap<>(Map.of("training", training.toString()));
    if (buffer > 0) {
      about.put(ORDER, order);
    }
    Checkpoint checkpoint =
        new Checkpoint(
            output, new Fingerprint("config", FdGanModelFile.describe(config), false), about);
    if (!resume) {
      checkpoint.requireNone();
    } else if (!checkpoint.exists()) {
      throw new IOException("nothing to resume: there is no " + checkpoint.file());
    }
    Optional<Checkpoint.Saved> saved = resume ? Optional.of(checkpoint.read()) : Optional.empty();
    if (saved.isPresent()) {
      requireOrder(checkpoint.file(), saved.get(), order);
    }
    Files.createDirectories(output);
    TensorFlowRuntime.load();
    int frames = training.framesPerClip();
    try (GazeNet gaze = GazeNet.load();
        @Nullable PictureStream stream =
            buffer == 0
                ? null
                : new PictureStream(catalog, frames, gaze, buffer, training.seed())) {
      PictureSource store =
          stream == null ? new PictureStore(Dataset.open(catalog), frames, gaze) : stream;
      Optional<PictureStore> dev =
          inputs.dev().isPresent()
              ? Optional.of(
                  new PictureStore(Dataset.open(inputs.dev().get()), DEV_FRAMES_PER_CLIP, gaze))
              : Optional.empty();
      return run(control, checkpoint, saved, new FdGanStage.Data(store, dev));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** A training whose samples came in another order cannot go on as if it had not stopped. */
  private static void requireOrder(Path file, Checkpoint.Saved saved, String order) {
    // Checkpoints of trainings from memory do not say it.
    String before = saved.about().getOrDefault(ORDER, MEMORY);
    if (!before.equals(order)) {
      throw new ModelFileException(
          "checkpoint %s is of a training from %s; now it would be from %s; give the same --data and --buffer, or begin another with its weights (--start)"
              .formatted(file, before, order));
    }
  }

  private TrainingResult run(
      TrainingControl control,
      Checkpoint checkpoint,
      Optional<Checkpoint.Saved> resumed,
      FdGanStage.Data data)
      throws IOException {
    Optional<Checkpoint.Saved> saved = resumed;
    long step = saved.map(s -> s.state().step()).orElse(0L);
    TrainingPlan plan =
        new TrainingPlan(
            output,
            training.limits().steps(),
            training.limits().minutes(),
            training.limits().evaluateEvery(),
            CHECKPOINT_SECONDS,
            0);
    try (Summaries summaries = Summaries.open(output, step)) {
      List<TrainingListener> listeners = new ArrayList<>();
      listeners.add(summaries);
      listeners.add(MetricsColumns.open(output.resolve("metrics.csv"), metrics(), false, step));
      if (data.dev().isPresent()) {
        Map<String, Integer> columns = FdGanEvaluation.COLUMNS;
        listeners.add(MetricsColumns.open(output.resolve("dev.csv"), columns, true, step));
      }
      TrainingRun run = TrainingRun.of(plan, control, checkpoint, saved, listeners);
      // Two graphs in a row: without the discriminator, then, if wanted, with it.
      do {
        try (FdGanStage stage =
            new FdGanStage(
                config, training, inputs, data, new FdGanStage.Options(run.step(), threads, fed))) {
          if (saved.isPresent()) {
            stage.restore(saved.get().variables(), checkpoint.file());
          } else {
            stage.initialize();
          }
          stage.writeWeightsTo(output.resolve(WEIGHTS), checkpoint);
          run.train(stage);
        }
        saved = Optional.of(checkpoint.read());
      } while (!run.isOver());
      return run.result(output.resolve(WEIGHTS));
    }
  }

  private static Map<String, Integer> metrics() {
    Map<String, Integer> digits = new LinkedHashMap<>();
    digits.put(MetricsColumns.SECONDS, 1);
    digits.put(FdGanStage.LOSS, 5);
    digits.put(FdGanStage.DISCRIMINATOR_LOSS, 4);
    digits.put(FdGanStage.NORM, 3);
    return digits;
  }
}
