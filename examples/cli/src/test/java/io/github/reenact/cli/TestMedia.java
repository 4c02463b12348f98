package io.github.reenact.cli;

import io.github.reenact.Image;
import io.github.reenact.demo.portrait.SamplePortrait;
import io.github.reenact.media.FrameRate;
import io.github.reenact.media.VideoWriter;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/** Photos, videos and damaged files for the tests. */
final class TestMedia {
  private static final BufferedImage FACE = scaled(SamplePortrait.draw().toBufferedImage(), 384);

  private TestMedia() {}

  /** A photo of one face. */
  static BufferedImage photo(int width, int height) {
    return face(width, height, 0);
  }

  /**
   * A face that sways, nods and comes nearer as time goes by.
   *
   * @param t 0 is the resting position
   */
  static BufferedImage face(int width, int height, double t) {
    double side = Math.min(width, height) * (1 + 0.06 * Math.sin(1.7 * t));
    AffineTransform at = new AffineTransform();
    at.translate(
        width / 2.0 + 0.05 * side * Math.sin(t), height / 2.0 + 0.04 * side * Math.sin(0.8 * t));
    at.rotate(Math.toRadians(6) * Math.sin(1.3 * t));
    at.scale(side / FACE.getWidth(), side / FACE.getHeight());
    at.translate(-FACE.getWidth() / 2.0, -FACE.getHeight() / 2.0);
    BufferedImage out = blank(width, height);
    Graphics2D g = smooth(out);
    g.drawImage(FACE, at, null);
    g.dispose();
    return out;
  }

  /** A large face on the left, a smaller one on the right. */
  static BufferedImage twoFaces() {
    BufferedImage out = blank(480, 256);
    Graphics2D g = smooth(out);
    g.drawImage(FACE, 0, 0, 256, 256, null);
    g.drawImage(FACE, 270, 28, 200, 200, null);
    g.dispose();
    return out;
  }

  /** A square picture turned clockwise by 90 degrees: no detector finds a face in it. */
  static BufferedImage onItsSide(BufferedImage in) {
    BufferedImage out = new BufferedImage(in.getWidth(), in.getHeight(), in.getType());
    for (int y = 0; y < in.getHeight(); y++) {
      for (int x = 0; x < in.getWidth(); x++) {
        out.setRGB(in.getHeight() - 1 - y, x, in.getRGB(x, y));
      }
    }
    return out;
  }

  /** A picture without a face. */
  static BufferedImage blank(int width, int height) {
    BufferedImage out = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = out.createGraphics();
    g.setColor(new Color(0x5b6c72));
    g.fillRect(0, 0, width, height);
    g.dispose();
    return out;
  }

  static BufferedImage scaled(BufferedImage in, int side) {
    BufferedImage out = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = smooth(out);
    g.drawImage(in, 0, 0, side, side, null);
    g.dispose();
    return out;
  }

  /** The same picture in another type of {@link BufferedImage}. */
  static BufferedImage as(int type, BufferedImage in) {
    BufferedImage out = new BufferedImage(in.getWidth(), in.getHeight(), type);
    Graphics2D g = out.createGraphics();
    g.drawImage(in, 0, 0, null);
    g.dispose();
    return out;
  }

  static Path write(BufferedImage picture, Path file) throws IOException {
    String name = file.toString();
    if (!ImageIO.write(picture, name.substring(name.lastIndexOf('.') + 1), file.toFile())) {
      throw new IOException("no writer for " + file);
    }
    return file;
  }

  /** What a frame of a video shows. */
  interface Scene {
    BufferedImage at(int frame);
  }

  static Path video(
      Path file, int width, int height, int frames, FrameRate rate, Optional<Path> sound)
      throws IOException {
    return video(
        file, width, height, frames, rate, sound, i -> face(width, height, i / rate.perSecond()));
  }

  static Path video(
      Path file,
      int width,
      int height,
      int frames,
      FrameRate rate,
      Optional<Path> sound,
      Scene scene)
      throws IOException {
    VideoWriter.Builder builder =
        VideoWriter.builder(file).size(width, height).rate(rate).source(Optional.empty());
    sound.ifPresent(builder::audioFrom);
    try (VideoWriter writer = builder.open()) {
      for (int i = 0; i < frames; i++) {
        writer.write(Image.of(scene.at(i)));
      }
      writer.finish();
    }
    return file;
  }

  /** A tone of 440 Hz. */
  static Path sound(Path file, double seconds) throws IOException {
    int rate = 16_000;
    byte[] samples = new byte[2 * (int) (seconds * rate)];
    for (int i = 0; i < samples.length / 2; i++) {
      int v = (int) (8000 * Math.sin(2 * Math.PI * 440 * i / rate));
      samples[2 * i] = (byte) v;
      samples[2 * i + 1] = (byte) (v >> 8);
    }
    AudioFormat format = new AudioFormat(rate, 16, 1, true, false);
    AudioSystem.write(
        new AudioInputStream(new ByteArrayInputStream(samples), format, samples.length / 2),
        AudioFileFormat.Type.WAVE,
        file.toFile());
    return file;
  }

  /** A PNG file whose header says it is of that size, with next to no data. */
  static Path pngHeader(Path file, int width, int height) throws IOException {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    DataOutputStream h = new DataOutputStream(header);
    h.write("IHDR".getBytes(StandardCharsets.US_ASCII));
    h.writeInt(width);
    h.writeInt(height);
    h.write(new byte[] {8, 2, 0, 0, 0});
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(png);
    out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    chunk(out, header.toByteArray());
    chunk(out, "IDAT".getBytes(StandardCharsets.US_ASCII));
    chunk(out, "IEND".getBytes(StandardCharsets.US_ASCII));
    return Files.write(file, png.toByteArray());
  }

  private static void chunk(DataOutputStream out, byte[] typeAndData) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(typeAndData);
    out.writeInt(typeAndData.length - 4);
    out.write(typeAndData);
    out.writeInt((int) crc.getValue());
  }

  /** The first part of a file. */
  static Path cut(Path from, Path to, double fraction) throws IOException {
    byte[] all = Files.readAllBytes(from);
    return Files.write(to, java.util.Arrays.copyOf(all, (int) (all.length * fraction)));
  }

  private static Graphics2D smooth(BufferedImage picture) {
    Graphics2D g = picture.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    return g;
  }
}
