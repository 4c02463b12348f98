package io.github.reenact.head;

import io.github.reenact.Landmarks;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Fits the pose of one 3D face to its landmarks in pictures.
 *
 * <p>Immutable and thread-safe.
 */
public final class HeadFit {
  private final int[] landmarks;
  private final double[] centre;
  private final Pose.Fitter fitter;

  private HeadFit(double[][] face, int[] landmarks) {
    this.landmarks = landmarks;
    double[][] points = IntStream.of(landmarks).mapToObj(i -> face[i]).toArray(double[][]::new);
    this.centre = new double[3];
    for (double[] p : points) {
      for (int k = 0; k < 3; k++) {
        centre[k] += p[k] / points.length;
      }
    }
    this.fitter = new Pose.Fitter(points);
  }

  /**
   * A fit by some of the landmarks.
   *
   * @param face x, y, z of all 68 points
   * @param landmarks at least 4 of them, not all in one plane
   */
  static HeadFit of(double[][] face, int... landmarks) {
    return new HeadFit(face, landmarks.clone());
  }

  /**
   * A fit by the landmarks that expressions do not move: {@link HeadShape#rigid}.
   *
   * @param face x, y, z of all 68 points
   */
  public static HeadFit rigid(double[][] face) {
    return new HeadFit(face, HeadShape.rigid());
  }

  /** The pose in which the face is seen nearest to landmarks, by least squares. */
  public Pose fit(Landmarks seen) {
    return fitter.fit(each(seen::x), each(seen::y));
  }

  /** The pose in which the face is seen nearest to points, by least squares. */
  public Pose fit(Shape seen) {
    return fitter.fit(each(seen::x), each(seen::y));
  }

  /** {@link Pose.Fitter#facing} of landmarks. */
  double facing(Landmarks seen) {
    return fitter.facing(each(seen::x), each(seen::y));
  }

  /** The mean of the fitted points of the 3D face: x, y, z. */
  double[] centre() {
    return centre.clone();
  }

  private double[] each(IntToDoubleFunction coordinate) {
    return IntStream.of(landmarks).mapToDouble(coordinate).toArray();
  }
}
