package io.github.reenact.tf.gaze;

import io.github.reenact.ReenactException;
import io.github.reenact.spi.Device;
import io.github.reenact.tf.graph.Adam;
import io.github.reenact.tf.graph.NamedArray;
import io.github.reenact.tf.graph.Sums;
import io.github.reenact.tf.graph.TensorFlowRuntime;
import io.github.reenact.tf.graph.TrainableParameters;
import io.github.reenact.tf.training.FigureFile;
import io.github.reenact.tf.training.TrainingControl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * Trains the gaze network: pseudo-Huber losses of the centre and the radius, in eye widths, where
 * the iris is labelled, and cross-entropy of whether it is seen, where that is. A person is taken
 * with the square root of the number of their eyes, and eyes that are not seen three times as often
 * as others. All weights are ours.
 *
 * <p>Writes into its output folder: {@code gaze.safetensors}, ready for {@link GazeProvider}, when
 * it ends; and {@code metrics.csv} with the columns step, figure, value as it goes.
 *
 * <p>Not thread-safe; used once.
 */
public final class GazeTrainer {
  /** The name of the model file in the output folder. */
  public static final String MODEL = "gaze.safetensors";

  private static final String METRICS = "metrics.csv";

  private static final int METRICS_EVERY = 100;
  private static final int WARM_UP = 200;

  /** Errors below this, in eye widths, count squared, larger ones linearly. */
  private static final float LINEAR = 0.03f;

  private static final float RADIUS_WEIGHT = 0.1f;
  private static final float SEEN_WEIGHT = 0.03f;
  private static final double HIDDEN_SHARE = 3;

  private final GazeTraining settings;
  private final List<GazeSample> train;
  private final List<GazeSample> dev;
  private final Path output;

  /** Where the weights of samples add up to, for drawing. */
  private final double[] ladder;

  /**
   * How a training ended.
   *
   * @param step the steps done
   * @param figures on the samples that were not trained on; empty if there are none. Errors are in
   *     per cent of the eye's width: {@code x50}, {@code x90}, {@code y50}, {@code y90} (median and
   *     90th percentile along and across the eye), {@code radius50}; {@code seen} and {@code
   *     hidden} are the per cent of these eyes that are taken for what they are
   * @param model the file to use
   */
  public record Result(long step, Map<String, Double> figures, Path model) {}

  /**
   * Prepares; nothing is written yet.
   *
   * @param train what to train on, at least 1
   * @param dev what to evaluate with; may be empty
   * @param output a folder, made if need be; a model there is replaced at the end
   * @throws IllegalArgumentException if there is nothing to train on
   */
  public GazeTrainer(
      GazeTraining settings, List<GazeSample> train, List<GazeSample> dev, Path output) {
    if (train.isEmpty()) {
      throw new IllegalArgumentException("no eyes to train on");
    }
    this.settings = settings;
    this.train = List.copyOf(train);
    this.dev = List.copyOf(dev);
    this.output = output;
    ladder = ladder(this.train);
  }

