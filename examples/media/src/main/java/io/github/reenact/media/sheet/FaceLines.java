package io.github.reenact.media.sheet;

import io.github.reenact.FacePart;
import io.github.reenact.Landmarks;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;

/** The lines of a face: jaw, brows, nose, eyes, outer and inner lips. */
public final class FaceLines {
  private FaceLines() {}

  /** Draws landmarks, where they lie, with the graphics' colour and stroke. */
  public static void draw(Graphics2D g, Landmarks face) {
    for (FacePart part : FacePart.values()) {
      Path2D path = new Path2D.Double();
      path.moveTo(face.x(part.first()), face.y(part.first()));
      for (int i = part.first() + 1; i <= part.last(); i++) {
        path.lineTo(face.x(i), face.y(i));
      }
      if (part.isClosed()) {
        path.closePath();
      }
      g.draw(path);
    }
  }
}
