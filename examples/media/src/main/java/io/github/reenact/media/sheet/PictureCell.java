package io.github.reenact.media.sheet;

import io.github.reenact.Image;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** One picture among others on a sheet. */
public final class PictureCell {
  private PictureCell() {}

  /** Draws a picture into a square cell, whole and centred. */
  public static void draw(Graphics2D g, Image image, int x, int y, int side) {
    BufferedImage picture = image.toBufferedImage();
    // Halved until it is near: one bicubic step would skip pixels of a large picture.
    while (Math.max(picture.getWidth(), picture.getHeight()) > 2 * side) {
      int w = Math.max(1, picture.getWidth() / 2);
      int h = Math.max(1, picture.getHeight() / 2);
      BufferedImage half = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
      Graphics2D hg = half.createGraphics();
      hg.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      hg.drawImage(picture, 0, 0, w, h, null);
      hg.dispose();
      picture = half;
    }
    double scale = side / (double) Math.max(picture.getWidth(), picture.getHeight());
    int w = (int) Math.round(picture.getWidth() * scale);
    int h = (int) Math.round(picture.getHeight() * scale);
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    g.drawImage(picture, x + (side - w) / 2, y + (side - h) / 2, w, h, null);
  }
}
