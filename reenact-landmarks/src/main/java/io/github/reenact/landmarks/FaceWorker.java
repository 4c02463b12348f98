package io.github.reenact.landmarks;

import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Says where in a picture to look for faces and how their landmarks are taken, whatever computes
 * them. The finder keeps its scratch memory between calls: a worker belongs to one thread at a
 * time.
 */
final class FaceWorker implements AutoCloseable {
  /** Pixels that detection looks at: more find smaller faces, and take as much longer. */
  private static final double DETECTION_AREA = 640 * 480;

  /** Longest side in detection, so that a picture of one column stays cheap. */
  private static final int DETECTION_SIDE = 2048;

  /** Faces per picture. */
  private static final int MOST_FACES = 256;

  /** Side of the chip in which a known face is looked for, in chip pixels. */
  private static final int NEAR_SIDE = 200;

  /** Side of a face's square in the chip that landmarks are predicted on, in chip pixels. */
  private static final int CHIP_BOX = 150;

  /** Side of the chip, in sides of the face's square. */
  private static final double CHIP_MARGIN = 1.8;

  /** Side of the chip that landmarks are predicted on, in chip pixels. */
  private static final int CHIP_SIDE = (int) Math.round(CHIP_BOX * CHIP_MARGIN);

  /**
   * The squares whose predictions are averaged: shift right and down in sides of the face's square,
   * and size. About as far from each other as detections of one face are.
   */
  private static final double[][] VOTES = {{0, 0, 1}, {0.03, 0.01, 1.02}, {-0.03, -0.01, 0.98}};

  /** Spread up to which a face that no detector sees (turned, covered, drawn) is believed. */
  private static final double BELIEVABLE = 0.0125;

  private final FaceFinder finder;

  FaceWorker(FaceFinder finder) {
    this.finder = finder;
  }

  /** All faces of a picture, the largest first. */
  List<Landmarks> detectAll(Image image) {
    List<Landmarks> faces = new ArrayList<>();
    for (FaceBox box : findAll(image)) {
      faces.add(landmarks(image, box).landmarks());
    }
    faces.sort(Comparator.comparingDouble(Landmarks::size).reversed());
    return faces;
  }

  /** The squares of all faces of a picture, the clearest first. */
  List<FaceBox> findAll(Image image) {
    double step = Math.sqrt((double) image.width() * image.height() / DETECTION_AREA);
    double longest = (double) Math.max(image.width(), image.height()) / DETECTION_SIDE;
    step = Math.max(1, Math.max(step, longest));
    List<FaceBox> found = find(image, step);
    // dlib sees faces from 80 pixels on. Enlarged to twice the size: from 40.
    return found.isEmpty() ? find(image, step / 2) : found;
  }

  private List<FaceBox> find(Image image, double step) {
    int w = (int) Math.max(1, Math.round(image.width() / step));
    int h = (int) Math.max(1, Math.round(image.height() / step));
    finder.cut(image, -0.5, -0.5, step, w, h);
    return detect(-0.5, -0.5, step, 0, MOST_FACES);
  }

  /**
   * Faces in a square part of a picture, twice as wide as the given square around its centre,
   * scaled to 200x200: five times as fast as {@link #detectAll} and enough to see whether a face is
   * there.
   *
   * @param threshold the least confidence; 0 is dlib's own bar
   * @return best first
   */
  List<FaceBox> findNear(Image image, FaceBox box, double threshold) {
    double step = 2 * box.side() / NEAR_SIDE;
    double left = box.left() - box.side() / 2;
    double top = box.top() - box.side() / 2;
    finder.cut(image, left, top, step, NEAR_SIDE, NEAR_SIDE);
    return detect(left, top, step, threshold, 16);
  }

  /**
   * Landmarks of the face about a square. Those in the square that the detector puts around it are
   * nearer to what it finds in the whole picture than those in the given one.
   */
  Optional<Landmarks> landmarksNear(Image image, FaceBox box) {
    for (FaceBox found : findNear(image, box, 0)) {
      if (found.isSame(box)) {
        return Optional.of(landmarks(image, found).landmarks());
      }
    }
    Face guess = landmarks(image, box);
    return guess.isBelievable() ? Optional.of(guess.landmarks()) : Optional.empty();
  }

  private List<FaceBox> detect(double left, double top, double step, double threshold, int most) {
    float[] out = new float[FaceFinder.NUMBERS * most];
    int n = finder.detect(threshold, out);
    List<FaceBox> boxes = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      int k = FaceFinder.NUMBERS * i;
      double w = (out[k + 2] - out[k]) * step;
      double h = (out[k + 3] - out[k + 1]) * step;
      double side = (w + h) / 2;
      double x = left + (out[k] + 0.5) * step + (w - side) / 2;
      double y = top + (out[k + 1] + 0.5) * step + (h - side) / 2;
      boxes.add(new FaceBox(x, y, side, out[k + 4]));
    }
    return boxes;
  }

  /**
   * Landmarks of a face.
   *
   * @param spread how far the predictions from slightly moved squares lie apart, root mean square,
   *     in sides of the square: below 0.01 on most faces, above 0.0125 on nearly everything else
   */
  record Face(Landmarks landmarks, double spread) {
    /** Whether it is a face, though no detector has looked. */
    boolean isBelievable() {
      return spread < BELIEVABLE;
    }
  }

  /** Landmarks of the face in a square. Anything in the square gives landmarks. */
  Face landmarks(Image image, FaceBox box) {
    double step = box.side() / CHIP_BOX;
    double border = (CHIP_SIDE - CHIP_BOX) / 2.0;
    double left = box.left() - border * step;
    double top = box.top() - border * step;
    finder.cut(image, left, top, step, CHIP_SIDE, CHIP_SIDE);
    double[] sum = new double[2 * Landmarks.COUNT];
    double squares = 0;
    float[] xy = new float[2 * Landmarks.COUNT];
    for (double[] vote : VOTES) {
      double side = CHIP_BOX * vote[2];
      // A chip pixel's centre is at a whole number: the left edge of the box is border - 0.5.
      double corner = border - 0.5 + (CHIP_BOX - side) / 2;
      finder.predict(corner + vote[0] * CHIP_BOX, corner + vote[1] * CHIP_BOX, side, xy);
      for (int k = 0; k < xy.length; k++) {
        sum[k] += xy[k];
        squares += (double) xy[k] * xy[k];
      }
    }
    for (double s : sum) {
      squares -= s * s / VOTES.length;
    }
    for (int k = 0; k < xy.length; k++) {
      double start = k % 2 == 0 ? left : top;
      xy[k] = (float) (start + (sum[k] / VOTES.length + 0.5) * step);
    }
    double points = (double) Landmarks.COUNT * VOTES.length;
    return new Face(Landmarks.of(xy), Math.sqrt(Math.max(0, squares) / points) / CHIP_BOX);
  }

  @Override
  public void close() {
    finder.close();
  }
}
