package io.github.reenact.tf.ldnet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import io.github.reenact.testing.FloatComparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaceKitTest {
  @SuppressWarnings("NullAway.Init") // filled by JUnit
  @TempDir
  private Path directory;

  @BeforeEach
  void write() throws IOException {
    TestData.faceKit(directory);
  }

  @Test
  void open_wholeFolder_readsAllShapes() throws IOException {
    FaceKit kit = FaceKit.open(directory);
    assertThat(kit.identityShapes()).isEqualTo(4);
    assertThat(kit.expressionShapes()).isEqualTo(3);
  }

  @Test
  void open_missingFile_namesIt() throws IOException {
    Files.delete(directory.resolve("landmarks68_identity.npy"));
    assertThatThrownBy(() -> FaceKit.open(directory))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("landmarks68_identity.npy");
  }

  @Test
  void open_otherShape_namesBoth() throws IOException {
    TestData.npy(directory.resolve("landmarks68_neutral.npy"), "(3, 68)", new float[204]);
    refused("(3,68)");
  }

  @Test
  void open_expressionsAndNamesDiffer_isRefused() throws IOException {
    Files.writeString(directory.resolve("names.json"), "{\"expressions\": [\"jawOpen\"]}");
    refused("(3,68,3)");
  }

  @Test
  void open_sideWithoutItsOther_isRefused() throws IOException {
    Files.writeString(
        directory.resolve("names.json"), "{\"expressions\": [\"blink_L\", \"x\", \"y\"]}");
    refused("blink_R");
  }

  @Test
  void open_truncatedNumbers_isRefused() throws IOException {
    Path file = directory.resolve("landmarks68_neutral.npy");
    byte[] all = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(all, all.length - 5));
    refused("bytes of numbers");
  }

  @Test
  void open_noNpy_isRefused() throws IOException {
    Files.writeString(directory.resolve("landmarks68_neutral.npy"), "hello");
    refused("no .npy file");
  }

  @Test
  void open_noJson_isRefused() throws IOException {
    Files.writeString(directory.resolve("names.json"), "[1");
    refused("names.json");
  }

  private void refused(String what) {
    assertThatThrownBy(() -> FaceKit.open(directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(what);
  }

  @Test
  void rotation_eachAngle_turnsTheRightWay() {
    // Rows are x, y (up), z (to the camera): the nose, at z = 1, goes where the angles say.
    assertThat(FaceKit.rotation(90, 0, 0)[2]).isCloseTo(1, within(1e-12));
    assertThat(FaceKit.rotation(0, 90, 0)[5]).isCloseTo(-1, within(1e-12));
    assertThat(FaceKit.rotation(0, 0, 90)[3]).isCloseTo(1, within(1e-12));
    double[] both = FaceKit.rotation(90, 90, 0);
    assertThat(both[2]).isCloseTo(1, within(1e-12));
    double[] r = FaceKit.rotation(31, -17, 8);
    double[] row = {0, 0, 0};
    for (int i = 0; i < 3; i++) {
      for (int k = 0; k < 3; k++) {
        row[i] += r[3 * i + k] * r[3 * i + k];
      }
      assertThat(row[i]).isCloseTo(1, within(1e-12));
    }
  }

  @Test
  void project_nearerPoint_isLarger() throws IOException {
    FaceKit kit = FaceKit.open(directory);
    float[] none = new float[204];
    float[] near = new float[204];
    for (int i = 2; i < 204; i += 3) {
      near[i] = 20;
    }
    float[] far = kit.neutral();
    float[] out = new float[136];
    kit.project(near, none, FaceKit.rotation(0, 0, 0), out, 0);
    // At 60 cm, 20 cm nearer is 60 / 40 as large at least.
    assertThat((out[32] - out[0]) / (far[32] - far[0])).isBetween(1.3f, 1.6f);
  }

  @Test
  void quadruple_sameSeed_isTheSame() throws IOException {
    FaceKit kit = FaceKit.open(directory);
    float[][] first = quadruple(kit, 3);
    float[][] second = quadruple(kit, 3);
    float[][] third = quadruple(kit, 4);
    for (int i = 0; i < 4; i++) {
      assertThat(first[i]).isEqualTo(second[i]);
      assertThat(first[i]).isNotEqualTo(third[i]);
    }
  }

  @Test
  void quadruple_withoutIdentityShapes_givesTheDriverItself() throws IOException {
    TestData.npy(directory.resolve("landmarks68_identity.npy"), "(4, 68, 3)", new float[4 * 204]);
    float[][] all = quadruple(FaceKit.open(directory), 9);
    FloatComparison.assertClose(all[2], all[1], 0);
    FloatComparison.assertClose(all[3], all[0], 0);
  }

  private static float[][] quadruple(FaceKit kit, long seed) {
    float[][] out = new float[4][136];
    kit.quadruple(new SplittableRandom(seed), 1, out[0], out[1], out[2], out[3], 0);
    return out;
  }

  @Test
  void randomExpression_manyDraws_hasAFifthToAQuarterOfTheUnitsOn() throws IOException {
    FaceKit kit = FaceKit.open(directory);
    SplittableRandom random = new SplittableRandom(1);
    int still = 0;
    for (int i = 0; i < 4000; i++) {
      boolean moved = false;
      for (float v : kit.randomExpression(random)) {
        moved |= v != 0;
      }
      still += moved ? 0 : 1;
    }
    // One pair of sides and one unit in the middle: 0.75 x 0.8 of the faces are at rest.
    assertThat(still / 4000.0).isCloseTo(0.6, within(0.03));
  }

  @Test
  void randomAngles_manyDraws_areThoseOfRandomRotation() {
    SplittableRandom random = new SplittableRandom(1);
    SplittableRandom same = new SplittableRandom(1);
    double widest = 0;
    for (int i = 0; i < 1000; i++) {
      double[] angles = FaceKit.randomAngles(random, 1);
      assertThat(Math.abs(angles[0])).isLessThanOrEqualTo(50);
      assertThat(Math.abs(angles[1])).isLessThanOrEqualTo(25);
      assertThat(Math.abs(angles[2])).isLessThanOrEqualTo(25);
      widest = Math.max(widest, Math.abs(angles[0]));
      assertThat(FaceKit.rotation(angles[0], angles[1], angles[2]))
          .isEqualTo(FaceKit.randomRotation(same, 1));
    }
    assertThat(widest).isGreaterThan(40);
  }

  private static final List<String> UNITS =
      List.of(
          "jawOpen",
          "mouthClose",
          "mouthPucker",
          "mouthSmile_L",
          "mouthSmile_R",
          "mouthFrown_L",
          "mouthFrown_R",
          "mouthLeft",
          "mouthRight",
          "eyeBlink_L",
          "eyeBlink_R",
          "eyeWide_L",
          "eyeWide_R",
          "browInnerUp_L",
          "browInnerUp_R",
          "browOuterUp_L",
          "browOuterUp_R",
          "browDown_L",
          "browDown_R");

  /** A morphable face whose expression unit k moves point k to the right by one centimetre. */
  private FaceKit unitKit() throws IOException {
    float[] shapes = new float[204 * UNITS.size()];
    for (int k = 0; k < UNITS.size(); k++) {
      shapes[204 * k + 3 * k] = 1;
    }
    TestData.npy(
        directory.resolve("landmarks68_expression.npy"), "(" + UNITS.size() + ", 68, 3)", shapes);
    Files.writeString(
        directory.resolve("names.json"), "{\"expressions\": " + new Gson().toJson(UNITS) + "}");
    return FaceKit.open(directory);
  }

  private static float unit(float[] face, String name) {
    return face[3 * UNITS.indexOf(name)];
  }

  @Test
  void extremeExpression_eachKind_reachesFullStrengthAndNothingElseMoves() throws IOException {
    FaceKit kit = unitKit();
    Map<ExtremeExpression, Set<String>> expected =
        Map.ofEntries(
            Map.entry(ExtremeExpression.OPEN_MOUTH, Set.of("jawOpen")),
            Map.entry(ExtremeExpression.PUCKER, Set.of("mouthPucker")),
            Map.entry(ExtremeExpression.SMILE, Set.of("mouthSmile_L", "mouthSmile_R")),
            Map.entry(ExtremeExpression.FROWN, Set.of("mouthFrown_L", "mouthFrown_R")),
            Map.entry(ExtremeExpression.BLINK, Set.of("eyeBlink_L", "eyeBlink_R")),
            Map.entry(ExtremeExpression.WIDE_EYES, Set.of("eyeWide_L", "eyeWide_R")),
            Map.entry(
                ExtremeExpression.RAISED_BROWS,
                Set.of("browInnerUp_L", "browInnerUp_R", "browOuterUp_L", "browOuterUp_R")),
            Map.entry(ExtremeExpression.LOWERED_BROWS, Set.of("browDown_L", "browDown_R")));
    for (Map.Entry<ExtremeExpression, Set<String>> e : expected.entrySet()) {
      SplittableRandom random = new SplittableRandom(4);
      float most = 0;
      for (int i = 0; i < 100; i++) {
        float[] face = kit.extremeExpression(e.getKey(), random);
        for (String name : UNITS) {
          if (e.getValue().contains(name)) {
            assertThat(unit(face, name)).as(e.getKey() + ": " + name).isBetween(0.6f, 1f);
            most = Math.max(most, unit(face, name));
          } else {
            assertThat(unit(face, name)).as(e.getKey() + ": " + name).isZero();
          }
        }
      }
      assertThat(most).as(e.getKey().toString()).isGreaterThan(0.97f);
    }
  }

  @Test
  void extremeExpression_oneSided_takesEitherSide() throws IOException {
    FaceKit kit = unitKit();
    SplittableRandom random = new SplittableRandom(4);
    int left = 0;
    int down = 0;
    int shifted = 0;
    for (int i = 0; i < 100; i++) {
      float[] wink = kit.extremeExpression(ExtremeExpression.WINK, random);
      assertThat(Math.max(unit(wink, "eyeBlink_L"), unit(wink, "eyeBlink_R"))).isBetween(0.6f, 1f);
      assertThat(Math.min(unit(wink, "eyeBlink_L"), unit(wink, "eyeBlink_R"))).isZero();
      left += unit(wink, "eyeBlink_L") > 0 ? 1 : 0;
      float[] slant = kit.extremeExpression(ExtremeExpression.SLANTED_MOUTH, random);
      assertThat(unit(slant, "mouthSmile_L")).isEqualTo(unit(slant, "mouthFrown_R"));
      assertThat(unit(slant, "mouthSmile_R")).isEqualTo(unit(slant, "mouthFrown_L"));
      assertThat(unit(slant, "mouthSmile_L") + unit(slant, "mouthSmile_R")).isBetween(0.6f, 1f);
      down += unit(slant, "mouthSmile_L") > 0 ? 1 : 0;
      float[] shift = kit.extremeExpression(ExtremeExpression.SHIFTED_MOUTH, random);
      assertThat(unit(shift, "mouthLeft") + unit(shift, "mouthRight")).isBetween(0.6f, 1f);
      shifted += unit(shift, "mouthLeft") > 0 ? 1 : 0;
    }
    assertThat(left).isBetween(30, 70);
    assertThat(down).isBetween(30, 70);
    assertThat(shifted).isBetween(30, 70);
  }

  @Test
  void extremeExpression_random_holdsOneAmongWeakUnits() throws IOException {
    FaceKit kit = unitKit();
    SplittableRandom random = new SplittableRandom(4);
    Set<String> reached = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      float[] face = kit.extremeExpression(random);
      int strong = 0;
      for (String name : UNITS) {
        assertThat(unit(face, name)).isBetween(0f, 1f);
        if (unit(face, name) > 0.55f) {
          strong++;
          reached.add(name);
        }
      }
      assertThat(strong).isBetween(1, 8);
    }
    Set<String> all = new HashSet<>(UNITS);
    all.remove("mouthClose");
    assertThat(reached).isEqualTo(all);
  }

  @Test
  void extremeExpression_unitsUnknown_isRandom() throws IOException {
    FaceKit kit = FaceKit.open(directory);
    assertThat(kit.extremeExpression(ExtremeExpression.PUCKER, new SplittableRandom(1)))
        .containsOnly(0f);
  }

  @Test
  void expression_shareOfExtremes_isAsAskedFor() throws IOException {
    FaceKit kit = unitKit();
    int[] strong = new int[3];
    for (int i = 0; i < 3; i++) {
      GroundTruthPairs pairs =
          new GroundTruthPairs(
              TestData.small().extremes(0.5 * i).build().sampling(), kit, Optional.empty());
      SplittableRandom random = new SplittableRandom(4);
      for (int k = 0; k < 1000; k++) {
        float[] face = pairs.expression(random);
        strong[i] += UNITS.stream().anyMatch(name -> unit(face, name) >= 0.6f) ? 1 : 0;
      }
    }
    assertThat(strong[2]).isEqualTo(1000);
    assertThat(strong[0]).isBetween(100, 900);
    assertThat((double) strong[1]).isCloseTo((1000 + strong[0]) / 2.0, within(60.0));
  }
}
