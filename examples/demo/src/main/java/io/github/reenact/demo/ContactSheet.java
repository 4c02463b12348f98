package io.github.reenact.demo;

import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import io.github.reenact.media.sheet.FaceLines;
import io.github.reenact.media.sheet.PictureCell;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * One picture that tells what happened: the photo on the left, then pairs of the driver's landmarks
 * (above) and the head in the frame made from them (below). It has no text: a headless Java may
 * lack fonts.
 */
final class ContactSheet {
  private static final int CELL = 240;
  private static final int GAP = 4;
  private static final Color PAPER = new Color(0x14181c);

  private record Pair(Landmarks driver, Image result) {}

  private final Image photo;
  private final Landmarks photoFace;
  private final Landmarks driverFace;
  private final List<Pair> pairs = new ArrayList<>();

  /**
   * Starts a sheet.
   *
   * @param photoFace the face in the photo, about which the frames are cropped
   * @param driverFace the driver's first landmarks, about which its drawings are cropped
   */
  ContactSheet(Image photo, Landmarks photoFace, Landmarks driverFace) {
    this.photo = photo;
    this.photoFace = photoFace;
    this.driverFace = driverFace;
  }

  /** Adds a moment: the driver's landmarks and the frame made from them. */
  void add(Landmarks driver, Image result) {
    pairs.add(new Pair(driver, result));
  }

  Image draw() {
    int big = 2 * CELL + GAP;
    int width = big + pairs.size() * (CELL + GAP);
    BufferedImage sheet = new BufferedImage(width, big, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = sheet.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setColor(PAPER);
    g.fillRect(0, 0, width, big);
    PictureCell.draw(g, photo, 0, 0, big);
    int x = big + GAP;
    for (Pair pair : pairs) {
      Graphics2D h = (Graphics2D) g.create(x, 0, CELL, CELL);
      h.setColor(new Color(0x232a30));
      h.fillRect(0, 0, CELL, CELL);
      drawFace(h, pair.driver());
      h.dispose();
      PictureCell.draw(g, head(pair.result()), x, CELL + GAP, CELL);
      x += CELL + GAP;
    }
    g.dispose();
    return Image.of(sheet);
  }

  /** The square about the head: what of it lies outside of the frame is left out. */
  private Image head(Image frame) {
    double half = 0.88 * photoFace.size();
    double cx = photoFace.centerX();
    double cy = photoFace.centerY() - 0.1 * photoFace.size();
    int x0 = (int) Math.max(0, cx - half);
    int y0 = (int) Math.max(0, cy - half);
    int x1 = (int) Math.min(frame.width(), cx + half);
    int y1 = (int) Math.min(frame.height(), cy + half);
    return frame.crop(x0, y0, x1 - x0, y1 - y0);
  }

  private void drawFace(Graphics2D g, Landmarks face) {
    double scale = CELL / (1.76 * driverFace.size());
    g.translate(CELL / 2.0, CELL / 2.0);
    g.scale(scale, scale);
    g.translate(-driverFace.centerX(), 0.1 * driverFace.size() - driverFace.centerY());
    g.setStroke(
        new BasicStroke((float) (2 / scale), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.setColor(new Color(0x9fe0d8));
    FaceLines.draw(g, face);
  }
}
