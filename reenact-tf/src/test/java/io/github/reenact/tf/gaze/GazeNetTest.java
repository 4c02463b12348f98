package io.github.reenact.tf.gaze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reenact.BackendMissingException;
import io.github.reenact.GazeEstimator;
import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import io.github.reenact.ModelFileException;
import io.github.reenact.spi.Backends;
import io.github.reenact.spi.Device;
import io.github.reenact.spi.GazeEstimatorProvider;
import io.github.reenact.testing.DrawnEyes;
import io.github.reenact.testing.GazeEstimatorContract;
import io.github.reenact.testing.TestFaces;
import io.github.reenact.tf.gaze.network.GazeModelFile;
import io.github.reenact.tf.graph.NamedArray;
import io.github.reenact.tf.graph.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GazeNetTest extends GazeEstimatorContract {
  @SuppressWarnings("NullAway.Init") // filled by JUnit
  @TempDir
  private Path directory;

  @Override
  protected GazeEstimator create() {
    return GazeNet.load();
  }

  @Override
  protected double tolerance() {
    return 0.1;
  }

  @Test
  void provider_foundByServiceLoader_makesTheBuiltInModel() {
    GazeEstimatorProvider provider = Backends.gazeEstimators().optional().orElseThrow();
    assertThat(provider.name()).isEqualTo("gaze");
    Landmarks face = TestFaces.face().at(100, 100, 60);
    try (GazeEstimator made = provider.create(Optional.empty(), Device.CPU)) {
      assertThat(made.find(DrawnEyes.draw(face, 200, 200, 0, 0).picture(), face))
          .isNotEqualTo(Irises.NONE);
    }
    assertThatThrownBy(() -> provider.create(Optional.empty(), Device.GPU))
        .isInstanceOf(BackendMissingException.class)
        .hasMessageContaining("GPU");
  }

  @Test
  void find_looksFromSideToSide_followsInEverySize() {
    try (GazeEstimator net = GazeNet.load()) {
      for (double half : new double[] {30, 50, 120, 300}) {
        int side = (int) (3 * half);
        Landmarks face = TestFaces.face().at(side / 2.0, side / 2.0, half);
        double eye = face.x(39) - face.x(36);
        double[] x = new double[2];
        for (int i = 0; i < 2; i++) {
          Irises found =
              net.find(DrawnEyes.draw(face, side, side, i == 0 ? -0.15 : 0.15, 0).picture(), face);
          x[i] = (found.left().orElseThrow().x() + found.right().orElseThrow().x()) / 2 / eye;
        }
        assertThat(x[1] - x[0]).as("eyes of %.0f pixels", eye).isBetween(0.2, 0.4);
      }
    }
  }

  private Path save(Map<String, NamedArray> weights, Map<String, String> changes)
      throws IOException {
    Path file = directory.resolve("changed.safetensors");
    GazeModelFile.of(weights, changes).write(file, false);
    return file;
  }

  private static void refused(Path file, String what) {
    assertThatThrownBy(() -> GazeNet.load(file))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining(what);
  }

  @Test
  void open_fileOfTheTrainer_isTaken() throws IOException {
    Path file = save(RandomWeights.of(1), Map.of());
    try (GazeNet net = GazeNet.load(file)) {
      Landmarks face = TestFaces.face().at(100, 100, 60);
      assertThat(net.find(DrawnEyes.draw(face, 200, 200, 0, 0).picture(), face)).isNotNull();
    }
  }

  @Test
  void open_missingFile_namesThePath() {
    refused(directory.resolve("none.safetensors"), "none.safetensors");
  }

  @Test
  void open_truncatedFile_isRefused() throws IOException {
    Path file = save(RandomWeights.of(1), Map.of());
    byte[] all = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(all, all.length / 2));
    refused(file, "damaged");
  }

  @Test
  void open_otherVersion_namesBoth() throws IOException {
    refused(save(RandomWeights.of(1), Map.of("version", "99")), "version 99");
  }

  @Test
  void open_otherNetwork_isRefused() throws IOException {
    Path file = directory.resolve("other.safetensors");
    new Safetensors(Map.of(), Map.of("format", "reenact-ldnet")).write(file, false);
    refused(file, "reenact-ldnet");
  }

  @Test
  void open_weightsMissingOrOfAnotherShape_isRefused() throws IOException {
    Map<String, NamedArray> weights = new LinkedHashMap<>(RandomWeights.of(1));
    weights.remove("conv2/kernel");
    refused(save(weights, Map.of()), "conv2/kernel");
    weights.put("conv2/kernel", new NamedArray(new long[] {2}, new float[2]));
    refused(save(weights, Map.of()), "[2]");
  }

  @Test
  void open_weightThatIsNaN_isRefused() throws IOException {
    Map<String, NamedArray> weights = new LinkedHashMap<>(RandomWeights.of(1));
    weights.put("out/bias", new NamedArray(new long[] {4}, new float[] {0, Float.NaN, 0, 0}));
    refused(save(weights, Map.of()), "NaN");
  }
}
