package io.github.reenact.tf.ldnet;

import io.github.reenact.spi.Device;
import io.github.reenact.tf.graph.Adam;
import io.github.reenact.tf.graph.NamedArray;
import io.github.reenact.tf.graph.Parameters.Start;
import io.github.reenact.tf.graph.Sums;
import io.github.reenact.tf.graph.TensorFlowRuntime;
import io.github.reenact.tf.graph.Tensors;
import io.github.reenact.tf.graph.TrainableParameters;
import io.github.reenact.tf.ldnet.Architecture.Gaussian;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.OneHot;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * The graph and session in which LD-Net is trained: the losses of both stages and of the extension.
 * Each stage's update runs first on the encoders and decoder, then, in a second run on the same
 * batch, on its opponents, so that no variable changes while a gradient still reads it.
 *
 * <p>Not thread-safe. Owns native memory.
 */
final class TrainingGraph implements AutoCloseable {
  private static final int XY = Architecture.XY;

  /** The table of identities, whose rate differs: it is stored divided by the rates' ratio. */
  private static final String TABLE = "table/";

  /** Opponents: in stage 1, and in stage 2. */
  private static final String WHO_WAS_IT = "opponent/original/";

  private static final String WHO_IS_IT = "opponent/person/";
  private static final String REAL_OR_FAKE = "opponent/real/";

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
  private final Architecture architecture;
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

  private int noises;

  private final Prefetch<Sampler.Pairs> nextPairs;
  private final Prefetch<Sampler.Labelled> nextLabelled;

  private final Map<Stage, Losses> losses = new LinkedHashMap<>();

  private final Operand<TFloat32> identityMean;
  private final Operand<TFloat32> motionMean;
  private final Operand<TFloat32> decoded;

  /**
   * What a stage minimises.
   *
   * @param names of the figures, as in the metrics file
   * @param figures scalars
   */
  private record Losses(
      List<String> names,
      List<Operand<TFloat32>> figures,
      Adam networks,
      List<Adam> opponents,
      List<Operand<TFloat32>> opponentFigures) {}

  TrainingGraph(LdNetConfig config, Sampler sampler) {
    this.config = config;
    this.sampler = sampler;
    nextPairs = new Prefetch<>(sampler::pairs);
    nextLabelled = new Prefetch<>(sampler::labelled);
    architecture = Architecture.of(config);
    boolean ready = false;
    try {
      parameters = new TrainableParameters(tf, config.seed());
      // Made first, so that every network finds its weights whatever stages there are.
      identityMean = architecture.identity(tf, parameters, faces);
      motionMean = architecture.motion(tf, parameters, targets);
      decoded = architecture.decode(tf, parameters, identityMean, motionMean);
      if (config.stage1Steps() > 0) {
        losses.put(Stage.TABLE, table());
      }
      if (config.stage2Steps() > 0) {
        losses.put(Stage.IDENTITY, identity());
      }
      if (config.pairSteps() > 0) {
        losses.put(Stage.PAIRS, pairs());
      }
      session = TensorFlowRuntime.open(graph, Device.CPU, config.threads(), false);
      ready = true;
    } finally {
      if (!ready) {
        graph.close();
      }
    }
  }

  /** Gives all variables their first values. */
  void initialize() {
    parameters.initialize(session);
    parameters.load(
        session, Map.of(Architecture.MEAN, new NamedArray(new long[] {XY}, sampler.meanFace())));
  }