  private static double[] ladder(List<GazeSample> samples) {
    Map<String, Long> counts =
        samples.stream()
            .collect(Collectors.groupingBy(GazeSample::identity, Collectors.counting()));
    double[] out = new double[samples.size()];
    double sum = 0;
    for (int i = 0; i < out.length; i++) {
      GazeSample s = samples.get(i);
      double share = 1 / Math.sqrt(counts.getOrDefault(s.identity(), 1L));
      sum += s.label().seen().orElse(true) ? share : HIDDEN_SHARE * share;
      out[i] = sum;
    }
    return out;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "reenact-gaze-batches");
    thread.setDaemon(true);
    return thread;
  }

  /** One step's input. */
  @SuppressWarnings("ArrayRecordComponent") // made for one step, never compared
  private record Batch(float[] squares, float[] marks, float[] targets) {}

  private Batch batch(long step) {
    int n = settings.batch();
    Batch b =
        new Batch(
            new float[n * EyeView.PIXELS],
            new float[n * GazeNetwork.MARKS],
            new float[n * GazeAugmentation.TARGETS]);
    Random r = new Random(settings.seed() * 0x9E3779B97F4A7C15L + step);
    for (int i = 0; i < n; i++) {
      GazeSample s = train.get(draw(r.nextDouble() * ladder[ladder.length - 1]));
      GazeAugmentation.random(s, r, b.squares, b.marks, b.targets, i);
    }
    return b;
  }

  private int draw(double at) {
    int i = Arrays.binarySearch(ladder, at);
    return Math.min(ladder.length - 1, i < 0 ? -i - 1 : i);
  }

  /**
   * Trains until all steps are done or the control asks to stop; writes the model then.
   *
   * @throws IOException if the output cannot be written
   * @throws ReenactException if the loss becomes NaN or infinite; no model is written
   * @throws io.github.reenact.BackendMissingException if TensorFlow cannot be loaded
   */
  public Result run(TrainingControl control) throws IOException {
    TensorFlowRuntime.load();
    Files.createDirectories(output);
    Files.writeString(output.resolve(METRICS), "step,figure,value\n");
    try (Graph graph = new Graph();
        Step step = new Step(graph)) {
      return train(control, step);
    }
  }

  private Result train(TrainingControl control, Step graph) throws IOException {
    int total = settings.steps();
    Map<String, Double> figures = Map.of();
    long step = 0;
    double loss = 0;
    int summed = 0;
    // Makes the next step's input while TensorFlow computes.
    ExecutorService thread = Executors.newSingleThreadExecutor(GazeTrainer::daemon);
    try {
      CompletableFuture<Batch> next = CompletableFuture.supplyAsync(() -> batch(1), thread);
      while (step < total && !control.stopRequested()) {
        step++;
        Batch batch = next.join();
        long following = step + 1;
        next = CompletableFuture.supplyAsync(() -> batch(following), thread);
        double l = graph.run(batch, rate(step), step);
        if (!Double.isFinite(l)) {
          throw new ReenactException(
              "the loss became %s in step %d; train with a lower rate or look for wrong labels"
                  .formatted(l, step));
        }
        loss += l;
        summed++;
        if (step % settings.evaluateSteps() == 0 && step < total) {
          figures = evaluate(graph, step);
        }
        if (summed == METRICS_EVERY || step == total) {
          Map<String, Double> mean = Map.of("loss", loss / summed);
          write(step, mean);
          control.progress(step, (double) step / total, text(mean) + "; " + text(figures));
          loss = 0;
          summed = 0;
        }
      }
    } finally {
      thread.shutdownNow();
    }
    figures = evaluate(graph, step);
    Path model = output.resolve(MODEL);
    Map<String, String> about = new LinkedHashMap<>();
    about.put("training", settings.toString());
    about.put(
        "data",
        "%d eyes of %d people"
            .formatted(train.size(), train.stream().map(GazeSample::identity).distinct().count()));
    about.put("step", Long.toString(step));
    figures.forEach((name, f) -> about.put(name, String.format(Locale.ROOT, "%.3f", f)));
    GazeModelFile.of(graph.weights(), about).write(model, true);
    return new Result(step, figures, model);
  }

  private Map<String, Double> evaluate(Step graph, long step) throws IOException {
    if (dev.isEmpty()) {
      return Map.of();
    }
    Map<String, Double> figures = GazeEvaluation.measure(new GazeInference(graph.weights()), dev);
    write(step, figures);
    return figures;
  }

  private void write(long step, Map<String, Double> figures) throws IOException {
    StringBuilder lines = new StringBuilder();
    figures.forEach(
        (name, f) -> lines.append(String.format(Locale.ROOT, "%d,%s,%.6f%n", step, name, f)));
    FigureFile.append(output.resolve(METRICS), lines);
  }

  private static String text(Map<String, Double> figures) {
    return figures.entrySet().stream()
        .map(e -> String.format(Locale.ROOT, "%s %.4f", e.getKey(), e.getValue()))
        .collect(Collectors.joining(", "));
  }

  private double rate(long step) {
    double cosine = 0.5 * (1 + Math.cos(Math.PI * (step - 1) / settings.steps()));
    double warmUp = Math.max(1, Math.min(WARM_UP, settings.steps() / 10.0));
    return settings.rate() * Math.max(0.01, cosine) * Math.min(1, step / warmUp);
  }

  /** The graph of one training step. */
  private final class Step implements AutoCloseable {
    private final Session session;
    private final TrainableParameters parameters;
    private final Placeholder<TFloat32> squares;
    private final Placeholder<TFloat32> marks;
    private final Placeholder<TFloat32> targets;
    private final Operand<TFloat32> loss;
    private final Adam adam;

    Step(Graph graph) {
      Ops tf = Ops.create(graph);
      int n = settings.batch();
      parameters = new TrainableParameters(tf, settings.seed());
      squares = rows(tf, Shape.of(n, EyeView.SIDE, EyeView.SIDE, 1));
      marks = rows(tf, Shape.of(n, GazeNetwork.MARKS));
      targets = rows(tf, Shape.of(n, GazeAugmentation.TARGETS));
      Operand<TFloat32> out = GazeNetwork.build(tf, parameters, squares, marks, n);
      Operand<TFloat32> placed = column(tf, targets, 4, 1);
      Operand<TFloat32> known = column(tf, targets, 5, 1);
      Operand<TFloat32> place =
          huber(tf, tf.math.sub(column(tf, out, 0, 2), column(tf, targets, 0, 2)));
      Operand<TFloat32> radius =
          huber(tf, tf.math.sub(column(tf, out, 2, 1), column(tf, targets, 2, 1)));
      Operand<TFloat32> logit = column(tf, out, 3, 1);
      // TensorFlow's own cross-entropy has no gradient in C++.
      Operand<TFloat32> seen =
          tf.math.sub(tf.math.softplus(logit), tf.math.mul(logit, column(tf, targets, 3, 1)));
      loss =
          Sums.of(
              tf,
              List.of(
                  mean(tf, tf.math.mul(place, placed)),
                  scaled(tf, RADIUS_WEIGHT, mean(tf, tf.math.mul(radius, placed))),
                  scaled(tf, SEEN_WEIGHT, mean(tf, tf.math.mul(seen, known)))));
      List<String> names = parameters.names(name -> true);
      adam = new Adam(tf, parameters, names, loss, 0.9f, 0.999f, 1f);
      session = TensorFlowRuntime.open(graph, Device.CPU, 0, false);
      parameters.initialize(session);
    }

    private static Placeholder<TFloat32> rows(Ops tf, Shape shape) {
      return tf.placeholder(TFloat32.class, Placeholder.shape(shape));
    }

    private static Operand<TFloat32> column(Ops tf, Operand<TFloat32> x, int from, int count) {
      return tf.slice(x, tf.constant(new int[] {0, from}), tf.constant(new int[] {-1, count}));
    }

    private static Operand<TFloat32> huber(Ops tf, Operand<TFloat32> error) {
      Operand<TFloat32> ratio = scaled(tf, 1 / LINEAR, error);
      Operand<TFloat32> one = tf.constant(1f);
      return scaled(
          tf, LINEAR, tf.math.sub(tf.math.sqrt(tf.math.add(one, tf.math.square(ratio))), one));
    }

    private static Operand<TFloat32> scaled(Ops tf, float by, Operand<TFloat32> x) {
      return tf.math.mul(tf.constant(by), x);
    }

    private static Operand<TFloat32> mean(Ops tf, Operand<TFloat32> x) {
      return tf.math.mean(x, tf.constant(new int[] {0, 1}));
    }

    double run(Batch batch, double rate, long step) {
      try (TFloat32 s = tensor(squares, batch.squares);
          TFloat32 m = tensor(marks, batch.marks);
          TFloat32 t = tensor(targets, batch.targets)) {
        Session.Runner runner =
            session.runner().feed(squares, s).feed(marks, m).feed(targets, t).fetch(loss);
        TFloat32 schedule = adam.feed(runner, rate, step);
        try (org.tensorflow.Result result = TensorFlowRuntime.run(runner.addTarget(adam.step()))) {
          return ((TFloat32) result.get(0)).getFloat();
        } finally {
          schedule.close();
        }
      }
    }

    private TFloat32 tensor(Placeholder<TFloat32> of, float[] values) {
      return TFloat32.tensorOf(of.shape(), DataBuffers.of(values, true, false));
    }

    /** The network's weights. */
    Map<String, NamedArray> weights() {
      return parameters.read(session, name -> !Adam.isMoment(name));
    }

    @Override
    public void close() {
      session.close();
    }
  }

  /** For tests: the losses of so many first steps. */
  List<Double> losses(int steps) {
    TensorFlowRuntime.load();
    List<Double> out = new ArrayList<>();
    try (Graph graph = new Graph();
        Step step = new Step(graph)) {
      for (int i = 1; i <= steps; i++) {
        out.add(step.run(batch(i), rate(i), i));
      }
    }
    return out;
  }
}
