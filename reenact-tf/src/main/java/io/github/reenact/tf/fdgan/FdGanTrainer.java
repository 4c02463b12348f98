package io.github.reenact.tf.fdgan;

import com.google.common.primitives.Floats;
import io.github.reenact.ModelFileException;
import io.github.reenact.ReenactException;
import io.github.reenact.spi.Device;
import io.github.reenact.tf.data.Dataset;
import io.github.reenact.tf.gaze.GazeNet;
import io.github.reenact.tf.graph.NamedArray;
import io.github.reenact.tf.graph.Parameters;
import io.github.reenact.tf.graph.Safetensors;
import io.github.reenact.tf.graph.TensorFlowRuntime;
import io.github.reenact.tf.graph.TrainableParameters;
import io.github.reenact.tf.training.DivergenceGuard;
import io.github.reenact.tf.training.FigureFile;
import io.github.reenact.tf.training.Summaries;
import io.github.reenact.tf.training.TrainingControl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/**
 * Trains FD-GAN on a dataset made by {@code ./reenact prepare}.
 *
 * <p>The output folder gets {@code checkpoint.safetensors} (everything a resumed training needs:
 * weights, moments, averages, step), {@code fdgan.safetensors} (what a translator loads: the
 * averaged weights in half precision), {@code metrics.csv}, and with dev data {@code dev.csv} and
 * {@code sheet.png}; and the same figures and sheets for TensorBoard, as {@link Summaries} has
 * them. A training that is resumed goes on as if it had not stopped: it has every weight, moment
 * and average to the bit, and samples depend on seed, step and size of the batch alone. With the
 * same data, on the same kind of processor and with one thread its weights are bit-equal to those
 * of a training that was never stopped; with several threads that was seen, too, but TensorFlow
 * does not promise it. A loss that is not finite, or grows out of hand as {@link DivergenceGuard}
 * has it, ends the training and leaves the last checkpoint as it was.
 *
 * <p>Not thread-safe: one run at a time.
 */
public final class FdGanTrainer {
  /** The checkpoint's name in the output folder. */
  public static final String CHECKPOINT = "checkpoint.safetensors";

  /** The name of the weights to ship in the output folder. */
  public static final String WEIGHTS = "fdgan.safetensors";

  private static final double CHECKPOINT_MINUTES = 4;
  private static final float AVERAGE_DECAY = 0.999f;
  private static final long RAMP_STEPS = 1000;

  /** Above what the loss is for any picture whose colours are in 0..1; at first it is some 0.3. */
  private static final double SANE_LOSS = 100;

  private final FdGanConfig config;
  private final FdGanTraining training;
  private final FdGanInputs inputs;
  private final Path output;
  private final boolean resume;
  private final int threads;
  private final Consumer<Fed> fed;

