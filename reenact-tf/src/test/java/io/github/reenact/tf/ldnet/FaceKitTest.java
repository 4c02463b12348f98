package io.github.reenact.tf.ldnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.testing.FloatComparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
}
