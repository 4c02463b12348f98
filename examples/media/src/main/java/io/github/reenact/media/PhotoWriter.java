package io.github.reenact.media;

import io.github.reenact.Image;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.ImageOutputStream;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Writes PNG and JPEG files that say in their metadata how they came to be. */
public final class PhotoWriter {
  private static final float QUALITY = 0.95f;

  private PhotoWriter() {}

  /**
   * Writes a picture; the file appears when it is complete.
   *
   * @param file its name ends in {@code .png}, {@code .jpg} or {@code .jpeg}, which is the format
   * @param source what the metadata say about how the picture was made (IPTC's DigitalSourceType in
   *     an XMP packet); empty for no metadata
   * @param overwrite whether an existing file may be replaced
   * @throws IOException if the name has another ending or the file cannot be written
   */
  public static void write(
      Image image, Path file, Optional<DigitalSource> source, boolean overwrite)
      throws IOException {
    boolean png = isPng(file);
    byte[] bytes = png ? png(image) : jpeg(image, QUALITY);
    if (source.isPresent()) {
      byte[] xmp = source.get().xmp();
      bytes = png ? Xmp.withPacketInPng(bytes, xmp) : Xmp.withPacketInJpeg(bytes, xmp);
    }
    try (OutputFile out = OutputFile.open(file, overwrite)) {
      Files.write(out.temporary(), bytes);
      out.commit();
    }
  }

  /**
   * Finds out, before any work is done, whether a picture can be written.
   *
   * @throws IOException as {@link OutputFile#checkWritable}, or if the name has another ending
   */
  public static void checkWritable(Path file, boolean overwrite) throws IOException {
    isPng(file);
    OutputFile.checkWritable(file, overwrite);
  }

  private static boolean isPng(Path file) throws IOException {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".png")) {
      return true;
    }
    if (name.endsWith(".jpg") || name.endsWith(".jpeg")) {
      return false;
    }
    throw new IOException(file + ": pictures are written as .png, .jpg or .jpeg; choose one");
  }

  private static byte[] png(Image image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!ImageIO.write(image.toBufferedImage(), "png", bytes)) {
      throw new IOException("this Java has no PNG writer; use a complete JDK or JRE");
    }
    return bytes.toByteArray();
  }

  /**
   * Compresses a picture as JPEG with full chroma resolution (4:4:4).
   *
   * @param quality 0 to 1
   * @throws IOException if this Java cannot write JPEG
   */
  public static byte[] jpeg(Image image, float quality) throws IOException {
    Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("jpeg");
    if (!writers.hasNext()) {
      throw new IOException("this Java has no JPEG writer; use a complete JDK or JRE");
    }
    ImageWriter writer = writers.next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionQuality(quality);
      var picture = image.toBufferedImage();
      IIOMetadata metadata =
          writer.getDefaultImageMetadata(
              ImageTypeSpecifier.createFromRenderedImage(picture), param);
      fullChroma(metadata);
      writer.setOutput(out);
      writer.write(null, new IIOImage(picture, null, metadata), param);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static void fullChroma(IIOMetadata metadata) throws IOException {
    String format = "javax_imageio_jpeg_image_1.0";
    Element root = (Element) metadata.getAsTree(format);
    NodeList components = root.getElementsByTagName("componentSpec");
    for (int i = 0; i < components.getLength(); i++) {
      Element component = (Element) components.item(i);
      component.setAttribute("HsamplingFactor", "1");
      component.setAttribute("VsamplingFactor", "1");
    }
    metadata.setFromTree(format, root);
  }
}
