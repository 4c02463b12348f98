package io.github.reenact.tf.fdgan.training;

import io.github.reenact.tf.fdgan.network.FdGanConfig;
import io.github.reenact.tf.fdgan.network.FdGanNetwork;
import io.github.reenact.tf.fdgan.network.FeatureDictionary;
import io.github.reenact.tf.graph.Layers;
import io.github.reenact.tf.graph.TensorFlowRuntime;
import io.github.reenact.tf.training.Adam;
import io.github.reenact.tf.training.MovingAverage;
import io.github.reenact.tf.training.Sums;
import io.github.reenact.tf.training.TrainableParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/**
 * The graph of one training step of FD-GAN: both networks, the losses (weights ours), the
 * discriminator once the adversarial stage has begun, the updates, and the moving average of the
 * weights, which is what ships.
 */
final class FdGanTrainingGraph {
  /** Share of the averaged weights that each step keeps. */
  private static final float AVERAGE_DECAY = 0.999f;

  // The weights of the losses; that of the difference to the truth is 1. All are ours.

  /**
   * Of the generated colour alone: it would not be seen where the mask is near 1, and not learn.
   */
  private static final float COLOUR = 0.5f;

  /** Of generated colour in the blend: where both are as good the photo wins, with its detail. */
  private static final float GENERATED_SHARE = 0.003f;

  /** Of differences of neighbouring residual flows: no folds, no crawling texture. */
  private static final float FLOW_SMOOTHNESS = 0.02f;

  /** Of the differences in a feature network. */
  private static final float FEATURES = 0.3f;

  /** Of the differences in {@link LocalContrast}. */
  private static final float CONTRAST = 8f;

  /** Of the discriminator's score of the generated picture. */
  private static final float ADVERSARIAL = 0.02f;

  /** Of the discriminator's classification of the person. */
  private static final float IDENTITY = 0.01f;

  /** Of the differences in each of the discriminator's features. */
  private static final float FEATURE_MATCHING = 0.05f;

  /** Of the differences of mouth and eyes in a feature network. */
  private static final float DETAIL_FEATURES = 0.15f;

  /** Of the score that the generated mouth and eyes get. */
  private static final float DETAIL_ADVERSARIAL = 0.04f;

  final Placeholder<TUint8> photo;
  final Placeholder<TUint8> condition;
  final Placeholder<TUint8> truth;
  final Placeholder<TInt32> identity;

  /** Where mouth and eyes are: see {@link FacialDetails#place}. */
  final Placeholder<TInt32> details;

  /** How much the adversarial losses count, 0 to 1: fed, so that it can grow. */
  final Placeholder<TFloat32> adversarialWeight;

  /** Which pictures of the batch are photos of one person: see {@link FeatureDictionary#merge}. */
  final Placeholder<TFloat32> apart;

  final Operand<TFloat32> loss;
  final Operand<TFloat32> discriminatorLoss;
  final Adam generatorAdam;

  /** Empty without a discriminator. */
  final Optional<Adam> discriminatorAdam;

  final Op averageStep;

  private final Ops tf;
  private final FdGanConfig config;
  private final int identities;
  private final List<FeatureNet> features;
  private final Layers layers;
  private final int size;

  /** Pictures in a part of the batch. */
  private final int part;

