package io.github.reenact.tf.ldnet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroundTruthPairsTest {
  @SuppressWarnings("NullAway.Init") // filled by JUnit
  @TempDir
  private Path directory;

  @SuppressWarnings("NullAway.Init") // before each
  private FaceKit kit;

  @SuppressWarnings("NullAway.Init") // before each
  private FittedFaces fits;

  @BeforeEach
  void fit() throws IOException {
    kit = FaceKit.open(TestData.faceKit(directory));
    SplittableRandom random = new SplittableRandom(3);
    List<List<float[]>> people = new ArrayList<>();
    for (int p = 0; p < 4; p++) {
      float[] person = kit.randomPerson(random);
      List<float[]> frames = new ArrayList<>();
      for (int f = 0; f < 5; f++) {
        float[] out = new float[136];
        kit.project(
            person, kit.randomExpression(random), FaceKit.randomRotation(random, 1), out, 0);
        frames.add(out);
      }
      people.add(frames);
    }
    fits = FaceFitter.fit(kit, people, done -> {});
  }

  private static double distance(float[] a, float[] b) {
    float[] x = a.clone();
    float[] y = b.clone();
    Normalization.normalize(x, 0);
    Normalization.normalize(y, 0);
    return Normalization.error(x, y, 0);
  }

  @Test
  void answers_haveTheMotionOfTheOther() {
    GroundTruthPairs pairs =
        new GroundTruthPairs(TestData.small().build().sampling(), kit, Optional.of(fits));
    assertThat(pairs.knowsReal()).isTrue();
    for (boolean real : new boolean[] {false, true}) {
      SplittableRandom random = new SplittableRandom(9);
      double asDriver = 0;
      double asPhoto = 0;
      for (int i = 0; i < 100; i++) {
        GroundTruthPairs.Four four = new GroundTruthPairs.Four();
        if (real) {
          pairs.real(random, four);
        } else {
          pairs.morphable(random, four);
        }
        asDriver += distance(four.faces[2], four.motions[1]);
        asPhoto += distance(four.faces[2], four.motions[0]);
      }
      assertThat(asDriver).as("real: " + real).isLessThan(0.7 * asPhoto);
    }
  }

  @Test
  void real_facesSeen_areAsTheDetectorSawThem() {
    GroundTruthPairs pairs =
        new GroundTruthPairs(TestData.small().turn(0).build().sampling(), kit, Optional.of(fits));
    GroundTruthPairs.Four four = new GroundTruthPairs.Four();
    SplittableRandom random = new SplittableRandom(9);
    int found = 0;
    for (int i = 0; i < 50; i++) {
      pairs.real(random, four);
      for (FittedFaces.Frame frame : fits.frames()) {
        if (distance(frame.seen(), four.faces[0]) < 1e-4) {
          found++;
          break;
        }
      }
    }
    // Six in ten are seen, and half of these mirrored.
    assertThat(found / 50.0).isCloseTo(0.3, within(0.2));
  }

  @Test
  void knowsReal_noFitIsGoodEnough_isFalse() {
    List<FittedFaces.Frame> bad =
        fits.frames().stream()
            .map(f -> new FittedFaces.Frame(f.person(), f.seen(), f.expression(), f.rotation(), 9))
            .toList();
    FittedFaces worse =
        new FittedFaces(new float[4][204], new float[4][204], bad, DetectorBias.none());
    assertThat(
            new GroundTruthPairs(TestData.small().build().sampling(), kit, Optional.of(worse))
                .knowsReal())
        .isFalse();
    assertThat(
            new GroundTruthPairs(TestData.small().build().sampling(), kit, Optional.empty())
                .knowsReal())
        .isFalse();
  }

  @Test
  void real_withResidual_prefersPeopleWithSeveralFrames() {
    // One person with five frames, three with one.
    List<FittedFaces.Frame> frames = new ArrayList<>();
    for (int p = 0; p < 4; p++) {
      Arrays.stream(fits.framesOf(p))
          .limit(p == 0 ? 5 : 1)
          .forEach(i -> frames.add(fits.frames().get(i)));
    }
    FittedFaces few =
        new FittedFaces(
            new float[][] {fits.shape(0), fits.shape(1), fits.shape(2), fits.shape(3)},
            new float[4][204],
            frames,
            DetectorBias.none());
    double[] share = new double[2];
    for (int residual = 0; residual < 2; residual++) {
      GroundTruthPairs pairs =
          new GroundTruthPairs(
              TestData.small().turn(0).fitResidual(residual).build().sampling(),
              kit,
              Optional.of(few));
      GroundTruthPairs.Four four = new GroundTruthPairs.Four();
      SplittableRandom random = new SplittableRandom(9);
      int[] found = new int[2];
      for (int i = 0; i < 500; i++) {
        pairs.real(random, four);
        for (FittedFaces.Frame frame : frames) {
          if (distance(frame.seen(), four.faces[0]) < 1e-4) {
            found[Math.min(1, frame.person())]++;
            break;
          }
        }
      }
      share[residual] = found[0] / (double) (found[0] + found[1]);
    }
    assertThat(share[0]).isCloseTo(0.25, within(0.1));
    assertThat(share[1]).isCloseTo(0.7 + 0.3 * 0.25, within(0.1));
  }
}
