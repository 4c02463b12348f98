package io.github.reenact.demo;

import io.github.reenact.Landmarks;
import io.github.reenact.media.FrameRate;
import io.github.reenact.media.MotionTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Six seconds of motion of nobody: the landmarks of a head that turns, talks, blinks and smiles.
 *
 * <p>A generic head of 68 points in space (ours, laid out by hand) is deformed by a few expression
 * weights, turned about the top of its neck and projected. Weights and angles are curves through
 * key frames. The first frame looks straight ahead with a closed mouth, as relative motion wants.
 */
public final class SampleMotion {
  private static final FrameRate FRAME_RATE = FrameRate.of(25);
  private static final int FRAMES = 150;

  /** Width and height of the driver's picture in pixels. */
  private static final int SIZE = 512;

  /**
   * The head's right half and middle: index, x, y (down), z (to the viewer). The origin lies
   * between the eyes; the face is about 276 wide.
   */
  private static final double[][] HEAD = {
    {0, -138, -8, -118}, {1, -137, 30, -116}, {2, -132, 68, -110}, {3, -124, 105, -100},
    {4, -110, 140, -84}, {5, -89, 171, -62}, {6, -63, 196, -40}, {7, -33, 213, -22},
    {8, 0, 219, -14}, {17, -112, -42, -32}, {18, -95, -57, -12}, {19, -73, -62, 2},
    {20, -50, -57, 11}, {21, -28, -48, 16}, {27, 0, -8, 20}, {28, 0, 22, 34},
    {29, 0, 52, 50}, {30, 0, 80, 64}, {31, -28, 100, 28}, {32, -15, 105, 38},
    {33, 0, 109, 44}, {36, -90, 2, -16}, {37, -73, -9, -4}, {38, -53, -9, -2},
    {39, -36, 4, -6}, {40, -53, 11, -2}, {41, -74, 11, -4}, {48, -52, 146, 14},
    {49, -33, 136, 30}, {50, -12, 130, 39}, {51, 0, 134, 40}, {57, 0, 172, 34},
    {58, -14, 170, 33}, {59, -34, 161, 26}, {60, -45, 146, 16}, {61, -14, 145, 33},
    {62, 0, 146, 34}, {66, 0, 150, 33}, {67, -14, 149, 32}
  };

  /** The point on the other side of the face, by index. */
  private static final int[] MIRROR = {
    16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 26, 25, 24, 23, 22, 21, 20, 19, 18,
    17, 27, 28, 29, 30, 35, 34, 33, 32, 31, 45, 44, 43, 42, 47, 46, 39, 38, 37, 36, 41, 40, 54, 53,
    52, 51, 50, 49, 48, 59, 58, 57, 56, 55, 64, 63, 62, 61, 60, 67, 66, 65
  };

  /** How much the cheek can hide of jaw points 0 to 8: 0 is nothing. */
  private static final double[] CHEEK = {1, 1, 1, 0.9, 0.65, 0.35, 0.1, 0, 0};

  /** Where the head turns: the top of the neck. */
  private static final double PIVOT_Y = 130;

  private static final double PIVOT_Z = -110;

  /** How far away the viewer is, in the head's units: about two metres. */
  private static final double DISTANCE = 3600;

  // Pairs of seconds and value; between them the curves ease in and out.
  private static final double[] YAW = {
    0, 0, 0.35, 0, 1.15, 12, 1.75, 9, 2.75, -13, 3.45, -8, 4.25, 2, 5.1, 5, 6, 0
  };
  private static final double[] PITCH = {
    0, 0, 0.4, 0, 0.8, 3, 1.2, -3, 1.7, 3, 2.2, 0, 2.7, -3, 3.2, 4, 3.8, -2, 4.3, 5, 4.9, -3, 6, 0
  };
  private static final double[] ROLL = {
    0, 0, 0.4, 0, 1.2, 2.5, 2.0, 1, 2.8, -3, 3.6, -1, 4.4, 1, 5.1, 5, 6, 0.5
  };
  private static final double[] SMILE = {
    0, 0, 0.5, 0.05, 2.2, 0.15, 4.1, 0.1, 4.9, 1, 5.5, 0.95, 6, 0.4
  };
  private static final double[] BROWS = {
    0, 0, 0.6, 0, 0.85, 0.8, 1.3, 0.1, 2.0, 0, 2.35, 1, 2.9, 0.1, 3.3, 0.6, 3.8, 0, 4.7, 0, 5.0,
    0.5, 5.5, 0.2, 6, 0
  };