  /**
   * Builds the graph.
   *
   * @param training batch, and into how many parts it is cut: see {@link FdGanTraining#parts}
   * @param identities number of people; 0 leaves the discriminator and its losses out
   * @param features networks in whose features pictures are compared, too
   */
  FdGanTrainingGraph(
      Ops tf,
      TrainableParameters parameters,
      FdGanConfig config,
      FdGanTraining training,
      int identities,
      List<FeatureNet> features) {
    this.tf = tf;
    this.config = config;
    this.identities = identities;
    this.features = features;
    this.layers =
        new Layers(tf, parameters, training.bfloat16() && TensorFlowRuntime.hasBfloat16());
    this.size = config.size();
    int batch = training.batch();
    this.part = batch / training.parts();
    photo = bytes(batch, FdGanNetwork.PHOTO_PLANES);
    condition = bytes(batch, FdGanNetwork.CONDITION_PLANES);
    truth = bytes(batch, 4);
    identity = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(batch)));
    details =
        tf.placeholder(
            TInt32.class,
            Placeholder.shape(Shape.of((long) batch * FacialDetails.COUNT, FacialDetails.INDICES)));
    apart = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(batch, batch)));
    adversarialWeight = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));

    List<Losses> losses = new ArrayList<>();
    for (int i = 0; i < training.parts(); i++) {
      losses.add(losses(i * part));
    }
    loss = mean(losses.stream().map(Losses::generator).toList());
    discriminatorLoss = mean(losses.stream().map(Losses::discriminator).toList());
    List<String> generator = parameters.names(FdGanTrainingGraph::isGenerator);
    generatorAdam =
        new Adam(tf, parameters, generator, loss, identities > 0 ? 0.5f : 0.9f, 0.999f, 1f);
    List<Op> updates = new ArrayList<>();
    updates.add(generatorAdam.step());
    if (identities > 0) {
      List<String> names = parameters.names(n -> n.startsWith(PatchDiscriminator.PREFIX));
      // The generator's gradient goes through the discriminator's weights: they must not change
      // before.
      Ops after = tf.withControlDependencies(List.of(generatorAdam.norm()));
      Adam adam = new Adam(after, parameters, names, discriminatorLoss, 0.5f, 0.999f, 1f);
      discriminatorAdam = Optional.of(adam);
      updates.add(adam.step());
    } else {
      discriminatorAdam = Optional.empty();
    }
    averageStep = MovingAverage.update(tf, updates, parameters, generator, AVERAGE_DECAY);
  }

  /** Whether a weight is one of those that ship. */
  static boolean isGenerator(String name) {
    return name.startsWith("extractor/") || name.startsWith("translator/");
  }

  /** What both networks and the discriminator minimise, of one part of the batch. */
  private record Losses(Operand<TFloat32> generator, Operand<TFloat32> discriminator) {}

  /**
   * The losses of the pictures {@code first} to {@code first + part - 1}. Parts have nothing in
   * common but the weights, so that they can be computed concurrently.
   */
  private Losses losses(int first) {
    FdGanNetwork network = new FdGanNetwork(tf, layers, config, part);
    Operand<TFloat32> seen = unit(pictures(condition, first));
    Operand<TFloat32> drawing = layers.channels(seen, 0, 3);
    Operand<TFloat32> target = unit(pictures(truth, first));
    Operand<TFloat32> wanted = layers.channels(target, 0, 3);
    Operand<TFloat32> weight =
        tf.math.mul(tf.constant(255f / TrainingSamples.ORDINARY), layers.channels(target, 3, 1));
    Operand<TFloat32> together =
        tf.slice(apart, tf.constant(new int[] {first, first}), tf.constant(new int[] {part, part}));
    FdGanNetwork.Rendering rendering =
        network.render(
            seen, network.merge(network.extract(unit(pictures(photo, first))), together));
    Operand<TFloat32> output = network.blend(rendering, seen);

    List<Operand<TFloat32>> terms = new ArrayList<>();
    Operand<TFloat32> error = tf.math.sub(output, wanted);
    terms.add(weighted(tf.math.abs(error), weight));
    terms.add(
        tf.math.mul(
            tf.constant(COLOUR),
            weighted(tf.math.abs(tf.math.sub(rendering.colour(), wanted)), weight)));
    terms.add(
        tf.math.mul(
            tf.constant(GENERATED_SHARE), mean(tf.math.sub(tf.constant(1f), rendering.mask()))));
    Operand<TFloat32> counts = tf.math.minimum(weight, tf.constant(1f));
    Operand<TFloat32> counted = tf.math.mul(error, counts);
    Operand<TFloat32> small = layers.halve(counted);
    terms.add(mean(tf.math.abs(small)));
    terms.add(mean(tf.math.abs(layers.halve(small))));
    for (int axis = 1; axis <= 2; axis++) {
      terms.add(weighted(tf.math.abs(difference(error, axis)), slice(weight, axis, 0)));
      terms.add(
          tf.math.mul(
              tf.constant(FLOW_SMOOTHNESS), mean(tf.math.abs(difference(rendering.flow(), axis)))));
    }
    // What does not count is the truth, so that it makes no difference.
    Operand<TFloat32> judged = tf.math.add(wanted, counted);
    terms.add(
        tf.math.mul(
            tf.constant(CONTRAST),
            new LocalContrast(tf, layers).difference(judged, wanted, weight)));
    Operand<TFloat32> wantedDetails = details(wanted, first);
    if (!features.isEmpty()) {
      Operand<TFloat32> judgedDetails = details(judged, first);
      for (FeatureNet net : features) {
        terms.add(tf.math.mul(tf.constant(FEATURES), net.difference(judged, wanted, size)));
        net.differenceOfDetails(judgedDetails, wantedDetails, FacialDetails.side(size))
            .ifPresent(d -> terms.add(tf.math.mul(tf.constant(DETAIL_FEATURES), d)));
      }
    }
    if (identities == 0) {
      return new Losses(Sums.of(tf, terms), tf.constant(0f));
    }
    Operand<TInt32> people =
        tf.slice(identity, tf.constant(new int[] {first}), tf.constant(new int[] {part}));
    PatchDiscriminator discriminator = new PatchDiscriminator(tf, layers, config, identities);
    PatchDiscriminator.Verdict real = discriminator.judge(wanted, drawing);
    PatchDiscriminator.Verdict fake = discriminator.judge(output, drawing);
    PatchDiscriminator.Verdict detached = discriminator.judge(tf.stopGradient(output), drawing);
    DetailDiscriminator close = new DetailDiscriminator(tf, layers, config);
    Operand<TFloat32> drawnDetails = details(drawing, first);
    DetailDiscriminator.Verdict realDetails = close.judge(wantedDetails, drawnDetails);
    Operand<TFloat32> outputDetails = details(output, first);
    DetailDiscriminator.Verdict fakeDetails = close.judge(outputDetails, drawnDetails);
    DetailDiscriminator.Verdict detachedDetails =
        close.judge(tf.stopGradient(outputDetails), drawnDetails);
    List<Operand<TFloat32>> adversarial = new ArrayList<>();
    adversarial.add(
        tf.math.mul(tf.constant(DETAIL_ADVERSARIAL), tf.math.neg(mean(fakeDetails.real()))));
    match(fakeDetails.features(), realDetails.features(), adversarial);
    adversarial.add(tf.math.mul(tf.constant(ADVERSARIAL), tf.math.neg(mean(fake.real()))));
    adversarial.add(tf.math.mul(tf.constant(IDENTITY), naming(fake.identity(), people)));
    match(fake.features(), real.features(), adversarial);
    terms.add(tf.math.mul(adversarialWeight, Sums.of(tf, adversarial)));
    Operand<TFloat32> one = tf.constant(1f);
    return new Losses(
        Sums.of(tf, terms),
        tf.math.addN(
            List.of(
                mean(tf.nn.relu(tf.math.sub(one, real.real()))),
                mean(tf.nn.relu(tf.math.add(one, detached.real()))),
                naming(real.identity(), people),
                mean(tf.nn.relu(tf.math.sub(one, realDetails.real()))),
                mean(tf.nn.relu(tf.math.add(one, detachedDetails.real()))))));
  }

  /** Feature matching: a loss for each level of a discriminator. */
  private void match(
      List<Operand<TFloat32>> fake, List<Operand<TFloat32>> real, List<Operand<TFloat32>> losses) {
    for (int i = 0; i < real.size(); i++) {
      losses.add(
          tf.math.mul(
              tf.constant(FEATURE_MATCHING),
              mean(tf.math.abs(tf.math.sub(fake.get(i), tf.stopGradient(real.get(i)))))));
    }
  }

  private Operand<TFloat32> details(Operand<TFloat32> pictures, int first) {
    return FacialDetails.cut(tf, pictures, details, first, part, size, 3);
  }

  private Operand<TFloat32> mean(List<Operand<TFloat32>> losses) {
    return tf.math.mul(Sums.of(tf, losses), tf.constant(1f / losses.size()));
  }

  private Operand<TUint8> pictures(Operand<TUint8> all, int first) {
    return tf.slice(
        all, tf.constant(new int[] {first, 0, 0, 0}), tf.constant(new int[] {part, -1, -1, -1}));
  }

  private Placeholder<TUint8> bytes(int batch, int planes) {
    return tf.placeholder(TUint8.class, Placeholder.shape(Shape.of(batch, size, size, planes)));
  }

  private Operand<TFloat32> unit(Operand<TUint8> x) {
    return tf.math.mul(tf.dtypes.cast(x, TFloat32.class), tf.constant(1 / 255f));
  }

  private Operand<TFloat32> mean(Operand<TFloat32> x) {
    return tf.math.mean(x, tf.constant(new int[] {0, 1, 2, 3}));
  }

  private Operand<TFloat32> weighted(Operand<TFloat32> x, Operand<TFloat32> weight) {
    return mean(tf.math.mul(x, weight));
  }

  private Operand<TFloat32> difference(Operand<TFloat32> x, int axis) {
    return tf.math.sub(slice(x, axis, 1), slice(x, axis, 0));
  }

  private Operand<TFloat32> slice(Operand<TFloat32> x, int axis, int from) {
    int[] begin = new int[4];
    int[] count = {-1, -1, -1, -1};
    begin[axis] = from;
    count[axis] = size - 1;
    return tf.slice(x, tf.constant(begin), tf.constant(count));
  }

  /** Mean over the patches of the cross-entropy of naming the person. */
  private Operand<TFloat32> naming(Operand<TFloat32> logits, Operand<TInt32> people) {
    int side = size >> 4;
    Operand<TInt32> labels =
        tf.reshape(
            tf.broadcastTo(
                tf.reshape(people, tf.constant(new int[] {part, 1})),
                tf.constant(new int[] {part, side * side})),
            tf.constant(new int[] {part * side * side}));
    // TensorFlow's own cross-entropy has no gradient in C++.
    Operand<TFloat32> right =
        tf.oneHot(labels, tf.constant(identities), tf.constant(1f), tf.constant(0f));
    Operand<TFloat32> logs =
        tf.nn.logSoftmax(layers.reshape(logits, part * side * side, identities));
    return tf.math.neg(
        tf.math.mean(
            tf.reduceSum(tf.math.mul(right, logs), tf.constant(new int[] {1})),
            tf.constant(new int[] {0})));
  }
}
