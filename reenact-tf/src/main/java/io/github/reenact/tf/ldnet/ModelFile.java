package io.github.reenact.tf.ldnet;

import io.github.reenact.ModelFileException;
import io.github.reenact.tf.graph.NamedArray;
import io.github.reenact.tf.graph.Safetensors;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * A finished LD-Net: its weights and what has to be known to use them.
 *
 * @param architecture sizes
 * @param version the format's version and a checksum of the weights: codes of different weights do
 *     not mix
 * @param weights by name
 */
record ModelFile(Architecture architecture, String version, Map<String, NamedArray> weights) {
  private static final String FORMAT = "reenact-ldnet";

  /** Counted up when the networks change, so that older weights are refused. */
  private static final String FORMAT_VERSION = "1";

  private static final int LARGEST = 4096;

  /** What has to stand in a model file. */
  static Map<String, String> metadata(Architecture a) {
    Map<String, String> meta = new LinkedHashMap<>();
    meta.put("format", FORMAT);
    meta.put("version", FORMAT_VERSION);
    meta.put("identity", Integer.toString(a.identitySize()));
    meta.put("motion", Integer.toString(a.motionSize()));
    meta.put("width", Integer.toString(a.width()));
    meta.put("blocks", Integer.toString(a.blocks()));
    return meta;
  }

  /**
   * Checks a file.
   *
   * @param name of the file, for messages
   * @throws ModelFileException if it is no LD-Net, or of another version
   */
  static ModelFile of(Safetensors file, String name) {
    Map<String, String> meta = file.metadata();
    if (!FORMAT.equals(meta.get("format"))) {
      throw new ModelFileException(
          "model file "
              + name
              + " is no LD-Net (its format is '"
              + meta.getOrDefault("format", "unknown")
              + "'); choose another file, or none for the built-in model");
    }
    if (!FORMAT_VERSION.equals(meta.get("version"))) {
      throw new ModelFileException(
          "model file "
              + name
              + " has version "
              + meta.get("version")
              + ", this library reads version "
              + FORMAT_VERSION
              + "; train it again with this library");
    }
    Architecture a =
        new Architecture(
            size(meta, "identity", 1, name),
            size(meta, "motion", 1, name),
            size(meta, "width", 1, name),
            size(meta, "blocks", 0, name));
    CRC32 sum = new CRC32();
    file.tensors()
        .forEach(
            (tensor, array) -> {
              ByteBuffer bytes = ByteBuffer.allocate(4 * array.values().length);
              bytes.asFloatBuffer().put(array.values());
              sum.update(bytes.array());
            });
    String version = String.format(Locale.ROOT, "%s-%08x", FORMAT_VERSION, sum.getValue());
    return new ModelFile(a, version, file.tensors());
  }

  private static int size(Map<String, String> meta, String key, int least, String name) {
    String text = meta.getOrDefault(key, "");
    if (!text.matches("[0-9]{1,4}")
        || Integer.parseInt(text) < least
        || Integer.parseInt(text) > LARGEST) {
      throw new ModelFileException(
          "model file " + name + " is damaged: its " + key + " is '" + text + "'");
    }
    return Integer.parseInt(text);
  }
}
