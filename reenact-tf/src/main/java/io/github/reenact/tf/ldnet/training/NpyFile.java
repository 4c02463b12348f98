package io.github.reenact.tf.ldnet.training;

import io.github.reenact.Landmarks;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads NumPy's .npy files of landmarks in 3D. */
final class NpyFile {
  private static final int XYZ = 3 * Landmarks.COUNT;

  private NpyFile() {}

  /**
   * The rows of a .npy file of 68 x 3 numbers each.
   *
   * @param rows how many there have to be; 0: any number; -1: one, and no dimension for it
   */
  static float[][] read(Path file, int rows) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(
          file.toString(), null, "a folder of ICT-FaceKit landmarks as .npy files is needed");
    }
    try (InputStream in = Files.newInputStream(file)) {
      ByteBuffer start = ByteBuffer.wrap(in.readNBytes(10)).order(ByteOrder.LITTLE_ENDIAN);
      if (start.limit() < 10
          || start.getInt(0) != 0x4d554e93 // \x93NUM
          || start.get(4) != 'P'
          || start.get(5) != 'Y'
          || start.get(6) != 1) {
        throw new IOException(file + " is no .npy file of format version 1");
      }
      int headerLength = start.getShort(8) & 0xffff;
      String header = new String(in.readNBytes(headerLength), StandardCharsets.US_ASCII);
      String compact = header.replace(" ", "").strip();
      int from = compact.indexOf("'shape':(");
      int to = compact.indexOf(')', from);
      if (!compact.contains("'descr':'<f4'")
          || !compact.contains("'fortran_order':False")
          || from < 0
          || to < 0) {
        throw new IOException(
            file + " must hold little-endian float32 in C order, but its header is " + header);
      }
      String shape = compact.substring(from + "'shape':(".length(), to);
      int count;
      if (rows < 0) {
        count = shape.equals("68,3") ? 1 : 0;
      } else {
        int x = shape.indexOf(",68,3");
        String first = x > 0 && shape.length() == x + 5 ? shape.substring(0, x) : "";
        count = first.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(first) : 0;
      }
      if (count == 0 || (rows > 0 && count != rows)) {
        throw new IOException(
            "%s has the shape (%s), not (%s68, 3)"
                .formatted(file, shape, rows < 0 ? "" : rows == 0 ? "any, " : rows + ", "));
      }
      byte[] bytes = in.readAllBytes();
      if (bytes.length != 4 * XYZ * count) {
        throw new IOException(
            file + " holds " + bytes.length + " bytes of numbers, not " + 4 * XYZ * count);
      }
      ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      float[][] out = new float[count][XYZ];
      for (float[] row : out) {
        for (int i = 0; i < XYZ; i++) {
          row[i] = numbers.getFloat();
          if (!Float.isFinite(row[i])) {
            throw new IOException(file + " holds a number that is " + row[i]);
          }
        }
      }
      return out;
    }
  }
}
