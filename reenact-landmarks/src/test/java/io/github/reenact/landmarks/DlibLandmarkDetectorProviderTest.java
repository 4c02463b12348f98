package io.github.reenact.landmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reenact.BackendMissingException;
import io.github.reenact.LandmarkDetector;
import io.github.reenact.ModelFileException;
import io.github.reenact.spi.Backends;
import io.github.reenact.spi.Device;
import io.github.reenact.spi.LandmarkDetectorProvider;
import io.github.reenact.spi.Provider;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DlibLandmarkDetectorProviderTest {
  private final LandmarkDetectorProvider provider = new DlibJavaLandmarkDetectorProvider();

  @Test
  void serviceLoader_finds_both() {
    List<LandmarkDetectorProvider> found = new ArrayList<>();
    ServiceLoader.load(LandmarkDetectorProvider.class).forEach(found::add);
    assertThat(found).extracting(Provider::name).containsExactly("dlib", "dlib-java");
    assertThat(found.get(0).priority()).isGreaterThan(found.get(1).priority());
    assertThat(found.get(1).priority()).isNotNegative();
    assertThat(found.get(1).unavailable()).isEmpty();
  }

  @Test
  @NeedsNative
  void best_nativeLibraryThere_isDlib() {
    assertThat(Backends.detectors().best().name()).isEqualTo("dlib");
    try (LandmarkDetector detector =
        Backends.detectors().best().create(Optional.empty(), Device.CPU)) {
      assertThat(detector.detect(DrawnFaces.one(320))).isPresent();
    }
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
    for (LandmarkDetectorProvider either : List.of(provider, new DlibLandmarkDetectorProvider())) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> either.create(Optional.empty(), Device.GPU))
          .withMessageContaining("'" + either.name() + "'")
          .withMessageContaining("GPU");
    }
  }

  @Test
  void nativeLibraryMissing_javaTakesItsPlaceAloud_andDlibByNameFails(@TempDir Path folder)
      throws IOException, InterruptedException {
    // A loaded library stays loaded: this takes another JVM, with all but the library.
    Path classes = Path.of(locationOf(DlibNative.class));
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(f -> Files.isRegularFile(f) && !isLibrary(f)).toList()) {
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
                    "-Xmx512m",
                    "-cp",
                    classPath,
                    Main.class.getName()))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output)
        .contains("faces by dlib-java: 1")
        .contains("landmark detector \"dlib-java\" is used, which is not the best one")
        .contains(
            "\"dlib\" is not available: this build of reenact-landmarks has no native library");
    // Twice: the second failure is as clear as the first.
    assertThat(output.lines().filter(line -> line.contains("io.github.reenact:reenact-landmarks")))
        .as(output)
        .hasSize(2);
    assertThat(
            output.lines().filter(line -> line.startsWith("cause java.lang.UnsatisfiedLinkError")))
        .as(output)
        .hasSize(2);
  }

  private static boolean isLibrary(Path file) {
    return file.getFileName().toString().contains("jniDlibNative");
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
      LandmarkDetectorProvider best = Backends.detectors().best();
      try (LandmarkDetector detector = best.create(Optional.empty(), Device.CPU)) {
        int faces = detector.detectAll(DrawnFaces.one(320)).size();
        System.out.println("faces by " + best.name() + ": " + faces);
      }
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
