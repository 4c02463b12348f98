package io.github.reenact;

import static io.github.reenact.LandmarkDisentangler.isMirrored;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reenact.testing.TestFaces;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LandmarkDisentanglerTest {
  @Test
  void isMirrored_turnedTiltedMovedFaces_isOnlyTheSwappedOnes() {
    for (double yaw : new double[] {-60, -30, 0, 30, 60}) {
      for (double pitch : new double[] {-25, 0, 25}) {
        for (double roll : new double[] {-170, -90, 0, 45, 135}) {
          Landmarks face =
              TestFaces.face().turned(yaw, pitch, roll).expression(1, 1, 1, 1).at(-40, 900, 300);
          assertThat(isMirrored(face)).isFalse();
          assertThat(isMirrored(face.swapSides())).isTrue();
          // a mirrored picture, with and without the points renumbered
          assertThat(isMirrored(face.mirror(640))).isFalse();
          assertThat(isMirrored(face.mirror(640).swapSides())).isTrue();
        }
      }
    }
  }

  @Test
  void isMirrored_extremeProfiles_isFalse() {
    for (double yaw : new double[] {75, 85, 90, 95}) {
      for (double side : new double[] {-1, 1}) {
        for (double pitch : new double[] {-45, -20, 0, 20, 45}) {
          assertThat(isMirrored(TestFaces.face().turned(side * yaw, pitch, 10).at(0, 0, 50)))
              .as("yaw %s, pitch %s", side * yaw, pitch)
              .isFalse();
        }
      }
    }
  }

  @Test
  void isMirrored_noisyFaces_isFalse() {
    Random random = new Random(1);
    for (double yaw : new double[] {0, 60, 80}) {
      for (int k = 0; k < 500; k++) {
        float[] xy = TestFaces.face().turned(yaw, 0, 30).at(0, 0, 50).toArray();
        for (int i = 0; i < xy.length; i++) {
          // a tenth of the radius: many times what detectors have
          xy[i] += (float) (4.5 * random.nextGaussian());
        }
        assertThat(isMirrored(Landmarks.of(xy))).isFalse();
      }
    }
  }

  @Test
  void isMirrored_squeezedOrEqualPoints_isFalse() {
    for (float squeeze : new float[] {0.2f, 0.05f, 0}) {
      float[] xy = TestFaces.face().at(0, 0, 50).swapSides().toArray();
      for (int i = 0; i < xy.length; i += 2) {
        xy[i] *= squeeze / 2;
      }
      assertThat(isMirrored(Landmarks.of(xy))).as("squeezed to %s", squeeze).isFalse();
    }
    assertThat(isMirrored(Landmarks.of(new float[2 * Landmarks.COUNT]))).isFalse();
  }
}
