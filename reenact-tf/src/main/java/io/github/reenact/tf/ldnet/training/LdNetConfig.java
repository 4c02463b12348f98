package io.github.reenact.tf.ldnet.training;

import io.github.reenact.tf.ldnet.network.Architecture;

/**
 * What can be chosen for a training of {@code LdNet}. All numbers are ours, unless said otherwise:
 * the paper's supplement, which holds them, is not publicly available. Start from {@link
 * #defaults()} and change what differs.
 *
 * @param seed of the first weights and of all sampling; the same seed, data and thread count give
 *     the same weights
 * @param identitySize numbers in an identity code
 * @param motionSize numbers in a motion code
 * @param width of the hidden layers
 * @param blocks residual blocks of two layers in each encoder and in the decoder
 * @param faceKitBatch pairs of FaceKit persons in a step; 0 trains on real faces alone
 * @param realBatch pairs of real people in a step; 0 trains on FaceKit alone. In the extension,
 *     with FaceKit, these are people fitted on it, of whom all answers are known; without, two
 *     frames of one person; and if there is no FaceKit, 0 takes {@code faceKitBatch}
 * @param faceKitPersons how many FaceKit persons have a label in stages 1 and 2
 * @param stage1Steps steps of the paper's first stage: motion encoder, decoder and a table of
 *     identities; 0 leaves it out
 * @param stage2Steps steps of the paper's second stage: identity encoder and decoder, with the
 *     motion encoder frozen; 0 leaves it out
 * @param pairSteps steps of the extension: both encoders and the decoder under pair supervision; 0
 *     leaves it out
 * @param rate Adam's rate at the start of each stage; it falls to nothing along a cosine
 * @param tableRate Adam's rate for the table of identities at the start; 5e-3 as published by Xiang
 *     and Li (2019)
 * @param clip largest norm of a gradient
 * @param noiseFaceKit deviation of the noise on FaceKit's landmarks, in pixels of a 256-pixel crop
 * @param wideTurns factor on the angles of the poses of three in ten FaceKit pairs in the
 *     extension, so that real people's poses lie well within what is learnt
 * @param noiseReal deviation of the noise added to dlib's landmarks, which have their own already
 * @param turn deviation of the random in-plane turn of each real face in degrees
 * @param stretch deviation of the random widening of real faces, the same for both frames of a
 *     pair, as a part of the width: it makes more people of those that there are
 * @param sampleCodes whether codes are sampled from their Gaussians in training
 * @param reconstruction weight of the mean distance of the points, in radii of the face, in stages
 *     1 and 2; 1 as published by Xiang and Li (2019) would be for pictures
 * @param adversarial weight of the classifier that must not find the original person; 0.2 as
 *     published by Xiang and Li (2019)
 * @param kl weight of each code's divergence from a normal distribution; 1e-5 as published by Xiang
 *     and Li (2019)
 * @param agreement weight of the agreement of the motion codes of one motion decoded on two persons
 * @param gan weight of the discriminator's term in stage 2
 * @param classify weight of the classifier's term in stage 2
 * @param content weight of the motion code's preservation in stage 2; 0.1 as published by Xiang and
 *     Li (2019)
 * @param samePerson weight of a face from its person's identity in one picture and its motion in
 *     another, as a multiple of a pair's, in the extension
 * @param consistency weight of the agreement of codes of one person, and of one motion, in the
 *     extension
 * @param erasure weight of the share of the motion that a linear regression finds in the identity
 *     code, and of the identity in the motion code, in the extension
 * @param extremes share of FaceKit's expressions that are extreme ones (wide-open mouth, pucker,
 *     wink, blink, slanted mouth, frown, raised brows, smile); 0 draws random units only
 * @param fitResidual share of what the fitted morphable face misses of a real frame's brows, nose
 *     bridge, lids and mouth that is added to the expression in the answers; 0 takes the fit as it
 *     is
 * @param mouthWeight weight of the points of the mouth (48 to 67) in the mean distance of the
 *     points; 1 counts them like the others
 * @param lidWeight the same of the lids (36 to 47)
 * @param browWeight the same of the brows (17 to 26)
 * @param measures weight of the error of the measures of an expression (opening, width and slant of
 *     the mouth, opening and width of the eyes, heights of the brows), each relative to its spread,
 *     in the extension; 0 leaves it out
 * @param follow weight of the squared deviation from 1 of the slope with which these measures
 *     follow the truth, in the extension; 0 leaves it out
 * @param threads of TensorFlow
 * @param checkpointSeconds between two checkpoints
 * @param evaluateSteps between two evaluations on people never trained on
 * @param patience evaluations in a row, in one stage, without a better score than this stage had
 *     before, after which the whole training ends; stage 1 has no score. 0, the default, never ends
 *     it: the rate falls along a cosine, and most of the gain comes at its end, so that a score
 *     that stands still for a while does not mean that the best is reached
 */
