package io.github.reenact.warp;

import io.github.reenact.Image;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A photo's colours in arrays, opened once per photo for fast sampling: the photo itself and
 * smaller copies of it, each half as wide and high as the one before, so that a view in which one
 * pixel covers several photo pixels can be sampled without aliasing.
 *
 * <p>Immutable and thread-safe.
 */
public final class Pixels {
  /** A level whose shorter side is this or less is not halved again. */
  private static final int SMALLEST = 16;

  /** How deep the photo is mirrored at its edge, as a share of its shorter side. */
  private static final float DEPTH = 0.05f;

  /** What is so many pixels beyond the edge is blurred to half the photo's resolution. */
  private static final float SHARP = 4;

  /** One size of the photo; level k has a pixel for every 2^k x 2^k pixels of the photo. */
  static final class Level {
    final int width;
    final int height;

    /** One pixel each, 0xRRGGBB: one look-up finds all colours. */
    final int[] rgb;

    Level(int width, int height, int[] rgb) {
      this.width = width;
      this.height = height;
      this.rgb = rgb;
    }
  }

  private final List<Level> levels;

  private Pixels(List<Level> levels) {
    this.levels = levels;
  }

  /**
   * Copies a picture's colours and shrinks them; takes 4 bytes a pixel, and a third more for the
   * smaller copies.
   */
  public static Pixels of(Image photo) {
    List<Level> levels = new ArrayList<>();
    ByteBuffer bytes = photo.pixels();
    int[] rgb = new int[photo.width() * photo.height()];
    for (int i = 0, b = 0; i < rgb.length; i++, b += 3) {
      rgb[i] =
          (bytes.get(b) & 255) << 16 | (bytes.get(b + 1) & 255) << 8 | (bytes.get(b + 2) & 255);
    }
    Level level = new Level(photo.width(), photo.height(), rgb);
    levels.add(level);
    while (Math.min(level.width, level.height) > SMALLEST) {
      level = halve(level);
      levels.add(level);
    }
    return new Pixels(List.copyOf(levels));
  }

  /** Width of the photo in pixels. */
  public int width() {
    return levels.get(0).width;
  }

  /** Height of the photo in pixels. */
  public int height() {
    return levels.get(0).height;
  }

  /**
   * The photo's colours, 0xRRGGBB row by row, without a copy: for loops over many pixels. Not to be
   * written to.
   */
  public int[] rgb() {
    return levels.get(0).rgb;
  }

  /**
   * The number of the level, 0 for the photo itself, whose pixels come nearest to a size.
   *
   * @param step photo pixels per view pixel
   */
  int levelFor(double step) {
    int k = (int) Math.round(Math.log(Math.max(step, 1)) / Math.log(2));
    return Math.min(k, levels.size() - 1);
  }

  Level level(int k) {
    return levels.get(k);
  }

  /**
   * What a place beyond the photo's edge is given: there the photo goes on mirrored, and the
   * further away the more blurred. The edge repeated would draw a streak from each of its pixels.
   * Continuous, also across the edge.
   *
   * @param x in pixels of the photo
   * @param y the same, down
   * @param least the number of the level that is sampled where nothing needs to be blurred
   * @return 0xRRGGBB
   */
  public int beyond(float x, float y, int least) {
    Level photo = levels.get(0);
    float edgeX = Math.min(Math.max(x, -0.5f), photo.width - 0.5f);
    float edgeY = Math.min(Math.max(y, -0.5f), photo.height - 0.5f);
    float awayX = x - edgeX;
    float awayY = y - edgeY;
    float away = (float) Math.sqrt(awayX * awayX + awayY * awayY);
    // Grows as the distance does at first, and to no more than the depth.
    float back = 1 / (1 + away / (DEPTH * Math.min(photo.width, photo.height)));
    float px = edgeX - back * awayX;
    float py = edgeY - back * awayY;
    // A logarithm to the base of 2 with straight lines between the powers.
    float blur = 1 + away / SHARP;
    int whole = Math.min(Math.getExponent(blur), levels.size() - 1);
    float part = Math.min(Math.scalb(blur, -whole) - 1, 1);
    if (whole < least || whole == levels.size() - 1) {
      return at(Math.max(whole, least), px, py);
    }
    return mix(at(whole, px, py), at(whole + 1, px, py), (int) (256 * part));
  }

  /** The colour of a level, bilinear, at a place of the photo. */
  private int at(int k, float x, float y) {
    Level level = levels.get(k);
    float shrink = 1f / (1 << k);
    float u = Math.min(Math.max((x + 0.5f) * shrink - 0.5f, 0), level.width - 1);
    float v = Math.min(Math.max((y + 0.5f) * shrink - 0.5f, 0), level.height - 1);
    int i = (int) u;
    int j = (int) v;
    int a = j * level.width + i;
    int right = i < level.width - 1 ? 1 : 0;
    int below = j < level.height - 1 ? level.width : 0;
    int share = (int) (256 * (u - i));
    return mix(
        mix(level.rgb[a], level.rgb[a + right], share),
        mix(level.rgb[a + below], level.rgb[a + below + right], share),
        (int) (256 * (v - j)));
  }

  /** Between two colours, 256 being all of the second. */
  private static int mix(int a, int b, int share) {
    int rb = (a & 0xff00ff) * (256 - share) + (b & 0xff00ff) * share + 0x800080;
    int g = (a & 0xff00) * (256 - share) + (b & 0xff00) * share + 0x8000;
    return (rb >>> 8 & 0xff00ff) | (g >>> 8 & 0xff00);
  }

  /** Means of 2x2 pixels; an odd last row or column counts twice. */
  private static Level halve(Level big) {
    int w = (big.width + 1) / 2;
    int h = (big.height + 1) / 2;
    int[] in = big.rgb;
    int[] out = new int[w * h];
    for (int y = 0, o = 0; y < h; y++) {
      int top = 2 * y * big.width;
      int bottom = Math.min(2 * y + 1, big.height - 1) * big.width;
      for (int x = 0; x < w; x++) {
        int left = 2 * x;
        int right = Math.min(2 * x + 1, big.width - 1);
        int a = in[top + left];
        int b = in[top + right];
        int c = in[bottom + left];
        int d = in[bottom + right];
        // red and blue have 8 free bits above them: four of them can be added at once
        int rb = (a & 0xff00ff) + (b & 0xff00ff) + (c & 0xff00ff) + (d & 0xff00ff) + 0x20002;
        int g = (a & 0xff00) + (b & 0xff00) + (c & 0xff00) + (d & 0xff00) + 0x200;
        out[o++] = ((rb >>> 2) & 0xff00ff) | ((g >>> 2) & 0xff00);
      }
    }
    return new Level(w, h, out);
  }
}
