package io.github.reenact.tf.graph;

import io.github.reenact.ModelFileException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a model file says first: of which network it is, and in which version.
 *
 * @param network for messages: "LD-Net"
 * @param format its name in files
 * @param version counted up when the network changes, so that older weights are refused
 */
public record ModelHeader(String network, String format, String version) {
  /** The metadata to begin with. */
  public Map<String, String> toMetadata() {
    Map<String, String> out = new LinkedHashMap<>();
    out.put("format", format);
    out.put("version", version);
    return out;
  }

  /**
   * Checks a file.
   *
   * @param name of the file, for messages
   * @throws ModelFileException if it is of another network, or of another version
   */
  public void require(Safetensors file, String name) {
    Map<String, String> metadata = file.metadata();
    if (!format.equals(metadata.get("format"))) {
      throw new ModelFileException(
          "model file "
              + name
              + " is no "
              + network
              + " (its format is '"
              + metadata.getOrDefault("format", "unknown")
              + "'); choose another file, or none for the built-in model");
    }
    if (!version.equals(metadata.get("version"))) {
      throw new ModelFileException(
          "model file "
              + name
              + " has version "
              + metadata.get("version")
              + ", this library reads version "
              + version
              + "; take the model of this release, or train it again with this library");
    }
  }
}
