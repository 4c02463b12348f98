package io.github.reenact.tf.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * TensorFlow's format of records, TFRecord, without compression: length (8 bytes), its checksum
 * (4), the record, its checksum (4), little-endian. A record can be read on its own by whoever
 * knows where it begins.
 */
final class TfRecords {
  private static final int HEADER = 12;
  private static final int FOOTER = 4;

  /** No record of a dataset is nearly as long. */
  private static final long LONGEST = 1L << 30;

  private TfRecords() {}

  /** Appends a record and tells how many bytes it takes. */
  static int write(OutputStream out, byte[] record) throws IOException {
    byte[] header = new byte[HEADER];
    buffer(header).putLong(record.length).putInt(checksum(header, Long.BYTES));
    byte[] footer = new byte[FOOTER];
    buffer(footer).putInt(checksum(record, record.length));
    out.write(header);
    out.write(record);
    out.write(footer);
    return HEADER + record.length + FOOTER;
  }

  /**
   * Reads the record that begins at a place.
   *
   * @throws IOException if there is none, or it is damaged; names the file
   */
  static byte[] read(Path file, long offset) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      byte[] header = bytes(channel, offset, HEADER);
      long length = buffer(header).getLong(0);
      if (buffer(header).getInt(Long.BYTES) != checksum(header, Long.BYTES)
          || length < 0
          || length > LONGEST) {
        throw damaged(file, offset, "no record begins there", null);
      }
      byte[] record = bytes(channel, offset + HEADER, (int) length);
      byte[] footer = bytes(channel, offset + HEADER + length, FOOTER);
      if (buffer(footer).getInt(0) != checksum(record, record.length)) {
        throw damaged(file, offset, "the record's checksum is wrong", null);
      }
      return record;
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException(
          file.toString(), null, "the index lists it; copy the whole dataset, or prepare it again");
    } catch (EOFException e) {
      throw damaged(file, offset, "the file ends within the record", e);
    }
  }

  /** An error of a record. */
  static IOException damaged(Path file, long offset, String what, @Nullable Exception cause) {
    return new IOException(
        "%s is damaged: at byte %d %s; copy the file again, or prepare the data again"
            .formatted(file, offset, what),
        cause);
  }

  private static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] bytes(FileChannel from, long offset, int count) throws IOException {
    byte[] bytes = new byte[count];
    ByteBuffer to = ByteBuffer.wrap(bytes);
    while (to.hasRemaining()) {
      if (from.read(to, offset + to.position()) < 0) {
        throw new EOFException();
      }
    }
    return bytes;
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    // Masked, as TensorFlow has it.
    return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
  }
}
