package io.github.reenact.landmarks;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads numbers in dlib's format: an integer is a byte with its length (and sign, bit 7), then its
 * bytes, the lowest first; a floating-point number is two integers, mantissa and exponent of two.
 */
final class DlibInput {
  private static final int SIGN = 0x80;
  private static final int LENGTH = 0x0f;

  /** Exponents from here on stand for what is no finite number. */
  private static final int NOT_FINITE = 32000;

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 18];
  private int next;
  private int end;

  DlibInput(InputStream in) {
    this.in = in;
  }

  private int readByte() throws IOException {
    if (next == end) {
      end = in.read(buffer);
      next = 0;
      if (end <= 0) {
        end = 0;
        throw new EOFException("the file ends too early");
      }
    }
    return buffer[next++] & 0xff;
  }

  long readInteger() throws IOException {
    int head = readByte();
    int length = head & LENGTH;
    if (length == 0 || length > Long.BYTES) {
      throw damaged();
    }
    long value = 0;
    for (int i = 0; i < length; i++) {
      value |= (long) readByte() << (8 * i);
    }
    return (head & SIGN) != 0 ? -value : value;
  }

  /** An integer that counts something. */
  int readCount(int least, int most) throws IOException {
    long count = readInteger();
    require(count >= least && count <= most);
    return (int) count;
  }

  float readFloat() throws IOException {
    long mantissa = readInteger();
    long exponent = readInteger();
    require(Math.abs(exponent) < NOT_FINITE);
    return Math.scalb((float) mantissa, (int) exponent);
  }

  /** A column vector. Newer files mark its format by negative sizes. */
  float[] readVector(int length) throws IOException {
    require(Math.abs(readInteger()) == length);
    require(Math.abs(readInteger()) == 1);
    float[] vector = new float[length];
    for (int i = 0; i < length; i++) {
      vector[i] = readFloat();
    }
    return vector;
  }

  static void require(boolean condition) throws IOException {
    if (!condition) {
      throw damaged();
    }
  }

  private static IOException damaged() {
    return new IOException("not a 68-landmark model of dlib, or damaged");
  }
}
