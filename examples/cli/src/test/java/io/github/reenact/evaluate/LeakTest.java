package io.github.reenact.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.Landmarks;
import io.github.reenact.testing.TestFaces;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The probes on codes of which is known what they tell. */
class LeakTest {
  private static final Landmarks FACE = TestFaces.face().at(0, 0, 1);

  @Test
  void identityLeak_codeHoldsThePerson_isAlwaysRight() {
    IdentityLeak leak =
        IdentityLeak.measure(
            List.of(people(12, 20, 1)),
            code(
                (f, r) -> {
                  SplittableRandom own = new SplittableRandom(100 + f.person());
                  return r.doubles(8).map(v -> own.nextGaussian() + 0.1 * v).toArray();
                }));

    assertThat(leak).isEqualTo(new IdentityLeak(1, 1, 1 / 12.0));
    assertThat(leak.linearRatio()).isEqualTo(12);
  }

  @Test
  void identityLeak_independentNoise_isChance() {
    IdentityLeak leak =
        IdentityLeak.measure(
            List.of(people(10, 100, 1), people(10, 100, 2)),
            code((f, r) -> r.doubles(8).map(v -> v - 0.5).toArray()));

    assertThat(leak.nearestRatio()).isCloseTo(1, within(0.25));
    assertThat(leak.linearRatio()).isCloseTo(1, within(0.25));
  }

  @Test
  void identityLeak_hintInOneOfManyColumns_isFoundByTheLinearClassifierAlone() {
    IdentityLeak leak =
        IdentityLeak.measure(
            List.of(people(2, 300, 1)),
            code(
                (f, r) -> {
                  double[] out = r.doubles(40).map(v -> v - 0.5).toArray();
                  out[0] = f.person() + 0.4 * r.nextGaussian();
                  return out;
                }));

    assertThat(leak.linear()).isGreaterThan(0.8);
    assertThat(leak.nearest()).isLessThan(0.75);
  }

  @Test
  void identityLeak_morePeopleThanColumns_areTold() {
    // On a line, where least squares on the people's indicators names none but the outermost.
    IdentityLeak leak =
        IdentityLeak.measure(
            List.of(people(5, 40, 1)),
            code((f, r) -> new double[] {f.person() + 0.1 * r.nextGaussian()}));

    assertThat(leak.linear()).isGreaterThan(0.9);
  }

  @Test
  void motionLeak_linearYaw_isExplained() {
    MotionLeak leak =
        MotionLeak.measure(
            List.of(people(10, 100, 1)),
            code((f, r) -> new double[] {3 * f.motion().yaw() + 1, r.nextGaussian()}));

    assertThat(leak.linear().get("yaw")).isGreaterThan(0.999);
    assertThat(leak.neighbours().get("yaw")).isGreaterThan(0.9);
    assertThat(leak.linear().get("pitch")).isCloseTo(0, within(0.05));
    assertThat(leak.neighbours().get("pitch")).isLessThan(0.1);
  }

  @Test
  void motionLeak_onlyTheSizeOfTheYaw_isFoundByNeighboursAlone() {
    // The pitch here is the square of a number of which the code holds the number.
    MotionLeak leak =
        MotionLeak.measure(
            List.of(people(10, 100, 1)), code((f, r) -> new double[] {f.motion().roll()}));

    assertThat(leak.linear().get("mouth")).isLessThan(0.1);
    assertThat(leak.neighbours().get("mouth")).isGreaterThan(0.9);
  }

  @Test
  void motionLeak_severalFolds_areOneMeasure() {
    // Each fold tests one yaw only: about the mean of a fold there would be nothing to explain.
    List<Frame> left = new ArrayList<>();
    List<Frame> right = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      left.add(new Frame(0, FACE, new MotionNumbers(-1, i, 0, 0, 0, 0)));
      right.add(new Frame(1, FACE, new MotionNumbers(1, i, 0, 0, 0, 0)));
    }

    MotionLeak leak =
        MotionLeak.measure(
            List.of(new Split(left, right), new Split(right, left)),
            code((f, r) -> new double[] {f.motion().pitch()}));

    assertThat(leak.linear().get("yaw")).isCloseTo(-3, within(1e-6));
    assertThat(leak.linear().get("pitch")).isGreaterThan(0.999);
  }

  @Test
  void roundTrip_nothingChanges_isPerfect() {
    double[][] codes =
        new SplittableRandom(3).doubles(50).mapToObj(LeakTest::pair).toArray(double[][]::new);

    RoundTrip same = RoundTrip.of(codes, codes);

    assertThat(same.difference()).isZero();
    assertThat(same.cosine()).isCloseTo(1, within(1e-9));
  }

  @Test
  void roundTrip_codesOfOthers_isTwiceTheVariance() {
    SplittableRandom random = new SplittableRandom(3);
    double[][] codes = new double[4000][];
    double[][] others = new double[4000][];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = new double[] {7 + random.nextGaussian(), random.nextGaussian()};
      others[i] = new double[] {7 + random.nextGaussian(), random.nextGaussian()};
    }

    RoundTrip strange = RoundTrip.of(codes, others);

    assertThat(strange.difference()).isCloseTo(2, within(0.15));
    assertThat(strange.cosine()).isCloseTo(0, within(0.05));
  }

  @Test
  void errors_ofHundred_haveMeanAndPercentile() {
    double[] values = new double[100];
    for (int i = 0; i < 100; i++) {
      values[i] = 100 - i;
    }

    assertThat(Errors.of(values)).isEqualTo(new Errors(50.5, 95, 100));
    assertThat(Errors.of(new double[0])).isEqualTo(new Errors(0, 0, 0));
  }

  private static double[] pair(double v) {
    return new double[] {v, 1 - v * v};
  }

  private interface Coding {
    double[] code(Frame frame, SplittableRandom random);
  }

  /** Every frame has one code, however often it is asked for. */
  private static Function<Frame, double[]> code(Coding coding) {
    SplittableRandom random = new SplittableRandom(11);
    IdentityHashMap<Frame, double[]> known = new IdentityHashMap<>();
    return frame -> known.computeIfAbsent(frame, f -> coding.code(f, random));
  }

  /** Motions that have nothing to do with the person; the mouth opens with the size of the roll. */
  private static Split people(int people, int frames, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Frame> all = new ArrayList<>();
    for (int p = 0; p < people; p++) {
      for (int i = 0; i < frames; i++) {
        double roll = random.nextGaussian();
        all.add(
            new Frame(
                p,
                FACE,
                new MotionNumbers(
                    random.nextGaussian(), random.nextGaussian(), roll, Math.abs(roll), 0, 0)));
      }
    }
    return FaceKitSamples.halves(all, frames);
  }
}
