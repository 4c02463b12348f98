package io.github.reenact.tf.fdgan.training;

import com.google.common.primitives.Floats;
import io.github.reenact.ModelFileException;
import io.github.reenact.spi.Device;
import io.github.reenact.tf.fdgan.network.FdGanConfig;
import io.github.reenact.tf.fdgan.network.FdGanModelFile;
import io.github.reenact.tf.fdgan.network.FdGanNetwork;
import io.github.reenact.tf.graph.NamedArray;
import io.github.reenact.tf.graph.Safetensors;
import io.github.reenact.tf.graph.TensorFlowRuntime;
import io.github.reenact.tf.graph.Tensors;
import io.github.reenact.tf.training.Checkpoint;
import io.github.reenact.tf.training.MovingAverage;
import io.github.reenact.tf.training.Trainable;
import io.github.reenact.tf.training.TrainableParameters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
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
 * FD-GAN in one stage of its training, without the discriminator or with it: graph and session.
 *
 * <p>Not thread-safe, but for {@link #batch}. Owns native memory.
 */
final class FdGanStage implements Trainable<TrainingSamples.Batch>, AutoCloseable {
  /** Names of the metrics, as in {@code metrics.csv}; "critic" is what it was called at first. */
  static final String LOSS = "loss";

  static final String DISCRIMINATOR_LOSS = "critic";
  static final String NORM = "norm";

  /** Above what the loss is for any picture whose colours are in 0..1; at first it is some 0.3. */
  private static final double SANE_LOSS = 100;

  private static final int RECORD_EVERY = 20;

  /** Steps in which the adversarial losses grow to their full weight. */
  private static final long RAMP_STEPS = 1000;

  /**
   * What the generator's rate is divided by in the adversarial stage: it learns slowly while the
   * discriminator is young; together at full rate they ruin it.
   */
  private static final int ADVERSARIAL_SLOWDOWN = 3;

  private final FdGanConfig config;
  private final FdGanTraining training;
  private final FdGanInputs inputs;
  private final Options options;
  private final boolean adversarial;
  private final TrainingSamples samples;
  private final Graph graph = new Graph();
  private final Session session;
  private final TrainableParameters parameters;
  private final FdGanTrainingGraph network;
  private final @Nullable FdGanEvaluation evaluation;

  private @Nullable Path weights;
  private @Nullable Checkpoint checkpoint;

  /**
   * Pictures.
   *
   * @param train to learn from
   * @param dev to evaluate on
   */
  record Data(PictureSource train, Optional<PictureStore> dev) {}

  /**
   * What a stage is besides its settings.
   *
   * @param first step of this run
   * @param threads for one operation; 0 lets TensorFlow choose
   * @param fed is told what each training step is fed
   */
  record Options(long first, int threads, Consumer<Fed> fed) {}

  /**
   * What the graph is given in a training step besides its variables.
   *
   * @param step from 0
   * @param adversarialWeight of the adversarial losses, 0 to 1
   * @param generator Adam's schedule for the generator
   * @param discriminator Adam's schedule for the discriminator; empty without one
   */
  record Fed(
      long step,
      TrainingSamples.Batch batch,
      float adversarialWeight,
      List<Float> generator,
      List<Float> discriminator) {}

  /** Builds the graph; the variables have no values yet. */
  FdGanStage(
      FdGanConfig config, FdGanTraining training, FdGanInputs inputs, Data data, Options options) {
    this.config = config;
    this.training = training;
    this.inputs = inputs;
    this.options = options;
    adversarial = training.adversarialStep() >= 0 && options.first >= training.adversarialStep();
    samples = new TrainingSamples(data.train, config.size(), training.seed());
    boolean built = false;
    try {
      Ops tf = Ops.create(graph);
      parameters = new TrainableParameters(tf, training.seed());
      network =
          new FdGanTrainingGraph(
              tf,
              parameters,
              config,
              training,
              adversarial ? data.train.identities() : 0,
              inputs.features().stream().map(f -> FeatureNet.open(tf, f)).toList());
      evaluation =
          data.dev.isEmpty()
              ? null
              : new FdGanEvaluation(
                  tf,
                  MovingAverage.of(parameters),
                  config,
                  training.batch(),
                  new TrainingSamples(data.dev.get(), config.size(), training.seed()),
                  data.dev.get().clips());
      session =
          training.parts() > 1
              ? TensorFlowRuntime.openConcurrent(graph, training.parts())
              : TensorFlowRuntime.open(graph, Device.CPU, options.threads, false);
      built = true;
    } finally {
      if (!built) {
        graph.close();
      }
    }
  }

  /** The first values: random ones, or those of the model file to start from. */
  void initialize() {
    parameters.initialize(session);
    inputs.start().ifPresent(this::start);
    parameters.load(
        session, MovingAverage.named(parameters.read(session, FdGanTrainingGraph::isGenerator)));
  }

  private void start(Path model) {
    Safetensors file = Safetensors.read(model);
    FdGanConfig known = FdGanModelFile.config(file, model.toString());
    if (!known.equals(config)) {
      throw new ModelFileException(
          "the weights to start from, %s, are of %s; this network is %s"
              .formatted(model, known, config));
    }
    parameters.load(session, file.tensors());
  }

  /**
   * The values of a checkpoint, which may be that of the stage before.
   *
   * @throws ModelFileException if it is of another network
   */
  void restore(Map<String, NamedArray> variables, Path file) {
    parameters.initialize(session);
    Map<String, NamedArray> known = new LinkedHashMap<>(variables);
    // A checkpoint of the stage before has no discriminator yet, and none of its moments.
    known.keySet().retainAll(parameters.names(n -> true));
    long missing =
        parameters.names(n -> FdGanTrainingGraph.isGenerator(n) && !known.containsKey(n)).size();
    if (missing > 0) {
      throw new ModelFileException(
          "the checkpoint "
              + file
              + " lacks "
              + missing
              + " weights of this network; it is of another configuration");
    }
    parameters.restore(session, known, file);
  }

  /** Tells where the averaged weights go with each checkpoint. */
  void writeWeightsTo(Path file, Checkpoint with) {
    weights = file;
    checkpoint = with;
  }

  @Override
  public Stage stage() {
    long start = training.adversarialStep();
    return adversarial
        ? new Stage("adversarial", start, Long.MAX_VALUE, LOSS, "the loss", SANE_LOSS)
        : new Stage("", 0, start < 0 ? Long.MAX_VALUE : start, LOSS, "the loss", SANE_LOSS);
  }

  @Override
  public TrainingSamples.Batch batch(long step) {
    TrainingSamples.Batch batch = new TrainingSamples.Batch(training.batch(), config.size());
    for (int i = 0; i < training.batch(); i++) {
      samples.fill(step * training.batch() + i, batch, i);
    }
    return batch;
  }

  @Override
  public Map<String, Double> step(TrainingSamples.Batch batch, long step) {
    double[] values = run(batch, step, true);
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put(LOSS, values[0]);
    metrics.put(DISCRIMINATOR_LOSS, values[1]);
    metrics.put(NORM, values[2]);
    return metrics;
  }

  @Override
  public double currentLoss(TrainingSamples.Batch latest, long step, double loss) {
    return run(latest, step, false)[0];
  }

  /**
   * Loss, and if the networks are to learn, the discriminator's loss and the norm of the gradient.
   * The loss is that of the weights before they learn.
   */
  @SuppressWarnings("try") // rate tensors are only held until the run is over
  private double[] run(TrainingSamples.Batch batch, long step, boolean learn) {
    int n = training.batch();
    int size = config.size();
    long adversarialSteps = step - training.adversarialStep();
    float weight = (float) Math.min(1, Math.max(0, adversarialSteps / (double) RAMP_STEPS));
    double rate = adversarial ? training.rate() / ADVERSARIAL_SLOWDOWN : training.rate();
    Session.Runner runner = session.runner().fetch(network.loss);
    if (learn) {
      runner
          .fetch(network.discriminatorLoss)
          .fetch(network.generatorAdam.norm())
          .addTarget(network.averageStep.op());
      List<Float> discriminator =
          network
              .discriminatorAdam
              .map(a -> Floats.asList(a.schedule(training.rate(), adversarialSteps + 1)))
              .orElse(List.of());
      options.fed.accept(
          new Fed(
              step,
              batch,
              weight,
              Floats.asList(network.generatorAdam.schedule(rate, step + 1)),
              discriminator));
    }
    try (TUint8 photo = Tensors.pictures(batch.photo, n, size, FdGanNetwork.PHOTO_PLANES);
        TUint8 condition =
            Tensors.pictures(batch.condition, n, size, FdGanNetwork.CONDITION_PLANES);
        TUint8 truth = Tensors.pictures(batch.truth, n, size, TrainingSamples.TRUTH_PLANES);
        TInt32 identity = TInt32.vectorOf(batch.identity);
        TInt32 details =
            TInt32.tensorOf(
                Shape.of((long) n * FacialDetails.COUNT, FacialDetails.INDICES),
                DataBuffers.of(batch.details, true, false));
        TFloat32 apart =
            TFloat32.tensorOf(Shape.of(n, n), DataBuffers.of(batch.apart, true, false));
        TFloat32 adversarialWeight = TFloat32.scalarOf(weight);
        TFloat32 generatorRate = network.generatorAdam.feed(runner, rate, step + 1);
        TFloat32 discriminatorRate =
            network
                .discriminatorAdam
                .map(a -> a.feed(runner, training.rate(), adversarialSteps + 1))
                .orElseGet(() -> TFloat32.scalarOf(0));
        Result result =
            runner
                .feed(network.photo, photo)
                .feed(network.condition, condition)
                .feed(network.truth, truth)
                .feed(network.identity, identity)
                .feed(network.details, details)
                .feed(network.apart, apart)
                .feed(network.adversarialWeight, adversarialWeight)
                .run()) {
      double[] out = new double[result.size()];
      for (int i = 0; i < out.length; i++) {
        out[i] = ((TFloat32) result.get(i)).getFloat();
      }
      return out;
    }
  }

  @Override
  public boolean isRecorded(long steps) {
    return steps % RECORD_EVERY == 0;
  }

  @Override
  public EvaluationResult evaluate(long steps) throws IOException {
    if (evaluation == null || weights == null) {
      return EvaluationResult.NONE;
    }
    Path sheet = weights.resolveSibling("sheet.png");
    Map<String, Double> metrics = evaluation.run(session, sheet);
    return new EvaluationResult(metrics, OptionalDouble.empty(), Optional.of(sheet));
  }

  @Override
  public Map<String, NamedArray> variables() {
    return parameters.read(session, n -> true);
  }

  @Override
  public boolean endsWithCheckpoint() {
    return true;
  }

  @Override
  public void saved(long steps) throws IOException {
    if (weights != null && checkpoint != null) {
      FdGanModelFile.of(config, MovingAverage.read(parameters, session), checkpoint.about(steps))
          .write(weights, true);
    }
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
