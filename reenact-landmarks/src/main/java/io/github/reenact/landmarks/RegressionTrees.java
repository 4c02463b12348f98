package io.github.reenact.landmarks;

import io.github.reenact.Landmarks;
import java.io.IOException;
import java.io.InputStream;

/**
 * dlib's ensemble of regression trees (Kazemi and Sullivan 2014) for 68 landmarks, on a chip with
 * fractions of pixels. Computes what {@code reenact::LandmarkModel} of the native library computes,
 * in its order. Immutable: threads may share it.
 */
final class RegressionTrees {
  private static final int NUMBERS = 2 * Landmarks.COUNT;

  private final float[] initial;
  private final Cascade[] cascades;

  private RegressionTrees(float[] initial, Cascade[] cascades) {
    this.initial = initial;
    this.cascades = cascades;
  }

  /** Trees of one size whose pixels lie relative to the same shape. */
  private static final class Cascade {
    final int splitsPerTree;
    final int[] first;
    final int[] second;
    final float[] threshold;

    /** An array each, so that the compiler vectorises the sum. */
    final float[][] leaves;

    int[] anchors = {};
    float[] deltas = {};

    Cascade(int trees, int splitsPerTree) {
      this.splitsPerTree = splitsPerTree;
      first = new int[trees * splitsPerTree];
      second = new int[trees * splitsPerTree];
      threshold = new float[trees * splitsPerTree];
      leaves = new float[trees * (splitsPerTree + 1)][];
    }

    int trees() {
      return leaves.length / (splitsPerTree + 1);
    }
  }

  /**
   * Reads dlib's format of a shape predictor; every index is checked.
   *
   * @throws IOException if it is none of 68 landmarks, or damaged
   */
  static RegressionTrees read(InputStream stream) throws IOException {
    DlibInput in = new DlibInput(stream);
    DlibInput.require(in.readInteger() == 1);
    float[] initial = in.readVector(NUMBERS);
    Cascade[] cascades = new Cascade[in.readCount(1, 1000)];
    for (int c = 0; c < cascades.length; c++) {
      cascades[c] = readTrees(in);
    }
    DlibInput.require(in.readInteger() == cascades.length);
    for (Cascade cascade : cascades) {
      cascade.anchors = new int[in.readCount(0, 1 << 20)];
      for (int i = 0; i < cascade.anchors.length; i++) {
        cascade.anchors[i] = in.readCount(0, Landmarks.COUNT - 1);
      }
    }
    DlibInput.require(in.readInteger() == cascades.length);
    for (Cascade cascade : cascades) {
      DlibInput.require(in.readInteger() == cascade.anchors.length);
      cascade.deltas = new float[2 * cascade.anchors.length];
      for (int i = 0; i < cascade.deltas.length; i++) {
        cascade.deltas[i] = in.readFloat();
      }
      for (int i = 0; i < cascade.first.length; i++) {
        DlibInput.require(cascade.first[i] < cascade.anchors.length);
        DlibInput.require(cascade.second[i] < cascade.anchors.length);
      }
    }
    return new RegressionTrees(initial, cascades);
  }

  private static Cascade readTrees(DlibInput in) throws IOException {
    int trees = in.readCount(1, 100_000);
    int splits = in.readCount(1, (1 << 16) - 1);
    DlibInput.require((splits & (splits + 1)) == 0 && (long) trees * (splits + 1) < 1 << 24);
    Cascade cascade = new Cascade(trees, splits);
    for (int t = 0; t < trees; t++) {
      DlibInput.require(t == 0 || in.readInteger() == splits);
      for (int s = t * splits; s < (t + 1) * splits; s++) {
        cascade.first[s] = in.readCount(0, (1 << 20) - 1);
        cascade.second[s] = in.readCount(0, (1 << 20) - 1);
        cascade.threshold[s] = in.readFloat();
      }
      DlibInput.require(in.readInteger() == splits + 1);
      for (int leaf = t * (splits + 1); leaf < (t + 1) * (splits + 1); leaf++) {
        cascade.leaves[leaf] = in.readVector(NUMBERS);
      }
    }
    return cascade;
  }

