package io.github.reenact.testing;

import io.github.reenact.Landmarks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the landmarks of a dataset's item as trainings and evaluations read them. */
public final class LandmarksFile {
  private LandmarksFile() {}

  /**
   * Writes {@code landmarks.csv}, 25 frames a second.
   *
   * @param item the item's folder; made if it is missing
   */
  public static void write(Path item, Landmarks... frames) throws IOException {
    Files.createDirectories(item);
    StringBuilder out = new StringBuilder("frame,time");
    for (int i = 0; i < Landmarks.COUNT; i++) {
      out.append(",x").append(i).append(",y").append(i);
    }
    for (int i = 0; i < frames.length; i++) {
      out.append('\n').append(i).append(',').append(i / 25.0);
      for (float v : frames[i].toArray()) {
        out.append(',').append(v);
      }
    }
    Files.writeString(item.resolve("landmarks.csv"), out.append('\n'));
  }
}
