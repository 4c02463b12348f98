package io.github.reenact.evaluate;

import io.github.reenact.FacePart;
import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Polygon;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.stream.IntStream;

/**
 * Where a change of footage may show; outside of it every pixel is to be the take's. Drawn from
 * landmarks that are found anew, not from those that the change was made with.
 */
final class ChangedRegion {
  /** How far a change of the mouth is blended, a seventh of the face's side, and 6 % for doubt. */
  private static final double AROUND_MOUTH = 0.2;

  /** Only what lies between the lids changes; 5 % for doubt. */
  private static final double AROUND_EYES = 0.05;

  private final BufferedImage mask;

  ChangedRegion(int width, int height) {
    mask = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
  }

  /** Lips, jaw and base of the nose, and what is around them. */
  void addMouth(Landmarks face) {
    double margin = AROUND_MOUTH * face.size();
    // Along the jaw from one cheek to the other, and back along the base of the nose.
    add(
        face,
        margin,
        IntStream.concat(
                IntStream.rangeClosed(4, 12), IntStream.iterate(35, i -> i >= 31, i -> i - 1))
            .toArray());
    add(face, margin, outline(FacePart.OUTER_LIPS));
  }

  /** Both eyes. */
  void addEyes(Landmarks face) {
    double margin = AROUND_EYES * face.size();
    add(face, margin, outline(FacePart.LEFT_EYE));
    add(face, margin, outline(FacePart.RIGHT_EYE));
  }

  private static int[] outline(FacePart part) {
    return IntStream.rangeClosed(part.first(), part.last()).toArray();
  }

  private void add(Landmarks face, double margin, int... points) {
    Polygon outline = new Polygon();
    for (int p : points) {
      outline.addPoint(Math.round(face.x(p)), Math.round(face.y(p)));
    }
    Graphics2D g = mask.createGraphics();
    g.setColor(Color.WHITE);
    g.fill(outline);
    g.setStroke(
        new BasicStroke((float) (2 * margin), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.draw(outline);
    g.dispose();
  }

  /** The largest difference of a colour outside of the region, 0 to 255. */
  int differenceOutside(Image a, Image b) {
    byte[] inside = ((DataBufferByte) mask.getRaster().getDataBuffer()).getData();
    byte[] x = a.toRgb();
    byte[] y = b.toRgb();
    int largest = 0;
    for (int i = 0; i < x.length; i++) {
      if (inside[i / 3] == 0) {
        largest = Math.max(largest, Math.abs((x[i] & 255) - (y[i] & 255)));
      }
    }
    return largest;
  }
}
