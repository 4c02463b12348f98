package io.github.reenact.tf.ldnet.training;

import io.github.reenact.tf.data.Dataset;
import io.github.reenact.tf.training.TrainingControl;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.zip.CRC32;

/**
 * The morphable face fitted to the people of a training, kept in its output folder: fitting takes
 * long, and a resumed training must see the very same numbers.
 *
 * @param output folder
 * @param resume whether fits that are there may be read
 */
record TrainingFits(Path output, boolean resume) {
  private static final String FILE = "fits.safetensors";

  /** Frames of a clip that the morphable face is fitted to. */
  private static final int FRAMES = 16;

  /**
   * The fits to the people of the split {@code train}: read if they were made before.
   *
   * @return nothing if the control asked to stop meanwhile
   */
  Optional<FittedFaces> of(Iterable<Dataset.Item> data, FaceKit kit, TrainingControl control)
      throws IOException {
    Map<String, List<float[]>> people = new LinkedHashMap<>();
    CRC32 sum = new CRC32();
    for (Dataset.Item item : data) {
      if (!item.split().equals("train")) {
        continue;
      }
      List<float[]> frames = people.computeIfAbsent(item.identity(), k -> new ArrayList<>());
      int count = item.landmarks().size();
      int wanted = Math.min(count, FRAMES);
      for (int i = 0; i < wanted; i++) {
        float[] xy = item.landmarks().get((int) ((long) i * count / wanted)).toArray();
        frames.add(xy);
        ByteBuffer bytes = ByteBuffer.allocate(4 * xy.length);
        bytes.asFloatBuffer().put(xy);
        sum.update(bytes.array());
      }
    }
    String source = "%d people, landmarks %08x, %s".formatted(people.size(), sum.getValue(), kit);
    Path file = output.resolve(FILE);
    if (resume && Files.exists(file)) {
      return Optional.of(FittedFaces.read(file, source));
    }
    try {
      FaceFitter.fit(kit, List.copyOf(people.values()), done -> progress(control, done))
          .write(file, source);
      // As read, rounded: a resumed training must see the very same numbers.
      return Optional.of(FittedFaces.read(file, source));
    } catch (CancellationException e) {
      return Optional.empty();
    }
  }

  private static void progress(TrainingControl control, double done) {
    if (control.stopRequested()) {
      throw new CancellationException();
    }
    control.progress(
        0, 0, String.format(Locale.ROOT, "fitting the morphable face: %.0f %%", 100 * done));
  }
}
