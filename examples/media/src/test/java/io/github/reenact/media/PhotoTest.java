package io.github.reenact.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.drew.imaging.ImageMetadataReader;
import com.drew.metadata.xmp.XmpDirectory;
import io.github.reenact.Image;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhotoTest {
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  @TempDir
  Path dir;

  @Test
  void write_png_readsBackExactly() throws IOException {
    Image picture = TestMedia.picture(37, 21, 0);
    Path file = dir.resolve("a.png");
    PhotoWriter.write(picture, file, Optional.of(DigitalSource.COMPOSITE), false);
    assertThat(PhotoReader.read(file)).isEqualTo(picture);
  }

  @Test
  void read_interrupted_isNotTakenForADamagedFile() throws IOException {
    Path file = dir.resolve("a.jpg");
    PhotoWriter.write(
        TestMedia.picture(37, 21, 0), file, Optional.of(DigitalSource.COMPOSITE), false);
    Thread.currentThread().interrupt();
    try {
      assertThatExceptionOfType(InterruptedIOException.class)
          .isThrownBy(() -> PhotoReader.read(file))
          .withMessageContaining("interrupted")
          .withMessageContaining("a.jpg");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void write_jpeg_losesLittleInEveryColour() throws IOException {
    // A checkerboard of red and blue, which halved chroma would blur into purple.
    byte[] rgb = new byte[32 * 32 * 3];
    for (int i = 0; i < 32 * 32; i++) {
      rgb[3 * i + ((i + i / 32) % 2 == 0 ? 0 : 2)] = (byte) 200;
    }
    Image picture = Image.of(32, 32, rgb);
    Path file = dir.resolve("a.jpg");
    PhotoWriter.write(picture, file, Optional.of(DigitalSource.COMPOSITE), false);
    assertThat(TestMedia.psnr(PhotoReader.read(file), picture)).isGreaterThan(30);
  }

  @ParameterizedTest
  @EnumSource(DigitalSource.class)
  void write_pngAndJpeg_sayHowTheyWereMade(DigitalSource source) throws Exception {
    for (String name : new String[] {"s.png", "s.jpg"}) {
      Path file = dir.resolve(name);
      PhotoWriter.write(TestMedia.picture(20, 20, 0), file, Optional.of(source), true);

      var xmp =
          ImageMetadataReader.readMetadata(file.toFile())
              .getFirstDirectoryOfType(XmpDirectory.class);
      assertThat(xmp).as(name).isNotNull();
      assertThat(
              xmp.getXMPMeta()
                  .getPropertyString(
                      "http://iptc.org/std/Iptc4xmpExt/2008-02-29/", "DigitalSourceType"))
          .isEqualTo(source.uri());
    }
  }

  @Test
  void write_withoutSource_saysNothing() throws IOException {
    for (String name : new String[] {"s.png", "s.jpg"}) {
      Path file = dir.resolve(name);
      PhotoWriter.write(TestMedia.picture(20, 20, 0), file, Optional.empty(), false);
      assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
          .doesNotContain("digitalsourcetype");
    }
  }

  @Test
  void write_otherEnding_isRefused() {
    assertThatIOException()
        .isThrownBy(() -> PhotoWriter.checkWritable(dir.resolve("a.webp"), false))
        .withMessageContaining("a.webp")
        .withMessageContaining(".png");
  }

  @Test
  void checkWritable_problems_areNamed() throws IOException {
    Path file = Files.writeString(dir.resolve("there.png"), "x");

    assertThatIOException()
        .isThrownBy(() -> PhotoWriter.checkWritable(file, false))
        .isInstanceOf(FileAlreadyExistsException.class)
        .withMessageContaining("--overwrite");
    assertThatIOException()
        .isThrownBy(() -> PhotoWriter.checkWritable(dir.resolve("no/a.png"), false))
        .withMessageContaining("does not exist");
    assertThatIOException()
        .isThrownBy(() -> OutputFile.checkWritable(dir, true))
        .withMessageContaining("is a folder");
    assertThatIOException()
        .isThrownBy(() -> PhotoWriter.checkWritable(file.resolve("a.png"), false))
        .withMessageContaining("is a file, not a folder");
    // Even root cannot make files there.
    if (Files.isDirectory(Path.of("/proc/self"))) {
      assertThatIOException()
          .isThrownBy(() -> PhotoWriter.checkWritable(Path.of("/proc/self/a.png"), false))
          .withMessageContaining("/proc/self")
          .withMessageContaining("cannot be written to");
    }
    PhotoWriter.checkWritable(file, true);
    assertThat(dir).isDirectoryNotContaining(p -> p.toString().endsWith(".part"));
  }

  @Test
  void outputFile_closedWithoutCommit_leavesNothing() throws IOException {
    Path target = dir.resolve("t.txt");
    try (OutputFile out = OutputFile.open(target, false)) {
      Files.writeString(out.temporary(), "half");
    }
    assertThat(dir).isEmptyDirectory();

    try (OutputFile out = OutputFile.open(target, false)) {
      Files.writeString(out.temporary(), "whole");
      assertThat(target).doesNotExist();
      out.commit();
    }
    assertThat(target).hasContent("whole");
  }

  @Test
  void outputFile_targetAppearsMeanwhile_isNotReplaced() throws IOException {
    Path target = dir.resolve("t.txt");
    try (OutputFile out = OutputFile.open(target, false)) {
      Files.writeString(target, "other");
      assertThatIOException().isThrownBy(out::commit).withMessageContaining("meanwhile");
    }
    assertThat(target).hasContent("other");
    assertThat(dir).isDirectoryNotContaining(p -> p.toString().endsWith(".part"));
  }

  /** The colours of the four corners (left top, right top, left bottom, right bottom) upright. */
  @ParameterizedTest
  @CsvSource({
    "1,RGBW,60,40",
    "2,GRWB,60,40",
    "3,WBGR,60,40",
    "4,BWRG,60,40",
    "5,RBGW,40,60",
    "6,BRWG,40,60",
    "7,WGBR,40,60",
    "8,GWRB,40,60",
    "9,RGBW,60,40"
  })
  void read_exifOrientation_isTurnedUpright(int orientation, String corners, int w, int h)
      throws IOException {
    BufferedImage picture = new BufferedImage(60, 40, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = picture.createGraphics();
    Color[] colours = {Color.RED, Color.GREEN, Color.BLUE, Color.WHITE};
    for (int i = 0; i < 4; i++) {
      g.setColor(colours[i]);
      g.fillRect(i % 2 * 30, i / 2 * 20, 30, 20);
    }
    g.dispose();
    Path file = dir.resolve("e.jpg");
    Files.write(file, withOrientation(PhotoWriter.jpeg(Image.of(picture), 0.95f), orientation));

    Image read = PhotoReader.read(file);
    assertThat(read.width()).isEqualTo(w);
    assertThat(read.height()).isEqualTo(h);
    String found =
        ""
            + colour(read.rgb(4, 4))
            + colour(read.rgb(w - 5, 4))
            + colour(read.rgb(4, h - 5))
            + colour(read.rgb(w - 5, h - 5));
    assertThat(found).isEqualTo(corners);
  }

  private static char colour(int rgb) {
    boolean r = (rgb >> 16 & 255) > 128;
    boolean g = (rgb >> 8 & 255) > 128;
    boolean b = (rgb & 255) > 128;
    return r && g && b ? 'W' : r ? 'R' : g ? 'G' : 'B';
  }

  private static byte[] withOrientation(byte[] jpeg, int orientation) throws IOException {
    ByteBuffer exif = ByteBuffer.allocate(36);
    exif.putShort((short) 0xFFE1).putShort((short) 34);
    exif.put("Exif\0\0MM\0*".getBytes(StandardCharsets.US_ASCII)).putInt(8);
    exif.putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
    exif.putShort((short) orientation).putShort((short) 0).putInt(0);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(jpeg, 0, 2);
    out.write(exif.array());
    out.write(jpeg, 2, jpeg.length - 2);
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void read_cmykJpeg_givesItsColours(boolean ycck) throws IOException {
    // Red (magenta and yellow) and green. Adobe's programs store the complement of the inks, or
    // the inks themselves as if they were RGB, as luma and chroma.
    int[] red = ycck ? new int[] {179, 171, 0, 255} : new int[] {255, 0, 0, 255};
    int[] green = ycck ? new int[] {105, 212, 235, 255} : new int[] {0, 255, 0, 255};
    WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 32, 16, 4, null);
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 32; x++) {
        raster.setPixel(x, y, x < 16 ? red : green);
      }
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(new IIOImage(raster, null, null));
    } finally {
      writer.dispose();
    }
    byte[] jpeg = bytes.toByteArray();
    ByteArrayOutputStream marked = new ByteArrayOutputStream();
    marked.write(jpeg, 0, 2);
    byte transform = (byte) (ycck ? 2 : 0);
    marked.write(
        new byte[] {
          (byte) 0xFF, (byte) 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, transform
        });
    marked.write(jpeg, 2, jpeg.length - 2);
    Path file = Files.write(dir.resolve("c.jpg"), marked.toByteArray());

    Image read = PhotoReader.read(file);
    assertThat(colour(read.rgb(4, 8))).isEqualTo('R');
    assertThat(colour(read.rgb(28, 8))).isEqualTo('G');
  }

  @Test
  void read_grey_keepsTheBrightness() throws IOException {
    BufferedImage eight = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
    eight.getRaster().setSample(3, 3, 0, 100);
    BufferedImage sixteen = new BufferedImage(8, 8, BufferedImage.TYPE_USHORT_GRAY);
    sixteen.getRaster().setSample(3, 3, 0, 100 * 257);
    for (BufferedImage picture : new BufferedImage[] {eight, sixteen}) {
      Path file = dir.resolve("g" + picture.getType() + ".png");
      ImageIO.write(picture, "png", file.toFile());
      assertThat(PhotoReader.read(file).rgb(3, 3)).as(file.toString()).isEqualTo(0x646464);
      assertThat(PhotoReader.read(file).rgb(0, 0)).isEqualTo(0);
    }
  }

  @Test
  void read_greyWithAlpha_isLaidOverWhite() throws IOException {
    var model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            true,
            false,
            Transparency.TRANSLUCENT,
            DataBuffer.TYPE_BYTE);
    WritableRaster raster = model.createCompatibleWritableRaster(4, 4);
    raster.setPixel(0, 0, new int[] {100, 255});
    raster.setPixel(1, 0, new int[] {100, 0});
    raster.setPixel(2, 0, new int[] {0, 128});
    Path file = dir.resolve("ga.png");
    ImageIO.write(new BufferedImage(model, raster, false, null), "png", file.toFile());

    Image read = PhotoReader.read(file);
    assertThat(read.rgb(0, 0)).isEqualTo(0x646464);
    assertThat(read.rgb(1, 0)).isEqualTo(0xFFFFFF);
    assertThat(read.rgb(2, 0)).isEqualTo(0x7F7F7F);
  }

  @Test
  void read_colourWithAlpha_isLaidOverWhite() throws IOException {
    BufferedImage picture = new BufferedImage(4, 4, BufferedImage.TYPE_INT_ARGB);
    picture.setRGB(0, 0, 0xFF102030);
    picture.setRGB(1, 0, 0x00102030);
    Path file = dir.resolve("ca.png");
    ImageIO.write(picture, "png", file.toFile());

    assertThat(PhotoReader.read(file).rgb(0, 0)).isEqualTo(0x102030);
    assertThat(PhotoReader.read(file).rgb(1, 0)).isEqualTo(0xFFFFFF);
  }

  @Test
  void read_palette_givesItsColours() throws IOException {
    var model =
        new IndexColorModel(
            2, 4, new byte[] {0, (byte) 200, 10, 0}, new byte[4], new byte[] {0, 50, 20, 0}, 3);
    BufferedImage picture = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_BINARY, model);
    picture.getRaster().setSample(1, 1, 0, 1);
    picture.getRaster().setSample(2, 2, 0, 3);
    for (String format : new String[] {"png", "gif"}) {
      Path file = dir.resolve("p." + format);
      ImageIO.write(picture, format, file.toFile());
      assertThat(PhotoReader.read(file).rgb(1, 1)).as(format).isEqualTo(0xC80032);
      assertThat(PhotoReader.read(file).rgb(2, 2)).as(format).isEqualTo(0xFFFFFF);
    }
  }

  @Test
  void read_whatImageIoLacks_isLeftToFfmpeg() throws IOException {
    // A WebP picture of one pixel.
    byte[] webp = Base64.getDecoder().decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==");
    Path file = Files.write(dir.resolve("w.webp"), webp);

    assertThat(PhotoReader.read(file).width()).isEqualTo(1);
    try (VideoReader reader = VideoReader.open(file)) {
      assertThat(reader.isPhoto()).isTrue();
    }
  }

  @Test
  void read_gigantic_isRefusedBeforeDecoding() throws IOException {
    Path file = Files.write(dir.resolve("big.png"), pngHeader(60_000, 50_000));
    assertThatIOException()
        .isThrownBy(() -> PhotoReader.read(file))
        .withMessageContaining("60000x50000")
        .withMessageContaining("scale it down");
    assertThatIOException().isThrownBy(() -> VideoReader.open(file)).withMessageContaining("60000");
  }

  @Test
  void read_damaged_namesTheFile() throws IOException {
    byte[] png = pngHeader(0, 0);
    Path photo = dir.resolve("whole.png");
    PhotoWriter.write(TestMedia.picture(80, 60, 0), photo, Optional.empty(), false);
    byte[] wholePng = Files.readAllBytes(photo);
    byte[] wholeJpeg = PhotoWriter.jpeg(TestMedia.picture(80, 60, 0), 0.9f);
    byte[][] contents = {
      png,
      Arrays.copyOf(wholePng, wholePng.length / 2),
      Arrays.copyOf(wholeJpeg, wholeJpeg.length / 2),
      Arrays.copyOf(wholeJpeg, 30),
      "no picture at all, just a line of text".getBytes(StandardCharsets.UTF_8)
    };
    for (int i = 0; i < contents.length; i++) {
      Path file = Files.write(dir.resolve("bad" + i + ".jpg"), contents[i]);
      assertThatIOException()
          .as("case %d", i)
          .isThrownBy(() -> PhotoReader.read(file))
          .withMessageContaining(file.toString())
          .withMessageContaining("cannot be read as a");
    }
  }

  @Test
  void read_missingEmptyFolder_saysSo() throws IOException {
    Path empty = Files.createFile(dir.resolve("empty.jpg"));
    assertThatIOException()
        .isThrownBy(() -> PhotoReader.read(empty))
        .withMessageContaining("0 bytes");
    assertThatIOException().isThrownBy(() -> PhotoReader.read(dir)).withMessageContaining("folder");
    assertThatIOException()
        .isThrownBy(() -> PhotoReader.read(dir.resolve("no.jpg")))
        .withMessageContaining("no such file");
  }

  private static byte[] pngHeader(int width, int height) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
    ByteBuffer header = ByteBuffer.allocate(17);
    header.put("IHDR".getBytes(StandardCharsets.US_ASCII)).putInt(width).putInt(height);
    header.put(new byte[] {8, 2, 0, 0, 0});
    CRC32 crc = new CRC32();
    crc.update(header.array());
    out.writeInt(13);
    out.write(header.array());
    out.writeInt((int) crc.getValue());
    out.writeInt(0);
    out.write("IDAT".getBytes(StandardCharsets.US_ASCII));
    out.writeInt(0x35AF061E);
    return bytes.toByteArray();
  }
}