  /** The opening of the jaw, syllable by syllable; 0 is closed. */
  private static final double[] JAW = {
    0, 0, 0.48, 0, 0.6, 0.55, 0.72, 0.15, 0.86, 0.8, 1.0, 0.3, 1.1, 0.5, 1.24, 0, 1.34, 0.05, 1.46,
    0.6, 1.58, 0.25, 1.72, 0.7, 1.88, 0.1, 2.0, 0, 2.14, 0, 2.28, 0.75, 2.42, 0.35, 2.54, 0.6, 2.68,
    0.05, 2.8, 0.45, 2.94, 0.2, 3.08, 0.85, 3.24, 0.3, 3.36, 0, 3.46, 0.35, 3.58, 0.15, 3.72, 0.6,
    3.9, 0.2, 4.1, 0, 4.6, 0.02, 4.95, 0.24, 5.4, 0.22, 5.9, 0, 6, 0
  };

  /** Rounded (1) to spread (-1) lips. */
  private static final double[] ROUND = {
    0, 0, 0.5, 0, 0.62, -0.4, 0.86, -0.2, 1.0, 0.7, 1.12, 0.9, 1.3, 0, 1.46, -0.5, 1.6, 0.1, 1.74,
    0.8, 1.9, 0.1, 2.2, 0, 2.3, -0.4, 2.44, 0.2, 2.56, 0.9, 2.7, 0.2, 2.84, -0.5, 3.08, -0.1, 3.26,
    0.7, 3.4, 0, 3.6, -0.4, 3.74, 0.5, 4.0, 0, 6, 0
  };

  /** When the eyes are fully shut, in seconds. */
  private static final double[] BLINKS = {0.95, 2.18, 3.98, 5.62};

  private SampleMotion() {}

  /** The motion: 150 frames of 512 x 512 pixels at 25 frames a second, a face in each. */
  public static MotionTemplate template() {
    List<MotionTemplate.Frame> frames = new ArrayList<>(FRAMES);
    for (int i = 0; i < FRAMES; i++) {
      double seconds = FRAME_RATE.timeOf(i);
      frames.add(new MotionTemplate.Frame(seconds, Optional.of(at(seconds))));
    }
    return new MotionTemplate(SIZE, SIZE, FRAME_RATE, frames);
  }

  private static Landmarks at(double t) {
    double[][] head = bend(t);
    // A living head never quite rests: slow sines that vanish in the first moments.
    double life = Math.min(1, t / 0.5);
    double yaw =
        Math.toRadians(curve(YAW, t) + life * (0.7 * Math.sin(5.1 * t) + 0.4 * Math.sin(8.3 * t)));
    double pitch =
        Math.toRadians(curve(PITCH, t) + life * (0.6 * Math.sin(6.7 * t + 1) - 0.6 * Math.sin(1)));
    double roll = Math.toRadians(curve(ROLL, t) + life * 0.4 * Math.sin(4.3 * t));
    float[] xy = new float[2 * Landmarks.COUNT];
    for (int i = 0; i < Landmarks.COUNT; i++) {
      double[] best = project(head[i], yaw, pitch, roll);
      if (i <= 16) {
        // The jaw line of the side that turns away is where the cheek hides what is behind it.
        boolean right = i < 8;
        double hollow = CHEEK[Math.min(i, 16 - i)];
        for (double q = 0.2; q <= 1; q += 0.2) {
          double[] cheek = {
            head[i][0] * (1 - 0.13 * q * hollow), head[i][1], head[i][2] + 80 * q * hollow
          };
          double[] p = project(cheek, yaw, pitch, roll);
          if (right ? p[0] < best[0] : p[0] > best[0]) {
            best = p;
          }
        }
      }
      double scale = SIZE / 680.0;
      xy[2 * i] = (float) (SIZE * 0.5 + scale * best[0]);
      xy[2 * i + 1] = (float) (SIZE * 0.42 + scale * best[1]);
    }
    return Landmarks.of(xy);
  }

