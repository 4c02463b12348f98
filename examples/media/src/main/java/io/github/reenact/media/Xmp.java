package io.github.reenact.media;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/** Where the containers have XMP packets: metadata that stay with a picture or video. */
final class Xmp {
  private static final byte[] PNG_SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};
  private static final String XMP_NAMESPACE = "http://ns.adobe.com/xap/1.0/\0";

  private static final byte[] MP4_UUID = {
    (byte) 0xBE,
    0x7A,
    (byte) 0xCF,
    (byte) 0xCB,
    (byte) 0x97,
    (byte) 0xA9,
    0x42,
    (byte) 0xE8,
    (byte) 0x9C,
    0x71,
    (byte) 0x99,
    (byte) 0x94,
    (byte) 0x91,
    (byte) 0xE3,
    (byte) 0xAF,
    (byte) 0xAC
  };

  private Xmp() {}

  /** Puts the packet into an iTXt chunk right after the header. */
  static byte[] withPacketInPng(byte[] png, byte[] xmp) throws IOException {
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
  static byte[] withPacketInJpeg(byte[] jpeg, byte[] xmp) throws IOException {
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

  /** The box for MP4; it goes to the end of the file, where a box may always stand. */
  static byte[] mp4Box(byte[] xmp) {
    ByteBuffer box = ByteBuffer.allocate(8 + MP4_UUID.length + xmp.length);
    box.putInt(box.capacity()).put(new byte[] {'u', 'u', 'i', 'd'}).put(MP4_UUID).put(xmp);
    return box.array();
  }
}
