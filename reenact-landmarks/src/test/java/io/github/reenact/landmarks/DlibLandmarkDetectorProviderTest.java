package io.github.reenact.landmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reenact.BackendMissingException;
import io.github.reenact.LandmarkDetector;
import io.github.reenact.ModelFileException;
import io.github.reenact.spi.Device;
import io.github.reenact.spi.LandmarkDetectorProvider;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DlibLandmarkDetectorProviderTest {
  private final LandmarkDetectorProvider provider = new DlibLandmarkDetectorProvider();

  @Test
  void serviceLoader_finds_dlib() {
    assertThat(ServiceLoader.load(LandmarkDetectorProvider.class))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.name()).isEqualTo("dlib");
              assertThat(found.priority()).isZero();
            });
  }

  @Test
  void create_noModelNamed_usesTheInstalledOne() {
    try (LandmarkDetector detector = provider.create(Optional.empty(), Device.CPU)) {
      assertThat(detector.detect(DrawnFaces.one(320))).isPresent();
    }
  }

  @Test
  void create_missingModel_saysWhereToGetIt() {
    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> provider.create(Optional.of(Path.of("/no/such.dat")), Device.CPU))
        .withMessageContaining("/no/such.dat")
        .withMessageContaining("libdlib-data");
  }

  @Test
  void create_gpu_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider.create(Optional.empty(), Device.GPU))
        .withMessageContaining("GPU");
  }

  @Test
  void create_nativeLibraryMissing_namesTheArtifactAndKeepsTheCause(@TempDir Path folder)
      throws IOException, InterruptedException {
    // A loaded library stays loaded: this takes another JVM, with all but the library.
    Path classes = Path.of(locationOf(DlibNative.class));
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        Path copy = folder.resolve(classes.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    String classPath =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(entry -> Path.of(entry).equals(classes) ? folder.toString() : entry)
            .reduce((a, b) -> a + File.pathSeparator + b)
            .orElseThrow();
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-cp",
                    classPath,
                    Main.class.getName()))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    // Twice: the second failure is as clear as the first.
    assertThat(output.lines().filter(line -> line.contains("io.github.reenact:reenact-landmarks")))
        .as(output)
        .hasSize(2);
    assertThat(
            output.lines().filter(line -> line.startsWith("cause java.lang.UnsatisfiedLinkError")))
        .as(output)
        .hasSize(2);
  }

  private static String locationOf(Class<?> type) {
    try {
      // Through the address: a folder's name may hold blanks.
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Tries to create a detector and prints what happens. */
  static final class Main {
    private Main() {}

    public static void main(String[] args) {
      for (int i = 0; i < 2; i++) {
        try {
          new DlibLandmarkDetectorProvider().create(Optional.empty(), Device.CPU);
          System.out.println("loaded");
        } catch (BackendMissingException e) {
          System.out.println(String.valueOf(e.getMessage()).replace('\n', ' '));
          System.out.println("cause " + e.getCause());
        }
      }
    }
  }
}