  /** The head's points in space with the expression of a moment. */
  private static double[][] bend(double t) {
    double jaw = curve(JAW, t);
    double round = curve(ROUND, t);
    double smile = curve(SMILE, t);
    double brows = curve(BROWS, t);
    double shut = 0;
    for (double b : BLINKS) {
      // Lids close faster than they open.
      double d = t - b;
      shut = Math.max(shut, d < 0 ? 1 - ease(-d / 0.1) : 1 - ease((d - 0.02) / 0.17));
    }
    double[][] out = new double[Landmarks.COUNT][];
    for (double[] p : HEAD) {
      int i = (int) p[0];
      double x = p[1];
      double y = p[2];
      double z = p[3];
      if (i <= 8) {
        double w = new double[] {0, 0, 0.02, 0.06, 0.2, 0.5, 0.8, 0.95, 1}[i];
        y += 29 * jaw * w;
        z -= 6 * jaw * w;
        x *= 1 + 0.012 * smile;
      } else if (i <= 21) {
        y -= brows * (i >= 20 ? 9 : i == 19 ? 8 : 6) + 1.5 * smile;
      } else if (i >= 31 && i <= 33) {
        x *= 1 + 0.08 * smile - 0.04 * round;
        y -= 1.5 * smile;
      } else if (i == 37 || i == 38) {
        y += shut * 18.5 - 1.5 * brows + 1.2 * smile;
      } else if (i == 40 || i == 41) {
        y += -1.5 * shut - 3.2 * smile;
      } else if (i >= 48) {
        boolean corner = i == 48 || i == 60;
        boolean lower = (i >= 57 && i <= 59) || i >= 66;
        boolean inner = i >= 60;
        if (corner) {
          x += 3 * jaw + 10 * round - 14 * smile;
          y += 7 * jaw - 12 * smile;
          z += 5 * round - 5 * smile;
        } else if (lower) {
          double side = i == 59 ? 0.7 : 1;
          x *= 1 - 0.16 * round + 0.2 * smile;
          y += side * 34 * jaw + (inner ? 1 : 3) * round - (i == 59 ? 7 : 2) * smile;
          z += 7 * round - 3 * jaw;
        } else {
          x *= 1 - 0.16 * round + 0.2 * smile;
          y -= 2.5 * jaw + (inner ? 0.5 : 2.5) * round - (i == 49 ? -5 : 1.5) * smile;
          z += 7 * round - 2 * smile;
        }
      }
      out[i] = new double[] {x, y, z};
      // Faces are not quite symmetric: the other corner of the mouth smiles a little less.
      double less = i >= 48 ? 0.8 * smile : 0;
      if (MIRROR[i] != i) {
        out[MIRROR[i]] = new double[] {-x - less, y + less, z};
      }
    }
    return out;
  }

  /** Turns a point about the neck and looks at it from in front: x and y in the head's units. */
  private static double[] project(double[] p, double yaw, double pitch, double roll) {
    double x = p[0];
    double y = p[1] - PIVOT_Y;
    double z = p[2] - PIVOT_Z;
    double x1 = x * Math.cos(yaw) + z * Math.sin(yaw);
    double z1 = z * Math.cos(yaw) - x * Math.sin(yaw);
    double y2 = y * Math.cos(pitch) + z1 * Math.sin(pitch);
    double z2 = z1 * Math.cos(pitch) - y * Math.sin(pitch);
    double x3 = x1 * Math.cos(roll) - y2 * Math.sin(roll);
    double y3 = x1 * Math.sin(roll) + y2 * Math.cos(roll);
    double k = DISTANCE / (DISTANCE - z2);
    return new double[] {k * x3, k * y3 + PIVOT_Y};
  }

  /** The value of a key-frame curve at a time. */
  private static double curve(double[] keys, double t) {
    int last = keys.length - 2;
    if (t >= keys[last]) {
      return keys[last + 1];
    }
    int i = 0;
    while (t >= keys[i + 2]) {
      i += 2;
    }
    double u = (t - keys[i]) / (keys[i + 2] - keys[i]);
    return keys[i + 1] + (keys[i + 3] - keys[i + 1]) * ease(u);
  }

  private static double ease(double u) {
    double v = Math.min(1, Math.max(0, u));
    return v * v * v * (10 + v * (6 * v - 15));
  }
}
