package io.github.reenact.tf.gaze.training;

import io.github.reenact.spi.Device;
import io.github.reenact.tf.gaze.network.EyeView;
import io.github.reenact.tf.gaze.network.GazeInference;
import io.github.reenact.tf.gaze.network.GazeNetwork;
import io.github.reenact.tf.graph.CloseOnFailure;
import io.github.reenact.tf.graph.NamedArray;
import io.github.reenact.tf.graph.TensorFlowRuntime;
import io.github.reenact.tf.training.Adam;
import io.github.reenact.tf.training.Sums;
import io.github.reenact.tf.training.Trainable;
import io.github.reenact.tf.training.TrainableParameters;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * The gaze network in training: graph and session.
 *
 * <p>Not thread-safe, but for {@link #batch}. Owns native memory.
 */
final class GazeStage implements Trainable<GazeBatch>, AutoCloseable {
  private static final String LOSS = "loss";

  /** Of errors in eye widths: nothing in the view is more than a few of them away. */
  private static final double SANE_LOSS = 1000;

  private static final int RECORD_EVERY = 100;
  private static final int WARM_UP = 200;

  /** Errors below this, in eye widths, count squared, larger ones linearly. */
  private static final float LINEAR = 0.03f;

  private static final float RADIUS_WEIGHT = 0.1f;
  private static final float SEEN_WEIGHT = 0.03f;
  private static final double HIDDEN_SHARE = 3;

  private final GazeTraining settings;
  private final List<GazeSample> train;
  private final List<GazeSample> dev;

  /** Where the weights of samples add up to, for drawing. */
  private final double[] cumulative;

  private final Graph graph = new Graph();
  private final Session session;
  private final TrainableParameters parameters;
  private final Placeholder<TFloat32> squares;
  private final Placeholder<TFloat32> marks;
  private final Placeholder<TFloat32> targets;
  private final Operand<TFloat32> loss;
  private final Adam adam;

  /** Of the losses since the last record. */
  private double sum;

  private int summed;

  GazeStage(GazeTraining settings, List<GazeSample> train, List<GazeSample> dev) {
    this.settings = settings;
    this.train = train;
    this.dev = dev;
    cumulative = cumulative(train);
    try (CloseOnFailure guard = new CloseOnFailure(graph::close)) {
      Ops tf = Ops.create(graph);
      int n = settings.batch();
      parameters = new TrainableParameters(tf, settings.seed());
      squares = rows(tf, Shape.of(n, EyeView.SIDE, EyeView.SIDE, 1));
      marks = rows(tf, Shape.of(n, GazeNetwork.MARKS));
      targets = rows(tf, Shape.of(n, GazeBatch.TARGETS));
      loss = loss(tf, GazeNetwork.build(tf, parameters, squares, marks, n));
      adam = new Adam(tf, parameters, parameters.names(name -> true), loss, 0.9f, 0.999f, 1f);
      session = TensorFlowRuntime.open(graph, Device.CPU, 0, false);
      guard.succeeded();
    }
  }

  /** The first values of all variables. */
  void initialize() {
    parameters.initialize(session);
  }

  private static double[] cumulative(List<GazeSample> samples) {
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

  private Operand<TFloat32> loss(Ops tf, Operand<TFloat32> out) {
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
    return Sums.of(
        tf,
        List.of(
            mean(tf, tf.math.mul(place, placed)),
            scaled(tf, RADIUS_WEIGHT, mean(tf, tf.math.mul(radius, placed))),
            scaled(tf, SEEN_WEIGHT, mean(tf, tf.math.mul(seen, known)))));
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

  @Override
  public Stage stage() {
    return new Stage("", 0, settings.steps(), LOSS, "the loss", SANE_LOSS);
  }

  @Override
  public GazeBatch batch(long step) {
    int n = settings.batch();
    GazeBatch b = new GazeBatch(n);
    Random r = new Random(settings.seed() * 0x9E3779B97F4A7C15L + step + 1);
    for (int i = 0; i < n; i++) {
      GazeSample s = train.get(draw(r.nextDouble() * cumulative[cumulative.length - 1]));
      GazeAugmentation.random(s, r, b, i);
    }
    return b;
  }

  private int draw(double at) {
    int i = Arrays.binarySearch(cumulative, at);
    return Math.min(cumulative.length - 1, i < 0 ? -i - 1 : i);
  }

  @Override
  public Map<String, Double> step(GazeBatch batch, long step) {
    double value = run(batch, rate(step + 1), step + 1);
    sum += value;
    summed++;
    return Map.of(LOSS, value);
  }

  private double run(GazeBatch batch, double rate, long step) {
    try (TFloat32 s = tensor(squares, batch.squares);
        TFloat32 m = tensor(marks, batch.marks);
        TFloat32 t = tensor(targets, batch.targets)) {
      Session.Runner runner =
          session.runner().feed(squares, s).feed(marks, m).feed(targets, t).fetch(loss);
      TFloat32 schedule = adam.feed(runner, rate, step);
      try (Result result = TensorFlowRuntime.run(runner.addTarget(adam.step()))) {
        return ((TFloat32) result.get(0)).getFloat();
      } finally {
        schedule.close();
      }
    }
  }

  private static TFloat32 tensor(Placeholder<TFloat32> of, float[] values) {
    return TFloat32.tensorOf(of.shape(), DataBuffers.of(values, true, false));
  }

  private double rate(long step) {
    double cosine = 0.5 * (1 + Math.cos(Math.PI * (step - 1) / settings.steps()));
    double warmUp = Math.max(1, Math.min(WARM_UP, settings.steps() / 10.0));
    return settings.rate() * Math.max(0.01, cosine) * Math.min(1, step / warmUp);
  }

  @Override
  public boolean isRecorded(long steps) {
    return steps % RECORD_EVERY == 0 || steps == settings.steps();
  }

  /** The mean loss since the last record. */
  @Override
  public Map<String, Double> recorded(Map<String, Double> latest) {
    if (summed == 0) {
      return latest;
    }
    double mean = sum / summed;
    sum = 0;
    summed = 0;
    return Map.of(LOSS, mean);
  }

  @Override
  public EvaluationResult evaluate(long steps) {
    return dev.isEmpty()
        ? EvaluationResult.NONE
        : EvaluationResult.of(GazeEvaluation.measure(new GazeInference(weights()), dev));
  }

  @Override
  public Map<String, NamedArray> variables() {
    return parameters.read(session, n -> true);
  }

  /** The network's weights. */
  Map<String, NamedArray> weights() {
    return parameters.read(session, name -> !Adam.isMoment(name));
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
