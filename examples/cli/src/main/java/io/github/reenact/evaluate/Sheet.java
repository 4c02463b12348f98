package io.github.reenact.evaluate;

import io.github.reenact.Image;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** A dark sheet to draw results on. */
final class Sheet {
  static final Color WORDS = new Color(0xc8d0d6);
  private static final Color PAPER = new Color(0x14181c);

  private final BufferedImage picture;
  private final Graphics2D g;

  Sheet(int width, int height) {
    picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    g = picture.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.setColor(PAPER);
    g.fillRect(0, 0, width, height);
  }

  Graphics2D graphics() {
    return g;
  }

  /** What was drawn; nothing more can be. */
  Image finish() {
    g.dispose();
    return Image.of(picture);
  }
}
