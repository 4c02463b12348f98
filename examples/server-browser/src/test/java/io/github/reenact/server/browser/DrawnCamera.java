package io.github.reenact.server.browser;

import io.github.reenact.Image;
import io.github.reenact.ReenactmentSession;
import io.github.reenact.Reenactor;
import io.github.reenact.demo.SampleMotion;
import io.github.reenact.demo.portrait.SamplePortrait;
import io.github.reenact.media.MotionTemplate;
import io.github.reenact.media.PhotoWriter;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** What the browser's camera sees in the tests: the drawn portrait, which moves. */
final class DrawnCamera {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;

  private DrawnCamera() {}

  /** The drawn portrait at another size. */
  static BufferedImage portrait(int side) {
    BufferedImage out = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    draw(out, SamplePortrait.draw().toBufferedImage(), 0, side, side);
    return out;
  }

  /** Writes the clip, as Chromium wants it: JPEG pictures one after the other, 30 a second. */
  static void write(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      forEach(
          2,
          picture -> {
            ImageIO.write(picture, "jpg", out);
          });
    }
  }

  /** Writes the clip without loss, 25 pictures a second. */
  static void writeY4m(Path file) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      String head = "YUV4MPEG2 W%d H%d F25:1 Ip A1:1 C420jpeg\n".formatted(WIDTH, HEIGHT);
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      forEach(
          1,
          picture -> {
            out.write("FRAME\n".getBytes(StandardCharsets.US_ASCII));
            writePlane(out, picture, 1, new double[] {0.299, 0.587, 0.114, 0});
            writePlane(out, picture, 2, new double[] {-0.168736, -0.331264, 0.5, 128});
            writePlane(out, picture, 2, new double[] {0.5, -0.418688, -0.081312, 128});
          });
    }
  }

  private static void writePlane(
      OutputStream out, BufferedImage picture, int step, double[] weights) throws IOException {
    for (int y = 0; y < HEIGHT; y += step) {
      for (int x = 0; x < WIDTH; x += step) {
        int rgb = picture.getRGB(x, y);
        double value =
            weights[0] * ((rgb >> 16) & 0xFF)
                + weights[1] * ((rgb >> 8) & 0xFF)
                + weights[2] * (rgb & 0xFF)
                + weights[3];
        out.write((int) Math.max(0, Math.min(255, Math.round(value))));
      }
    }
  }

  /** The clip as a page sends it: JPEG pictures, 320 pixels wide. */
  static List<byte[]> sent() throws IOException {
    List<byte[]> all = new ArrayList<>();
    forEach(
        1,
        picture -> {
          BufferedImage small = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
          draw(small, picture, 0, 320, 240);
          all.add(PhotoWriter.jpeg(Image.of(small), 0.8f));
        });
    return all;
  }

  private interface Sink {
    void take(BufferedImage picture) throws IOException;
  }

  private static void forEach(int step, Sink sink) throws IOException {
    MotionTemplate motion = SampleMotion.template();
    try (Reenactor reenactor = Reenactor.builder().disentangler("none").translator("warp").build();
        ReenactmentSession session = reenactor.open(Image.of(portrait(HEIGHT)))) {
      for (int i = 0; i < motion.frames().size(); i += step) {
        MotionTemplate.Frame f = motion.frames().get(i);
        Image moved = session.next(f.landmarks(), motion.width(), motion.height(), f.seconds());
        BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        draw(picture, moved.toBufferedImage(), (WIDTH - HEIGHT) / 2, HEIGHT, HEIGHT);
        sink.take(picture);
      }
    }
  }

  private static void draw(BufferedImage to, BufferedImage picture, int x, int width, int height) {
    Graphics2D g = to.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    g.drawImage(picture, x, 0, width, height, null);
    g.dispose();
  }
}
