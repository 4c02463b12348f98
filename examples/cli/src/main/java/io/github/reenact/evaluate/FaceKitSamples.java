package io.github.reenact.evaluate;

import io.github.reenact.Landmarks;
import io.github.reenact.tf.ldnet.training.FaceKit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * People and motions drawn from the morphable face, always the same: far from the seeds that
 * trainings use.
 */
public final class FaceKitSamples {
  private static final long SEED = 0x7e57_face_0001L;

  /** As a landmark detector has it, in pixels of a crop of 256. */
  private static final double NOISE = 0.4;

  /**
   * A pair with its answer.
   *
   * @param target whose identity, as a detector sees it
   * @param driver whose motion, as a detector sees it
   * @param truth the target with the driver's motion, exactly
   */
  public record Pair(Landmarks target, Landmarks driver, Landmarks truth) {}

  private final FaceKit faceKit;

  /** Samples of one morphable face. */
  public FaceKitSamples(FaceKit faceKit) {
    this.faceKit = faceKit;
  }

  /** Pairs of two persons each, in all poses and expressions. */
  public List<Pair> pairs(int count) {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Pair> out = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      float[] a = new float[2 * Landmarks.COUNT];
      float[] b = a.clone();
      float[] ab = a.clone();
      float[] ba = a.clone();
      faceKit.quadruple(random, 1, a, b, ab, ba, 0);
      out.add(new Pair(noisy(a, random), noisy(b, random), Landmarks.of(ab)));
    }
    return out;
  }

  /**
   * People in motions that have nothing to do with who they are.
   *
   * @param people how many, numbered from 0
   * @param motions frames of each, one person after the other; the motion numbers are exact: the
   *     pose's angles in degrees, and the openings of the expression on the mean face from the
   *     front
   */
  public List<Frame> people(int people, int motions) {
    SplittableRandom random = new SplittableRandom(SEED + people);
    float[] nobody = new float[3 * Landmarks.COUNT];
    List<Frame> out = new ArrayList<>(people * motions);
    for (int p = 0; p < people; p++) {
      float[] person = faceKit.randomPerson(random);
      for (int m = 0; m < motions; m++) {
        float[] expression = faceKit.randomExpression(random);
        double[] angles = FaceKit.randomAngles(random, 1);
        MotionNumbers still = MotionNumbers.of(Landmarks.of(draw(nobody, expression, 0, 0, 0)));
        out.add(
            new Frame(
                p,
                noisy(draw(person, expression, angles[0], angles[1], angles[2]), random),
                new MotionNumbers(
                    angles[0],
                    angles[1],
                    angles[2],
                    still.mouth(),
                    still.rightEye(),
                    still.leftEye())));
      }
    }
    return out;
  }

  private float[] draw(float[] person, float[] face, double yaw, double pitch, double roll) {
    float[] out = new float[2 * Landmarks.COUNT];
    faceKit.project(person, face, FaceKit.rotation(yaw, pitch, roll), out, 0);
    return out;
  }

  private static Landmarks noisy(float[] face, SplittableRandom random) {
    float[] out = face.clone();
    for (int i = 0; i < out.length; i++) {
      out[i] += (float) (NOISE * random.nextGaussian());
    }
    return Landmarks.of(out);
  }

  /**
   * The first half of each person's frames for training, the second for the test.
   *
   * @param frames one person after the other, with as many each
   */
  static Split halves(List<Frame> frames, int each) {
    List<Frame> training = new ArrayList<>();
    List<Frame> test = new ArrayList<>();
    for (int i = 0; i < frames.size(); i++) {
      (i % each < each / 2 ? training : test).add(frames.get(i));
    }
    return new Split(training, test);
  }
}
