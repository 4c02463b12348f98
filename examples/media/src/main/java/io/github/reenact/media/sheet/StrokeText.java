package io.github.reenact.media.sheet;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.util.Locale;
import java.util.Map;

/** Capitals and digits of straight lines: a headless Java may lack fonts. */
public final class StrokeText {
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
          Map.entry('G', "41301001051636454323"),
          Map.entry('H', "0006 4046 0343"),
          Map.entry('I', "0006"),
          Map.entry('J', "4045361605"),
          Map.entry('K', "0006 400346"),
          Map.entry('L', "000646"),
          Map.entry('M', "0600244046"),
          Map.entry('N', "06004640"),
          Map.entry('O', "100105163645413010"),
          Map.entry('P', "06003041423303"),
          Map.entry('Q', "100105163645413010 2446"),
          Map.entry('R', "06003041423303 2346"),
          Map.entry('S', "413010010213334445361605"),
          Map.entry('T', "0040 2026"),
          Map.entry('U', "000516364540"),
          Map.entry('V', "002640"),
          Map.entry('W', "0016233640"),
          Map.entry('X', "0046 4006"),
          Map.entry('Y', "002340 2326"),
          Map.entry('Z', "00400646"),
          Map.entry('0', "100105163645413010"),
          Map.entry('1', "011016"),
          Map.entry('2', "01103041420646"),
          Map.entry('3', "0110304142334445361605 1333"),
          Map.entry('4', "36300444"),
          Map.entry('5', "400003334445361605"),
          Map.entry('6', "3010010516364544330304"),
          Map.entry('7', "004016"),
          Map.entry('8', "100102133342413010 1304051636454433"),
          Map.entry('9', "1636454130100102134342"),
          Map.entry('-', "0343"),
          Map.entry(' ', ""));

  private StrokeText() {}

  /** A text with what cannot be drawn replaced: capitals for small letters, blanks for others. */
  public static String drawable(String text) {
    StringBuilder out = new StringBuilder();
    for (char c : text.toUpperCase(Locale.ROOT).toCharArray()) {
      out.append(GLYPHS.containsKey(c) ? c : ' ');
    }
    return out.toString();
  }

  /**
   * Draws a label.
   *
   * @param x of its middle
   * @param y of its top
   * @throws IllegalArgumentException as {@link #of}
   */
  public static void draw(
      Graphics2D g, Color color, String text, double x, double y, double height) {
    g.setColor(color);
    g.setStroke(new BasicStroke((float) height / 8, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.draw(of(text, x - width(text, height) / 2, y, height));
  }

  /** The width of a text of that height. */
  public static double width(String text, double height) {
    double units = 0;
    for (int i = 0; i < text.length(); i++) {
      units += (i == 0 ? 0 : SPACE) + width(glyph(text.charAt(i)));
    }
    return units * height / 6;
  }

  /** Of a glyph, in units of the grid. */
  private static int width(String glyph) {
    int out = 0;
    for (String line : glyph.split(" ", -1)) {
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
   * @param text of capitals A to Z, digits, hyphens and blanks
   * @param x of its left end
   * @param y of its top
   * @throws IllegalArgumentException if there is no such letter
   */
  public static Path2D of(String text, double x, double y, double height) {
    Path2D out = new Path2D.Double();
    double unit = height / 6;
    double left = x;
    for (int i = 0; i < text.length(); i++) {
      String glyph = glyph(text.charAt(i));
      for (String line : glyph.split(" ", -1)) {
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
