package io.github.reenact.landmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/**
 * A landmark model in dlib's format with two cascades of three trees of three splits, which knows
 * nothing of faces.
 */
final class TinyModel {
  private static final int CASCADES = 2;
  private static final int TREES = 3;
  private static final int SPLITS = 3;
  private static final int PIXELS = 5;
  private static final int NUMBERS = 136;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Random random;

  private TinyModel(long seed) {
    random = new Random(seed);
    integer(1);
    vector(0.5f);
    integer(CASCADES);
    for (int c = 0; c < CASCADES; c++) {
      integer(TREES);
      for (int t = 0; t < TREES; t++) {
        integer(SPLITS);
        for (int s = 0; s < SPLITS; s++) {
          integer(random.nextInt(PIXELS));
          integer(random.nextInt(PIXELS));
          number((random.nextFloat() - 0.5f) * 40);
        }
        integer(SPLITS + 1);
        for (int leaf = 0; leaf <= SPLITS; leaf++) {
          vector(0.02f);
        }
      }
    }
    integer(CASCADES);
    for (int c = 0; c < CASCADES; c++) {
      integer(PIXELS);
      for (int p = 0; p < PIXELS; p++) {
        integer(random.nextInt(NUMBERS / 2));
      }
    }
    integer(CASCADES);
    for (int c = 0; c < CASCADES; c++) {
      integer(PIXELS);
      for (int p = 0; p < 2 * PIXELS; p++) {
        number((random.nextFloat() - 0.5f) / 4);
      }
    }
  }

  static byte[] bytes(long seed) {
    return new TinyModel(seed).bytes.toByteArray();
  }

  static byte[] packed(byte[] plain) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new BZip2CompressorOutputStream(packed)) {
      out.write(plain);
    }
    return packed.toByteArray();
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A file with these bytes. */
  static Path file(Path folder, String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private void vector(float scale) {
    // Negative sizes mark the newer format.
    integer(-NUMBERS);
    integer(-1);
    for (int i = 0; i < NUMBERS; i++) {
      number(random.nextFloat() * scale);
    }
  }

  private void number(float value) {
    int exponent = Math.getExponent(value) - 23;
    integer((long) Math.scalb(value, -exponent));
    integer(exponent);
  }

  private void integer(long value) {
    long rest = Math.abs(value);
    ByteArrayOutputStream digits = new ByteArrayOutputStream();
    do {
      digits.write((int) (rest & 0xff));
      rest >>= 8;
    } while (rest != 0);
    bytes.write(digits.size() | (value < 0 ? 0x80 : 0));
    bytes.writeBytes(digits.toByteArray());
  }
}
