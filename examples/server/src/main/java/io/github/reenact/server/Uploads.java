package io.github.reenact.server;

import io.github.reenact.Image;
import io.github.reenact.media.MotionTemplate;
import io.github.reenact.media.PhotoReader;
import io.github.reenact.media.PhotoWriter;
import io.github.reenact.media.VideoReader;
import io.javalin.http.Context;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Takes photos and drivers from request bodies. Sizes are checked before anything is decoded, and
 * kinds by the first bytes: no decoder gets what it was not chosen for.
 */
final class Uploads {
  /** The longest side of a photo that is kept, in pixels; larger ones are scaled down. */
  static final int MAX_SIDE = 1600;

  /** What a client may still send, after it was told that it is too much, to hear of it. */
  private static final long DRAINED = 4L << 20;

  private static final byte[] TEMPLATE =
      "# reenact-motion-template".getBytes(StandardCharsets.US_ASCII);

  private final Limits.Uploads limits;

  Uploads(Limits.Uploads limits) {
    this.limits = limits;
  }

  /**
   * What is known of a driver.
   *
   * @param seconds that it lasts; 0 if it does not say
   */
  record Driver(double seconds) {}

  /**
   * Takes a photo and keeps it, without metadata, as JPEG.
   *
   * @param file where to
   * @return the picture that was kept
   * @throws Problem if it is too large, of another kind, or damaged
   */
  Image photo(Context ctx, Path file) throws IOException {
    Path sent = file.resolveSibling(file.getFileName() + ".sent");
    try {
      receive(ctx, sent, limits.photoBytes());
      checkPhoto(sent);
      Image image;
      try {
        image = PhotoReader.read(sent);
      } catch (IOException e) {
        // Its message names a file that the client knows nothing of.
        throw damaged("photo");
      }
      keep(image, file);
      // What is kept, to the pixel: faces are numbered by what is found in it.
      return PhotoReader.read(file);
    } finally {
      Files.deleteIfExists(sent);
    }
  }

  /** Keeps a picture as JPEG, scaled down if it is larger than needed. */
  static void keep(Image image, Path file) throws IOException {
    Files.write(file, PhotoWriter.jpeg(fitted(image, MAX_SIDE), 0.95f));
  }

  static Image fitted(Image image, int side) {
    double scale = side / (double) Math.max(image.width(), image.height());
    if (scale >= 1) {
      return image;
    }
    int w = Math.max(1, (int) Math.round(scale * image.width()));
    int h = Math.max(1, (int) Math.round(scale * image.height()));
    BufferedImage out = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = out.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    g.drawImage(image.toBufferedImage(), 0, 0, w, h, null);
    g.dispose();
    return Image.of(out);
  }