public record LdNetConfig(
    long seed,
    int identitySize,
    int motionSize,
    int width,
    int blocks,
    int faceKitBatch,
    int realBatch,
    int faceKitPersons,
    int stage1Steps,
    int stage2Steps,
    int pairSteps,
    double rate,
    double tableRate,
    double clip,
    double noiseFaceKit,
    double wideTurns,
    double noiseReal,
    double turn,
    double stretch,
    boolean sampleCodes,
    double reconstruction,
    double adversarial,
    double kl,
    double agreement,
    double gan,
    double classify,
    double content,
    double samePerson,
    double consistency,
    double erasure,
    double extremes,
    double fitResidual,
    double mouthWeight,
    double lidWeight,
    double browWeight,
    double measures,
    double follow,
    int threads,
    int checkpointSeconds,
    int evaluateSteps,
    int patience) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a number is out of its range
   */
  public LdNetConfig {
    atLeast(1, identitySize, "identitySize");
    atLeast(1, motionSize, "motionSize");
    atLeast(1, width, "width");
    atLeast(0, blocks, "blocks");
    atLeast(0, faceKitBatch, "faceKitBatch");
    atLeast(0, realBatch, "realBatch");
    atLeast(1, faceKitBatch + realBatch, "faceKitBatch + realBatch");
    atLeast(2, faceKitPersons, "faceKitPersons");
    atLeast(0, stage1Steps, "stage1Steps");
    atLeast(0, stage2Steps, "stage2Steps");
    atLeast(0, pairSteps, "pairSteps");
    atLeast(1, stage1Steps + stage2Steps + pairSteps, "the number of steps");
    atLeast(0, noiseFaceKit, "noiseFaceKit");
    atLeast(0, wideTurns, "wideTurns");
    atLeast(0, noiseReal, "noiseReal");
    atLeast(0, turn, "turn");
    atLeast(0, stretch, "stretch");
    share(extremes, "extremes");
    share(fitResidual, "fitResidual");
    atLeast(1, threads, "threads");
    atLeast(1, checkpointSeconds, "checkpointSeconds");
    atLeast(1, evaluateSteps, "evaluateSteps");
    atLeast(0, patience, "patience");
    if (!(rate > 0) || !(tableRate > 0) || !(clip > 0)) {
      throw new IllegalArgumentException(
          "rate %s, tableRate %s and clip %s must be above 0".formatted(rate, tableRate, clip));
    }
    for (double weight :
        new double[] {
          reconstruction,
          adversarial,
          kl,
          agreement,
          gan,
          classify,
          content,
          samePerson,
          consistency,
          erasure,
          mouthWeight,
          lidWeight,
          browWeight,
          measures,
          follow
        }) {
      atLeast(0, weight, "a weight");
    }
  }

  private static void atLeast(double least, double value, String name) {
    if (!(value >= least)) {
      throw new IllegalArgumentException(name + " is " + value + "; it must be at least " + least);
    }
  }

  private static void share(double value, String name) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " is " + value + "; it must be from 0 to 1");
    }
  }

  /** The settings that the shipped model was trained with. */
  public static LdNetConfig defaults() {
    return new LdNetConfigBuilder().build();
  }

  /** These settings, to be changed. */
  public LdNetConfigBuilder toBuilder() {
    return new LdNetConfigBuilder(this);
  }

  /** The networks of these sizes. */
  Architecture architecture() {
    return new Architecture(identitySize, motionSize, width, blocks);
  }

  /** All steps of all stages. */
  public int totalSteps() {
    return stage1Steps + stage2Steps + pairSteps;
  }
}
