package io.github.reenact.tf.fdgan.training;

import io.github.reenact.Landmarks;
import io.github.reenact.Similarity;
import java.util.List;

/**
 * How unlike two pictures of one person are, by their landmarks: pose, and the openings of mouth
 * and eyes. What is unlike is what a network can learn from; most pairs of frames hardly differ.
 */
final class LandmarkDistance {
  /** Opening of the mouth and of both eyes: upper and lower point, left and right corner. */
  private static final int[][] OPENINGS = {{62, 66, 60, 64}, {37, 41, 36, 39}, {44, 46, 42, 45}};

  /**
   * Weight of the mean distance of the landmarks in radii of the face: a head that turns counts
   * about as much as a mouth that opens.
   */
  private static final double POSE = 2;

  private LandmarkDistance() {}

  /** Of two pictures; 0 for the same, 1 for very unlike ones. */
  static double of(Landmarks a, Landmarks b) {
    double sum = 0;
    for (int[] o : OPENINGS) {
      sum += Math.abs(opening(a, o) - opening(b, o));
    }
    Landmarks p = a.transform(Similarity.normalizing(a));
    Landmarks q = b.transform(Similarity.normalizing(b));
    double distances = 0;
    for (int i = 0; i < Landmarks.COUNT; i++) {
      distances += Math.hypot(p.x(i) - q.x(i), p.y(i) - q.y(i));
    }
    return sum + POSE * distances / Landmarks.COUNT;
  }

  /** The mean over all pairs; 0 for a single picture. */
  static double mean(List<Landmarks> faces) {
    double sum = 0;
    int pairs = 0;
    for (int i = 0; i < faces.size(); i++) {
      for (int j = 0; j < i; j++) {
        sum += of(faces.get(i), faces.get(j));
        pairs++;
      }
    }
    return pairs == 0 ? 0 : sum / pairs;
  }

  /** Distance of the first two points over that of the last two. */
  private static double opening(Landmarks face, int[] points) {
    return distance(face, points[0], points[1]) / (distance(face, points[2], points[3]) + 1e-3);
  }

  private static double distance(Landmarks face, int a, int b) {
    return Math.hypot(face.x(a) - face.x(b), face.y(a) - face.y(b));
  }
}