  /** As {@link FaceFinder#predict}. */
  void predict(GreyChip chip, double left, double top, double side, float[] xy) {
    float[] shape = initial.clone();
    float[] features = {};
    int[] chosen = {};
    for (Cascade cascade : cascades) {
      if (features.length < cascade.anchors.length) {
        features = new float[cascade.anchors.length];
      }
      sample(chip, cascade, shape, left, top, side, features);
      // First all trees, then the sum: the leaves are too many for a processor's caches, and it
      // can fetch several at once only if it knows which.
      int trees = cascade.trees();
      if (chosen.length < trees) {
        chosen = new int[trees];
      }
      choose(cascade, features, chosen);
      for (int t = 0; t < trees; t++) {
        add(shape, cascade.leaves[chosen[t]]);
      }
    }
    for (int k = 0; k < NUMBERS; k += 2) {
      xy[k] = (float) (left + side * shape[k]);
      xy[k + 1] = (float) (top + side * shape[k + 1]);
    }
  }

  /** The number of the leaf that each tree leads to. */
  private static void choose(Cascade cascade, float[] features, int[] chosen) {
    int splits = cascade.splitsPerTree;
    for (int t = 0; t < cascade.trees(); t++) {
      int i = 0;
      while (i < splits) {
        int s = t * splits + i;
        float difference = features[cascade.first[s]] - features[cascade.second[s]];
        i = 2 * i + (difference > cascade.threshold[s] ? 1 : 2);
      }
      chosen[t] = t * (splits + 1) + i - splits;
    }
  }

  private static void add(float[] shape, float[] leaf) {
    for (int k = 0; k < NUMBERS; k++) {
      shape[k] += leaf[k];
    }
  }

  /** Pixel values at the cascade's points, which lie relative to the shape as it is now. */
  private void sample(
      GreyChip chip,
      Cascade cascade,
      float[] shape,
      double left,
      double top,
      double side,
      float[] features) {
    // The similarity [a -b; b a] that maps the initial shape onto this one best.
    double ix = 0;
    double iy = 0;
    double sx = 0;
    double sy = 0;
    for (int k = 0; k < NUMBERS; k += 2) {
      ix += initial[k];
      iy += initial[k + 1];
      sx += shape[k];
      sy += shape[k + 1];
    }
    ix /= Landmarks.COUNT;
    iy /= Landmarks.COUNT;
    sx /= Landmarks.COUNT;
    sy /= Landmarks.COUNT;
    double norm = 0;
    double re = 0;
    double im = 0;
    for (int k = 0; k < NUMBERS; k += 2) {
      double ux = initial[k] - ix;
      double uy = initial[k + 1] - iy;
      double vx = shape[k] - sx;
      double vy = shape[k + 1] - sy;
      norm += ux * ux + uy * uy;
      re += ux * vx + uy * vy;
      im += ux * vy - uy * vx;
    }
    double a = norm > 0 ? re / norm : 1;
    double b = norm > 0 ? im / norm : 0;
    for (int i = 0; i < cascade.anchors.length; i++) {
      float dx = cascade.deltas[2 * i];
      float dy = cascade.deltas[2 * i + 1];
      int p = 2 * cascade.anchors[i];
      double x = left + side * (a * dx - b * dy + shape[p]);
      double y = top + side * (b * dx + a * dy + shape[p + 1]);
      features[i] = pixel(chip, x, y);
    }
  }

  private static float pixel(GreyChip chip, double x, double y) {
    int width = chip.width();
    int height = chip.height();
    // Also false for NaN.
    if (!(x >= 0 && y >= 0 && x <= width - 1 && y <= height - 1)) {
      return 0;
    }
    int x0 = Math.min((int) x, Math.max(0, width - 2));
    int y0 = Math.min((int) y, Math.max(0, height - 2));
    int x1 = Math.min(x0 + 1, width - 1);
    int y1 = Math.min(y0 + 1, height - 1);
    float fx = (float) (x - x0);
    float fy = (float) (y - y0);
    float[] g = chip.grey();
    float upper = g[y0 * width + x0] + fx * (g[y0 * width + x1] - g[y0 * width + x0]);
    float lower = g[y1 * width + x0] + fx * (g[y1 * width + x1] - g[y1 * width + x0]);
    return upper + fy * (lower - upper);
  }
}
