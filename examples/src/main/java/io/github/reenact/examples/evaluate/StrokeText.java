package io.github.reenact.examples.evaluate;

import com.google.common.base.Splitter;
import java.awt.geom.Path2D;
import java.util.Map;

/** Capitals and digits of straight lines: a headless Java may lack fonts. */
final class StrokeText {
  /** Between letters, in units of the grid. */
  private static final double SPACE = 2.3;

  /** Lines through points on a grid of 4 by 6, top left first; a blank begins another line. */
  private static final Map<Character, String> GLYPHS =
      Map.ofEntries(
          Map.entry('A', "062046 1434"),
          Map.entry('B', "0006364543033342413000"),
          Map.entry('C', "4130100105163645"),
          Map.entry('D', "00063645413000"),
          Map.entry('E', "40000646 0333"),
          Map.entry('F', "400006 0333"),
          Map.entry('I', "0006"),
          Map.entry('M', "0600244046"),
          Map.entry('N', "06004640"),
          Map.entry('O', "100105163645413010"),
          Map.entry('T', "0040 2026"),
          Map.entry('Y', "002340 2326"),
          Map.entry('1', "011016"),
          Map.entry('2', "01103041420646"),
          Map.entry('3', "0110304142334445361605 1333"),
          Map.entry('4', "36300444"),
          Map.entry('5', "400003334445361605"),
          Map.entry('6', "3010010516364544330304"),
          Map.entry(' ', ""));

  private StrokeText() {}

  static double width(String text, double height) {
    double units = 0;
    for (int i = 0; i < text.length(); i++) {
      units += (i == 0 ? 0 : SPACE) + width(glyph(text.charAt(i)));
    }
    return units * height / 6;
  }

  /** Of a glyph, in units of the grid. */
  private static int width(String glyph) {
    int out = 0;
    for (String line : Splitter.on(' ').split(glyph)) {
      for (int p = 0; p + 1 < line.length(); p += 2) {
        out = Math.max(out, line.charAt(p) - '0');
      }
    }
    return out;
  }

  private static String glyph(char letter) {
    String out = GLYPHS.get(letter);
    if (out == null) {
      throw new IllegalArgumentException("no letter '" + letter + "' is drawn");
    }
    return out;
  }

  /**
   * The lines of a text.
   *
   * @param text of the letters A to F, I, M, N, O, T, Y, of the digits 1 to 6, and blanks
   * @param x of its left end
   * @param y of its top
   * @throws IllegalArgumentException if there is no such letter
   */
  static Path2D of(String text, double x, double y, double height) {
    Path2D out = new Path2D.Double();
    double unit = height / 6;
    double left = x;
    for (int i = 0; i < text.length(); i++) {
      String glyph = glyph(text.charAt(i));
      for (String line : Splitter.on(' ').split(glyph)) {
        for (int p = 0; p + 1 < line.length(); p += 2) {
          double px = left + unit * (line.charAt(p) - '0');
          double py = y + unit * (line.charAt(p + 1) - '0');
          if (p == 0) {
            out.moveTo(px, py);
          } else {
            out.lineTo(px, py);
          }
        }
      }
      left += unit * (width(glyph) + SPACE);
    }
    return out;
  }
}
