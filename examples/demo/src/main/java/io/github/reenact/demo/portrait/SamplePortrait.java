package io.github.reenact.demo.portrait;

import io.github.reenact.Image;
import java.awt.Color;
import java.awt.GradientPaint;
import java.util.Random;

/**
 * A portrait of nobody, drawn by code: the demo needs a face, and no person has to lend theirs.
 *
 * <p>Skin is a height field (a rounded base and some forty Gaussian bumps) lit by a key light, a
 * fill light and their shadows; eyes, brows, lips and hair are drawn on it with strokes. The
 * picture is drawn at twice its size and reduced. It is the same on every call.
 */
public final class SamplePortrait {
  /** Width and height in pixels. */
  public static final int SIZE = 768;

  private SamplePortrait() {}

  /** Draws the portrait: {@link #SIZE} pixels square. Takes about two seconds. */
  public static Image draw() {
    Canvas canvas = new Canvas();
    Random random = new Random(20);
    Bust bust = new Bust(canvas);
    Hair hair = new Hair(canvas, random);
    MouthAndNose features = new MouthAndNose(canvas, random);
    Eyes eyes = new Eyes(canvas, random);
    background(canvas);
    hair.behind();
    bust.neck();
    bust.clothes();
    new Face(canvas).draw();
    features.mouth();
    features.nostrils();
    for (int side = -1; side <= 1; side += 2) {
      eyes.eye(side);
      eyes.brow(side);
    }
    hair.inFront();
    return Image.of(canvas.reduced());
  }

  private static void background(Canvas canvas) {
    canvas.g.setPaint(
        new GradientPaint(0, 0, new Color(0x6f7f80), SIZE, SIZE, new Color(0x35454b)));
    canvas.g.fillRect(0, 0, SIZE, SIZE);
    canvas.soft(
        60,
        h -> {
          h.setColor(new Color(226, 204, 168, 200));
          h.fill(Canvas.ellipse(110, 190, 190, 230));
          h.setColor(new Color(168, 176, 160, 130));
          h.fill(Canvas.ellipse(660, 120, 150, 190));
          h.setColor(new Color(30, 44, 52, 170));
          h.fill(Canvas.ellipse(700, 520, 190, 240));
          h.setColor(new Color(86, 92, 84, 150));
          h.fill(Canvas.ellipse(60, 600, 180, 200));
        });
    canvas.soft(
        3.5,
        h -> {
          Random r = new Random(5);
          for (int i = 0; i < 26; i++) {
            double x = r.nextDouble() * SIZE;
            double y = r.nextDouble() * 520;
            double size = 14 + 26 * r.nextDouble();
            h.setColor(new Color(255, 236, 200, 10 + r.nextInt(26)));
            h.fill(Canvas.ellipse(x, y, size, size));
          }
        });
  }
}
