package io.github.reenact.pipeline;

import static io.github.reenact.testing.FloatComparison.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reenact.Landmarks;
import io.github.reenact.Similarity;
import io.github.reenact.testing.TestFaces;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LandmarkSmootherTest {
  /** Noise of a landmark detector in radii of the face. */
  private static final double NOISE = 0.012;

  private static List<Landmarks> noisy(List<Landmarks> faces, long seed) {
    Random random = new Random(seed);
    List<Landmarks> out = new ArrayList<>();
    for (Landmarks f : faces) {
      float[] xy = f.toArray();
      for (int i = 0; i < xy.length; i++) {
        xy[i] += (float) (NOISE * f.radius() * random.nextGaussian());
      }
      out.add(Landmarks.of(xy));
    }
    return out;
  }

  private static List<Landmarks> smooth(List<Landmarks> faces, double smoothing) {
    LandmarkSmoother smoother = new LandmarkSmoother(smoothing);
    List<Landmarks> out = new ArrayList<>();
    for (int i = 0; i < faces.size(); i++) {
      out.add(smoother.next(faces.get(i), i / 25.0));
    }
    return out;
  }

  /** Speech: syllables of 2 to 5 a second, of changing loudness, on a slowly moving head. */
  private static List<Landmarks> talking(int frames) {
    List<Landmarks> out = new ArrayList<>();
    for (int i = 0; i < frames; i++) {
      double t = i / 25.0;
      double loud = 0.5 + 0.5 * Math.sin(2 * Math.PI * 0.4 * t);
      double open =
          loud
              * (0.3
                  + 0.15 * Math.sin(2 * Math.PI * 2.3 * t)
                  + 0.15 * Math.sin(2 * Math.PI * 4.1 * t + 1));
      out.add(
          TestFaces.face()
              .turned(15 * Math.sin(t), 5 * Math.cos(1.3 * t), 3 * Math.sin(0.8 * t))
              .expression(open, 0, 0, 0)
              .at(128 + 10 * Math.sin(0.9 * t), 128, 60));
    }
    return out;
  }

  private static double[] mouth(List<Landmarks> faces) {
    return faces.stream()
        .mapToDouble(f -> Math.hypot(f.x(66) - f.x(62), f.y(66) - f.y(62)) / f.radius())
        .toArray();
  }

  private static double correlation(double[] a, double[] b) {
    double ma = java.util.Arrays.stream(a).average().orElseThrow();
    double mb = java.util.Arrays.stream(b).average().orElseThrow();
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (a[i] - ma) * (b[i] - mb);
      aa += (a[i] - ma) * (a[i] - ma);
      bb += (b[i] - mb) * (b[i] - mb);
    }
    return ab / Math.sqrt(aa * bb);
  }

  /** Mean length of the second difference of all points: what the eye sees as trembling. */
  private static double jitter(List<Landmarks> faces) {
    double sum = 0;
    for (int i = 2; i < faces.size(); i++) {
      float[] a = faces.get(i - 2).toArray();
      float[] b = faces.get(i - 1).toArray();
      float[] c = faces.get(i).toArray();
      for (int k = 0; k < a.length; k++) {
        sum += Math.abs(a[k] - 2 * b[k] + c[k]);
      }
    }
    return sum / (faces.size() - 2) / (2 * Landmarks.COUNT);
  }

  @Test
  void next_smoothing0_changesNothing() {
    List<Landmarks> faces = noisy(talking(20), 1);
    assertThat(smooth(faces, 0)).isEqualTo(faces);
  }

  @Test
  void next_firstFrameAndAfterReset_comesOutAsItIs() {
    LandmarkSmoother smoother = new LandmarkSmoother(1);
    Landmarks a = TestFaces.face().at(100, 100, 50);
    Landmarks b = TestFaces.face().turned(30, 0, 0).at(140, 90, 60);
    assertClose(smoother.next(a, 0), a, 1e-3);
    smoother.reset();
    assertClose(smoother.next(b, 0.04), b, 1e-3);
  }

  @Test
  void change_otherSmoothing_startsAfreshAndTheSameDoesNot() {
    LandmarkSmoother smoother = new LandmarkSmoother(1);
    LandmarkSmoother unchanged = new LandmarkSmoother(1);
    Landmarks a = TestFaces.face().at(100, 100, 50);
    Landmarks b = TestFaces.face().turned(30, 0, 0).at(140, 90, 60);
    smoother.next(a, 0);
    unchanged.next(a, 0);
    smoother.change(1);
    assertClose(smoother.next(b, 0.04), unchanged.next(b, 0.04), 1e-6);
    smoother.change(0.5);
    assertClose(smoother.next(a, 0.08), a, 1e-3);
    smoother.change(0);
    assertClose(smoother.next(b, 0.12), b, 0);
  }

  @Test
  void next_timeThatDoesNotGrowOrLeaps_startsAfresh() {
    LandmarkSmoother smoother = new LandmarkSmoother(1);
    Landmarks a = TestFaces.face().at(100, 100, 50);
    Landmarks b = TestFaces.face().turned(30, 0, 0).at(140, 90, 60);
    smoother.next(a, 5);
    assertClose(smoother.next(b, 5), b, 1e-3);
    assertClose(smoother.next(a, 1), a, 1e-3);
    assertClose(smoother.next(b, 3), b, 1e-3);
  }

  @Test
  void next_restingNoisyFace_tremblesLess() {
    List<Landmarks> still = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      still.add(TestFaces.face().at(128, 128, 60));
    }
    List<Landmarks> noisy = noisy(still, 2);
    assertThat(jitter(smooth(noisy, 0.5)) / jitter(noisy)).isLessThan(0.62);
    assertThat(jitter(smooth(noisy, 1)) / jitter(noisy)).isLessThan(0.25);
  }

  @Test
  void next_defaultSmoothing_mouthFollowsSpeech() {
    List<Landmarks> truth = talking(500);
    double[] smoothed = mouth(smooth(noisy(truth, 3), 0.5));
    assertThat(correlation(smoothed, mouth(truth))).isGreaterThan(0.97);
  }

  /** What a filter costs is that it comes late: what moves fast has to be let through. */
  @Test
  void next_defaultSmoothing_isHardlyLate() {
    List<Landmarks> truth = talking(500);
    List<Landmarks> smoothed = smooth(truth, 0.5);
    double late = 0;
    double still = 0;
    for (int i = 1; i < truth.size(); i++) {
      late += Math.abs(mouth(smoothed)[i] - mouth(truth)[i]);
      still += Math.abs(mouth(truth)[i - 1] - mouth(truth)[i]);
    }
    assertThat(late).isLessThan(0.3 * still);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.3, 0.5, 0.8, 1})
  void next_moreSmoothing_tremblesLess(double smoothing) {
    List<Landmarks> noisy = noisy(talking(200), 4);
    assertThat(jitter(smooth(noisy, smoothing))).isLessThan(jitter(smooth(noisy, smoothing - 0.1)));
  }

  @Test
  void next_pictureOfOtherResolution_isSmoothedAlike() {
    Similarity larger = Similarity.scaleThenMove(4, 100, -30);
    List<Landmarks> faces = noisy(talking(50), 5);
    List<Landmarks> here = smooth(faces, 0.5);
    List<Landmarks> there = smooth(faces.stream().map(f -> f.transform(larger)).toList(), 0.5);
    for (int i = 0; i < here.size(); i++) {
      assertClose(there.get(i), here.get(i).transform(larger), 2e-2);
    }
  }
}
