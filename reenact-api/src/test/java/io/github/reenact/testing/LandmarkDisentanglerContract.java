package io.github.reenact.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.reenact.IdentityCode;
import io.github.reenact.LandmarkDisentangler;
import io.github.reenact.Landmarks;
import io.github.reenact.MotionCode;
import io.github.reenact.Similarity;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link LandmarkDisentangler} promises. */
public abstract class LandmarkDisentanglerContract {
  private static final Landmarks FACE =
      TestFaces.face().turned(12, -5, 4).expression(0.3, 0.4, 0, 0.2).at(130, 120, 60);
  private static final Landmarks OTHER =
      TestFaces.face()
          .person(0.92, 1.1, 1.1, 1.05)
          .turned(-20, 8, -6)
          .expression(0.6, 0, 0.5, 0)
          .at(300, 200, 110);

  private LandmarkDisentangler disentangler;

  /** A new instance; the contract closes it. */
  protected abstract LandmarkDisentangler create();

  /**
   * How far combine(identity(L), motion(L)) may be from the normalised L, as a mean distance of
   * points in radii of the face. One of the made-up faces is used, on which nobody trains.
   */
  protected abstract double reconstructionTolerance();

  /** By how much numbers of a code may differ when only place and size of the face do. */
  protected double invarianceTolerance() {
    return 1e-3;
  }

  @BeforeEach
  final void createDisentangler() {
    disentangler = create();
  }

  @AfterEach
  final void closeDisentangler() {
    disentangler.close();
  }

  @Test
  void combine_ownIdentityAndMotion_givesTheFaceBack() {
    Landmarks back = disentangler.combine(disentangler.identity(FACE), disentangler.motion(FACE));
    Landmarks normal = FACE.transform(Similarity.normalizing(FACE));
    assertThat(FloatComparison.meanDistance(back, normal)).isLessThan(reconstructionTolerance());
  }

  @Test
  void combine_twoPeople_isInNormalPlaceAndSize() {
    Landmarks both = disentangler.combine(disentangler.identity(FACE), disentangler.motion(OTHER));
    assertThat(Math.hypot(both.centerX(), both.centerY())).isLessThan(0.1);
    assertThat((double) both.radius()).isBetween(0.9, 1.1);
  }

  @Test
  void codes_movedAndScaledFace_stayTheSame() {
    for (Similarity s :
        List.of(
            Similarity.scaleThenMove(1, 1000, -400),
            Similarity.scaleThenMove(0.25, 3, 8),
            Similarity.scaleThenMove(7, -50, 20))) {
      Landmarks moved = FACE.transform(s);
      FloatComparison.assertClose(
          disentangler.motion(moved).toArray(),
          disentangler.motion(FACE).toArray(),
          invarianceTolerance());
      FloatComparison.assertClose(
          disentangler.identity(moved).toArray(),
          disentangler.identity(FACE).toArray(),
          invarianceTolerance());
    }
  }

  @Test
  void motion_differentExpression_differs() {
    assertThat(disentangler.motion(OTHER)).isNotEqualTo(disentangler.motion(FACE));
  }

  @Test
  void identity_listOfOne_isThatOfTheSingleFace() {
    FloatComparison.assertClose(
        disentangler.identity(List.of(FACE)).toArray(),
        disentangler.identity(FACE).toArray(),
        1e-5);
  }

  @Test
  void identity_severalFaces_combines() {
    IdentityCode identity = disentangler.identity(List.of(FACE, OTHER, FACE));
    assertThat(identity.toArray()).hasSameSizeAs(disentangler.identity(FACE).toArray());
    assertThatCode(() -> disentangler.combine(identity, disentangler.motion(OTHER)))
        .doesNotThrowAnyException();
  }

