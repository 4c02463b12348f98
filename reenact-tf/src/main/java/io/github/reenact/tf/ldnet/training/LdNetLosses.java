package io.github.reenact.tf.ldnet.training;

import io.github.reenact.tf.graph.Initializer;
import io.github.reenact.tf.ldnet.network.Architecture;
import io.github.reenact.tf.ldnet.network.Architecture.Gaussian;
import io.github.reenact.tf.training.Adam;
import io.github.reenact.tf.training.Sums;
import io.github.reenact.tf.training.TrainableParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** What each stage of LD-Net's training minimises, with the optimisers that do so. */
final class LdNetLosses {
  /** The table of identities, whose rate differs: it is stored divided by the rates' ratio. */
  private static final String TABLE = "table/";

  /** Opponents: in stage 1, and in stage 2. */
  private static final String WHO_WAS_IT = "opponent/original/";

  private static final String WHO_IS_IT = "opponent/person/";
  private static final String REAL_OR_FAKE = "opponent/real/";

  private final Ops tf;
  private final TrainableParameters parameters;
  private final LdNetConfig.Schedule schedule;
  private final LdNetConfig.StageWeights stageWeights;
  private final LdNetConfig.PairWeights pairWeights;
  private final double klWeight;
  private final Architecture architecture;
  private final Sampler sampler;
  private final Inputs in;
  private final LossTerms terms;

  /**
   * What the losses are computed from.
   *
   * @param faces rows of 136 numbers: what the encoders see
   * @param targets rows of 136 numbers: the same without noise
   * @param motions the neutral person in each face's motion
   * @param identities each face's person without expression and front on
   * @param labels of the faces
   * @param others a label a face that is not its own
   */
  record Inputs(
      Operand<TFloat32> faces,
      Operand<TFloat32> targets,
      Operand<TFloat32> motions,
      Operand<TFloat32> identities,
      Operand<TInt32> labels,
      Operand<TInt32> others) {}

  /**
   * What a stage minimises.
   *
   * @param names of the metrics, as in the metrics file
   * @param metrics scalars
   */
  record Losses(
      List<String> names,
      List<Operand<TFloat32>> metrics,
      Adam networks,
      List<Adam> opponents,
      List<Operand<TFloat32>> opponentMetrics) {}

  LdNetLosses(
      Ops tf,
      TrainableParameters parameters,
      LdNetConfig config,
      Sampler sampler,
      Inputs in,
      LossTerms terms) {
    this.tf = tf;
    this.parameters = parameters;
    schedule = config.schedule();
    stageWeights = config.losses().stages();
    pairWeights = config.losses().pairs();
    klWeight = config.losses().codes().kl();
    this.architecture = config.architecture();
    this.sampler = sampler;
    this.in = in;
    this.terms = terms;
  }

  /**
   * Stage 1: the motion encoder and the decoder learn to give a face back when told whose it is,
   * while a classifier looks for the original person in that motion decoded on another person. Its
   * log-probability is floored at chance: below it there is nothing to gain.
   */
  Losses table() {
    int classes = sampler.classes();
    Gaussian motion = architecture.encode(tf, parameters, Architecture.MOTION, in.faces());
    Operand<TFloat32> z = terms.sample(motion, architecture.motionSize());
    Gaussian own = person(in.labels(), classes);
    Gaussian other = person(in.others(), classes);
    Operand<TFloat32> reconstruction =
        terms.distance(
            architecture.decode(tf, parameters, terms.sample(own, architecture.identitySize()), z),
            in.targets());
    Operand<TFloat32> swapped =
        architecture.decode(tf, parameters, terms.sample(other, architecture.identitySize()), z);
    Operand<TFloat32> found =
        terms.logProbability(
            architecture.classify(tf, parameters, WHO_WAS_IT, swapped, classes),
            in.labels(),
            classes);
    Operand<TFloat32> adversarial =
        terms.mean(tf.math.maximum(found, tf.constant((float) -Math.log(classes))));
    Operand<TFloat32> again =
        architecture.encode(tf, parameters, Architecture.MOTION, swapped).mean();
    Operand<TFloat32> agreement = terms.codeDistance(again, motion.mean());
    Operand<TFloat32> kl = tf.math.add(terms.divergence(motion), terms.divergence(own));
    Operand<TFloat32> loss =
        tf.math.addN(
            List.of(
                terms.weighted(stageWeights.reconstruction(), reconstruction),
                terms.weighted(stageWeights.adversarial(), adversarial),
                terms.weighted(stageWeights.agreement(), agreement),
                terms.weighted(klWeight, kl)));
    return new Losses(
        List.of("reconstruction", "adversarial", "agreement", "kl", "classifier"),
        List.of(reconstruction, adversarial, agreement, kl),
        adam(
            loss,
            n ->
                n.startsWith(Architecture.MOTION)
                    || n.startsWith(Architecture.DECODER)
                    || n.startsWith(TABLE)),
        List.of(adam(tf.math.neg(terms.mean(found)), n -> n.startsWith(WHO_WAS_IT))),
        List.of(tf.math.neg(terms.mean(found))));
  }