  /** Kind and size, from the head of the file. */
  private void checkPhoto(Path file) throws IOException {
    byte[] head = head(file);
    boolean jpeg = starts(head, 0, 0xFF, 0xD8, 0xFF);
    boolean png = starts(head, 0, 0x89, 'P', 'N', 'G');
    if (!jpeg && !png) {
      throw Problem.unsupported("This is neither a JPEG nor a PNG picture; save it as one of them");
    }
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw damaged("photo");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > limits.photoPixels()) {
          throw Problem.tooLarge(
              "The photo has %dx%d pixels; up to %.1f megapixels are taken: scale it down"
                  .formatted(reader.getWidth(0), reader.getHeight(0), limits.photoPixels() / 1e6));
        }
      } catch (Problem e) {
        throw e;
      } catch (IOException | RuntimeException e) {
        throw damaged("photo");
      } finally {
        reader.dispose();
      }
    }
  }

  /**
   * Takes a driving video or motion template.
   *
   * @param file where to; deleted if it cannot be used
   * @throws Problem if it is too large, too long, of another kind, or damaged
   */
  Driver driver(Context ctx, Path file) throws IOException {
    boolean complete = false;
    try {
      receive(ctx, file, limits.driverBytes());
      double seconds = checkDriver(file);
      checkLength(seconds);
      complete = true;
      return new Driver(seconds);
    } finally {
      if (!complete) {
        Files.deleteIfExists(file);
      }
    }
  }

  /**
   * Refuses a driver that lasts too long.
   *
   * @throws Problem 413
   */
  void checkLength(double seconds) {
    if (seconds > limits.seconds()) {
      throw Problem.tooLarge(
          "The driver lasts %.0f s; up to %d s are taken: cut it"
              .formatted(seconds, limits.seconds()));
    }
  }

  private double checkDriver(Path file) throws IOException {
    byte[] head = head(file);
    if (Arrays.equals(
        head, 0, Math.min(head.length, TEMPLATE.length), TEMPLATE, 0, TEMPLATE.length)) {
      try {
        MotionTemplate template = MotionTemplate.read(file);
        return template.frames().get(template.frames().size() - 1).seconds();
      } catch (IOException e) {
        throw damaged("motion template");
      }
    }
    // Not what FFmpeg would make of it: among its formats are playlists that name other files.
    boolean video =
        starts(head, 4, 'f', 't', 'y', 'p')
            || starts(head, 0, 0x1A, 0x45, 0xDF, 0xA3)
            || (starts(head, 0, 'R', 'I', 'F', 'F') && starts(head, 8, 'A', 'V', 'I', ' '));
    if (!video) {
      throw Problem.unsupported(
          "This is neither a video (MP4, MOV, WebM, Matroska, AVI) nor a motion template");
    }
    try (VideoReader reader = VideoReader.open(file)) {
      if ((long) reader.width() * reader.height() > limits.driverPixels()) {
        throw Problem.tooLarge(
            "The video has %dx%d pixels; up to %.1f megapixels are taken: scale it down"
                .formatted(reader.width(), reader.height(), limits.driverPixels() / 1e6));
      }
      return reader.frameEstimate() / reader.frameRate().perSecond();
    } catch (IOException e) {
      throw damaged("video");
    }
  }

  private static Problem damaged(String what) {
    return Problem.unusable(
        "damaged",
        "The file is damaged",
        "The %s cannot be read: it is damaged or cut short; get a whole copy of it"
            .formatted(what));
  }

  private static void receive(Context ctx, Path file, long max) throws IOException {
    String tooLarge =
        "The file is larger than the %.1f MB that are taken; make it smaller"
            .formatted(max / 1048576.0);
    InputStream in = ctx.bodyInputStream();
    boolean complete = false;
    long total = 0;
    byte[] buffer = new byte[1 << 16];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        total += n;
        if (total > max) {
          drain(in, buffer);
          throw Problem.tooLarge(tooLarge);
        }
        out.write(buffer, 0, n);
      }
      complete = true;
    } finally {
      if (!complete || total == 0) {
        Files.deleteIfExists(file);
      }
    }
    if (total == 0) {
      throw Problem.badRequest("The request has no body; send the file as the body");
    }
  }

  private static void drain(InputStream in, byte[] buffer) throws IOException {
    long drained = 0;
    for (int n = in.read(buffer); n >= 0 && drained < DRAINED; n = in.read(buffer)) {
      drained += n;
    }
  }

  private static byte[] head(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(TEMPLATE.length);
    }
  }

  private static boolean starts(byte[] head, int at, int... expected) {
    if (head.length < at + expected.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if ((head[at + i] & 0xFF) != expected[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * A JPEG picture of a live driver.
   *
   * @return empty if it is none, too large or damaged
   */
  static Optional<Image> livePicture(byte[] jpeg, long maxPixels) {
    if (!starts(jpeg, 0, 0xFF, 0xD8, 0xFF)) {
      return Optional.empty();
    }
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
    ImageReader reader = readers.next();
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(jpeg))) {
      reader.setInput(in, true, true);
      if ((long) reader.getWidth(0) * reader.getHeight(0) > maxPixels) {
        return Optional.empty();
      }
      return Optional.of(Image.of(reader.read(0)));
    } catch (IOException | RuntimeException e) {
      // Decoders of ImageIO answer damaged pictures with all kinds of exceptions.
      return Optional.empty();
    } finally {
      reader.dispose();
    }
  }
}
