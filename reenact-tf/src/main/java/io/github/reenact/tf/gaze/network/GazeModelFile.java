package io.github.reenact.tf.gaze.network;

import io.github.reenact.ModelFileException;
import io.github.reenact.tf.graph.ModelHeader;
import io.github.reenact.tf.graph.NamedArray;
import io.github.reenact.tf.graph.Safetensors;
import java.util.Map;

/** The model file of the gaze network. */
public final class GazeModelFile {
  private static final ModelHeader HEADER = new ModelHeader("gaze network", "reenact-gaze", "1");

  private GazeModelFile() {}

  /**
   * A file to write.
   *
   * @param about how it was trained, for people
   */
  public static Safetensors of(Map<String, NamedArray> weights, Map<String, String> about) {
    Map<String, String> metadata = HEADER.toMetadata();
    metadata.putAll(about);
    return new Safetensors(weights, metadata);
  }

  /**
   * Checks a file and takes its weights.
   *
   * @param name of the file, for messages
   * @throws ModelFileException if it is no gaze network, of another version, or lacks weights
   */
  public static GazeInference open(Safetensors file, String name) {
    HEADER.require(file, name);
    return new GazeInference(file.tensors());
  }
}
