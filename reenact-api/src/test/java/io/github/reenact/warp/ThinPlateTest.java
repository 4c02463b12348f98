package io.github.reenact.warp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ThinPlateTest {
  @Test
  void fastLog_overAllMagnitudes_isWithinTwoTenMillionths() {
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      double x = Math.exp(80 * random.nextDouble() - 60);
      assertThat(ThinPlate.fastLog(x)).isCloseTo(Math.log(x), within(2e-7));
    }
    for (double x : new double[] {1, 2, 0.5, Math.nextDown(1.0), Math.nextUp(1.0)}) {
      assertThat(ThinPlate.fastLog(x)).isCloseTo(Math.log(x), within(2e-7));
    }
  }

  @Test
  void fastLog_zero_isFinite() {
    assertThat(ThinPlate.fastLog(0)).isLessThan(-700).isFinite();
  }

  @Test
  void displacements_noSmoothing_hitsEveryImage() {
    Random random = new Random(2);
    int n = 40;
    double[] px = random.doubles(n).toArray();
    double[] py = random.doubles(n).toArray();
    double[] qx = random.doubles(n).toArray();
    double[] qy = random.doubles(n).toArray();
    ThinPlate plate = ThinPlate.solve(px, py, qx, qy, new double[n]);
    for (int i = 0; i < n; i++) {
      float[] out = new float[2];
      plate.displacements(px[i], py[i], 1, 1, 1, 1, 1, out);
      assertThat(px[i] + out[0]).isCloseTo(qx[i], within(1e-4));
      assertThat(py[i] + out[1]).isCloseTo(qy[i], within(1e-4));
    }
  }

  @Test
  void displacements_affineImages_isThatMapWhateverTheSmoothing() {
    Random random = new Random(3);
    int n = 30;
    double[] px = random.doubles(n).toArray();
    double[] py = random.doubles(n).toArray();
    double[] qx = new double[n];
    double[] qy = new double[n];
    for (int i = 0; i < n; i++) {
      qx[i] = 0.1 + 1.2 * px[i] - 0.3 * py[i];
      qy[i] = -0.2 + 0.4 * px[i] + 0.9 * py[i];
    }
    ThinPlate plate = ThinPlate.solve(px, py, qx, qy, random.doubles(n, 0, 10).toArray());
    int side = 7;
    float[] out = new float[2 * side * side];
    plate.displacements(-1, -2, 0.5, 0.6, side, side, 100, out);
    for (int j = 0, o = 0; j < side; j++) {
      for (int i = 0; i < side; i++) {
        double x = -1 + 0.5 * i;
        double y = -2 + 0.6 * j;
        assertThat(out[o++]).isCloseTo((float) (100 * (0.1 + 0.2 * x - 0.3 * y)), within(1e-3f));
        assertThat(out[o++]).isCloseTo((float) (100 * (-0.2 + 0.4 * x - 0.1 * y)), within(1e-3f));
      }
    }
  }

  @Test
  void displacements_doublePointsWithoutSmoothing_staysFinite() {
    double[] px = {0, 0, 1, 1, 0.5};
    double[] py = {0, 0, 1, 0, 0.2};
    double[] qx = {0, 1, 1, 1, 0.5};
    ThinPlate plate = ThinPlate.solve(px, py, qx, py, new double[5]);
    float[] out = new float[2 * 9];
    plate.displacements(0, 0, 0.5, 0.5, 3, 3, 1, out);
    for (float v : out) {
      assertThat(v).isFinite();
    }
  }
}