  /**
   * What the graph is given in a training step besides its variables.
   *
   * @param step from 0
   * @param game weight of the adversarial losses, 0 to 1
   * @param generator Adam's schedule for the generator
   * @param critic Adam's schedule for the critic; empty without one
   */
  record Fed(
      long step,
      TrainingSamples.Batch batch,
      float game,
      List<Float> generator,
      List<Float> critic) {}

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
      Consumer<Fed> fed) {
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
   * @return the number of steps done since the very first
   * @throws IOException if data cannot be read or results not be written
   * @throws ReenactException if the loss is not finite any more, or grows out of hand
   */
  public long run(TrainingControl control) throws IOException {
    Path checkpoint = output.resolve(CHECKPOINT);
    if (!resume && Files.exists(checkpoint)) {
      throw new IOException(
          checkpoint
              + " is there already; resume that training (--resume) or choose another folder");
    }
    if (resume && !Files.exists(checkpoint)) {
      throw new IOException("nothing to resume: there is no " + checkpoint);
    }
    Files.createDirectories(output);
    TensorFlowRuntime.load();
    try (GazeNet gaze = GazeNet.open()) {
      PictureStore store =
          new PictureStore(Dataset.open(inputs.data()), training.framesPerClip(), gaze);
      PictureStore devStore =
          inputs.dev().isPresent()
              ? new PictureStore(Dataset.open(inputs.dev().get()), 7, gaze)
              : null;
      return run(control, store, devStore);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private long run(TrainingControl control, PictureStore store, @Nullable PictureStore devStore)
      throws IOException {
    @Nullable Safetensors saved = resume ? Safetensors.read(output.resolve(CHECKPOINT)) : null;
    long step = saved == null ? 0 : Long.parseLong(saved.metadata().getOrDefault("step", "0"));
    long end = System.nanoTime() + (long) (training.minutes() * 60e9);
    try (Summaries summaries = Summaries.open(output, step)) {
      // Two graphs in a row: without the critic, then, if wanted, with it.
      while (true) {
        boolean adversarial = training.adversarialStep() >= 0 && step >= training.adversarialStep();
        try (Stage stage = new Stage(store, devStore, adversarial, step, saved, summaries)) {
          boolean finished = stage.run(control, end);
          step = stage.step;
          if (finished) {
            return step;
          }
        }
        saved = Safetensors.read(output.resolve(CHECKPOINT));
      }
    }
  }

  /** One graph and its session. */
  private final class Stage implements AutoCloseable {
    private final boolean adversarial;
    private final Graph graph = new Graph();
    private final Session session;
    private final TrainableParameters parameters;
    private final FdGanTrainingGraph network;
    private final PictureStore store;
    private final @Nullable FdGanEvaluation evaluation;
    private final Summaries summaries;

    /** One for each stage: the critic's terms come on top of the loss. */
    private final DivergenceGuard guard =
        new DivergenceGuard(
            "the loss",
            SANE_LOSS,
            "the last good checkpoint is kept in " + output + "; resume it with a lower rate");

    private long step;

    /** What was learnt from last, if anything was. */
    private TrainingSamples.@Nullable Batch latest;

    Stage(
        PictureStore store,
        @Nullable PictureStore devStore,
        boolean adversarial,
        long step,
        @Nullable Safetensors saved,
        Summaries summaries) {
      this.summaries = summaries;
      this.store = store;
      this.adversarial = adversarial;
      this.step = step;
      Ops tf = Ops.create(graph);
      parameters = new TrainableParameters(tf, training.seed());
      network =
          new FdGanTrainingGraph(
              tf,
              parameters,
              config,
              training,
              adversarial ? store.identities() : 0,
              inputs.features().stream().map(f -> FeatureNet.open(tf, f)).toList(),
              AVERAGE_DECAY);
      if (devStore == null) {
        evaluation = null;
      } else {
        Parameters averaged =
            (name, start, shape) ->
                parameters.variable(
                    FdGanTrainingGraph.AVERAGE + name, Parameters.Start.ZERO, shape);
        evaluation =
            new FdGanEvaluation(tf, averaged, config, training.batch(), devStore, training.seed());
      }
      session =
          training.parts() > 1
              ? TensorFlowRuntime.openConcurrent(graph, training.parts())
              : TensorFlowRuntime.open(graph, Device.CPU, threads, false);
      parameters.initialize(session);
      if (saved == null) {
        inputs.start().ifPresent(this::start);
        Map<String, NamedArray> averages = new LinkedHashMap<>();
        parameters
            .read(session, this::isGenerator)
            .forEach((name, a) -> averages.put(FdGanTrainingGraph.AVERAGE + name, a));
        parameters.load(session, averages);
      } else {
        Map<String, NamedArray> known = new LinkedHashMap<>(saved.tensors());
        // A checkpoint of the stage before has no critic yet, and none of its moments.
        known.keySet().retainAll(parameters.names(n -> true));
        long missing = parameters.names(n -> isGenerator(n) && !known.containsKey(n)).size();
        if (missing > 0) {
          throw new ModelFileException(
              "the checkpoint in "
                  + output
                  + " lacks "
                  + missing
                  + " weights of this network; it is of another configuration");
        }
        parameters.load(session, known);
      }
    }

    /** Takes the weights of a model file for the first ones. */
    private void start(Path model) {
      Safetensors file = Safetensors.read(model);
      FdGanConfig known = FdGanWeights.config(file, model.toString());
      if (!known.equals(config)) {
        throw new ModelFileException(
            "the weights to start from, %s, are of %s; this network is %s"
                .formatted(model, known, config));
      }
      parameters.load(session, file.tensors());
    }

    private boolean isGenerator(String name) {
      return name.startsWith("extractor/") || name.startsWith("translator/");
    }

    /** Whether the training is over; otherwise the adversarial stage is to begin. */
    boolean run(TrainingControl control, long end) throws IOException {
      BlockingQueue<TrainingSamples.Batch> ready = new ArrayBlockingQueue<>(2);
      AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
      Thread producer = new Thread(() -> produce(step, ready, failure), "reenact-samples");
      producer.setDaemon(true);
      producer.start();
      long start = System.nanoTime();
      long first = step;
      long lastCheckpoint = start;
      double loss = 0;
      try {
        while (true) {
          boolean over =
              control.stopRequested()
                  || (training.steps() > 0 && step >= training.steps())
                  || (training.minutes() > 0 && System.nanoTime() - end > 0);
          boolean next =
              !adversarial && training.adversarialStep() >= 0 && step >= training.adversarialStep();
          if (over || next) {
            save();
            if (over) {
              evaluate(control);
            }
            return over;
          }
          TrainingSamples.Batch batch = take(ready, failure);
          double[] figures = step(batch, true);
          guard.add(figures[0], step);
          latest = batch;
          step++;
          loss = step == first + 1 ? figures[0] : 0.98 * loss + 0.02 * figures[0];
          if (step % 20 == 0) {
            double seconds = (System.nanoTime() - start) / 1e9;
            append(
                "metrics.csv",
                "step,seconds,loss,critic,norm",
                "%d,%.1f,%.5f,%.4f,%.3f"
                    .formatted(step, seconds, figures[0], figures[1], figures[2]));
            Map<String, Double> named = new LinkedHashMap<>();
            named.put("loss", figures[0]);
            named.put("critic", figures[1]);
            named.put("norm", figures[2]);
            summaries.scalars("train", named, step);
            control.progress(
                step,
                fraction(end),
                String.format(
                    Locale.ROOT, "loss %.4f, %.2f s a step", loss, seconds / (step - first)));
          }
          if (step % training.evaluateEvery() == 0) {
            evaluate(control);
          }
          if (System.nanoTime() - lastCheckpoint > CHECKPOINT_MINUTES * 60e9) {
            save();
            lastCheckpoint = System.nanoTime();
          }
        }
      } finally {
        producer.interrupt();
        try {
          producer.join(10_000);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }

    private double fraction(long end) {
      if (training.steps() > 0) {
        return Math.min(1, step / (double) training.steps());
      }
      if (training.minutes() > 0) {
        return Math.min(1, 1 - (end - System.nanoTime()) / (training.minutes() * 60e9));
      }
      return 0;
    }

    private void produce(
        long from,
        BlockingQueue<TrainingSamples.Batch> ready,
        AtomicReference<@Nullable Throwable> failure) {
      try {
        TrainingSamples samples = new TrainingSamples(store, config.size(), training.seed());
        for (long s = from; ; s++) {
          TrainingSamples.Batch batch = new TrainingSamples.Batch(training.batch(), config.size());
          for (int i = 0; i < training.batch(); i++) {
            samples.fill(s * training.batch() + i, batch, i);
          }
          ready.put(batch);
        }
      } catch (InterruptedException e) {
        // the training is over
      } catch (RuntimeException | Error e) {
        failure.set(e);
      }
    }

    private TrainingSamples.Batch take(
        BlockingQueue<TrainingSamples.Batch> ready, AtomicReference<@Nullable Throwable> failure)
        throws IOException {
      try {
        while (true) {
          TrainingSamples.Batch batch = ready.poll(1, TimeUnit.SECONDS);
          if (batch != null) {
            return batch;
          }
          Throwable cause = failure.get();
          if (cause instanceof UncheckedIOException damaged) {
            throw damaged;
          }
          if (cause != null) {
            throw new IOException("making training samples failed: " + cause, cause);
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while training", e);
      }
    }

    /**
     * Loss, and if the networks are to learn, the critic's loss and the norm of the gradient. The
     * loss is that of the weights before they learn.
     */
    @SuppressWarnings("try") // rate tensors are only held until the run is over
    private double[] step(TrainingSamples.Batch batch, boolean learn) {
      int n = training.batch();
      int size = config.size();
      long adversarialSteps = step - training.adversarialStep();
      float share = (float) Math.min(1, Math.max(0, adversarialSteps / (double) RAMP_STEPS));
      // The generator learns slowly while the critic is young: together at full rate they ruin it.
      double rate = adversarial ? training.rate() / 3 : training.rate();
      Session.Runner runner = session.runner().fetch(network.loss);
      if (learn) {
        runner
            .fetch(network.criticLoss)
            .fetch(network.generatorAdam.norm())
            .addTarget(network.averageStep.op());
        fed.accept(
            new Fed(
                step,
                batch,
                share,
                Floats.asList(network.generatorAdam.schedule(rate, step + 1)),
                adversarial
                    ? Floats.asList(
                        network.adams.get(1).schedule(training.rate(), adversarialSteps + 1))
                    : List.of()));
      }
      try (TUint8 photo = tensor(batch.photo, n, size, FdGanNetwork.PHOTO_PLANES);
          TUint8 condition = tensor(batch.condition, n, size, FdGanNetwork.CONDITION_PLANES);
          TUint8 truth = tensor(batch.truth, n, size, 4);
          TInt32 identity = TInt32.vectorOf(batch.identity);
          TFloat32 apart =
              TFloat32.tensorOf(Shape.of(n, n), DataBuffers.of(batch.apart, true, false));
          TFloat32 game = TFloat32.scalarOf(share);
          TFloat32 generatorRate = network.generatorAdam.feed(runner, rate, step + 1);
          TFloat32 criticRate =
              adversarial
                  ? network.adams.get(1).feed(runner, training.rate(), adversarialSteps + 1)
                  : TFloat32.scalarOf(0);
          Result result =
              runner
                  .feed(network.photo, photo)
                  .feed(network.condition, condition)
                  .feed(network.truth, truth)
                  .feed(network.identity, identity)
                  .feed(network.apart, apart)
                  .feed(network.adversarial, game)
                  .run()) {
        double[] out = new double[result.size()];
        for (int i = 0; i < out.length; i++) {
          out[i] = ((TFloat32) result.get(i)).getFloat();
        }
        return out;
      }
    }

    /**
     * Writes checkpoint and weights, unless the last step spoilt them: no loss has told of it yet.
     */
    private void save() throws IOException {
      if (latest != null) {
        guard.require(step(latest, false)[0], step);
      }
      Map<String, NamedArray> all = parameters.read(session, n -> true);
      all.forEach(this::requireFinite);
      Map<String, String> about = new LinkedHashMap<>();
      about.put("step", Long.toString(step));
      about.put("config", config.toString());
      about.put("training", training.toString());
      new Safetensors(all, about).write(output.resolve(CHECKPOINT), false);
      FdGanWeights.of(config, averages(), about).write(output.resolve(WEIGHTS), true);
    }

    private void requireFinite(String name, NamedArray weights) {
      for (float v : weights.values()) {
        if (!Float.isFinite(v)) {
          throw new ReenactException(
              "weights %s became %s by step %d; the last good checkpoint is kept in %s; resume it with a lower rate"
                  .formatted(name, v, step, output));
        }
      }
    }

    private Map<String, NamedArray> averages() {
      Map<String, NamedArray> out = new LinkedHashMap<>();
      parameters
          .read(session, n -> n.startsWith(FdGanTrainingGraph.AVERAGE))
          .forEach((name, a) -> out.put(name.substring(FdGanTrainingGraph.AVERAGE.length()), a));
      return out;
    }

    private void evaluate(TrainingControl control) throws IOException {
      if (evaluation == null) {
        return;
      }
      Path sheet = output.resolve("sheet.png");
      FdGanEvaluation.Figures f = evaluation.run(session, sheet);
      append("dev.csv", "step," + FdGanEvaluation.Figures.HEADER, step + "," + f.toCsv());
      summaries.scalars("dev", f.named(), step);
      summaries.image("dev/sheet", ImageIO.read(sheet.toFile()), step);
      control.progress(step, 0, "dev: " + f);
    }

    private void append(String file, String header, String line) throws IOException {
      Path path = output.resolve(file);
      FigureFile.append(path, (Files.exists(path) ? "" : header + "\n") + line + "\n");
    }

    @Override
    public void close() {
      session.close();
      graph.close();
    }
  }

  static TUint8 tensor(byte[] bytes, int batch, int size, int planes) {
    return TUint8.tensorOf(Shape.of(batch, size, size, planes), DataBuffers.of(bytes, true, false));
  }
}
