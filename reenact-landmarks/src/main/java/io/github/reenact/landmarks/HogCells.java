package io.github.reenact.landmarks;

import java.util.Arrays;

/**
 * Histograms of gradients in cells of 8 x 8 pixels (Dalal and Triggs 2005; Felzenszwalb et al.
 * 2010), as dlib's {@code extract_fhog_features} makes them, in its order and precision. With its
 * memory for the next picture.
 */
final class HogCells {
  /** Directions of a gradient; opposite ones lie half as many apart. */
  static final int DIRECTIONS = 18;

  private static final int HALF = DIRECTIONS / 2;

  /** Side of a cell in pixels. */
  static final int CELL = 8;

  /** Unit vectors, as dlib rounds them. */
  private static final float[][] UNITS = {
    {1.0000f, 0.0000f},
    {0.9397f, 0.3420f},
    {0.7660f, 0.6428f},
    {0.500f, 0.8660f},
    {0.1736f, 0.9848f},
    {-0.1736f, 0.9848f},
    {-0.5000f, 0.8660f},
    {-0.7660f, 0.6428f},
    {-0.9397f, 0.3420f},
  };

  /** Greatest difference of two pixels. */
  private static final int MOST = 255;

  private static final int SPAN = 2 * MOST + 1;

  /** The direction of every gradient, at (down + MOST) * SPAN + right + MOST. */
  private static final byte[] DIRECTION = directions();

  private int rows;
  private int columns;
  private int stride;
  private float[] histograms = {};
  private float[] energy = {};

  private static byte[] directions() {
    byte[] table = new byte[SPAN * SPAN];
    for (int down = -MOST; down <= MOST; down++) {
      for (int right = -MOST; right <= MOST; right++) {
        float best = 0;
        int direction = 0;
        for (int o = 0; o < HALF; o++) {
          float dot = UNITS[o][0] * right + UNITS[o][1] * down;
          if (dot > best) {
            best = dot;
            direction = o;
          } else if (-dot > best) {
            best = -dot;
            direction = o + HALF;
          }
        }
        table[(down + MOST) * SPAN + right + MOST] = (byte) direction;
      }
    }
    return table;
  }

  /** Whole numbers of cells, rounded. */
  static int cells(int pixels) {
    return (int) ((float) pixels / CELL + 0.5);
  }

  /** Computes the histograms of a picture. */
  void compute(GreyLevel picture) {
    rows = cells(picture.height());
    columns = cells(picture.width());
    // A cell more on each side takes what the outermost pixels give to it, and is not used.
    stride = (columns + 2) * DIRECTIONS;
    int size = (rows + 2) * stride;
    if (histograms.length < size) {
      histograms = new float[size];
    }
    Arrays.fill(histograms, 0, size, 0);
    int bottom = Math.min(rows * CELL, picture.height()) - 1;
    int right = Math.min(columns * CELL, picture.width()) - 1;
    // dlib takes eight columns at a time, and those that are left over in another order.
    int inEights = 1 + Math.max(0, (right - 1) / CELL * CELL);
    for (int y = 1; y < bottom; y++) {
      float at = (float) (((float) y + 0.5) / CELL - 0.5);
      int cell = (int) Math.floor(at);
      float below = at - cell;
      float above = (float) (1.0 - below);
      int upper = (cell + 1) * stride;
      addEights(picture, y, upper, above, below, inEights);
      addRest(picture, y, upper, above, below, inEights, right);
    }
    computeEnergy();
  }

  private void addEights(GreyLevel picture, int y, int upper, float above, float below, int end) {
    float[] to = histograms;
    byte[] pixels = picture.pixels();
    int width = picture.width();
    int row = y * width;
    int lower = upper + stride;
    for (int x = 1; x < end; x++) {
      int gx = (pixels[row + x + 1] & 0xff) - (pixels[row + x - 1] & 0xff);
      int gy = (pixels[row + x + width] & 0xff) - (pixels[row + x - width] & 0xff);
      float length = (float) Math.sqrt((float) (gx * gx + gy * gy));
      // In eighths of a cell: (x + 0.5) / 8 + 0.5, and what is left of the whole.
      int eighths = x + CELL / 2;
      float after = ((eighths % CELL) + 0.5f) / CELL;
      float near = (1.0f - after) * length;
      float far = after * length;
      int i = eighths / CELL * DIRECTIONS + DIRECTION[(gy + MOST) * SPAN + gx + MOST];
      to[upper + i] += above * near;
      to[lower + i] += below * near;
      to[upper + i + DIRECTIONS] += above * far;
      to[lower + i + DIRECTIONS] += below * far;
    }
  }

  private void addRest(
      GreyLevel picture, int y, int upper, float above, float below, int start, int end) {
    float[] to = histograms;
    byte[] pixels = picture.pixels();
    int width = picture.width();
    int row = y * width;
    int lower = upper + stride;
    for (int x = start; x < end; x++) {
      int gx = (pixels[row + x + 1] & 0xff) - (pixels[row + x - 1] & 0xff);
      int gy = (pixels[row + x + width] & 0xff) - (pixels[row + x - width] & 0xff);
      float length = (float) Math.sqrt((float) (gx * gx + gy * gy));
      int eighths = x + CELL / 2;
      float after = ((eighths % CELL) + 0.5f) / CELL;
      float before = 1.0f - after;
      int i = eighths / CELL * DIRECTIONS + DIRECTION[(gy + MOST) * SPAN + gx + MOST];
      to[upper + i] += above * before * length;
      to[lower + i] += below * before * length;
      to[upper + i + DIRECTIONS] += above * after * length;
      to[lower + i + DIRECTIONS] += below * after * length;
    }
  }

  /** Of each cell, over the directions without their signs. */
  private void computeEnergy() {
    if (energy.length < rows * columns) {
      energy = new float[rows * columns];
    }
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        int h = index(r, c);
        float sum = 0;
        for (int o = 0; o < HALF; o++) {
          float both = histograms[h + o] + histograms[h + o + HALF];
          sum += both * both;
        }
        energy[r * columns + c] = sum;
      }
    }
  }

  private int index(int row, int column) {
    return (row + 1) * stride + (column + 1) * DIRECTIONS;
  }

  /** Copies the histograms of a row of cells, from its second cell to its last but one. */
  void copyRow(int row, float[][] directions, int to) {
    for (int c = 1; c < columns - 1; c++) {
      int h = index(row, c);
      for (int o = 0; o < DIRECTIONS; o++) {
        directions[o][to + c - 1] = histograms[h + o];
      }
    }
  }

  /**
   * The length in which histograms are measured: of a square of 2 x 2 cells, the root of their
   * energy, and a bit more.
   *
   * @param row of the upper cells
   * @param column of the first left cell
   * @param count how many squares, each a column further right
   */
  void norms(int row, int column, float[] norms, int to, int count) {
    for (int i = 0; i < count; i++) {
      int e = row * columns + column + i;
      float sum = energy[e] + energy[e + 1] + energy[e + columns] + energy[e + columns + 1];
      norms[to + i] = 0.2f * (float) Math.sqrt(sum + 0.0001f);
    }
  }
}
