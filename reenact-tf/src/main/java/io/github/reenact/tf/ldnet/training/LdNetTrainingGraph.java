package io.github.reenact.tf.ldnet.training;

import io.github.reenact.ModelFileException;
import io.github.reenact.spi.Device;
import io.github.reenact.tf.graph.CloseOnFailure;
import io.github.reenact.tf.graph.NamedArray;
import io.github.reenact.tf.graph.TensorFlowRuntime;
import io.github.reenact.tf.graph.Tensors;
import io.github.reenact.tf.ldnet.network.Architecture;
import io.github.reenact.tf.training.Adam;
import io.github.reenact.tf.training.TrainableParameters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * The graph and session in which LD-Net is trained, in both stages and in the extension. Each
 * stage's update runs first on the encoders and decoder, then, in a second run on the same batch,
 * on its opponents, so that no variable changes while a gradient still reads it.
 *
 * <p>Not thread-safe. Owns native memory.
 */
final class LdNetTrainingGraph implements AutoCloseable {
  private static final int XY = Architecture.XY;

  /** The stages in their order. */
  enum Stage {
    /** Motion encoder, decoder and table of identities (the paper's first stage). */
    TABLE,
    /** Identity encoder and decoder (the paper's second stage). */
    IDENTITY,
    /** Both encoders and the decoder, from pairs (ours). */
    PAIRS
  }

  private final LdNetConfig config;
  private final Sampler sampler;
  private final Graph graph = new Graph();
  private final Ops tf = Ops.create(graph);
  private final TrainableParameters parameters;
  private final Session session;

  private final Placeholder<TFloat32> faces = floats(XY);
  private final Placeholder<TFloat32> targets = floats(XY);
  private final Placeholder<TFloat32> motions = floats(XY);
  private final Placeholder<TFloat32> identities = floats(XY);
  private final Placeholder<TInt32> labels = ints();
  private final Placeholder<TInt32> others = ints();

  /** Two numbers that all noise of a step follows from. */
  private final Placeholder<TInt64> noise =
      tf.placeholder(TInt64.class, Placeholder.shape(Shape.of(2)));

  private final Map<Stage, LdNetLosses.Losses> losses = new LinkedHashMap<>();

  private final Operand<TFloat32> identityMean;
  private final Operand<TFloat32> motionMean;
  private final Operand<TFloat32> decoded;

  LdNetTrainingGraph(LdNetConfig config, Sampler sampler) {
    this.config = config;
    this.sampler = sampler;
    Architecture architecture = config.architecture();
    try (CloseOnFailure guard = new CloseOnFailure(graph::close)) {
      parameters = new TrainableParameters(tf, config.seed());
      // Made first, so that every network finds its weights whatever stages there are.
      identityMean = architecture.identity(tf, parameters, faces);
      motionMean = architecture.motion(tf, parameters, targets);
      decoded = architecture.decode(tf, parameters, identityMean, motionMean);
      LdNetLosses.Inputs inputs =
          new LdNetLosses.Inputs(faces, targets, motions, identities, labels, others);
      LossTerms terms = new LossTerms(tf, config.losses(), sampler, noise);
      LdNetLosses all = new LdNetLosses(tf, parameters, config, sampler, inputs, terms);
      if (config.schedule().stage1Steps() > 0) {
        losses.put(Stage.TABLE, all.table());
      }
      if (config.schedule().stage2Steps() > 0) {
        losses.put(Stage.IDENTITY, all.identity());
      }
      if (config.schedule().pairSteps() > 0) {
        losses.put(Stage.PAIRS, all.pairs());
      }
      session = TensorFlowRuntime.open(graph, Device.CPU, config.run().threads(), false);
      guard.succeeded();
    }
  }

  /** Gives all variables their first values. */
  void initialize() {
    parameters.initialize(session);
    parameters.load(
        session, Map.of(Architecture.MEAN, new NamedArray(new long[] {XY}, sampler.meanFace())));
  }

  /** Sets Adam's moments to 0: each stage has another loss. */
  void forgetMoments() {
    Map<String, NamedArray> zero = new LinkedHashMap<>();
    for (String name : parameters.names(Adam::isMoment)) {
      long[] shape = parameters.shape(name);
      int size = 1;
      for (long s : shape) {
        size *= (int) s;
      }
      zero.put(name, new NamedArray(shape, new float[size]));
    }
    parameters.load(session, zero);
  }

  /** All variables, Adam's included. */
  Map<String, NamedArray> variables() {
    return parameters.read(session, n -> true);
  }

  /**
   * Sets all variables to what a checkpoint holds.
   *
   * @param file the checkpoint, for messages
   * @throws ModelFileException if it lacks one, or does not fit
   */
  void restore(Map<String, NamedArray> values, Path file) {
    for (String name : parameters.names(n -> true)) {
      if (!values.containsKey(name)) {
        throw new ModelFileException(
            "checkpoint "
                + file
                + " is damaged (no variable "
                + name
                + "); start again without it");
      }
    }
    parameters.restore(session, values, file);
  }

