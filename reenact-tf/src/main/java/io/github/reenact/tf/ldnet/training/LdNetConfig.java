package io.github.reenact.tf.ldnet.training;

import io.github.reenact.tf.ldnet.network.Architecture;
import io.github.reenact.tf.training.RecordSettings;

/**
 * What can be chosen for a training of {@code LdNet}: records that each have one purpose. All
 * numbers are ours, unless said otherwise: the paper's supplement, which holds them, is not
 * publicly available. Start from {@link #defaults()} and change what differs.
 *
 * <p>A setting's name is that of its component. Names are unique in all records together: the
 * command line, checkpoints and model files use them without the records' names.
 *
 * @param seed of the first weights and of all sampling; the same seed, data and thread count give
 *     the same weights
 * @param architecture sizes of the networks
 * @param batches what a step learns from
 * @param schedule how long each stage trains, and how fast
 * @param sampling how faces and expressions are sampled and augmented
 * @param losses what is minimised
 * @param run how the training runs
 */
public record LdNetConfig(
    long seed,
    Architecture architecture,
    Batches batches,
    Schedule schedule,
    Sampling sampling,
    Losses losses,
    Run run) {
  /**
   * What a step learns from.
   *
   * @param faceKitBatch pairs of FaceKit persons in a step; 0 trains on real faces alone
   * @param realBatch pairs of real people in a step; 0 trains on FaceKit alone. In the extension,
   *     with FaceKit, these are people fitted on it, whose ground truth is known; without, two
   *     frames of one person; and if there is no FaceKit, 0 takes {@code faceKitBatch}
   * @param faceKitPersons how many FaceKit persons have a label in stages 1 and 2
   */
  public record Batches(int faceKitBatch, int realBatch, int faceKitPersons) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public Batches {
      atLeast(0, faceKitBatch, "faceKitBatch");
      atLeast(0, realBatch, "realBatch");
      atLeast(1, faceKitBatch + realBatch, "faceKitBatch + realBatch");
      atLeast(2, faceKitPersons, "faceKitPersons");
    }
  }

  /**
   * How long each stage trains, and how fast.
   *
   * @param stage1Steps steps of the paper's first stage: motion encoder, decoder and a table of
   *     identities; 0 leaves it out
   * @param stage2Steps steps of the paper's second stage: identity encoder and decoder, with the
   *     motion encoder frozen; 0 leaves it out
   * @param pairSteps steps of the extension: both encoders and the decoder under pair supervision;
   *     0 leaves it out
   * @param rate Adam's rate at the start of each stage; it falls to nothing along a cosine
   * @param tableRate Adam's rate for the table of identities at the start; 5e-3 as published by
   *     Xiang and Li (2019)
   * @param clip largest norm of a gradient
   */
  public record Schedule(
      int stage1Steps, int stage2Steps, int pairSteps, double rate, double tableRate, double clip) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public Schedule {
      atLeast(0, stage1Steps, "stage1Steps");
      atLeast(0, stage2Steps, "stage2Steps");
      atLeast(0, pairSteps, "pairSteps");
      atLeast(1, stage1Steps + stage2Steps + pairSteps, "the number of steps");
      above0(rate, "rate");
      above0(tableRate, "tableRate");
      above0(clip, "clip");
    }
  }

  /**
   * How faces and expressions are sampled and augmented.
   *
   * @param noiseFaceKit deviation of the noise on FaceKit's landmarks, in pixels of a 256-pixel
   *     crop
   * @param wideTurns factor on the angles of the poses of 30 % of the FaceKit pairs in the
   *     extension, so that real people's poses lie well within the training range
   * @param noiseReal deviation of the noise added to dlib's landmarks, which have their own already
   * @param turn deviation of the random in-plane turn of each real face in degrees
   * @param stretch deviation of the random widening of real faces, the same for both frames of a
   *     pair, as a part of the width: it makes more people of those that there are
   * @param extremes share of FaceKit's expressions that are extreme ones (wide-open mouth, pucker,
   *     wink, blink, slanted mouth, frown, raised brows, smile); 0 draws random units only
   * @param fitResidual share of what the fitted morphable face misses of a real frame's brows, nose
   *     bridge, lids and mouth that is added to the expression in the ground truth; 0 takes the fit
   *     as it is
   */
  public record Sampling(
      double noiseFaceKit,
      double wideTurns,
      double noiseReal,
      double turn,
      double stretch,
      double extremes,
      double fitResidual) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public Sampling {
      atLeast(0, noiseFaceKit, "noiseFaceKit");
      atLeast(0, wideTurns, "wideTurns");
      atLeast(0, noiseReal, "noiseReal");
      atLeast(0, turn, "turn");
      atLeast(0, stretch, "stretch");
      share(extremes, "extremes");
      share(fitResidual, "fitResidual");
    }
  }

  /**
   * What is minimised.
   *
   * @param codes how codes are kept near a normal distribution, in all stages
   * @param stages weights of the paper's two stages
   * @param pairs weights of the extension
   * @param points weights of some of the points
   */
  public record Losses(Codes codes, StageWeights stages, PairWeights pairs, PointWeights points) {}

  /**
   * How codes are kept near a normal distribution.
   *
   * @param sampleCodes whether codes are sampled from their Gaussians in training
   * @param kl weight of each code's divergence from a normal distribution; 1e-5 as published by
   *     Xiang and Li (2019)
   */
  public record Codes(boolean sampleCodes, double kl) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public Codes {
      atLeast(0, kl, "kl");
    }
  }

  /**
   * Weights of the losses of the paper's two stages.
   *
   * @param reconstruction weight of the mean distance of the points, in radii of the face, in
   *     stages 1 and 2; 1 as published by Xiang and Li (2019) would be for pictures
   * @param adversarial weight of the classifier that must not find the original person; 0.2 as
   *     published by Xiang and Li (2019)
   * @param agreement weight of the agreement of the motion codes of one motion decoded on two
   *     persons
   * @param gan weight of the discriminator's term in stage 2
   * @param classify weight of the classifier's term in stage 2
   * @param content weight of the motion code's preservation in stage 2; 0.1 as published by Xiang
   *     and Li (2019)
   */
  public record StageWeights(
      double reconstruction,
      double adversarial,
      double agreement,
      double gan,
      double classify,
      double content) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public StageWeights {
      atLeast(0, reconstruction, "reconstruction");
      atLeast(0, adversarial, "adversarial");
      atLeast(0, agreement, "agreement");
      atLeast(0, gan, "gan");
      atLeast(0, classify, "classify");
      atLeast(0, content, "content");
    }
  }

  /**
   * Weights of the losses of the extension.
   *
   * @param samePerson weight of a face from its person's identity in one picture and its motion in
   *     another, as a multiple of a pair's, in the extension
   * @param consistency weight of the agreement of codes of one person, and of one motion, in the
   *     extension
   * @param erasure weight of the share of the motion that a linear regression finds in the identity
   *     code, and of the identity in the motion code, in the extension
   * @param measures weight of the error of the measures of an expression (opening, width and slant
   *     of the mouth, opening and width of the eyes, heights of the brows), each relative to its
   *     spread, in the extension; 0 leaves it out
   * @param follow weight of the squared deviation from 1 of the slope with which these measures
   *     follow the truth, in the extension; 0 leaves it out
   */
  public record PairWeights(
      double samePerson, double consistency, double erasure, double measures, double follow) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public PairWeights {
      atLeast(0, samePerson, "samePerson");
      atLeast(0, consistency, "consistency");
      atLeast(0, erasure, "erasure");
      atLeast(0, measures, "measures");
      atLeast(0, follow, "follow");
    }
  }

  /**
   * Weights of some of the points, in the mean distance of all.
   *
   * @param mouthWeight weight of the points of the mouth (48 to 67) in the mean distance of the
   *     points; 1 counts them like the others
   * @param lidWeight the same of the lids (36 to 47)
   * @param browWeight the same of the brows (17 to 26)
   */
  public record PointWeights(double mouthWeight, double lidWeight, double browWeight) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public PointWeights {
      atLeast(0, mouthWeight, "mouthWeight");
      atLeast(0, lidWeight, "lidWeight");
      atLeast(0, browWeight, "browWeight");
    }
  }

  /**
   * How the training runs: settings that do not change the weights, so that a training may be
   * resumed with other values.
   *
   * @param threads of TensorFlow
   * @param checkpointSeconds between two checkpoints
   * @param evaluateSteps between two evaluations on people never trained on
   * @param patience evaluations in a row, in one stage, without a better score than this stage had
   *     before, after which the whole training ends; stage 1 has no score. 0, the default, never
   *     ends it: the rate falls along a cosine, and most of the gain comes at its end, so that a
   *     score that stands still for a while does not mean that the best is reached
   */
  public record Run(int threads, int checkpointSeconds, int evaluateSteps, int patience) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public Run {
      atLeast(1, threads, "threads");
      atLeast(1, checkpointSeconds, "checkpointSeconds");
      atLeast(1, evaluateSteps, "evaluateSteps");
      atLeast(0, patience, "patience");
    }
  }

  /**
   * Checks the sizes of the networks; the other records check their own.
   *
   * @throws IllegalArgumentException if a number is out of its range
   */
  public LdNetConfig {
    atLeast(1, architecture.identitySize(), "identitySize");
    atLeast(1, architecture.motionSize(), "motionSize");
    atLeast(1, architecture.width(), "width");
    atLeast(0, architecture.blocks(), "blocks");
  }

  private static void atLeast(double least, double value, String name) {
    if (!(value >= least)) {
      throw new IllegalArgumentException(name + " is " + value + "; it must be at least " + least);
    }
  }

  private static void above0(double value, String name) {
    if (!(value > 0)) {
      throw new IllegalArgumentException(name + " is " + value + "; it must be above 0");
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

  /** All steps of all stages. */
  public int totalSteps() {
    return schedule.stage1Steps + schedule.stage2Steps + schedule.pairSteps;
  }

  /** The settings on which the weights depend, in the form that checkpoints have them in. */
  String fingerprint() {
    return toBuilder()
        .threads(1)
        .checkpointSeconds(1)
        .evaluateSteps(1)
        .patience(0)
        .build()
        .toString();
  }

  /** All settings, in the form that checkpoints and model files have them in. */
  @Override
  public String toString() {
    return RecordSettings.text(LdNetConfig.class, toBuilder().values());
  }
}
