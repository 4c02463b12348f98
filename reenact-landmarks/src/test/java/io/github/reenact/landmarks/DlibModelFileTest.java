package io.github.reenact.landmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.reenact.ModelFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DlibModelFileTest {
  private static final String SHA256_OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void find_allGiven_prefersThePathThenTheVariableThenTheSystem() throws IOException {
    Path explicit = Files.createFile(folder.resolve("explicit.dat"));
    Path variable = Files.createFile(folder.resolve("variable.dat"));
    Path system = Files.createFile(folder.resolve("system.dat"));
    Map<String, String> environment =
        Map.of(DlibModelFile.ENVIRONMENT_VARIABLE, variable.toString());
    assertThat(DlibModelFile.find(Optional.of(explicit), environment, system)).isEqualTo(explicit);
    assertThat(DlibModelFile.find(Optional.empty(), environment, system)).isEqualTo(variable);
    assertThat(DlibModelFile.find(Optional.empty(), Map.of(), system)).isEqualTo(system);
  }

  @Test
  void find_namedFileMissing_isNotReplacedByAnother() throws IOException {
    Path system = Files.createFile(folder.resolve("system.dat"));
    Path missing = folder.resolve("missing.dat");
    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> DlibModelFile.find(Optional.of(missing), Map.of(), system))
        .withMessageContaining(missing.toString())
        .withMessageContaining("apt-get install libdlib-data")
        .withMessageContaining("shape_predictor_68_face_landmarks.dat.bz2")
        .withMessageContaining("excludes commercial use");
    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(
            () ->
                DlibModelFile.find(
                    Optional.empty(),
                    Map.of(DlibModelFile.ENVIRONMENT_VARIABLE, missing.toString()),
                    system))
        .withMessageContaining(missing.toString())
        .withMessageContaining(DlibModelFile.ENVIRONMENT_VARIABLE);
    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> DlibModelFile.find(Optional.of(folder), Map.of(), system))
        .withMessageContaining("not a readable file");
  }

  @Test
  void open_flippedBit_isRefused() throws IOException {
    Path copy = copy();
    try (FileChannel file =
        FileChannel.open(copy, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      file.read(one, 50_000_000);
      one.put(0, (byte) (one.get(0) ^ 4)).rewind();
      file.write(one, 50_000_000);
    }
    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> DlibLandmarkDetector.openJava(copy))
        .withMessageContaining(copy.toString())
        .withMessageContaining("damaged or another version")
        .withMessageContaining("libdlib-data");
  }

  @Test
  void open_truncatedOrEmpty_isRefused() throws IOException {
    Path copy = copy();
    for (long size : new long[] {60_000_000, 0}) {
      try (FileChannel file = FileChannel.open(copy, StandardOpenOption.WRITE)) {
        file.truncate(size);
      }
      assertThatExceptionOfType(ModelFileException.class)
          .isThrownBy(() -> DlibLandmarkDetector.openJava(copy))
          .withMessageContaining(copy.toString());
    }
  }

  @Test
  void openJava_rightHashOfSomethingElse_isRefusedByTheLoader() throws IOException {
    Path file = Files.writeString(folder.resolve("text.dat"), "abc");
    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> DlibLandmarkDetector.openJava(file, SHA256_OF_ABC))
        .withMessageContaining("cannot be loaded")
        .withCauseInstanceOf(IOException.class);
  }

  @Test
  @NeedsNative
  void open_rightHashOfSomethingElse_isRefusedByTheLoader() throws IOException {
    Path file = Files.writeString(folder.resolve("text.dat"), "abc");
    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> DlibLandmarkDetector.open(file, SHA256_OF_ABC))
        .withMessageContaining("cannot be loaded")
        .withCauseInstanceOf(DlibException.class);
  }

  @Test
  void open_packed_isUnpackedAndChecked() throws IOException {
    byte[] plain = TinyModel.bytes(1);
    Path packed = TinyModel.file(folder, "whatever.name", TinyModel.packed(plain));
    long before = temporaryFiles();
    try (DlibLandmarkDetector detector =
        DlibLandmarkDetector.openJava(packed, TinyModel.sha256(plain))) {
      assertThat(detector.detectAll(DrawnFaces.one(320))).hasSize(1);
    }
    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> DlibLandmarkDetector.openJava(packed, DlibModelFile.SHA_256))
        .withMessageContaining("another version")
        .withMessageContaining(TinyModel.sha256(plain));
    byte[] damaged = TinyModel.packed(plain);
    damaged[damaged.length / 2] ^= 8;
    Path file = TinyModel.file(folder, "damaged.bz2", damaged);
    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> DlibLandmarkDetector.openJava(file, TinyModel.sha256(plain)))
        .withMessageContaining(file.toString());
    assertThat(temporaryFiles()).as("nothing is left behind").isEqualTo(before);
  }

  private static long temporaryFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(f -> f.getFileName().toString().startsWith("reenact-landmarks")).count();
    }
  }

  @Test
  void openJava_anyByteMissing_isRefused() throws IOException {
    byte[] plain = TinyModel.bytes(2);
    for (int length = 0; length < plain.length; length += 97) {
      byte[] part = Arrays.copyOf(plain, length);
      Path file = TinyModel.file(folder, "part.dat", part);
      assertThatExceptionOfType(ModelFileException.class)
          .as("%d bytes", length)
          .isThrownBy(() -> DlibLandmarkDetector.openJava(file, TinyModel.sha256(part)))
          .withMessageContaining("cannot be loaded");
    }
  }

  @Test
  void openJava_anyByteChanged_isRefusedOrHarmless() throws IOException {
    byte[] plain = TinyModel.bytes(3);
    for (int at = 0; at < 700; at += 2) {
      byte[] changed = plain.clone();
      changed[at] ^= 0x41;
      Path file = TinyModel.file(folder, "changed.dat", changed);
      try (DlibLandmarkDetector detector =
          DlibLandmarkDetector.openJava(file, TinyModel.sha256(changed))) {
        assertThat(detector).isNotNull();
      } catch (ModelFileException e) {
        assertThat(e).as("byte %d", at).hasMessageContaining("cannot be loaded");
      }
    }
  }

  private Path copy() throws IOException {
    return Files.copy(DlibModelFile.find(Optional.empty()), folder.resolve("copy.dat"));
  }
}