  /**
   * Stage 2: the identity encoder takes the table's place; the motion encoder stays as it is. The
   * batch holds two frames of each person, first all first frames, then all second ones: the
   * identity comes from one, the motion from the other. Motions decoded on other people have to
   * look real to a least-squares discriminator (real +1, fake -1, aim 0), like that person to a
   * classifier, and keep their motion code.
   */
  Losses identity() {
    int classes = sampler.classes();
    int half = sampler.faceKitBatch() + sampler.realBatch();
    Gaussian identity = architecture.encode(tf, parameters, Architecture.IDENTITY, in.faces());
    Operand<TFloat32> id = terms.sample(identity, architecture.identitySize());
    Operand<TFloat32> motion =
        tf.stopGradient(
            architecture.encode(tf, parameters, Architecture.MOTION, in.faces()).mean());
    Operand<TFloat32> reconstruction =
        terms.distance(
            architecture.decode(tf, parameters, id, terms.roll(motion, half)),
            terms.roll(in.targets(), half));
    // Other people are found by a shift by any number but a multiple of the half.
    Operand<TFloat32> strange = terms.roll(motion, Math.max(1, half / 2));
    Operand<TFloat32> fake = architecture.decode(tf, parameters, id, strange);
    Operand<TFloat32> realScore =
        architecture.classify(tf, parameters, REAL_OR_FAKE, in.targets(), 1);
    Operand<TFloat32> fakeScore = architecture.classify(tf, parameters, REAL_OR_FAKE, fake, 1);
    Operand<TFloat32> gan = terms.mean(tf.math.square(fakeScore));
    Operand<TFloat32> discriminator =
        tf.math.add(
            terms.mean(tf.math.square(tf.math.sub(realScore, tf.constant(1f)))),
            terms.mean(tf.math.square(tf.math.add(fakeScore, tf.constant(1f)))));
    Operand<TFloat32> realPerson =
        terms.logProbability(
            architecture.classify(tf, parameters, WHO_IS_IT, in.targets(), classes),
            in.labels(),
            classes);
    Operand<TFloat32> fakePerson =
        terms.logProbability(
            architecture.classify(tf, parameters, WHO_IS_IT, fake, classes), in.labels(), classes);
    Operand<TFloat32> person = tf.math.neg(terms.mean(fakePerson));
    Operand<TFloat32> notPerson =
        tf.math.log(
            tf.math.sub(
                tf.constant(1f + 1e-3f),
                tf.math.minimum(tf.math.exp(fakePerson), tf.constant(1f))));
    Operand<TFloat32> classifier =
        tf.math.sub(tf.math.neg(terms.mean(realPerson)), terms.mean(notPerson));
    Operand<TFloat32> content =
        terms.codeDistance(
            architecture.encode(tf, parameters, Architecture.MOTION, fake).mean(), strange);
    Operand<TFloat32> kl = terms.divergence(identity);
    Operand<TFloat32> loss =
        tf.math.addN(
            List.of(
                terms.weighted(stageWeights.reconstruction(), reconstruction),
                terms.weighted(stageWeights.gan(), gan),
                terms.weighted(stageWeights.classify(), person),
                terms.weighted(stageWeights.content(), content),
                terms.weighted(klWeight, kl)));
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
   * The extension: exact ground truth for two people, and codes that stay the same when only the
   * other factor changes. The batch holds faces A, B, A as B poses, and B as A poses. All four have
   * an identity and a motion, and which ones is known.
   */
  Losses pairs() {
    int n = sampler.faceKitBatch() + sampler.realBatch();
    Gaussian identity = architecture.encode(tf, parameters, Architecture.IDENTITY, in.faces());
    Gaussian motion = architecture.encode(tf, parameters, Architecture.MOTION, in.faces());
    Operand<TFloat32> id =
        terms.slice(terms.sample(identity, architecture.identitySize()), 0, 2 * n);
    Operand<TFloat32> z = terms.sample(motion, architecture.motionSize());
    Operand<TFloat32> targets = terms.slice(in.targets(), 2 * n, 2 * n);
    // The motion from the other person, and from the same person in another picture.
    Operand<TFloat32> crossFaces =
        architecture.decode(tf, parameters, id, terms.roll(terms.slice(z, 0, 2 * n), n));
    Operand<TFloat32> ownFaces =
        architecture.decode(tf, parameters, id, terms.slice(z, 2 * n, 2 * n));
    Operand<TFloat32> cross = terms.distance(crossFaces, targets);
    Operand<TFloat32> own = terms.distance(ownFaces, targets);
    Operand<TFloat32> sameIdentity =
        terms.twins(
            terms.slice(identity.mean(), 0, 2 * n), terms.slice(identity.mean(), 2 * n, 2 * n));
    Operand<TFloat32> sameMotion =
        terms.twins(
            terms.roll(terms.slice(motion.mean(), 0, 2 * n), n),
            terms.slice(motion.mean(), 2 * n, 2 * n));
    Operand<TFloat32> kl = tf.math.add(terms.divergence(identity), terms.divergence(motion));
    List<String> names =
        new ArrayList<>(List.of("pair", "same-person", "same-identity", "same-motion", "kl"));
    List<Operand<TFloat32>> metrics =
        new ArrayList<>(List.of(cross, own, sameIdentity, sameMotion, kl));
    List<Operand<TFloat32>> addends =
        new ArrayList<>(
            List.of(
                cross,
                terms.weighted(pairWeights.samePerson(), own),
                terms.weighted(pairWeights.consistency(), sameIdentity),
                terms.weighted(pairWeights.consistency(), sameMotion),
                terms.weighted(klWeight, kl)));
    if (pairWeights.measures() > 0) {
      Operand<TFloat32> truth = ExpressionMeasures.of(tf, targets);
      Operand<TFloat32> crossError =
          terms.measureError(ExpressionMeasures.of(tf, crossFaces), truth);
      Operand<TFloat32> ownError = terms.measureError(ExpressionMeasures.of(tf, ownFaces), truth);
      names.add("measures");
      metrics.add(crossError);
      addends.add(terms.weighted(pairWeights.measures(), crossError));
      addends.add(terms.weighted(pairWeights.measures() * pairWeights.samePerson(), ownError));
    }
    if (sampler.knowsFactors() && pairWeights.follow() > 0) {
      Operand<TFloat32> neutral = ExpressionMeasures.of(tf, terms.slice(in.identities(), 0, 2 * n));
      Operand<TFloat32> follow =
          terms.following(
              tf.math.sub(ExpressionMeasures.of(tf, crossFaces), neutral),
              tf.math.sub(ExpressionMeasures.of(tf, targets), neutral));
      names.add("follow");
      metrics.add(follow);
      addends.add(terms.weighted(pairWeights.follow(), follow));
    }
    if (sampler.knowsFactors() && pairWeights.erasure() > 0) {
      Operand<TFloat32> motionInIdentity =
          terms.explained(identity.mean(), architecture.identitySize(), in.motions());
      Operand<TFloat32> identityInMotion =
          terms.explained(motion.mean(), architecture.motionSize(), in.identities());
      names.addAll(List.of("motion-in-identity", "identity-in-motion"));
      metrics.addAll(List.of(motionInIdentity, identityInMotion));
      addends.add(terms.weighted(pairWeights.erasure(), motionInIdentity));
      addends.add(terms.weighted(pairWeights.erasure(), identityInMotion));
    }
    return new Losses(
        names,
        metrics,
        adam(
            Sums.of(tf, addends),
            name ->
                name.startsWith(Architecture.IDENTITY)
                    || name.startsWith(Architecture.MOTION)
                    || name.startsWith(Architecture.DECODER)),
        List.of(),
        List.of());
  }

  private Adam adam(Operand<TFloat32> loss, Predicate<String> which) {
    return new Adam(
        tf, parameters, parameters.names(which), loss, 0.9f, 0.999f, (float) schedule.clip());
  }

  /** The Gaussians of labelled people. */
  private Gaussian person(Operand<TInt32> who, int classes) {
    float scale = (float) (schedule.tableRate() / schedule.rate());
    int size = architecture.identitySize();
    Operand<TFloat32> means =
        parameters.get(TABLE + "mean", new Initializer(0.1f / scale, 0), classes, size);
    Operand<TFloat32> deviations =
        parameters.get(TABLE + "deviation", Initializer.ZERO, classes, size);
    return new Gaussian(
        tf.math.mul(tf.gather(means, who, tf.constant(0)), tf.constant(scale)),
        Architecture.softDeviation(
            tf, tf.math.mul(tf.gather(deviations, who, tf.constant(0)), tf.constant(scale))));
  }
}
