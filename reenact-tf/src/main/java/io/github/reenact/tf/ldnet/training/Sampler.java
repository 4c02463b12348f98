package io.github.reenact.tf.ldnet.training;

import io.github.reenact.Landmarks;
import io.github.reenact.tf.ldnet.network.Architecture;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Draws training batches from real landmarks and from FaceKit. A batch depends on the seed and the
 * step alone, so that a resumed training sees what an uninterrupted one would have seen.
 */
final class Sampler {
  private static final int XY = Architecture.XY;

  private final long seed;
  private final LdNetConfig.Sampling sampling;
  private final Optional<FaceKit> faceKit;
  private final Optional<GroundTruthPairs> groundTruth;
  private final int faceKitBatch;
  private final int realBatch;

  private final Optional<RealFaces> real;

  private final float[][] labelledPersons;

  /**
   * Two frames of each of some people, of whom the label is known.
   *
   * @param faces all first frames, then all second frames, in the same order; with noise
   * @param clean the same without noise
   * @param labels of all faces
   * @param others a label a face that is not its own
   */
  @SuppressWarnings("ArrayRecordComponent") // carries numbers to TensorFlow, is never compared
  record Labelled(float[] faces, float[] clean, int[] labels, int[] others) {}

  /**
   * Pairs with ground truth: all faces A, then all faces B, then A as B poses, then B as A poses.
   *
   * @param faces with noise
   * @param targets the same without
   * @param motions the neutral person in each face's motion, if {@link #knowsFactors}
   * @param identities each face's person without expression and front on, if {@link #knowsFactors}
   */
  @SuppressWarnings("ArrayRecordComponent") // carries numbers to TensorFlow, is never compared
  record Pairs(float[] faces, float[] targets, float[] motions, float[] identities) {}

  /**
   * Prepares.
   *
   * @param real people; remain the caller's
   * @param fits of the morphable face to these people
   */
  Sampler(
      LdNetConfig config,
      Optional<RealFaces> real,
      Optional<FaceKit> faceKit,
      Optional<FittedFaces> fits) {
    seed = config.seed();
    sampling = config.sampling();
    LdNetConfig.Batches batches = config.batches();
    this.faceKit = faceKit;
    groundTruth = faceKit.map(kit -> new GroundTruthPairs(sampling, kit, fits));
    faceKitBatch = faceKit.isPresent() ? batches.faceKitBatch() : 0;
    int wanted =
        faceKit.isEmpty() && batches.realBatch() == 0
            ? batches.faceKitBatch()
            : batches.realBatch();
    this.real = wanted > 0 ? real.filter(r -> r.people() > 0) : Optional.empty();
    realBatch = this.real.isPresent() ? wanted : 0;
    if (faceKitBatch + realBatch == 0) {
      throw new IllegalArgumentException(
          "nothing to train on: no training identities"
              + real.map(r -> " in " + r.directory()).orElse("")
              + (faceKit.isPresent() ? ", and faceKitBatch is 0" : ", and no FaceKit"));
    }
    labelledPersons = new float[faceKitBatch > 0 ? batches.faceKitPersons() : 0][];
    SplittableRandom random = random(-1);
    for (int i = 0; i < labelledPersons.length; i++) {
      labelledPersons[i] = faceKit.orElseThrow().randomPerson(random);
    }
  }

  /** Pairs of FaceKit persons in a batch; 0 without FaceKit. */
  int faceKitBatch() {
    return faceKitBatch;
  }

  /** Pairs of real frames in a batch; 0 without real faces. */
  int realBatch() {
    return realBatch;
  }

  /** The number of labels: real people first, then FaceKit persons. */
  int classes() {
    return realPeople() + labelledPersons.length;
  }

  /** The number of real people. */
  int realPeople() {
    return real.map(RealFaces::people).orElse(0);
  }

  private SplittableRandom random(long step) {
    // SplittableRandom mixes its seed well, but seeds in a row must not overlap between trainings.
    return new SplittableRandom(new SplittableRandom(seed).nextLong() + 0x9E37L * step);
  }

  /** The mean of many training faces, normalised. */
  float[] meanFace() {
    double[] sum = new double[XY];
    int count = 0;
    for (int i = 0; i < 8; i++) {
      float[] faces = labelled(-2 - i).clean();
      for (int k = 0; k < faces.length; k++) {
        sum[k % XY] += faces[k];
      }
      count += faces.length / XY;
    }
    float[] mean = new float[XY];
    for (int k = 0; k < XY; k++) {
      mean[k] = (float) (sum[k] / count);
    }
    return mean;
  }

