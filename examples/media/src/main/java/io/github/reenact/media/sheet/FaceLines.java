package io.github.reenact.media.sheet;

import io.github.reenact.Landmarks;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;

/** The lines of a face: jaw, brows, nose, eyes, outer and inner lips. */
public final class FaceLines {
  /** First and last point of each line of the face, and whether it is closed. */
  private static final int[][] LINES = {
    {0, 16, 0},
    {17, 21, 0},
    {22, 26, 0},
    {27, 30, 0},
    {31, 35, 0},
    {36, 41, 1},
    {42, 47, 1},
    {48, 59, 1},
    {60, 67, 1}
  };

  private FaceLines() {}

  /** Draws landmarks, where they lie, with the graphics' colour and stroke. */
  public static void draw(Graphics2D g, Landmarks face) {
    for (int[] line : LINES) {
      Path2D path = new Path2D.Double();
      path.moveTo(face.x(line[0]), face.y(line[0]));
      for (int i = line[0] + 1; i <= line[1]; i++) {
        path.lineTo(face.x(i), face.y(i));
      }
      if (line[2] == 1) {
        path.closePath();
      }
      g.draw(path);
    }
  }
}
