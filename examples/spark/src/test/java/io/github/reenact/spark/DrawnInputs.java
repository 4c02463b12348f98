package io.github.reenact.spark;

import io.github.reenact.Image;
import io.github.reenact.media.FrameRate;
import io.github.reenact.media.PhotoWriter;
import io.github.reenact.media.VideoWriter;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A folder of clips and photos of red squares, and of files that cannot be used. */
final class DrawnInputs {
  private DrawnInputs() {}

  /** Clips, photos, a damaged file and a picture without a face. */
  static void write(Path folder, int clips) throws IOException {
    for (int c = 0; c < clips; c++) {
      Path file = folder.resolve("person%d/clip.mp4".formatted(c));
      Files.createDirectories(file.getParent());
      writeClip(file, 20, 60 + 5 * c, 60 + c);
    }
    PhotoWriter.write(
        picture(Color.GRAY, 90, 100), folder.resolve("ann_1.png"), Optional.empty(), false);
    PhotoWriter.write(
        picture(Color.GRAY, 0, 0), folder.resolve("nobody.png"), Optional.empty(), false);
    Files.writeString(folder.resolve("damaged.mp4"), "no video");
  }

  /** A picture that kills who looks for faces in it. */
  static void writeKiller(Path folder) throws IOException {
    PhotoWriter.write(
        picture(Color.BLUE, 0, 0), folder.resolve("killer.png"), Optional.empty(), false);
  }

  /** A clip of a red square that moves to the right. */
  static void writeClip(Path file, int frames, int left, int side) throws IOException {
    try (VideoWriter writer =
        VideoWriter.builder(file).size(320, 240).rate(FrameRate.of(25)).open()) {
      for (int i = 0; i < frames; i++) {
        writer.write(picture(Color.GRAY, left + 3 * i, side));
      }
      writer.finish();
    }
  }

  /**
   * A clip of one frame a second whose square is elsewhere in each minute.
   *
   * @param blank minute that has no square
   */
  static void writeLongClip(Path file, int seconds, int blank) throws IOException {
    Files.createDirectories(file.getParent());
    try (VideoWriter writer =
        VideoWriter.builder(file).size(320, 240).rate(FrameRate.of(1)).open()) {
      for (int i = 0; i < seconds; i++) {
        int minute = i / 60;
        boolean none = minute == blank;
        writer.write(picture(Color.GRAY, none ? 0 : 20 + 30 * minute + i % 20, none ? 0 : 70));
      }
      writer.finish();
    }
  }

  private static Image picture(Color ground, int left, int side) {
    BufferedImage out = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = out.createGraphics();
    g.setColor(ground);
    g.fillRect(0, 0, 320, 240);
    g.setColor(new Color(220, 20, 20));
    g.fillRect(left, 70, side, side);
    g.dispose();
    return Image.of(out);
  }
}
