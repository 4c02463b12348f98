package io.github.reenact.head;

import io.github.reenact.Landmarks;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * The mean 3D shape of a head: the 68 landmarks, and points on the outline of the skull and hair,
 * which no landmark describes. Lengths are in distances of the outer corners of the eyes; x to the
 * right of the picture, y down, z towards the camera; the origin lies between these corners.
 *
 * <p>The landmarks' shape was estimated from tracked landmarks alone, see {@code
 * tools/fit_head_shape.py}; the outline is a half ellipse (ours).
 */
public final class HeadShape {
  private static final int[] RIGID = {
    0, 1, 2, 14, 15, 16, 27, 28, 29, 30, 31, 33, 35, 36, 39, 42, 45
  };

  private static final double[][] FACE = load();
  private static final double[][] OUTLINE = outline();
  private static final HeadFit FIT = HeadFit.rigid(FACE);

  private HeadShape() {}

  /** Landmarks that stay where they are on the head when it talks, blinks and turns. */
  public static int[] rigid() {
    return RIGID.clone();
  }

  /** {@link Pose.Fitter#facing} of landmarks in a picture. */
  public static double facing(Landmarks landmarks) {
    return FIT.facing(landmarks);
  }

  /** The pose in which the mean head's rigid points are seen nearest to those of landmarks. */
  public static Pose pose(Landmarks landmarks) {
    return FIT.fit(landmarks);
  }

  /**
   * Landmarks as they are seen when the head is turned otherwise. How near each point is to the
   * camera is taken from the mean head in the pose that is seen now.
   *
   * @param landmarks in any place and size
   * @param seen their pose: {@link #pose}
   * @param turn how the head is to be turned
   * @return in the landmarks' unit, from where the head's origin is seen
   */
  public static Shape turned(Landmarks landmarks, Pose seen, Rotation turn) {
    Rotation way = turn.after(seen.rotation().inverse());
    double[] out = new double[2 * Landmarks.COUNT];
    for (int i = 0; i < Landmarks.COUNT; i++) {
      double x = landmarks.x(i) - seen.tx;
      double y = landmarks.y(i) - seen.ty;
      double z = seen.scale * seen.z(FACE[i]);
      out[2 * i] = way.x(x, y, z);
      out[2 * i + 1] = way.y(x, y, z);
    }
    return Shape.of(out);
  }

  /** The 68 landmarks: x, y, z of each. */
  public static double[][] face() {
    return FACE;
  }

  /** Points around the skull and on the hair above the forehead: x, y, z of each. */
  public static double[][] head() {
    return OUTLINE;
  }

  /** Thirteen points on half an ellipse from cheek over crown to cheek, three above the brows. */
  private static double[][] outline() {
    double[][] out = new double[16][];
    for (int i = 0; i < 13; i++) {
      double a = Math.toRadians(-35 + 250.0 * i / 12);
      out[i] = new double[] {0.96 * Math.cos(a), -0.03 - 1.21 * Math.sin(a), -0.765};
    }
    out[13] = new double[] {-0.26, -0.71, 0.23};
    out[14] = new double[] {0, -0.81, 0.28};
    out[15] = new double[] {0.26, -0.71, 0.23};
    return out;
  }

  private static double[][] load() {
    double[][] out = new double[Landmarks.COUNT][3];
    String name = "head-shape.csv";
    try (InputStream in = HeadShape.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(
            name + " is missing beside " + HeadShape.class.getName() + ": the jar is incomplete");
      }
      BufferedReader reader =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
      int n = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.startsWith("#") && !line.startsWith("x")) {
          String[] v = line.split(",", -1);
          for (int i = 0; i < 3; i++) {
            out[n][i] = Double.parseDouble(v[i]);
          }
          n++;
        }
      }
      if (n != Landmarks.COUNT) {
        throw new IllegalStateException(name + " holds " + n + " points, not " + Landmarks.COUNT);
      }
      return out;
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + name + " beside " + HeadShape.class, e);
    }
  }
}
