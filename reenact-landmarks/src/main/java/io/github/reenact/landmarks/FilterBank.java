package io.github.reenact.landmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How much each place looks like a face to each filter, with its memory for the next picture. The
 * sums are in the order of dlib's {@code float_spatially_filter_image_separable}, but for the last
 * columns of a level, which dlib sums one by one: there the last bit may differ.
 */
final class FilterBank {
  private static final int SIZE = FaceFilters.SIZE;

  /** For each plane, the separable filters of all filters. */
  private final List<List<Part>> parts = new ArrayList<>();

  private final float[][][] responses;
  private final float[][] shifted = new float[SIZE][];
  private final float[][] lastRows = new float[SIZE][];
  private float[][][] filtered = {};
  private float[] second = {};
  private float[] third = {};

  /** One term of a filter's sum. */
  private record Part(int filter, FaceFilters.Separable weights) {}

  FilterBank(List<FaceFilters.Filter> filters) {
    responses = new float[filters.size()][0][0];
    for (int p = 0; p < HogFeatures.PLANES; p++) {
      List<Part> plane = new ArrayList<>();
      for (int f = 0; f < filters.size(); f++) {
        for (FaceFilters.Separable weights : filters.get(f).planes.get(p)) {
          plane.add(new Part(f, weights));
        }
      }
      parts.add(plane);
    }
  }

  /**
   * Of a filter, in rows of columns: at (r, c) for the window whose upper left cell is at (r, c) of
   * the planes.
   */
  float[][] response(int filter) {
    return responses[filter];
  }

  void compute(HogFeatures features) {
    allocate(features.rows(), features.columns());
    int[] columns = new int[features.rows()];
    Arrays.setAll(columns, features::columns);
    for (int p = 0; p < HogFeatures.PLANES; p++) {
      compute(features.plane(p), parts.get(p), columns);
    }
  }

  private void allocate(int rows, int width) {
    if (second.length < width || responses[0].length < rows) {
      for (int f = 0; f < responses.length; f++) {
        responses[f] = new float[rows][width];
      }
      int most = parts.stream().mapToInt(List::size).max().orElse(0);
      filtered = new float[most][SIZE][width];
      Arrays.setAll(shifted, i -> new float[width]);
      second = new float[width];
      third = new float[width];
    } else {
      for (float[][] response : responses) {
        for (float[] row : response) {
          Arrays.fill(row, 0);
        }
      }
    }
  }

  private void compute(float[][] plane, List<Part> terms, int[] columns) {
    for (int r = 0; r < columns.length; r++) {
      // No window begins in the last columns.
      int length = columns[r] - SIZE + 1;
      for (int k = 0; k < SIZE; k++) {
        System.arraycopy(plane[r], k, shifted[k], 0, length);
      }
      for (int t = 0; t < terms.size(); t++) {
        Part term = terms.get(t);
        float[] row = filtered[t][r % SIZE];
        Arrays.fill(row, 0, length, 0);
        Rows.weigh(row, shifted, term.weights.row, second, third, length);
        int top = r - SIZE + 1;
        if (top >= 0) {
          for (int k = 0; k < SIZE; k++) {
            lastRows[k] = filtered[t][(top + k) % SIZE];
          }
          float[] out = responses[term.filter][top];
          Rows.weigh(out, lastRows, term.weights.column, second, third, length);
        }
      }
    }
  }
}
