package io.github.reenact.tf.graph;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.reenact.ModelFileException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Weight files in the safetensors format: an 8-byte little-endian header length, a JSON header,
 * then the raw numbers. Any tool that knows the format can read them. Stored as float32, or as
 * float16 to halve the size; read as float32.
 *
 * @param tensors by name, in file order
 * @param metadata free strings: what was trained, how, on what
 */
public record Safetensors(Map<String, NamedArray> tensors, Map<String, String> metadata) {
  private static final long MAX_HEADER = 16L << 20;

  /** Copies the maps. */
  public Safetensors {
    tensors = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    metadata = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /** A checksum of the numbers (CRC-32): weights of another training have another one. */
  public long checksum() {
    CRC32 sum = new CRC32();
    for (NamedArray array : tensors.values()) {
      ByteBuffer bytes = ByteBuffer.allocate(4 * array.values().length);
      bytes.asFloatBuffer().put(array.values());
      sum.update(bytes.array());
    }
    return sum.getValue();
  }

  /**
   * Reads a whole file from a stream, and leaves the stream open.
   *
   * @param name of the file, for messages
   * @throws ModelFileException if it is damaged
   */
  public static Safetensors read(InputStream in, String name) throws IOException {
    try {
      return parse(in.readAllBytes());
    } catch (IllegalArgumentException
        | IndexOutOfBoundsException
        | IllegalStateException
        | JsonParseException
        | java.nio.BufferUnderflowException
        | NullPointerException
        | ClassCastException
        | UnsupportedOperationException e) {
      throw new ModelFileException(
          "model file " + name + " is damaged (" + e.getMessage() + "); fetch or train it again",
          e);
    }
  }

  /**
   * Reads a file.
   *
   * @throws ModelFileException if it is missing or damaged
   */
  public static Safetensors read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new ModelFileException("no model file at " + file + "; check the path");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.toString());
    } catch (IOException e) {
      throw new ModelFileException("cannot read model file " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads a model that is part of this library.
   *
   * @param owner class in whose package it lies
   * @throws ModelFileException if it is not in the jar, or damaged
   */
  public static Safetensors builtIn(Class<?> owner, String resource) {
    try (InputStream in = owner.getResourceAsStream(resource)) {
      if (in == null) {
        throw new ModelFileException(
            "the built-in model "
                + resource
                + " is missing from this build of reenact-tf; take a release that has it, or name a"
                + " model file");
      }
      return read(in, resource);
    } catch (IOException e) {
      throw new ModelFileException(
          "cannot read the built-in model " + resource + ": " + e.getMessage(), e);
    }
  }

  /**
   * A tensor.
   *
   * @param file what to call it in messages
   * @throws ModelFileException if it is missing or of another shape
   */
  public static NamedArray require(
      Map<String, NamedArray> tensors, String file, String name, long... shape) {
    NamedArray a = tensors.get(name);
    if (a == null || !Arrays.equals(a.shape(), shape)) {
      throw new ModelFileException(
          file
              + " has no weights "
              + name
              + " of shape "
              + Arrays.toString(shape)
              + " but "
              + (a == null ? "none" : Arrays.toString(a.shape()))
              + "; it is damaged or of another version");
    }
    return a;
  }

  private static Safetensors parse(byte[] bytes) {
    ByteBuffer all = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long header = all.getLong();
    if (header < 2 || header > Math.min(MAX_HEADER, bytes.length - 8L)) {
      throw new IllegalArgumentException(
          "header of " + header + " bytes in a file of " + bytes.length);
    }
    JsonObject json =
        JsonParser.parseString(new String(bytes, 8, (int) header, StandardCharsets.UTF_8))
            .getAsJsonObject();
    int start = 8 + (int) header;
    Map<String, NamedArray> tensors = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    for (var e : json.entrySet()) {
      JsonObject o = e.getValue().getAsJsonObject();
      if (e.getKey().equals("__metadata__")) {
        o.entrySet().forEach(m -> metadata.put(m.getKey(), m.getValue().getAsString()));
        continue;
      }
      var dims = o.getAsJsonArray("shape");
      long[] shape = new long[dims.size()];
      long count = 1;
      for (int i = 0; i < shape.length; i++) {
        shape[i] = dims.get(i).getAsLong();
        count = Math.multiplyExact(count, shape[i]);
      }
      var range = o.getAsJsonArray("data_offsets");
      long from = range.get(0).getAsLong();
      long to = range.get(1).getAsLong();
      String type = o.get("dtype").getAsString();
      int width =
          switch (type) {
            case "F32" -> 4;
            case "F16" -> 2;
            default ->
                throw new IllegalArgumentException("tensor " + e.getKey() + " has type " + type);
          };
      if (from < 0 || to - from != count * width || to > bytes.length - start) {
        throw new IllegalArgumentException(
            "tensor "
                + e.getKey()
                + " lies at "
                + from
                + " to "
                + to
                + " of "
                + (bytes.length - start)
                + " bytes");
      }
      ByteBuffer data =
          all.slice(start + (int) from, (int) (to - from)).order(ByteOrder.LITTLE_ENDIAN);
      float[] values = new float[(int) count];
      for (int i = 0; i < values.length; i++) {
        values[i] = width == 4 ? data.getFloat() : halfToFloat(data.getShort());
        if (!Float.isFinite(values[i])) {
          throw new IllegalArgumentException("tensor " + e.getKey() + " holds " + values[i]);
        }
      }
      tensors.put(e.getKey(), new NamedArray(shape, values));
    }
    return new Safetensors(tensors, metadata);
  }

  /**
   * Writes a file: first beside it under a temporary name, then moved into place, so that a reader
   * never sees half of it.
   *
   * @param half whether to store float16 in place of float32
   */
  public void write(Path file, boolean half) throws IOException {
    JsonObject header = new JsonObject();
    JsonObject meta = new JsonObject();
    metadata.forEach(meta::addProperty);
    header.add("__metadata__", meta);
    int width = half ? 2 : 4;
    long offset = 0;
    for (var e : tensors.entrySet()) {
      JsonObject o = new JsonObject();
      o.addProperty("dtype", half ? "F16" : "F32");
      var shape = new com.google.gson.JsonArray();
      for (long s : e.getValue().shape()) {
        shape.add(s);
      }
      o.add("shape", shape);
      var range = new com.google.gson.JsonArray();
      range.add(offset);
      offset += (long) e.getValue().values().length * width;
      range.add(offset);
      o.add("data_offsets", range);
      header.add(e.getKey(), o);
    }
    byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
    Path absolute = file.toAbsolutePath();
    Path part = absolute.resolveSibling(absolute.getFileName() + ".part");
    try {
      try (OutputStream out = Files.newOutputStream(part)) {
        out.write(
            ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(text.length).array());
        out.write(text);
        for (NamedArray a : tensors.values()) {
          ByteBuffer b =
              ByteBuffer.allocate(a.values().length * width).order(ByteOrder.LITTLE_ENDIAN);
          for (float v : a.values()) {
            if (half) {
              b.putShort(floatToHalf(v));
            } else {
              b.putFloat(v);
            }
          }
          out.write(b.array());
        }
      }
      try {
        Files.move(
            part, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(part, absolute, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      // It may be what fills the disk.
      Files.deleteIfExists(part);
      // On a full disk the system's own message does not name the file.
      throw e instanceof FileSystemException
          ? e
          : new IOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  static float halfToFloat(short half) {
    int exponent = half >> 10 & 31;
    int mantissa = half & 1023;
    float value;
    if (exponent == 0) {
      value = mantissa * 0x1p-24f;
    } else if (exponent == 31) {
      value = mantissa == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else {
      value = Float.intBitsToFloat((exponent + 112) << 23 | mantissa << 13);
    }
    return half < 0 ? -value : value;
  }

  /** Rounds to the nearest half, ties to even; too large numbers become the largest half. */
  static short floatToHalf(float value) {
    int sign = Float.floatToIntBits(value) >>> 16 & 0x8000;
    float magnitude = Math.min(Math.abs(value), 65504f);
    if (magnitude < 0x1p-14f) {
      return (short) (sign | (int) Math.rint(magnitude * 0x1p24));
    }
    int bits = Float.floatToIntBits(magnitude);
    int rounded = bits + 0xfff + (bits >>> 13 & 1);
    return (short) (sign | (rounded - (112 << 23)) >>> 13);
  }
}
