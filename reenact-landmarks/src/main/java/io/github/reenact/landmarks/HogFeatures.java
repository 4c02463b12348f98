package io.github.reenact.landmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the filters see: 31 features of each cell (Felzenszwalb et al. 2010), as dlib's {@code
 * extract_fhog_features} makes them, in its order and precision. With its memory for the next
 * picture.
 *
 * <p>All levels of the pyramid lie side by side in one plane, the largest on the left, each with a
 * border of zeros, so that the loops over a row are long. A row ends where the last level does that
 * is high enough.
 */
final class HogFeatures {
  /** 18 directions, 9 without their signs, 4 textures. */
  static final int PLANES = 31;

  /** Cells of zeros to the left of a level and above. */
  static final int BORDER = (FaceFilters.SIZE - 1) / 2;

  private static final int SIGNED = HogCells.DIRECTIONS;
  private static final int UNSIGNED = SIGNED / 2;

  /** Blocks of 2 x 2 cells that a cell is part of. */
  private static final int BLOCKS = 4;

  private final List<HogCells> cells = new ArrayList<>();
  private List<Level> levels = List.of();
  private float[][][] planes = new float[PLANES][0][0];
  private final float[][] histograms = new float[SIGNED][];
  private final float[][] limits = new float[BLOCKS][];
  private final float[][] scales = new float[BLOCKS][];
  private final float[][] textures = new float[BLOCKS][];
  private float[] sum = {};

  /** For three directions, of each block. */
  private final float[][][] clipped = new float[3][BLOCKS][];

  /**
   * A level's place in the planes.
   *
   * @param index among the levels of the pyramid
   * @param left its first column, of the border
   * @param rows of cells with features
   * @param columns of cells with features
   */
  record Level(int index, int left, int rows, int columns) {
    /** The first column that is not part of it. */
    int right() {
      return left + columns + FaceFilters.SIZE - 1;
    }

    int rowsWithBorder() {
      return rows + FaceFilters.SIZE - 1;
    }
  }

  /** The levels that have features, the largest first. */
  List<Level> levels() {
    return levels;
  }

  /** One feature of all cells: rows of columns, which may be longer than there are columns. */
  float[][] plane(int feature) {
    return planes[feature];
  }

  int rows() {
    return levels.isEmpty() ? 0 : levels.get(0).rowsWithBorder();
  }

  int columns() {
    return levels.isEmpty() ? 0 : levels.get(levels.size() - 1).right();
  }

  /** Columns up to the end of the last level that has this row. */
  int columns(int row) {
    int columns = 0;
    for (Level level : levels) {
      if (row < level.rowsWithBorder()) {
        columns = level.right();
      }
    }
    return columns;
  }

  void compute(List<GreyLevel> pyramid) {
    layOut(pyramid);
    for (Level level : levels) {
      cells.get(level.index()).compute(pyramid.get(level.index()));
    }
    for (int row = 0; row < rows(); row++) {
      int y = row - BORDER;
      int end = 0;
      for (Level level : levels) {
        if (y >= 0 && y < level.rows()) {
          copy(level, y);
          end = level.right();
        }
      }
      computeRow(row, end);
      for (float[][] plane : planes) {
        Arrays.fill(plane[row], end, columns(), 0);
      }
    }
  }

  private void layOut(List<GreyLevel> pyramid) {
    List<Level> found = new ArrayList<>();
    int left = 0;
    for (int i = 0; i < pyramid.size(); i++) {
      if (cells.size() == i) {
        cells.add(new HogCells());
      }
      int rows = HogCells.cells(pyramid.get(i).height()) - 2;
      int columns = HogCells.cells(pyramid.get(i).width()) - 2;
      if (rows > 0 && columns > 0) {
        Level level = new Level(i, left, rows, columns);
        found.add(level);
        left = level.right();
      }
    }
    levels = List.copyOf(found);
    if (levels.isEmpty()) {
      return;
    }
    int width = columns();
    if (sum.length < width || planes[0].length < rows()) {
      planes = new float[PLANES][rows()][width];
      sum = new float[width];
      for (float[][] rows : List.of(histograms, limits, scales, textures)) {
        Arrays.setAll(rows, i -> new float[width]);
      }
      for (float[][] rows : clipped) {
        Arrays.setAll(rows, i -> new float[width]);
      }
    }
    // In the borders: histograms of nothing, and whatever limit.
    for (float[] row : histograms) {
      Arrays.fill(row, 0);
    }
    for (float[] row : limits) {
      Arrays.fill(row, 1);
    }
  }

  /** Copies what the features of a row of a level are made of. */
  private void copy(Level level, int y) {
    HogCells source = cells.get(level.index());
    int to = level.left() + BORDER;
    source.copyRow(y + 1, histograms, to);
    source.norms(y + 1, 1, limits[0], to, level.columns());
    source.norms(y, 1, limits[1], to, level.columns());
    source.norms(y + 1, 0, limits[2], to, level.columns());
    source.norms(y, 0, limits[3], to, level.columns());
  }

  private void computeRow(int row, int end) {
    for (int b = 0; b < BLOCKS; b++) {
      Rows.invert(scales[b], limits[b], 0.1f, end);
      Arrays.fill(textures[b], 0, end, 0);
    }
    for (int o = 0; o < SIGNED; o++) {
      float[][] parts = clipped[o % 3];
      clip(histograms[o], parts, planes[o][row], end);
      if (o % 3 == 2) {
        for (int b = 0; b < BLOCKS; b++) {
          Rows.addTriple(textures[b], clipped[0][b], clipped[1][b], clipped[2][b], end);
        }
      }
    }
    for (int o = 0; o < UNSIGNED; o++) {
      Rows.add(sum, histograms[o], histograms[o + UNSIGNED], end);
      clip(sum, clipped[0], planes[SIGNED + o][row], end);
    }
    for (int b = 0; b < BLOCKS; b++) {
      Rows.scale(planes[SIGNED + UNSIGNED + b][row], textures[b], (float) (2 * 0.2357), end);
    }
  }

  private void clip(float[] histogram, float[][] parts, float[] feature, int end) {
    for (int b = 0; b < BLOCKS; b++) {
      Rows.clip(parts[b], histogram, limits[b], scales[b], end);
    }
    Rows.addPairs(feature, parts[0], parts[1], parts[2], parts[3], end);
  }
}
