package io.github.reenact.landmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * dlib's frontal face detector (Dalal and Triggs 2005; King 2015), in Java: the same pyramid,
 * features, filters, boxes and suppression of boxes that show the same face. Keeps its memory for
 * the next picture: one thread at a time.
 */
final class FrontalFaceDetector {
  /** Side of the smallest level that is looked at besides the picture itself, in pixels. */
  private static final int LEAST_SIDE = 64;

  private final FaceFilters filters;
  private final List<GreyLevel> levels = new ArrayList<>();
  private final HogFeatures features = new HogFeatures();
  private final FilterBank bank;

  FrontalFaceDetector(FaceFilters filters) {
    this.filters = filters;
    bank = new FilterBank(filters.filters);
  }

  /**
   * A face.
   *
   * @param left first column of pixels
   * @param top first row of pixels
   * @param right last column of pixels
   * @param bottom last row of pixels
   * @param confidence above the filter's threshold
   */
  record Detection(long left, long top, long right, long bottom, double confidence) {
    long area() {
      return right < left || bottom < top ? 0 : (right - left + 1) * (bottom - top + 1);
    }

    private boolean showsTheSame(Detection other, FaceFilters filters) {
      double inner =
          new Detection(
                  Math.max(left, other.left),
                  Math.max(top, other.top),
                  Math.min(right, other.right),
                  Math.min(bottom, other.bottom),
                  0)
              .area();
      // dlib takes the box around both for their union.
      double outer =
          new Detection(
                  Math.min(left, other.left),
                  Math.min(top, other.top),
                  Math.max(right, other.right),
                  Math.max(bottom, other.bottom),
                  0)
              .area();
      return inner > 0
          && (inner / outer > filters.leastUnion
              || inner / area() > filters.leastCovered
              || inner / other.area() > filters.leastCovered);
    }
  }

  /** Faces in a picture, the clearest first. */
  List<Detection> detect(GreyChip picture, double threshold) {
    features.compute(pyramid(picture));
    bank.compute(features);
    List<Detection> candidates = new ArrayList<>();
    for (int f = 0; f < filters.filters.size(); f++) {
      for (HogFeatures.Level level : features.levels()) {
        collect(f, level, threshold, candidates);
      }
    }
    candidates.sort(Comparator.comparingDouble(Detection::confidence).reversed());
    List<Detection> faces = new ArrayList<>();
    for (Detection candidate : candidates) {
      if (faces.stream().noneMatch(face -> face.showsTheSame(candidate, filters))) {
        faces.add(candidate);
      }
    }
    return faces;
  }

  private List<GreyLevel> pyramid(GreyChip picture) {
    level(0).set(picture);
    int count = 1;
    double right = picture.width() - 1;
    double bottom = picture.height() - 1;
    double left = 0;
    while (true) {
      // dlib decides by the size of a rectangle that is scaled and rounded each time.
      left = Math.floor(down(left) + 0.5);
      right = Math.floor(down(right) + 0.5);
      bottom = Math.floor(down(bottom) + 0.5);
      if (right - left + 1 < LEAST_SIDE || bottom - left + 1 < LEAST_SIDE) {
        return levels.subList(0, count);
      }
      level(count).shrink(level(count - 1));
      count++;
    }
  }

  private GreyLevel level(int index) {
    if (index == levels.size()) {
      levels.add(new GreyLevel());
    }
    return levels.get(index);
  }

  private void collect(
      int filter, HogFeatures.Level level, double threshold, List<Detection> found) {
    double least = filters.filters.get(filter).threshold;
    float[][] response = bank.response(filter);
    for (int r = 0; r < level.rows(); r++) {
      for (int c = 0; c < level.columns(); c++) {
        float value = response[r][level.left() + c];
        if (value >= least + threshold) {
          int index = level.index();
          found.add(
              new Detection(
                  pixel(c, index),
                  pixel(r, index),
                  pixel(c + FaceFilters.SIZE - 1, index),
                  pixel(r + FaceFilters.SIZE - 1, index),
                  value - least));
        }
      }
    }
  }

  /** Where a cell of the planes lies in the picture, along one axis. */
  private static long pixel(int cell, int level) {
    int corner = (cell + 1 - HogFeatures.BORDER) * HogCells.CELL + 1;
    double at = corner + (corner >= 0 ? HogCells.CELL / 2 : -HogCells.CELL / 2);
    for (int i = 0; i < level; i++) {
      at = up(at);
    }
    return (long) Math.floor(at + 0.5);
  }

  private static double up(double at) {
    return at * 1.2 + 0.3;
  }

  private static double down(double at) {
    return (at - 0.3) * (5.0 / 6);
  }
}
