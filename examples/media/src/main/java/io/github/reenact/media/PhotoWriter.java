package io.github.reenact.media;

import io.github.reenact.Image;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
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
  private static final byte[] PNG_SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};
  private static final String XMP_NAMESPACE = "http://ns.adobe.com/xap/1.0/\0";
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
      bytes = png ? withPngXmp(bytes, xmp) : withJpegXmp(bytes, xmp);
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

  /** Puts the packet into an iTXt chunk right after the header. */
  private static byte[] withPngXmp(byte[] png, byte[] xmp) throws IOException {
    int header = PNG_SIGNATURE.length + 25;
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.writeBytes("iTXtXML:com.adobe.xmp".getBytes(StandardCharsets.US_ASCII));
    data.writeBytes(new byte[5]);
    data.writeBytes(xmp);
    CRC32 crc = new CRC32();
    crc.update(data.toByteArray());
    ByteArrayOutputStream out = new ByteArrayOutputStream(png.length + data.size() + 12);
    DataOutputStream to = new DataOutputStream(out);
    to.write(png, 0, header);
    to.writeInt(data.size() - 4);
    to.write(data.toByteArray());
    to.writeInt((int) crc.getValue());
    to.write(png, header, png.length - header);
    return out.toByteArray();
  }

  /** Puts the packet into an APP1 segment after the start, or after JFIF's APP0. */
  private static byte[] withJpegXmp(byte[] jpeg, byte[] xmp) throws IOException {
    int at = 2;
    if ((jpeg[2] & 255) == 0xFF && (jpeg[3] & 255) == 0xE0) {
      at += 2 + ((jpeg[4] & 255) << 8 | (jpeg[5] & 255));
    }
    byte[] namespace = XMP_NAMESPACE.getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream out = new ByteArrayOutputStream(jpeg.length + xmp.length + 64);
    DataOutputStream to = new DataOutputStream(out);
    to.write(jpeg, 0, at);
    to.writeShort(0xFFE1);
    to.writeShort(2 + namespace.length + xmp.length);
    to.write(namespace);
    to.write(xmp);
    to.write(Arrays.copyOfRange(jpeg, at, jpeg.length));
    return out.toByteArray();
  }
}
