package io.github.reenact.tf.ldnet.training;

import io.github.reenact.Landmarks;
import io.github.reenact.Similarity;
import io.github.reenact.tf.data.Dataset;
import io.github.reenact.tf.ldnet.network.Architecture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;

/**
 * Measures a transfer of motion on people who are in no training data: FaceKit people with exact
 * ground truth, and the dev split's real people, where identity comes from one frame and motion
 * from another of the same person, whose landmarks are the ground truth. Errors are in per cent of
 * the square root of the face's box area, place and scale removed.
 *
 * <p>Immutable and thread-safe.
 */
public final class Evaluation {
  private static final int XY = Architecture.XY;

  /** Far from the seeds that trainings use. */
  private static final long SEED = 0x5eed_0f_7e57L;

  private final float[] targets;
  private final float[] drivers;
  private final float[] truths;
  private final float[] firsts;
  private final float[] seconds;
  private final float[] firstsBefore;

  /**
   * Draws the pairs; always the same for the same data.
   *
   * @param data whose dev split is used, if there is any
   * @param faceKit for pairs with exact ground truth, if there is any
   * @param count of pairs, at most, of either kind
   */
  public Evaluation(Optional<Dataset> data, Optional<FaceKit> faceKit, int count) {
    SplittableRandom random = new SplittableRandom(SEED);
    int pairs = faceKit.isPresent() ? count : 0;
    targets = new float[pairs * XY];
    drivers = new float[pairs * XY];
    truths = new float[pairs * XY];
    float[] other = new float[XY];
    for (int i = 0; i < pairs; i++) {
      float[] a = new float[XY];
      float[] b = new float[XY];
      float[] ab = new float[XY];
      faceKit.orElseThrow().quadruple(random, 1, a, b, ab, other, 0);
      for (int k = 0; k < XY; k++) {
        targets[i * XY + k] = a[k] + (float) (0.4 * random.nextGaussian());
        drivers[i * XY + k] = b[k] + (float) (0.4 * random.nextGaussian());
        truths[i * XY + k] = ab[k];
      }
    }
    normalizeAll(targets);
    normalizeAll(drivers);
    normalizeAll(truths);
    Map<String, List<Landmarks>> dev = new LinkedHashMap<>();
    data.ifPresent(
        d ->
            d.items().stream()
                .filter(i -> i.split().equals("dev"))
                .forEach(
                    i ->
                        dev.computeIfAbsent(i.identity(), k -> new ArrayList<>())
                            .addAll(i.landmarks())));
    List<List<Landmarks>> people =
        dev.values().stream().filter(frames -> frames.size() > 1).toList();
    int real = people.isEmpty() ? 0 : count;
    firsts = new float[real * XY];
    seconds = new float[real * XY];
    firstsBefore = new float[real * XY];
    for (int i = 0; i < real; i++) {
      List<Landmarks> frames = people.get(i % people.size());
      int a = random.nextInt(frames.size());
      int b = (a + 1 + random.nextInt(frames.size() - 1)) % frames.size();
      float[] first = Normalization.normalized(frames.get(a));
      float[] second = Normalization.normalized(frames.get(b));
      System.arraycopy(first, 0, firsts, i * XY, XY);
      System.arraycopy(second, 0, seconds, i * XY, XY);
      // Turned as the driver is: what a tracker without a model could do.
      Landmarks turned =
          Landmarks.of(first).transform(Similarity.fit(Landmarks.of(first), Landmarks.of(second)));
      System.arraycopy(Normalization.normalized(turned), 0, firstsBefore, i * XY, XY);
    }
  }

  private static void normalizeAll(float[] faces) {
    for (int i = 0; i < faces.length; i += XY) {
      Normalization.normalize(faces, i);
    }
  }

  /** Whether there is anything to measure on. */
  public boolean isEmpty() {
    return targets.length + firsts.length == 0;
  }

  /**
   * Measures.
   *
   * @param transfer from rows of 136 normalised numbers (whose identity) and as many rows (whose
   *     motion) to predicted rows, in any place and size
   * @return mean errors in per cent by name: {@code facekit} and {@code facekit-copy} (copying the
   *     driver), {@code real}, {@code real-copy} (copying the first frame) and {@code real-turned}
   *     (the first frame turned in the plane as the second is); what there is no data for is
   *     absent, and what the transfer gives no finite numbers for is NaN
   */
  public Map<String, Double> measure(BinaryOperator<float[]> transfer) {
    Map<String, Double> out = new LinkedHashMap<>();
    if (targets.length > 0) {
      out.put("facekit", error(transfer.apply(targets, drivers), truths));
      out.put("facekit-copy", error(drivers, truths));
    }
    if (firsts.length > 0) {
      out.put("real", error(transfer.apply(firsts, seconds), seconds));
      out.put("real-copy", error(firsts, seconds));
      out.put("real-turned", error(firstsBefore, seconds));
    }
    return out;
  }

  /**
   * The error of one face: the mean distance of the points, place and scale removed, in per cent of
   * the square root of the area of the true face's box.
   *
   * @param predicted in any place and size
   * @param truth in any place and size
   * @throws IllegalArgumentException if all points of either are equal
   */
  public static double error(Landmarks predicted, Landmarks truth) {
    return 100
        * Normalization.error(
            Normalization.normalized(predicted), Normalization.normalized(truth), 0);
  }

  private static double error(float[] predicted, float[] truth) {
    float[] p = Arrays.copyOf(predicted, predicted.length);
    for (float v : p) {
      if (!Float.isFinite(v)) {
        return Double.NaN;
      }
    }
    normalizeAll(p);
    double sum = 0;
    for (int i = 0; i < truth.length; i += XY) {
      sum += Normalization.error(p, truth, i);
    }
    int faces = truth.length / XY;
    return 100 * sum / faces;
  }
}
