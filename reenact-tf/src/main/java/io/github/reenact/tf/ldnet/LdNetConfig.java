package io.github.reenact.tf.ldnet;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What can be chosen for a training of {@code LdNet}. All numbers are ours, unless said otherwise:
 * the paper's supplement, which holds them, is not to be had. Start from {@link #defaults()} and
 * change what differs.
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
    return new Builder().build();
  }

  /** These settings, to be changed. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** All steps of all stages. */
  public int totalSteps() {
    return stage1Steps + stage2Steps + pairSteps;
  }

  /** Collects settings; starts from the defaults. Each method sets what its name says. */
  public static final class Builder {
    private long seed = 1;
    private int identitySize = 64;
    private int motionSize = 48;
    private int width = 376;
    private int blocks = 2;
    private int faceKitBatch = 224;
    private int realBatch = 32;
    private int faceKitPersons = 512;
    private int stage1Steps = 0;
    private int stage2Steps = 0;
    private int pairSteps = 16_000;
    private double rate = 2.5e-3;
    private double tableRate = 5e-3;
    private double clip = 1;
    private double noiseFaceKit = 0.4;
    private double wideTurns = 1.5;
    private double noiseReal = 0.5;
    private double turn = 8;
    private double stretch = 0.04;
    private boolean sampleCodes = true;
    private double reconstruction = 10;
    private double adversarial = 0.2;
    private double kl = 1e-5;
    private double agreement = 0.1;
    private double gan = 0.1;
    private double classify = 0.1;
    private double content = 0.1;
    private double samePerson = 0.25;
    private double consistency = 0.005;
    private double erasure = 0.012;
    private double extremes = 0;
    private double fitResidual = 0;
    private double mouthWeight = 1;
    private double lidWeight = 1;
    private double browWeight = 1;
    private double measures = 0;
    private double follow = 0;
    private int threads = 2;
    private int checkpointSeconds = 120;
    private int evaluateSteps = 1000;
    private int patience = 0;

    private Builder() {}

    /**
     * Sets what a component of {@link LdNetConfig} with that name stands for.
     *
     * @param value as text
     * @throws IllegalArgumentException if there is no such component, or the value is none for it
     */
    public Builder set(String name, String value) {
      for (RecordComponent component : LdNetConfig.class.getRecordComponents()) {
        if (component.getName().equals(name)) {
          try {
            Builder.class
                .getMethod(name, component.getType())
                .invoke(this, parse(component.getType(), value));
            return this;
          } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                name + " is '" + value + "'; it must be a " + component.getType(), e);
          } catch (ReflectiveOperationException e) {
            throw new LinkageError("no method for " + name, e);
          }
        }
      }
      throw new IllegalArgumentException(
          "no setting '"
              + name
              + "'; there are "
              + Arrays.stream(LdNetConfig.class.getRecordComponents())
                  .map(RecordComponent::getName)
                  .collect(Collectors.joining(", ")));
    }

    private static Object parse(Class<?> type, String value) {
      if (type == int.class) {
        return Integer.valueOf(value);
      }
      if (type == long.class) {
        return Long.valueOf(value);
      }
      if (type == double.class) {
        return Double.valueOf(value);
      }
      if (!value.equals("true") && !value.equals("false")) {
        throw new NumberFormatException(value);
      }
      return Boolean.valueOf(value);
    }

    private Builder(LdNetConfig c) {
      seed = c.seed;
      identitySize = c.identitySize;
      motionSize = c.motionSize;
      width = c.width;
      blocks = c.blocks;
      faceKitBatch = c.faceKitBatch;
      realBatch = c.realBatch;
      faceKitPersons = c.faceKitPersons;
      stage1Steps = c.stage1Steps;
      stage2Steps = c.stage2Steps;
      pairSteps = c.pairSteps;
      rate = c.rate;
      tableRate = c.tableRate;
      clip = c.clip;
      noiseFaceKit = c.noiseFaceKit;
      wideTurns = c.wideTurns;
      noiseReal = c.noiseReal;
      turn = c.turn;
      stretch = c.stretch;
      sampleCodes = c.sampleCodes;
      reconstruction = c.reconstruction;
      adversarial = c.adversarial;
      kl = c.kl;
      agreement = c.agreement;
      gan = c.gan;
      classify = c.classify;
      content = c.content;
      samePerson = c.samePerson;
      consistency = c.consistency;
      erasure = c.erasure;
      extremes = c.extremes;
      fitResidual = c.fitResidual;
      mouthWeight = c.mouthWeight;
      lidWeight = c.lidWeight;
      browWeight = c.browWeight;
      measures = c.measures;
      follow = c.follow;
      threads = c.threads;
      checkpointSeconds = c.checkpointSeconds;
      evaluateSteps = c.evaluateSteps;
      patience = c.patience;
    }

    /** See {@link LdNetConfig#seed()}. */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /** See {@link LdNetConfig#identitySize()}. */
    public Builder identitySize(int value) {
      identitySize = value;
      return this;
    }

    /** See {@link LdNetConfig#motionSize()}. */
    public Builder motionSize(int value) {
      motionSize = value;
      return this;
    }

    /** See {@link LdNetConfig#width()}. */
    public Builder width(int value) {
      width = value;
      return this;
    }

    /** See {@link LdNetConfig#blocks()}. */
    public Builder blocks(int value) {
      blocks = value;
      return this;
    }

    /** See {@link LdNetConfig#faceKitBatch()}. */
    public Builder faceKitBatch(int value) {
      faceKitBatch = value;
      return this;
    }

    /** See {@link LdNetConfig#realBatch()}. */
    public Builder realBatch(int value) {
      realBatch = value;
      return this;
    }

    /** See {@link LdNetConfig#faceKitPersons()}. */
    public Builder faceKitPersons(int value) {
      faceKitPersons = value;
      return this;
    }

    /** See {@link LdNetConfig#stage1Steps()}. */
    public Builder stage1Steps(int value) {
      stage1Steps = value;
      return this;
    }

    /** See {@link LdNetConfig#stage2Steps()}. */
    public Builder stage2Steps(int value) {
      stage2Steps = value;
      return this;
    }

    /** See {@link LdNetConfig#pairSteps()}. */
    public Builder pairSteps(int value) {
      pairSteps = value;
      return this;
    }

    /** See {@link LdNetConfig#rate()}. */
    public Builder rate(double value) {
      rate = value;
      return this;
    }

    /** See {@link LdNetConfig#tableRate()}. */
    public Builder tableRate(double value) {
      tableRate = value;
      return this;
    }

    /** See {@link LdNetConfig#clip()}. */
    public Builder clip(double value) {
      clip = value;
      return this;
    }

    /** See {@link LdNetConfig#noiseFaceKit()}. */
    public Builder noiseFaceKit(double value) {
      noiseFaceKit = value;
      return this;
    }

    /** See {@link LdNetConfig#wideTurns()}. */
    public Builder wideTurns(double value) {
      wideTurns = value;
      return this;
    }

    /** See {@link LdNetConfig#noiseReal()}. */
    public Builder noiseReal(double value) {
      noiseReal = value;
      return this;
    }

    /** See {@link LdNetConfig#turn()}. */
    public Builder turn(double value) {
      turn = value;
      return this;
    }

    /** See {@link LdNetConfig#stretch()}. */
    public Builder stretch(double value) {
      stretch = value;
      return this;
    }

    /** See {@link LdNetConfig#sampleCodes()}. */
    public Builder sampleCodes(boolean value) {
      sampleCodes = value;
      return this;
    }

    /** See {@link LdNetConfig#reconstruction()}. */
    public Builder reconstruction(double value) {
      reconstruction = value;
      return this;
    }

    /** See {@link LdNetConfig#adversarial()}. */
    public Builder adversarial(double value) {
      adversarial = value;
      return this;
    }

    /** See {@link LdNetConfig#kl()}. */
    public Builder kl(double value) {
      kl = value;
      return this;
    }

    /** See {@link LdNetConfig#agreement()}. */
    public Builder agreement(double value) {
      agreement = value;
      return this;
    }

    /** See {@link LdNetConfig#gan()}. */
    public Builder gan(double value) {
      gan = value;
      return this;
    }

    /** See {@link LdNetConfig#classify()}. */
    public Builder classify(double value) {
      classify = value;
      return this;
    }

    /** See {@link LdNetConfig#content()}. */
    public Builder content(double value) {
      content = value;
      return this;
    }

    /** See {@link LdNetConfig#samePerson()}. */
    public Builder samePerson(double value) {
      samePerson = value;
      return this;
    }

    /** See {@link LdNetConfig#consistency()}. */
    public Builder consistency(double value) {
      consistency = value;
      return this;
    }

    /** See {@link LdNetConfig#erasure()}. */
    public Builder erasure(double value) {
      erasure = value;
      return this;
    }

    /** See {@link LdNetConfig#extremes()}. */
    public Builder extremes(double value) {
      extremes = value;
      return this;
    }

    /** See {@link LdNetConfig#fitResidual()}. */
    public Builder fitResidual(double value) {
      fitResidual = value;
      return this;
    }

    /** See {@link LdNetConfig#mouthWeight()}. */
    public Builder mouthWeight(double value) {
      mouthWeight = value;
      return this;
    }

    /** See {@link LdNetConfig#lidWeight()}. */
    public Builder lidWeight(double value) {
      lidWeight = value;
      return this;
    }

    /** See {@link LdNetConfig#browWeight()}. */
    public Builder browWeight(double value) {
      browWeight = value;
      return this;
    }

    /** See {@link LdNetConfig#measures()}. */
    public Builder measures(double value) {
      measures = value;
      return this;
    }

    /** See {@link LdNetConfig#follow()}. */
    public Builder follow(double value) {
      follow = value;
      return this;
    }

    /** See {@link LdNetConfig#threads()}. */
    public Builder threads(int value) {
      threads = value;
      return this;
    }

    /** See {@link LdNetConfig#checkpointSeconds()}. */
    public Builder checkpointSeconds(int value) {
      checkpointSeconds = value;
      return this;
    }

    /** See {@link LdNetConfig#evaluateSteps()}. */
    public Builder evaluateSteps(int value) {
      evaluateSteps = value;
      return this;
    }

    /** See {@link LdNetConfig#patience()}. */
    public Builder patience(int value) {
      patience = value;
      return this;
    }

    /** The settings. */
    public LdNetConfig build() {
      return new LdNetConfig(
          seed,
          identitySize,
          motionSize,
          width,
          blocks,
          faceKitBatch,
          realBatch,
          faceKitPersons,
          stage1Steps,
          stage2Steps,
          pairSteps,
          rate,
          tableRate,
          clip,
          noiseFaceKit,
          wideTurns,
          noiseReal,
          turn,
          stretch,
          sampleCodes,
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
          extremes,
          fitResidual,
          mouthWeight,
          lidWeight,
          browWeight,
          measures,
          follow,
          threads,
          checkpointSeconds,
          evaluateSteps,
          patience);
    }
  }
}