  /** The batch of stages 1 and 2. */
  Labelled labelled(long step) {
    SplittableRandom random = random(step);
    List<RealFaces.Person> people = people(step);
    int pairs = faceKitBatch + realBatch;
    float[] clean = new float[2 * pairs * XY];
    float[] noisy = new float[2 * pairs * XY];
    int[] labels = new int[2 * pairs];
    int[] others = new int[2 * pairs];
    for (int i = 0; i < pairs; i++) {
      int first = i * XY;
      int second = (pairs + i) * XY;
      if (i < faceKitBatch) {
        FaceKit kit = faceKit.orElseThrow();
        int person = random.nextInt(labelledPersons.length);
        labels[i] = realPeople() + person;
        for (int offset : new int[] {first, second}) {
          kit.project(
              labelledPersons[person],
              kit.randomExpression(random),
              FaceKit.randomRotation(random, 1),
              clean,
              offset);
          addNoise(random, clean, noisy, offset, sampling.noiseFaceKit());
        }
      } else {
        labels[i] = realPair(people, random, clean, first, second);
        addNoise(random, clean, noisy, first, sampling.noiseReal());
        addNoise(random, clean, noisy, second, sampling.noiseReal());
      }
      labels[pairs + i] = labels[i];
    }
    int classes = classes();
    for (int i = 0; i < labels.length; i++) {
      others[i] = classes < 2 ? labels[i] : (labels[i] + 1 + random.nextInt(classes - 1)) % classes;
    }
    normalizeAll(clean);
    normalizeAll(noisy);
    return new Labelled(noisy, clean, labels, others);
  }

  /** The batch of the extension. */
  Pairs pairs(long step) {
    SplittableRandom random = random(step);
    List<RealFaces.Person> people = people(step);
    int n = faceKitBatch + realBatch;
    float[] faces = new float[4 * n * XY];
    float[] targets = new float[4 * n * XY];
    float[] motions = new float[4 * n * XY];
    float[] identities = new float[4 * n * XY];
    GroundTruthPairs.Four four = new GroundTruthPairs.Four();
    float[] two = new float[2 * XY];
    for (int i = 0; i < n; i++) {
      boolean real = i >= faceKitBatch;
      if (!real) {
        groundTruth.orElseThrow().morphable(random, four);
      } else if (knowsReal()) {
        groundTruth.orElseThrow().real(random, four);
      } else {
        // Of one person: the ground truth is the frame that the motion was taken from.
        realPair(people, random, two, 0, XY);
        for (int k = 0; k < 4; k++) {
          System.arraycopy(two, (k == 0 || k == 3 ? 0 : 1) * XY, four.faces[k], 0, XY);
        }
      }
      double noise = real ? sampling.noiseReal() : sampling.noiseFaceKit();
      for (int k = 0; k < 4; k++) {
        int at = (k * n + i) * XY;
        System.arraycopy(four.faces[k], 0, targets, at, XY);
        System.arraycopy(four.motions[k == 0 || k == 3 ? 0 : 1], 0, motions, at, XY);
        System.arraycopy(four.identities[k == 0 || k == 2 ? 0 : 1], 0, identities, at, XY);
        addNoise(random, targets, faces, at, noise);
      }
    }
    normalizeAll(faces);
    normalizeAll(targets);
    if (knowsFactors()) {
      normalizeAll(motions);
      normalizeAll(identities);
    }
    return new Pairs(faces, targets, motions, identities);
  }

  /** Whether batches of pairs come with their identities and motions apart. */
  boolean knowsFactors() {
    return realBatch == 0 || knowsReal();
  }

  private boolean knowsReal() {
    return groundTruth.isPresent() && groundTruth.get().knowsReal();
  }

  /**
   * Two frames of one real person in pixels of their crops: mostly of the same clip, sometimes of
   * different clips or photos; both mirrored or none, both made wider or narrower, each turned a
   * little by itself.
   *
   * @return the person's label
   */
  private int realPair(
      List<RealFaces.Person> people, SplittableRandom random, float[] out, int first, int second) {
    RealFaces.Person person = people.get(random.nextInt(people.size()));
    List<float[][]> items = person.items();
    float[][] item = items.get(random.nextInt(items.size()));
    float[][] other = random.nextInt(3) == 0 ? items.get(random.nextInt(items.size())) : item;
    boolean mirror = random.nextBoolean();
    double width = Math.exp(sampling.stretch() * random.nextGaussian());
    place(random, item[random.nextInt(item.length)], mirror, width, out, first);
    place(random, other[random.nextInt(other.length)], mirror, width, out, second);
    return person.label();
  }

  private List<RealFaces.Person> people(long step) {
    return real.map(r -> r.at(step)).orElse(List.of());
  }

  private void place(
      SplittableRandom random,
      float[] frame,
      boolean mirror,
      double width,
      float[] out,
      int offset) {
    float[] xy = mirror ? Landmarks.of(frame).mirror(256).toArray() : frame;
    double angle = Math.toRadians(sampling.turn() * random.nextGaussian());
    double c = Math.cos(angle);
    double s = Math.sin(angle);
    for (int i = 0; i < XY; i += 2) {
      out[offset + i] = (float) (c * width * xy[i] - s * xy[i + 1]);
      out[offset + i + 1] = (float) (s * width * xy[i] + c * xy[i + 1]);
    }
  }

  private static void addNoise(
      SplittableRandom random, float[] from, float[] to, int offset, double deviation) {
    for (int i = offset; i < offset + XY; i++) {
      to[i] = from[i] + (float) (deviation * random.nextGaussian());
    }
  }

  private static void normalizeAll(float[] faces) {
    for (int i = 0; i < faces.length; i += XY) {
      Normalization.normalize(faces, i);
    }
  }
}