  /** What the finished network needs. */
  Map<String, NamedArray> model() {
    return parameters.read(session, LdNetTrainingGraph::isModel);
  }

  private static boolean isModel(String name) {
    return !Adam.isMoment(name)
        && !name.contains("/deviation/")
        && (name.equals(Architecture.MEAN)
            || name.startsWith(Architecture.IDENTITY)
            || name.startsWith(Architecture.MOTION)
            || name.startsWith(Architecture.DECODER));
  }

  /** The names of a stage's metrics. */
  List<String> metricNames(Stage stage) {
    return losses(stage).names();
  }

  private LdNetLosses.Losses losses(Stage stage) {
    LdNetLosses.Losses l = losses.get(stage);
    if (l == null) {
      throw new IllegalStateException("stage " + stage + " has no steps");
    }
    return l;
  }

  /**
   * What a step learns from.
   *
   * @param pairs in stage {@link Stage#PAIRS}
   * @param labelled in the others
   * @param seed of the noise: the step in the whole training, from 1
   */
  record Batch(Optional<Sampler.Pairs> pairs, Optional<Sampler.Labelled> labelled, long seed) {}

  /**
   * The batch of a step; called in one thread at a time, which may be another one.
   *
   * @param seed the step in the whole training, from 1
   */
  Batch batch(Stage stage, long seed) {
    return stage == Stage.PAIRS
        ? new Batch(Optional.of(sampler.pairs(seed)), Optional.empty(), seed)
        : new Batch(Optional.empty(), Optional.of(sampler.labelled(seed)), seed);
  }

  /**
   * One step.
   *
   * @param step in the stage, from 1
   * @return the metrics, in the order of their names
   */
  float[] step(Stage stage, Batch batch, double rate, long step) {
    LdNetLosses.Losses l = losses(stage);
    List<AutoCloseable> fed = new ArrayList<>();
    try {
      Map<Operand<?>, org.tensorflow.Tensor> feeds = new LinkedHashMap<>();
      batch.pairs.ifPresent(
          b -> {
            feeds.put(faces, rows(b.faces()));
            feeds.put(targets, rows(b.targets()));
            if (sampler.knowsFactors()) {
              feeds.put(motions, rows(b.motions()));
              feeds.put(identities, rows(b.identities()));
            }
          });
      batch.labelled.ifPresent(
          b -> {
            feeds.put(faces, rows(b.faces()));
            feeds.put(targets, rows(b.clean()));
            feeds.put(labels, TInt32.vectorOf(b.labels()));
            feeds.put(others, TInt32.vectorOf(b.others()));
          });
      feeds.put(noise, TInt64.vectorOf(config.seed(), batch.seed));
      fed.addAll(feeds.values());
      float[] out = new float[l.names().size()];
      Session.Runner runner = session.runner();
      feeds.forEach(runner::feed);
      fed.add(l.networks().feed(runner, rate, step));
      l.metrics().forEach(runner::fetch);
      read(runner.addTarget(l.networks().step()), l.metrics().size(), out, 0);
      if (!l.opponents().isEmpty()) {
        runner = session.runner();
        feeds.forEach(runner::feed);
        for (Adam opponent : l.opponents()) {
          fed.add(opponent.feed(runner, rate, step));
          runner.addTarget(opponent.step());
        }
        l.opponentMetrics().forEach(runner::fetch);
        read(runner, l.opponentMetrics().size(), out, l.metrics().size());
      }
      return out;
    } finally {
      fed.forEach(LdNetTrainingGraph::free);
    }
  }

  private static void free(AutoCloseable tensor) {
    ((org.tensorflow.Tensor) tensor).close();
  }

  private static void read(Session.Runner runner, int count, float[] out, int offset) {
    try (Result result = runner.run()) {
      for (int i = 0; i < count; i++) {
        out[offset + i] = ((TFloat32) result.get(i)).getFloat();
      }
    }
  }

  /**
   * Decodes the identity of some faces with the motion of others, without noise: for evaluation.
   *
   * @param identityOf rows of 136 normalised numbers
   * @param motionOf as many rows
   */
  float[] transfer(float[] identityOf, float[] motionOf) {
    try (TFloat32 ta = rows(identityOf);
        TFloat32 tb = rows(motionOf);
        Result result = session.runner().feed(faces, ta).feed(targets, tb).fetch(decoded).run()) {
      float[] out = new float[identityOf.length];
      Tensors.copy((TFloat32) result.get(0), out);
      return out;
    }
  }

  private static TFloat32 rows(float[] values) {
    return TFloat32.tensorOf(Shape.of(values.length / XY, XY), DataBuffers.of(values, true, false));
  }

  private Placeholder<TFloat32> floats(int columns) {
    return tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, columns)));
  }

  private Placeholder<TInt32> ints() {
    return tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(-1)));
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
