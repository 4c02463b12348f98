package io.github.reenact.tf.ldnet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.ModelFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaceFitterTest {
  private static final int PEOPLE = 6;
  private static final int FRAMES = 12;

  @SuppressWarnings("NullAway.Init") // filled by JUnit
  @TempDir
  private Path directory;

  @SuppressWarnings("NullAway.Init") // before each
  private FaceKit kit;

  private final List<float[]> persons = new ArrayList<>();
  private final List<double[]> rotations = new ArrayList<>();
  private final List<List<float[]>> landmarks = new ArrayList<>();

  /** People of the morphable face itself, one bump each that no shape of it holds. */
  @BeforeEach
  void project() throws IOException {
    kit = FaceKit.open(TestData.faceKit(directory));
    SplittableRandom random = new SplittableRandom(3);
    for (int p = 0; p < PEOPLE; p++) {
      float[] person = kit.randomPerson(random);
      person[3 * 30 + 1] += 0.1f;
      persons.add(person);
      List<float[]> frames = new ArrayList<>();
      for (int f = 0; f < FRAMES; f++) {
        float[] out = new float[136];
        double[] rotation = FaceKit.randomRotation(random, 1);
        rotations.add(rotation);
        kit.project(person, kit.randomExpression(random), rotation, out, 0);
        frames.add(out);
      }
      landmarks.add(frames);
    }
  }

  @Test
  void fit_facesOfTheModel_areFoundAgain() {
    FittedFaces fits = FaceFitter.fit(kit, landmarks, done -> {});
    assertThat(fits.people()).isEqualTo(PEOPLE);
    assertThat(fits.frames()).hasSize(PEOPLE * FRAMES);
    for (int i = 0; i < fits.frames().size(); i++) {
      FittedFaces.Frame frame = fits.frames().get(i);
      assertThat(frame.error()).as("error of frame " + i).isLessThan(0.5);
      double[] angle = DetectorBias.features(frame.rotation());
      double[] truth = DetectorBias.features(rotations.get(i));
      assertThat(angle[1]).as("yaw of frame " + i).isCloseTo(truth[1], within(0.1));
    }
  }

  @Test
  void fit_twoPeople_exchangesTheirMotions() {
    FittedFaces fits = FaceFitter.fit(kit, landmarks, done -> {});
    float[] truth = new float[136];
    float[] answer = new float[136];
    float[] copy = new float[136];
    double error = 0;
    double copied = 0;
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 50; i++) {
      int person = random.nextInt(PEOPLE);
      FittedFaces.Frame frame = fits.frames().get(random.nextInt(PEOPLE * FRAMES));
      kit.project(persons.get(person), frame.expression(), frame.rotation(), truth, 0);
      fits.wander(frame.rotation(), truth, 0);
      kit.project(fits.shape(person), frame.expression(), frame.rotation(), answer, 0);
      fits.wander(frame.rotation(), answer, 0);
      System.arraycopy(frame.seen(), 0, copy, 0, 136);
      Normalization.normalize(truth, 0);
      Normalization.normalize(answer, 0);
      Normalization.normalize(copy, 0);
      error += Normalization.error(answer, truth, 0);
      copied += Normalization.error(copy, truth, 0);
    }
    assertThat(error).isLessThan(0.4 * copied);
  }

  @Test
  void fit_otherPlaceAndSize_isTheSame() {
    List<List<float[]>> moved = new ArrayList<>();
    for (List<float[]> frames : landmarks) {
      moved.add(
          frames.stream()
              .map(
                  f -> {
                    float[] out = new float[136];
                    for (int i = 0; i < 136; i++) {
                      out[i] = 3 * f[i] + 500;
                    }
                    return out;
                  })
              .toList());
    }
    FittedFaces a = FaceFitter.fit(kit, landmarks, done -> {});
    FittedFaces b = FaceFitter.fit(kit, moved, done -> {});
    for (int p = 0; p < PEOPLE; p++) {
      for (int i = 0; i < 204; i++) {
        assertThat(b.shape(p)[i]).isCloseTo(a.shape(p)[i], within(5e-3f));
      }
    }
  }

  @Test
  void write_thenRead_isTheSame() throws IOException {
    FittedFaces fits = FaceFitter.fit(kit, landmarks, done -> {});
    Path file = directory.resolve("fits.safetensors");
    fits.write(file, "these");
    FittedFaces again = FittedFaces.read(file, "these");
    assertThat(again.shape(2)).isEqualTo(fits.shape(2));
    assertThat(again.framesOf(5)).isEqualTo(fits.framesOf(5));
    assertThat(again.frames().get(7).seen()).isEqualTo(fits.frames().get(7).seen());
    float[] a = new float[136];
    float[] b = new float[136];
    fits.wander(rotations.get(1), a, 0);
    again.wander(rotations.get(1), b, 0);
    assertThat(b).containsExactly(a, within(1e-5f));
    assertThatThrownBy(() -> FittedFaces.read(file, "those"))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("those")
        .hasMessageContaining("delete");
  }

  /**
   * One person, whose mouth corner 48 is off the fit by 2 and -1 pixels, and brow 20 by 3 twice.
   */
  private FittedFaces off() {
    double[] rotation = FaceKit.rotation(20, -5, 10);
    float[] still = new float[204];
    List<FittedFaces.Frame> frames = new ArrayList<>();
    for (float shift : new float[] {2, -1}) {
      float[] seen = new float[136];
      kit.project(still, still, rotation, seen, 0);
      seen[2 * 48] += shift;
      seen[2 * 20 + 1] += 3;
      seen[2 * 8] += shift;
      frames.add(new FittedFaces.Frame(0, seen, still, rotation, 0.1));
    }
    return new FittedFaces(
        new float[][] {still}, new float[][] {still}, frames, DetectorBias.none());
  }

  @Test
  void withResidual_whatChangesFromFrameToFrame_isMotion() {
    FittedFaces fits = off();
    float[] still = new float[204];
    float[] out = new float[136];
    float[] neutral = new float[136];
    for (double share : new double[] {1, 0.5}) {
      FittedFaces more = fits.withResidual(kit, share);
      for (int i = 0; i < 2; i++) {
        FittedFaces.Frame frame = more.frames().get(i);
        kit.project(still, frame.expression(), frame.rotation(), out, 0);
        kit.project(still, still, frame.rotation(), neutral, 0);
        for (int k = 0; k < 136; k++) {
          // Of 2 and -1, 0.5 belongs to the person; so do 3 and 3; the jaw takes no part.
          double expected = k == 2 * 48 ? share * (i == 0 ? 1.5 : -1.5) : 0;
          assertThat((double) out[k] - neutral[k])
              .as("number " + k)
              .isCloseTo(expected, within(0.02));
        }
      }
    }
    assertThat(fits.withResidual(kit, 0)).isSameAs(fits);
  }
}
