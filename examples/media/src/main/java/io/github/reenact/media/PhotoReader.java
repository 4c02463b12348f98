package io.github.reenact.media;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.MetadataException;
import com.drew.metadata.exif.ExifIFD0Directory;
import io.github.reenact.Image;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads photos: every format that ImageIO knows (with CMYK JPEG), and what else FFmpeg decodes, for
 * example WebP. Whatever is stored (grey, palette, transparency, 16 bits, CMYK, any EXIF
 * orientation), the result is upright 8-bit RGB; transparency is laid over white.
 */
public final class PhotoReader {
  /** Larger photos are refused before they are decoded: 100 megapixels. */
  public static final long MAX_PIXELS = 100_000_000;

  static {
    // Temporary files would only slow the reading of a local file down.
    ImageIO.setUseCache(false);
  }

  private PhotoReader() {}

  /**
   * Reads one photo; of a file with several pictures, the first.
   *
   * @throws IOException if the file is missing, empty, no picture, cut short, or larger than {@link
   *     #MAX_PIXELS}; the message names the file and the remedy
   * @throws InterruptedIOException if the thread is interrupted meanwhile; it stays interrupted
   */
  public static Image read(Path file) throws IOException {
    VideoReader.checkReadable(file);
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      @Nullable ImageReader reader = reader(in);
      if (reader != null) {
        try {
          return Orientation.ofExif(exifOrientation(file)).apply(decode(file, reader, in));
        } finally {
          reader.dispose();
        }
      }
    } catch (IOException e) {
      checkInterrupt(file, e);
      throw e;
    }
    checkInterrupt(file, null);
    try (Decoder decoder = new Decoder(file)) {
      return read(file, decoder);
    }
  }

  /** An interrupt closes what ImageIO reads from: the file is as good as it was. */
  private static void checkInterrupt(Path file, @Nullable Throwable cause) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      InterruptedIOException stopped = new InterruptedIOException("interrupted reading " + file);
      stopped.initCause(cause);
      throw stopped;
    }
  }

  /** The first frame of what ImageIO does not know. */
  static Image read(Path file, Decoder decoder) throws IOException {
    VideoReader.@Nullable Frame frame = decoder.next();
    if (frame == null) {
      throw damaged(file, "no picture in it can be decoded", null);
    }
    return decoder.isTurned()
        ? frame.image()
        : Orientation.ofExif(exifOrientation(file)).apply(frame.image());
  }

  /**
   * Whether ImageIO takes the contents of the file for a still picture.
   *
   * @throws IOException if the file is missing or empty
   */
  public static boolean isPhoto(Path file) throws IOException {
    VideoReader.checkReadable(file);
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      @Nullable ImageReader reader = reader(in);
      if (reader == null) {
        return false;
      }
      String format = reader.getFormatName().toLowerCase(Locale.ROOT);
      reader.dispose();
      return !format.equals("gif");
    }
  }

  private static @Nullable ImageReader reader(ImageInputStream in) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      // WBMP has no signature: it claims files of other formats.
      if (!reader.getFormatName().equalsIgnoreCase("wbmp")) {
        return reader;
      }
      reader.dispose();
    }
    return null;
  }

  private static Image decode(Path file, ImageReader reader, ImageInputStream in)
      throws IOException {
    StringBuilder warnings = new StringBuilder();
    try {
      reader.setInput(in, true, true);
      reader.addIIOReadWarningListener(
          (IIOReadWarningListener) (source, text) -> warnings.append(text));
      long w = reader.getWidth(0);
      long h = reader.getHeight(0);
      if (w < 1 || h < 1) {
        throw damaged(file, "its size is %dx%d".formatted(w, h), null);
      }
      if (w * h > MAX_PIXELS) {
        throw new Refused(
            "%s has %dx%d pixels (%.0f megapixels); up to %d megapixels can be read: scale it down"
                .formatted(file, w, h, w * h / 1e6, MAX_PIXELS / 1_000_000),
            null);
      }
      Image image = convert(reader.read(0));
      String text = warnings.toString().toLowerCase(Locale.ROOT);
      if (text.contains("premature") || text.contains("truncat") || text.contains("end of file")) {
        throw damaged(file, warnings.toString(), null);
      }
      return image;
    } catch (Refused e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // Decoders of ImageIO answer damaged files with all kinds of exceptions.
      throw damaged(
          file, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(), e);
    }
  }

  /** An error whose message is complete already. */
  private static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    Refused(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  private static Refused damaged(Path file, String why, @Nullable Throwable cause) {
    return new Refused(
        file
            + " cannot be read as a picture ("
            + why
            + "); it is damaged or cut short: get a whole copy of it or save it again as PNG",
        cause);
  }

  private static Image convert(BufferedImage picture) {
    ColorModel model = picture.getColorModel();
    // Java takes grey samples of some types for linear light, which brightens the picture.
    if (!(model instanceof IndexColorModel)
        && model.getColorSpace().getType() == ColorSpace.TYPE_GRAY
        && !model.isAlphaPremultiplied()) {
      return grey(picture);
    }
    return Image.of(picture);
  }

  private static Image grey(BufferedImage picture) {
    int w = picture.getWidth();
    int h = picture.getHeight();
    Raster raster = picture.getRaster();
    ColorModel model = picture.getColorModel();
    double scale = 255.0 / ((1L << model.getComponentSize(0)) - 1);
    boolean alpha = model.hasAlpha() && raster.getNumBands() > 1;
    double alphaScale = alpha ? 1.0 / ((1L << model.getComponentSize(1)) - 1) : 0;
    byte[] rgb = new byte[w * h * 3];
    int[] samples = new int[w];
    int[] opacity = new int[w];
    for (int y = 0, o = 0; y < h; y++) {
      raster.getSamples(0, y, w, 1, 0, samples);
      if (alpha) {
        raster.getSamples(0, y, w, 1, 1, opacity);
      }
      for (int x = 0; x < w; x++) {
        double v = samples[x] * scale;
        if (alpha) {
          double a = opacity[x] * alphaScale;
          v = a * v + (1 - a) * 255;
        }
        byte b = (byte) Math.round(v);
        rgb[o++] = b;
        rgb[o++] = b;
        rgb[o++] = b;
      }
    }
    return Image.of(w, h, rgb);
  }

  private static int exifOrientation(Path file) {
    try {
      var directory =
          ImageMetadataReader.readMetadata(file.toFile())
              .getFirstDirectoryOfType(ExifIFD0Directory.class);
      return directory != null && directory.containsTag(ExifIFD0Directory.TAG_ORIENTATION)
          ? directory.getInt(ExifIFD0Directory.TAG_ORIENTATION)
          : 1;
    } catch (ImageProcessingException | MetadataException | IOException | RuntimeException e) {
      // Metadata that cannot be read do not make the picture unreadable.
      return 1;
    }
  }
}