  /** Forgets Adam's moments: each stage has another loss. */
  void startStage() {
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
  Map<String, NamedArray> checkpoint() {
    return parameters.read(session, n -> true);
  }

  /** Sets all variables. */
  void restore(Map<String, NamedArray> values) {
    List<String> known = parameters.names(n -> true);
    for (String name : known) {
      if (!values.containsKey(name)) {
        throw new IllegalArgumentException("no variable " + name);
      }
    }
    parameters.load(session, values);
  }

  /** What the finished network needs. */
  Map<String, NamedArray> model() {
    return parameters.read(session, TrainingGraph::isModel);
  }

  private static boolean isModel(String name) {
    return !Adam.isMoment(name)
        && !name.contains("/deviation/")
        && (name.equals(Architecture.MEAN)
            || name.startsWith(Architecture.IDENTITY)
            || name.startsWith(Architecture.MOTION)
            || name.startsWith(Architecture.DECODER));
  }

  /** The names of a stage's figures. */
  List<String> figureNames(Stage stage) {
    return losses(stage).names;
  }

  private Losses losses(Stage stage) {
    Losses l = losses.get(stage);
    if (l == null) {
      throw new IllegalStateException("stage " + stage + " has no steps");
    }
    return l;
  }

  /**
   * One step.
   *
   * @param step in the stage, from 1
   * @param seed of the batch and of the noise: the step in the whole training
   * @return the figures, in the order of their names
   */
  float[] step(Stage stage, double rate, long step, long seed) {
    Losses l = losses(stage);
    List<AutoCloseable> fed = new ArrayList<>();
    try {
      Map<Operand<?>, org.tensorflow.Tensor> feeds = new LinkedHashMap<>();
      if (stage == Stage.PAIRS) {
        Sampler.Pairs batch = nextPairs.get(seed);
        feeds.put(faces, rows(batch.faces()));
        feeds.put(targets, rows(batch.targets()));
        if (sampler.knowsFactors()) {
          feeds.put(motions, rows(batch.motions()));
          feeds.put(identities, rows(batch.identities()));
        }
      } else {
        Sampler.Labelled batch = nextLabelled.get(seed);
        feeds.put(faces, rows(batch.faces()));
        feeds.put(targets, rows(batch.clean()));
        feeds.put(labels, TInt32.vectorOf(batch.labels()));
        feeds.put(others, TInt32.vectorOf(batch.others()));
      }
      feeds.put(noise, TInt64.vectorOf(config.seed(), seed));
      fed.addAll(feeds.values());
      float[] out = new float[l.names.size()];
      Session.Runner runner = session.runner();
      feeds.forEach(runner::feed);
      fed.add(l.networks.feed(runner, rate, step));
      l.figures.forEach(runner::fetch);
      read(runner.addTarget(l.networks.step()), l.figures.size(), out, 0);
      if (!l.opponents.isEmpty()) {
        runner = session.runner();
        feeds.forEach(runner::feed);
        for (Adam opponent : l.opponents) {
          fed.add(opponent.feed(runner, rate, step));
          runner.addTarget(opponent.step());
        }
        l.opponentFigures.forEach(runner::fetch);
        read(runner, l.opponentFigures.size(), out, l.figures.size());
      }
      return out;
    } finally {
      fed.forEach(TrainingGraph::free);
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

  // ---------------------------------------------------------------- the losses

  /**
   * Stage 1: the motion encoder and the decoder learn to give a face back when told whose it is,
   * while a classifier looks for the original person in that motion decoded on another person. Its
   * log-probability is floored at chance: below it there is nothing to gain.
   */
  private Losses table() {
    int classes = sampler.classes();
    Gaussian motion = architecture.encode(tf, parameters, Architecture.MOTION, faces);
    Operand<TFloat32> z = sample(motion, architecture.motionSize());
    Gaussian own = person(labels, classes);
    Gaussian other = person(others, classes);
    Operand<TFloat32> reconstruction =
        distance(
            architecture.decode(tf, parameters, sample(own, architecture.identitySize()), z),
            targets);
    Operand<TFloat32> swapped =
        architecture.decode(tf, parameters, sample(other, architecture.identitySize()), z);
    Operand<TFloat32> found =
        logProbability(
            architecture.classify(tf, parameters, WHO_WAS_IT, swapped, classes), labels, classes);
    Operand<TFloat32> adversarial =
        mean(tf.math.maximum(found, tf.constant((float) -Math.log(classes))));
    Operand<TFloat32> again =
        architecture.encode(tf, parameters, Architecture.MOTION, swapped).mean();
    Operand<TFloat32> agreement = codeDistance(again, motion.mean());
    Operand<TFloat32> kl = tf.math.add(divergence(motion), divergence(own));
    Operand<TFloat32> loss =
        tf.math.addN(
            List.of(
                weighted(config.reconstruction(), reconstruction),
                weighted(config.adversarial(), adversarial),
                weighted(config.agreement(), agreement),
                weighted(config.kl(), kl)));
    return new Losses(
        List.of("reconstruction", "adversarial", "agreement", "kl", "classifier"),
        List.of(reconstruction, adversarial, agreement, kl),
        adam(
            loss,
            n ->
                n.startsWith(Architecture.MOTION)
                    || n.startsWith(Architecture.DECODER)
                    || n.startsWith(TABLE)),
        List.of(adam(tf.math.neg(mean(found)), n -> n.startsWith(WHO_WAS_IT))),
        List.of(tf.math.neg(mean(found))));
  }

  /**
   * Stage 2: the identity encoder takes the table's place; the motion encoder stays as it is. The
   * batch holds two frames of each person, first all first frames, then all second ones: the
   * identity comes from one, the motion from the other. Motions decoded on other people have to
   * look real to a least-squares discriminator (real +1, fake -1, aim 0), like that person to a
   * classifier, and keep their motion code.
   */
  private Losses identity() {
    int classes = sampler.classes();
    int half = sampler.faceKitBatch() + sampler.realBatch();
    Gaussian identity = architecture.encode(tf, parameters, Architecture.IDENTITY, faces);
    Operand<TFloat32> id = sample(identity, architecture.identitySize());
    Operand<TFloat32> motion =
        tf.stopGradient(architecture.encode(tf, parameters, Architecture.MOTION, faces).mean());
    Operand<TFloat32> reconstruction =
        distance(architecture.decode(tf, parameters, id, roll(motion, half)), roll(targets, half));
    // Other people are found by a shift by any number but a multiple of the half.
    Operand<TFloat32> strange = roll(motion, Math.max(1, half / 2));
    Operand<TFloat32> fake = architecture.decode(tf, parameters, id, strange);
    Operand<TFloat32> realScore = architecture.classify(tf, parameters, REAL_OR_FAKE, targets, 1);
    Operand<TFloat32> fakeScore = architecture.classify(tf, parameters, REAL_OR_FAKE, fake, 1);
    Operand<TFloat32> gan = mean(tf.math.square(fakeScore));
    Operand<TFloat32> discriminator =
        tf.math.add(
            mean(tf.math.square(tf.math.sub(realScore, tf.constant(1f)))),
            mean(tf.math.square(tf.math.add(fakeScore, tf.constant(1f)))));
    Operand<TFloat32> realPerson =
        logProbability(
            architecture.classify(tf, parameters, WHO_IS_IT, targets, classes), labels, classes);
    Operand<TFloat32> fakePerson =
        logProbability(
            architecture.classify(tf, parameters, WHO_IS_IT, fake, classes), labels, classes);
    Operand<TFloat32> person = tf.math.neg(mean(fakePerson));
    Operand<TFloat32> notPerson =
        tf.math.log(
            tf.math.sub(
                tf.constant(1f + 1e-3f),
                tf.math.minimum(tf.math.exp(fakePerson), tf.constant(1f))));
    Operand<TFloat32> classifier = tf.math.sub(tf.math.neg(mean(realPerson)), mean(notPerson));
    Operand<TFloat32> content =
        codeDistance(
            architecture.encode(tf, parameters, Architecture.MOTION, fake).mean(), strange);
    Operand<TFloat32> kl = divergence(identity);
    Operand<TFloat32> loss =
        tf.math.addN(
            List.of(
                weighted(config.reconstruction(), reconstruction),
                weighted(config.gan(), gan),
                weighted(config.classify(), person),
                weighted(config.content(), content),
                weighted(config.kl(), kl)));
    return new Losses(
        List.of("reconstruction", "gan", "person", "content", "kl", "discriminator", "classifier"),
        List.of(reconstruction, gan, person, content, kl),
        adam(loss, n -> n.startsWith(Architecture.IDENTITY) || n.startsWith(Architecture.DECODER)),
        List.of(
            adam(discriminator, n -> n.startsWith(REAL_OR_FAKE)),
            adam(classifier, n -> n.startsWith(WHO_IS_IT))),
        List.of(discriminator, classifier));
  }

  /**
   * The extension: exact answers for two people, and codes that stay the same when only the other
   * factor changes. The batch holds faces A, B, A as B poses, and B as A poses. All four have an
   * identity and a motion, and which ones is known.
   */
  private Losses pairs() {
    int n = sampler.faceKitBatch() + sampler.realBatch();
    Gaussian identity = architecture.encode(tf, parameters, Architecture.IDENTITY, faces);
    Gaussian motion = architecture.encode(tf, parameters, Architecture.MOTION, faces);
    Operand<TFloat32> id = slice(sample(identity, architecture.identitySize()), 0, 2 * n);
    Operand<TFloat32> z = sample(motion, architecture.motionSize());
    Operand<TFloat32> answers = slice(targets, 2 * n, 2 * n);
    // The motion from the other person, and from the same person in another picture.
    Operand<TFloat32> crossFaces =
        architecture.decode(tf, parameters, id, roll(slice(z, 0, 2 * n), n));
    Operand<TFloat32> ownFaces = architecture.decode(tf, parameters, id, slice(z, 2 * n, 2 * n));
    Operand<TFloat32> cross = distance(crossFaces, answers);
    Operand<TFloat32> own = distance(ownFaces, answers);
    Operand<TFloat32> sameIdentity =
        twins(slice(identity.mean(), 0, 2 * n), slice(identity.mean(), 2 * n, 2 * n));
    Operand<TFloat32> sameMotion =
        twins(roll(slice(motion.mean(), 0, 2 * n), n), slice(motion.mean(), 2 * n, 2 * n));
    Operand<TFloat32> kl = tf.math.add(divergence(identity), divergence(motion));
    List<String> names =
        new ArrayList<>(List.of("pair", "same-person", "same-identity", "same-motion", "kl"));
    List<Operand<TFloat32>> figures =
        new ArrayList<>(List.of(cross, own, sameIdentity, sameMotion, kl));
    List<Operand<TFloat32>> terms =
        new ArrayList<>(
            List.of(
                cross,
                weighted(config.samePerson(), own),
                weighted(config.consistency(), sameIdentity),
                weighted(config.consistency(), sameMotion),
                weighted(config.kl(), kl)));
    if (config.measures() > 0) {
      Operand<TFloat32> truth = ExpressionMeasures.of(tf, answers);
      Operand<TFloat32> crossError = measureError(ExpressionMeasures.of(tf, crossFaces), truth);
      Operand<TFloat32> ownError = measureError(ExpressionMeasures.of(tf, ownFaces), truth);
      names.add("measures");
      figures.add(crossError);
      terms.add(weighted(config.measures(), crossError));
      terms.add(weighted(config.measures() * config.samePerson(), ownError));
    }
    if (sampler.knowsFactors() && config.follow() > 0) {
      Operand<TFloat32> neutral = ExpressionMeasures.of(tf, slice(identities, 0, 2 * n));
      Operand<TFloat32> follow =
          following(
              tf.math.sub(ExpressionMeasures.of(tf, crossFaces), neutral),
              tf.math.sub(ExpressionMeasures.of(tf, answers), neutral));
      names.add("follow");
      figures.add(follow);
      terms.add(weighted(config.follow(), follow));
    }
    if (sampler.knowsFactors() && config.erasure() > 0) {
      Operand<TFloat32> motionInIdentity =
          explained(identity.mean(), architecture.identitySize(), motions);
      Operand<TFloat32> identityInMotion =
          explained(motion.mean(), architecture.motionSize(), identities);
      names.addAll(List.of("motion-in-identity", "identity-in-motion"));
      figures.addAll(List.of(motionInIdentity, identityInMotion));
      terms.add(weighted(config.erasure(), motionInIdentity));
      terms.add(weighted(config.erasure(), identityInMotion));
    }
    return new Losses(
        names,
        figures,
        adam(
            Sums.of(tf, terms),
            name ->
                name.startsWith(Architecture.IDENTITY)
                    || name.startsWith(Architecture.MOTION)
                    || name.startsWith(Architecture.DECODER)),
        List.of(),
        List.of());
  }

  // ---------------------------------------------------------------- their parts

  private Adam adam(Operand<TFloat32> loss, Predicate<String> which) {
    return new Adam(
        tf, parameters, parameters.names(which), loss, 0.9f, 0.999f, (float) config.clip());
  }

  /** Mean squared difference of codes that should agree, in units of each number's variance. */
  private Operand<TFloat32> twins(Operand<TFloat32> a, Operand<TFloat32> b) {
    Operand<TFloat32> all = tf.concat(List.of(a, b), tf.constant(0));
    Operand<TFloat32> center = tf.math.mean(all, tf.constant(0));
    Operand<TFloat32> variance =
        tf.stopGradient(tf.math.mean(tf.math.square(tf.math.sub(all, center)), tf.constant(0)));
    return mean(
        tf.math.div(tf.math.square(tf.math.sub(a, b)), tf.math.add(variance, tf.constant(1e-3f))));
  }

  /**
   * How much of the variance of what a code must not tell a linear regression finds in it: 0 to 1,
   * the mean over the columns, and over FaceKit's people and real ones, each with a regression of
   * their own.
   */
  private Operand<TFloat32> explained(
      Operand<TFloat32> code, int size, Operand<TFloat32> forbidden) {
    int p = sampler.faceKitBatch();
    int n = p + sampler.realBatch();
    List<Operand<TFloat32>> parts = new ArrayList<>();
    if (p > 0) {
      parts.add(explained(code, size, forbidden, 0, p, n));
    }
    if (n > p) {
      parts.add(explained(code, size, forbidden, p, n - p, n));
    }
    return tf.math.div(tf.math.addN(parts), tf.constant((float) parts.size()));
  }

  /**
   * The same for some of a batch's pairs.
   *
   * <p>The regression is the best one for these rows. Its coefficients take no part in the
   * gradient, which is right as they are at their optimum.
   */
  private Operand<TFloat32> explained(
      Operand<TFloat32> code,
      int size,
      Operand<TFloat32> forbidden,
      int from,
      int count,
      int pairs) {
    Operand<TFloat32> c = standard(quarters(code, from, count, pairs));
    Operand<TFloat32> y = standard(quarters(forbidden, from, count, pairs));
    Operand<TFloat32> fixed = tf.stopGradient(c);
    Operand<TFloat32> rows = tf.constant(4f * count);
    float[] ridge = new float[size];
    Arrays.fill(ridge, 1e-3f);
    Operand<TFloat32> gram =
        tf.math.add(
            tf.math.div(tf.linalg.matMul(fixed, fixed, MatMul.transposeA(true)), rows),
            tf.linalg.tensorDiag(tf.constant(ridge)));
    Operand<TFloat32> product =
        tf.math.div(tf.linalg.matMul(fixed, y, MatMul.transposeA(true)), rows);
    Operand<TFloat32> coefficients = tf.stopGradient(tf.linalg.solve(gram, product));
    Operand<TFloat32> error = tf.math.sub(y, tf.linalg.matMul(c, coefficients));
    return tf.math.sub(tf.constant(1f), mean(tf.math.square(error)));
  }

  /** Some pairs' rows out of each of the four kinds of faces. */
  private Operand<TFloat32> quarters(Operand<TFloat32> rows, int from, int count, int pairs) {
    List<Operand<TFloat32>> parts = new ArrayList<>();
    for (int k = 0; k < 4; k++) {
      parts.add(slice(rows, k * pairs + from, count));
    }
    return tf.concat(parts, tf.constant(0));
  }

  /** Columns with mean 0 and variance 1, the scale fixed. */
  private Operand<TFloat32> standard(Operand<TFloat32> rows) {
    Operand<TFloat32> c = tf.math.sub(rows, tf.math.mean(rows, tf.constant(0)));
    Operand<TFloat32> variance = tf.math.mean(tf.math.square(c), tf.constant(0));
    return tf.math.div(c, tf.stopGradient(tf.math.sqrt(tf.math.add(variance, tf.constant(1e-8f)))));
  }

  /** The Gaussians of labelled people. */
  private Gaussian person(Operand<TInt32> who, int classes) {
    float scale = (float) (config.tableRate() / config.rate());
    int size = architecture.identitySize();
    Operand<TFloat32> means =
        parameters.get(TABLE + "mean", new Start(0.1f / scale, 0), classes, size);
    Operand<TFloat32> deviations = parameters.get(TABLE + "deviation", Start.ZERO, classes, size);
    return new Gaussian(
        tf.math.mul(tf.gather(means, who, tf.constant(0)), tf.constant(scale)),
        Architecture.softDeviation(
            tf, tf.math.mul(tf.gather(deviations, who, tf.constant(0)), tf.constant(scale))));
  }

  private Operand<TFloat32> sample(Gaussian g, int size) {
    if (!config.sampleCodes()) {
      return g.mean();
    }
    noises++;
    Operand<TFloat32> deviate =
        tf.random.statelessRandomNormal(
            tf.concat(
                List.of(
                    tf.slice(
                        tf.shape(g.mean()), tf.constant(new int[] {0}), tf.constant(new int[] {1})),
                    tf.constant(new int[] {size})),
                tf.constant(0)),
            // Each use has its own noise.
            tf.math.add(noise, tf.constant(new long[] {1_000_003L * noises, 0})),
            TFloat32.class);
    return tf.math.add(g.mean(), tf.math.mul(g.deviation(), tf.stopGradient(deviate)));
  }

  /** The mean absolute error of measures, each relative to its deviation in the batch. */
  private Operand<TFloat32> measureError(Operand<TFloat32> measures, Operand<TFloat32> truth) {
    Operand<TFloat32> variance = tf.math.mean(tf.math.square(centered(truth)), tf.constant(0));
    Operand<TFloat32> deviation = tf.math.sqrt(tf.math.add(variance, tf.constant(1e-6f)));
    return mean(tf.math.abs(tf.math.div(tf.math.sub(measures, truth), tf.stopGradient(deviation))));
  }

  /**
   * How far measures are from following the truth one to one: the squared deviation from 1 of the
   * slope of their regression on it, the mean over the measures, and over FaceKit's people and real
   * ones, each with a regression of their own.
   *
   * @param moved what the result's measures differ from those of the same person at rest; the rows
   *     of the first faces of all pairs, then of the second ones
   * @param truth the same of the answers
   */
  private Operand<TFloat32> following(Operand<TFloat32> moved, Operand<TFloat32> truth) {
    int p = sampler.faceKitBatch();
    int n = p + sampler.realBatch();
    List<Operand<TFloat32>> parts = new ArrayList<>();
    if (p > 0) {
      parts.add(following(moved, truth, 0, p, n));
    }
    if (n > p) {
      parts.add(following(moved, truth, p, n - p, n));
    }
    return tf.math.div(tf.math.addN(parts), tf.constant((float) parts.size()));
  }

  private Operand<TFloat32> following(
      Operand<TFloat32> moved, Operand<TFloat32> truth, int from, int count, int pairs) {
    Operand<TFloat32> y = centered(halves(moved, from, count, pairs));
    Operand<TFloat32> x = centered(halves(truth, from, count, pairs));
    Operand<TFloat32> variance =
        tf.math.add(tf.math.mean(tf.math.square(x), tf.constant(0)), tf.constant(1e-6f));
    Operand<TFloat32> slope =
        tf.math.div(tf.math.mean(tf.math.mul(x, y), tf.constant(0)), variance);
    return mean(tf.math.square(tf.math.sub(slope, tf.constant(1f))));
  }

  /** Some pairs' rows out of both kinds of faces. */
  private Operand<TFloat32> halves(Operand<TFloat32> rows, int from, int count, int pairs) {
    return tf.concat(
        List.of(slice(rows, from, count), slice(rows, pairs + from, count)), tf.constant(0));
  }

  private Operand<TFloat32> centered(Operand<TFloat32> rows) {
    return tf.math.sub(rows, tf.math.mean(rows, tf.constant(0)));
  }

  /**
   * The weighted mean distance of the points, a little rounded; with weights of 1 it is what the
   * evaluation measures.
   */
  private Operand<TFloat32> distance(Operand<TFloat32> a, Operand<TFloat32> b) {
    Operand<TFloat32> squares =
        tf.reduceSum(
            tf.math.square(tf.reshape(tf.math.sub(a, b), tf.constant(new int[] {-1, XY / 2, 2}))),
            tf.constant(new int[] {2}));
    Operand<TFloat32> distances = tf.math.sqrt(tf.math.add(squares, tf.constant(1e-6f)));
    return mean(tf.math.mul(distances, tf.constant(pointWeights(config))));
  }

  /** The weight of each of the 68 points in a mean distance; their mean is 1. */
  static float[] pointWeights(LdNetConfig config) {
    float[] out = new float[XY / 2];
    double sum = 0;
    for (int i = 0; i < out.length; i++) {
      double weight =
          i >= 48
              ? config.mouthWeight()
              : i >= 36 ? config.lidWeight() : i >= 17 && i < 27 ? config.browWeight() : 1;
      out[i] = (float) weight;
      sum += weight;
    }
    for (int i = 0; i < out.length; i++) {
      out[i] *= (float) (out.length / sum);
    }
    return out;
  }

  /** Squared distance of codes relative to their variance in the batch; the second is fixed. */
  private Operand<TFloat32> codeDistance(Operand<TFloat32> code, Operand<TFloat32> truth) {
    Operand<TFloat32> fixed = tf.stopGradient(truth);
    Operand<TFloat32> center = tf.math.mean(fixed, tf.constant(0));
    Operand<TFloat32> variance =
        tf.math.mean(tf.math.square(tf.math.sub(fixed, center)), tf.constant(new int[] {0, 1}));
    Operand<TFloat32> error = mean(tf.math.square(tf.math.sub(code, fixed)));
    return tf.math.div(error, tf.math.add(variance, tf.constant(1e-3f)));
  }

  /** Of a Gaussian from the standard normal distribution, a face. */
  private Operand<TFloat32> divergence(Gaussian g) {
    Operand<TFloat32> terms =
        tf.math.sub(
            tf.math.sub(
                tf.math.add(tf.math.square(g.mean()), tf.math.square(g.deviation())),
                tf.constant(1f)),
            tf.math.mul(tf.constant(2f), tf.math.log(g.deviation())));
    return tf.math.mul(tf.constant(0.5f), mean(tf.reduceSum(terms, tf.constant(new int[] {1}))));
  }

  /** The log-probability that a classifier gives to each row's label. */
  private Operand<TFloat32> logProbability(
      Operand<TFloat32> logits, Operand<TInt32> label, int classes) {
    Operand<TFloat32> hot =
        tf.oneHot(label, tf.constant(classes), tf.constant(1f), tf.constant(0f), OneHot.axis(-1L));
    return tf.reduceSum(
        tf.math.mul(tf.nn.logSoftmax(logits), hot),
        tf.constant(new int[] {1}),
        ReduceSum.keepDims(false));
  }

  private Operand<TFloat32> slice(Operand<TFloat32> rows, int from, int count) {
    return tf.slice(rows, tf.constant(new int[] {from, 0}), tf.constant(new int[] {count, -1}));
  }

  /** Row i becomes row i + n, the last rows the first; for a known even split. */
  private Operand<TFloat32> roll(Operand<TFloat32> rows, int n) {
    return tf.roll(rows, tf.constant(new int[] {n}), tf.constant(new int[] {0}));
  }

  private Operand<TFloat32> mean(Operand<TFloat32> values) {
    return tf.math.mean(tf.reshape(values, tf.constant(new int[] {-1})), tf.constant(0));
  }

  private Operand<TFloat32> weighted(double weight, Operand<TFloat32> value) {
    return tf.math.mul(tf.constant((float) weight), value);
  }

  private Placeholder<TFloat32> floats(int columns) {
    return tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, columns)));
  }

  private Placeholder<TInt32> ints() {
    return tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(-1)));
  }

  @Override
  public void close() {
    nextPairs.close();
    nextLabelled.close();
    session.close();
    graph.close();
  }
}