  @Test
  void identity_emptyList_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> disentangler.identity(List.of()));
  }

  @Test
  void combine_extremeFaces_staysAFace() {
    IdentityCode identity = disentangler.identity(FACE);
    for (Landmarks extreme :
        List.of(
            TestFaces.face().turned(75, 0, 0).at(0, 0, 50),
            TestFaces.face().turned(-75, 30, 60).at(0, 0, 50),
            TestFaces.face().turned(0, -45, 170).at(0, 0, 50),
            TestFaces.face().expression(3, 3, 3, 3).at(-1e6, 1e6, 50),
            TestFaces.face().person(0.2, 3, 3, 0.2).at(0, 0, 1e4))) {
      Landmarks out = disentangler.combine(identity, disentangler.motion(extreme));
      assertThat(out.radius()).isBetween(0.2f, 5f);
      assertThat(
              disentangler
                  .combine(disentangler.identity(extreme), disentangler.motion(FACE))
                  .radius())
          .isBetween(0.2f, 5f);
    }
  }

  @Test
  void identityAndMotion_allPointsEqual_areRefused() {
    float[] xy = new float[2 * Landmarks.COUNT];
    Arrays.fill(xy, 17);
    Landmarks point = Landmarks.of(xy);
    assertThatIllegalArgumentException().isThrownBy(() -> disentangler.identity(point));
    assertThatIllegalArgumentException().isThrownBy(() -> disentangler.identity(List.of(point)));
    assertThatIllegalArgumentException().isThrownBy(() -> disentangler.motion(point));
  }

  @Test
  void identityAndMotion_mirroredLandmarks_areRefusedWithTheRemedy() {
    Landmarks mirrored = FACE.swapSides();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> disentangler.identity(mirrored))
        .withMessageContaining("left and right are swapped")
        .withMessageContaining("swapSides");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> disentangler.identity(List.of(FACE, mirrored)))
        .withMessageContaining("swapSides");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> disentangler.motion(mirrored))
        .withMessageContaining("swapSides");
    // The remedy is one.
    assertThat(disentangler.motion(mirrored.swapSides())).isEqualTo(disentangler.motion(FACE));
  }

  @Test
  void landmarksAndCodes_notFinite_cannotBeMade() {
    float[] code = disentangler.motion(FACE).toArray();
    String backend = disentangler.motion(FACE).backend();
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      float[] xy = FACE.toArray();
      xy[77] = bad;
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Landmarks.of(xy))
          .withMessageContaining("landmark 38 has y = " + bad);
      float[] values = code.clone();
      values[values.length - 1] = bad;
      assertThatIllegalArgumentException().isThrownBy(() -> MotionCode.of(backend, values));
      assertThatIllegalArgumentException().isThrownBy(() -> IdentityCode.of(backend, values));
    }
  }

  @Test
  void landmarks_wrongCount_cannotBeMade() {
    for (int count : new int[] {0, 10, 135, 137, 2 * 98}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Landmarks.of(new float[count]))
          .withMessageContaining(String.valueOf(count));
    }
  }

  @Test
  void combine_codeOfWrongLength_isRefused() {
    IdentityCode identity = disentangler.identity(FACE);
    float[] code = disentangler.motion(FACE).toArray();
    for (int length : new int[] {0, code.length - 1, code.length + 1}) {
      MotionCode wrong =
          MotionCode.of(disentangler.motion(FACE).backend(), Arrays.copyOf(code, length));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> disentangler.combine(identity, wrong))
          .withMessageContaining(String.valueOf(length));
    }
  }

  @Test
  void combine_hugeNumbersInTheCode_isFiniteOrRefused() {
    IdentityCode identity = disentangler.identity(FACE);
    float[] code = disentangler.motion(FACE).toArray();
    for (float factor : new float[] {1e3f, 1e10f, 1e30f}) {
      float[] values = code.clone();
      for (int i = 0; i < values.length; i++) {
        values[i] *= factor;
      }
      MotionCode huge = MotionCode.of(disentangler.motion(FACE).backend(), values);
      try {
        // Landmarks are finite by their own promise.
        assertThat(disentangler.combine(identity, huge)).isNotNull();
      } catch (IllegalArgumentException refused) {
        assertThat(refused).hasMessageMatching("(?s).*(finite|zero).*");
      }
    }
  }

  @Test
  void combine_foreignCode_isRefused() {
    IdentityCode identity = disentangler.identity(FACE);
    MotionCode motion = disentangler.motion(FACE);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                disentangler.combine(
                    IdentityCode.of("another backend", identity.toArray()), motion))
        .withMessageContaining("another backend");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                disentangler.combine(identity, MotionCode.of("another backend", motion.toArray())))
        .withMessageContaining("another backend");
  }

  @Test
  void allMethods_calledTwice_giveTheSame() {
    assertThat(disentangler.identity(FACE)).isEqualTo(disentangler.identity(FACE));
    assertThat(disentangler.motion(FACE)).isEqualTo(disentangler.motion(FACE));
    assertThat(disentangler.combine(disentangler.identity(FACE), disentangler.motion(OTHER)))
        .isEqualTo(disentangler.combine(disentangler.identity(FACE), disentangler.motion(OTHER)));
  }

  @Test
  void combine_manyThreads_givesWhatOneThreadGives() {
    IdentityCode identity = disentangler.identity(FACE);
    List<Landmarks> faces =
        IntStream.range(0, 64)
            .mapToObj(i -> TestFaces.face().turned(i - 32, i / 4.0, 0).at(i, 2 * i, 40 + i))
            .toList();
    List<Landmarks> sequential =
        faces.stream().map(f -> disentangler.combine(identity, disentangler.motion(f))).toList();
    List<Landmarks> parallel =
        faces.parallelStream()
            .map(f -> disentangler.combine(identity, disentangler.motion(f)))
            .toList();
    for (int i = 0; i < faces.size(); i++) {
      FloatComparison.assertClose(parallel.get(i), sequential.get(i), 1e-5);
    }
  }

  @Test
  void allMethods_afterClose_throw() {
    IdentityCode identity = disentangler.identity(FACE);
    MotionCode motion = disentangler.motion(FACE);
    disentangler.close();
    disentangler.close();
    assertThatIllegalStateException().isThrownBy(() -> disentangler.identity(FACE));
    assertThatIllegalStateException().isThrownBy(() -> disentangler.identity(List.of(FACE)));
    assertThatIllegalStateException().isThrownBy(() -> disentangler.motion(FACE));
    assertThatIllegalStateException().isThrownBy(() -> disentangler.combine(identity, motion));
  }
}
