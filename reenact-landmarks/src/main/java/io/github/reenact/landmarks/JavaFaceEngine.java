package io.github.reenact.landmarks;

import io.github.reenact.Image;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The detector and the regression trees of dlib in plain Java. */
final class JavaFaceEngine implements FaceEngine {
  private final RegressionTrees trees;
  private final FaceFilters filters = FaceFilters.load();

  /**
   * Loads a model.
   *
   * @throws IOException if it cannot be read or is none
   */
  JavaFaceEngine(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      trees = RegressionTrees.read(in);
    }
  }

  @Override
  public FaceFinder newFinder() {
    return new Finder(new FrontalFaceDetector(filters), trees);
  }

  @Override
  public void close() {
    // Nothing but Java memory.
  }

  private static final class Finder implements FaceFinder {
    private final FrontalFaceDetector detector;
    private final RegressionTrees trees;
    private final GreyChip chip = new GreyChip();

    Finder(FrontalFaceDetector detector, RegressionTrees trees) {
      this.detector = detector;
      this.trees = trees;
    }

    @Override
    public void cut(Image image, double left, double top, double step, int width, int height) {
      chip.cut(image, left, top, step, width, height);
    }

    @Override
    public int detect(double threshold, float[] out) {
      List<FrontalFaceDetector.Detection> found = detector.detect(chip, threshold);
      int n = Math.min(out.length / NUMBERS, found.size());
      for (int i = 0; i < n; i++) {
        FrontalFaceDetector.Detection face = found.get(i);
        out[NUMBERS * i] = face.left();
        out[NUMBERS * i + 1] = face.top();
        out[NUMBERS * i + 2] = face.right();
        out[NUMBERS * i + 3] = face.bottom();
        out[NUMBERS * i + 4] = (float) face.confidence();
      }
      return n;
    }

    @Override
    public void predict(double left, double top, double side, float[] xy) {
      trees.predict(chip, left, top, side, xy);
    }

    @Override
    public void close() {
      // Nothing but Java memory.
    }
  }
}
