package io.github.reenact.tf.ldnet.network;

import io.github.reenact.ModelFileException;
import io.github.reenact.tf.graph.ModelHeader;
import io.github.reenact.tf.graph.NamedArray;
import io.github.reenact.tf.graph.Safetensors;
import java.util.Locale;
import java.util.Map;

/**
 * A finished LD-Net: its weights and what has to be known to use them.
 *
 * @param architecture sizes
 * @param version the format's version and a checksum of the weights: codes of different weights do
 *     not mix
 * @param weights by name
 */
public record LdNetModelFile(
    Architecture architecture, String version, Map<String, NamedArray> weights) {
  private static final ModelHeader HEADER = new ModelHeader("LD-Net", "reenact-ldnet", "1");

  private static final int LARGEST = 4096;

  /** What has to stand in a model file. */
  public static Map<String, String> metadata(Architecture a) {
    Map<String, String> meta = HEADER.toMetadata();
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
  public static LdNetModelFile of(Safetensors file, String name) {
    Map<String, String> meta = file.metadata();
    HEADER.require(file, name);
    Architecture a =
        new Architecture(
            size(meta, "identity", 1, name),
            size(meta, "motion", 1, name),
            size(meta, "width", 1, name),
            size(meta, "blocks", 0, name));
    String version = String.format(Locale.ROOT, "%s-%08x", HEADER.version(), file.checksum());
    return new LdNetModelFile(a, version, file.tensors());
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
