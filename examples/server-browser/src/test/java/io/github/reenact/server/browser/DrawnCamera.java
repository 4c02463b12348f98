package io.github.reenact.server.browser;

import io.github.reenact.Image;
import io.github.reenact.ReenactmentSession;
import io.github.reenact.Reenactor;
import io.github.reenact.demo.SampleMotion;
import io.github.reenact.demo.portrait.SamplePortrait;
import io.github.reenact.media.MotionTemplate;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** What the browser's camera sees in the tests: the drawn portrait, which moves. */
final class DrawnCamera {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;

  private DrawnCamera() {}

  /** The drawn portrait at another size. */
  static BufferedImage portrait(int side) {
    BufferedImage out = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    draw(out, SamplePortrait.draw().toBufferedImage(), 0, side);
    return out;
  }

  /** Writes the clip, as Chromium wants it: JPEG pictures one after the other. */
  static void write(Path file) throws IOException {
    MotionTemplate motion = SampleMotion.template();
    try (Reenactor reenactor = Reenactor.builder().disentangler("none").translator("warp").build();
        ReenactmentSession session = reenactor.open(Image.of(portrait(HEIGHT)));
        OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < motion.frames().size(); i += 2) {
        MotionTemplate.Frame f = motion.frames().get(i);
        Image moved = session.next(f.landmarks(), motion.width(), motion.height(), f.seconds());
        BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        draw(picture, moved.toBufferedImage(), (WIDTH - HEIGHT) / 2, HEIGHT);
        ImageIO.write(picture, "jpg", out);
      }
    }
  }

  private static void draw(BufferedImage to, BufferedImage picture, int x, int side) {
    Graphics2D g = to.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    g.drawImage(picture, x, 0, side, side, null);
    g.dispose();
  }
}
