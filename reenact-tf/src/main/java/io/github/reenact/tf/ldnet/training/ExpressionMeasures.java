package io.github.reenact.tf.ldnet.training;

import io.github.reenact.Landmarks;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Measures of what people see of an expression, computed from landmarks within a graph, so that
 * losses can use them: the opening of the mouth (62-66, 61-67, 63-65), its width (48-54, 60-64),
 * each eye's opening (37-41, 38-40; 43-47, 44-46) and width (36-39; 42-45), the slant of the mouth
 * (how much lower corner 54 is than corner 48) and the height of each point of the brows (17 to 26)
 * over the middle of its eye. Openings and widths are distances; slant and heights are taken at
 * right angles to the eye line (36-45), so that a turn in the picture's plane changes none. All are
 * in the unit of the landmarks. Ours.
 */
final class ExpressionMeasures {
  private static final int XY = 2 * Landmarks.COUNT;

  /** Pairs of points whose distance is a measure. */
  private static final int[][] DISTANCES = {
    {62, 66},
    {61, 67},
    {63, 65}, // opening of the mouth
    {48, 54},
    {60, 64}, // its width
    {37, 41},
    {38, 40},
    {43, 47},
    {44, 46}, // opening of the eyes
    {36, 39},
    {42, 45} // their width
  };

  /** The measures taken at right angles to the eye line: the slant, and ten heights. */
  private static final int HEIGHTS = 11;

  /** The number of measures. */
  static final int COUNT = DISTANCES.length + HEIGHTS;

  private ExpressionMeasures() {}

  /**
   * The measures of faces.
   *
   * @param landmarks rows of 136 numbers, y down
   * @return as many rows of {@link #COUNT} numbers, in the order of the class comment
   */
  static Operand<TFloat32> of(Ops tf, Operand<TFloat32> landmarks) {
    List<float[]> distances = new ArrayList<>();
    for (int[] pair : DISTANCES) {
      distances.add(difference(pair[0], pair[0], pair[1]));
    }
    List<float[]> heights = new ArrayList<>();
    heights.add(difference(48, 48, 54));
    for (int brow = 17; brow < 27; brow++) {
      heights.add(brow < 22 ? half(brow, 36, 39) : half(brow, 42, 45));
    }
    List<float[]> eyes = List.of(difference(36, 36, 45));
    Operand<TFloat32> lengths =
        length(tf, columns(tf, landmarks, distances, 0), columns(tf, landmarks, distances, 1));
    Operand<TFloat32> eyeX = columns(tf, landmarks, eyes, 0);
    Operand<TFloat32> eyeY = columns(tf, landmarks, eyes, 1);
    Operand<TFloat32> eyeLength = length(tf, eyeX, eyeY);
    // Down is the eye line turned by a right angle.
    Operand<TFloat32> down =
        tf.math.sub(
            tf.math.mul(columns(tf, landmarks, heights, 1), tf.math.div(eyeX, eyeLength)),
            tf.math.mul(columns(tf, landmarks, heights, 0), tf.math.div(eyeY, eyeLength)));
    return tf.concat(List.of(lengths, down), tf.constant(1));
  }

  /** Weights of the points that give the vector from the mean of two points to a third. */
  private static float[] difference(int from, int alsoFrom, int to) {
    float[] out = new float[Landmarks.COUNT];
    out[from] -= 0.5f;
    out[alsoFrom] -= 0.5f;
    out[to] += 1;
    return out;
  }

  /** Weights of the points that give the vector from a point to the mean of two. */
  private static float[] half(int from, int to, int alsoTo) {
    float[] out = difference(to, alsoTo, from);
    for (int i = 0; i < out.length; i++) {
      out[i] = -out[i];
    }
    return out;
  }

  /** The x (axis 0) or y (axis 1) of weighted sums of points, a column a sum. */
  private static Operand<TFloat32> columns(
      Ops tf, Operand<TFloat32> landmarks, List<float[]> sums, int axis) {
    float[][] weights = new float[XY][sums.size()];
    for (int k = 0; k < sums.size(); k++) {
      for (int i = 0; i < Landmarks.COUNT; i++) {
        weights[2 * i + axis][k] = sums.get(k)[i];
      }
    }
    return tf.linalg.matMul(landmarks, tf.constant(weights));
  }

  private static Operand<TFloat32> length(Ops tf, Operand<TFloat32> x, Operand<TFloat32> y) {
    // A little rounded: the gradient of a length of 0 is not defined.
    return tf.math.sqrt(
        tf.math.add(tf.math.add(tf.math.square(x), tf.math.square(y)), tf.constant(1e-6f)));
  }
}
