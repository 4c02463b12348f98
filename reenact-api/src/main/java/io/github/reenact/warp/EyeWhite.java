package io.github.reenact.warp;

import io.github.reenact.head.EyeFrame;

/**
 * The white of an eye where its iris is (ours): from what is seen of it on both sides, at the same
 * height between the lids, since the upper lid's shadow follows the lid.
 */
final class EyeWhite {
  private static final int ROWS = 5;

  /** The flesh in a corner and the shadow there are not of the white; in widths of the eye. */
  private static final double CORNER = 0.12;

  /** As far from the lids a pixel is free of lashes; in widths of the eye. */
  private static final double LASHES = 0.02;

  private final EyeOpening eye;
  private final double x;
  private final double reach;

  /** Red, green and blue of each row, on both sides. */
  private final double[][][] colours = new double[2][ROWS][3];

  private final boolean[] seen = new boolean[2];

  /**
   * Looks at both sides of an iris.
   *
   * @param iris its centre
   * @param reach how far from the centre the white begins, in widths of the eye
   * @param span how much of it is looked at, in widths of the eye
   */
  EyeWhite(EyeOpening eye, EyePicture picture, EyeFrame.Place iris, double reach, double span) {
    this.eye = eye;
    this.x = iris.x();
    this.reach = reach;
    for (int side = 0; side < 2; side++) {
      boolean[] found = new boolean[ROWS];
      for (int row = 0; row < ROWS; row++) {
        found[row] = look(picture, side, row, span);
        seen[side] |= found[row];
      }
      if (seen[side]) {
        complete(colours[side], found);
      }
    }
  }

  /** Whether there is any on either side. */
  boolean isSeen() {
    return seen[0] || seen[1];
  }

  /** The mean of a row on one side, in which what is nearer to the iris counts for more. */
  private boolean look(EyePicture picture, int side, int row, double span) {
    double[] total = colours[side][row];
    double[] colour = new double[3];
    double sum = 0;
    double step = 1 / eye.frame().width();
    for (double away = 0; away < span; away += step) {
      double px = side == 0 ? x - reach - away : x + reach + away;
      if (Math.abs(px) > 0.5 - CORNER) {
        break;
      }
      double upper = eye.upper(px);
      double py = upper + (row + 0.5) / ROWS * (eye.lower(px) - upper);
      if (eye.inside(px, py) < LASHES) {
        continue;
      }
      picture.sample(px, py, colour);
      double weight = span / (span + 4 * away);
      for (int c = 0; c < 3; c++) {
        total[c] += weight * colour[c];
      }
      sum += weight;
    }
    for (int c = 0; c < 3 && sum > 0; c++) {
      total[c] /= sum;
    }
    return sum > 0;
  }

  /** A row in which nothing is seen is as the nearest one. */
  private static void complete(double[][] rows, boolean[] found) {
    for (int row = 0; row < ROWS; row++) {
      for (int away = 1; !found[row] && away < ROWS; away++) {
        if (row >= away && found[row - away]) {
          rows[row] = rows[row - away];
          break;
        }
        if (row + away < ROWS && found[row + away]) {
          rows[row] = rows[row + away];
          break;
        }
      }
    }
  }

  /** The colour at a place. {@link #isSeen()} must hold. */
  void sample(double px, double py, double[] colour) {
    double upper = eye.upper(px);
    double gap = eye.lower(px) - upper;
    double t = gap > 0 ? Math.max(0, Math.min(1, (py - upper) / gap)) * ROWS - 0.5 : 0;
    int row = (int) Math.max(0, Math.min(ROWS - 2, Math.floor(t)));
    double down = Math.max(0, Math.min(1, t - row));
    double right = seen[0] ? Math.max(0, Math.min(1, 0.5 + (px - x) / (2 * reach))) : 1;
    if (!seen[1]) {
      right = 0;
    }
    for (int c = 0; c < 3; c++) {
      double a = colours[0][row][c] + down * (colours[0][row + 1][c] - colours[0][row][c]);
      double b = colours[1][row][c] + down * (colours[1][row + 1][c] - colours[1][row][c]);
      colour[c] = a + right * (b - a);
    }
  }
}
