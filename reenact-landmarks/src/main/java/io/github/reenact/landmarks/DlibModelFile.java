package io.github.reenact.landmarks;

import io.github.reenact.ModelFileException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/**
 * Where the 68-landmark model of dlib lies, and whether it is intact. It is not part of this
 * project: the data that it was trained on (iBUG 300-W) excludes commercial use.
 */
public final class DlibModelFile {
  /** The environment variable that names the file. */
  public static final String ENVIRONMENT_VARIABLE = "REENACT_DLIB_LANDMARKS";

  /** Where Debian's package {@code libdlib-data} puts the file. */
  public static final Path SYSTEM_PATH =
      Path.of("/usr/share/dlib/shape_predictor_68_face_landmarks.dat");

  /** SHA-256 of the unpacked file, which has not changed since dlib.net published it in 2014. */
  public static final String SHA_256 =
      "fbdc2cb80eb9aa7a758672cbfdda32ba6300efe9b6e6c7a299ff7e736b11b92f";

  private static final String REMEDY =
      " Get it with 'apt-get install libdlib-data' (Debian, Ubuntu), or download"
          + " http://dlib.net/files/shape_predictor_68_face_landmarks.dat.bz2 (SHA-256 "
          + "7d6637b8f34ddb0c1363e09a4628acb34314019ec3566fd66b80c04dda6980f5) and name the file,"
          + " packed or unpacked, explicitly or in the environment variable "
          + ENVIRONMENT_VARIABLE
          + ". Mind that its training data (iBUG 300-W) excludes commercial use.";

  private static final int BUFFER = 1 << 18;

  private DlibModelFile() {}

  /**
   * The model file: the given path, else the one in {@value #ENVIRONMENT_VARIABLE}, else {@link
   * #SYSTEM_PATH}. The first that is named counts, even if it does not exist: nothing is replaced
   * silently.
   *
   * @throws ModelFileException if that file is missing or cannot be read; the message says where to
   *     get it
   */
  public static Path find(Optional<Path> explicit) {
    return find(explicit, System.getenv(), SYSTEM_PATH);
  }

  static Path find(Optional<Path> explicit, Map<String, String> environment, Path system) {
    String variable = environment.getOrDefault(ENVIRONMENT_VARIABLE, "");
    Path path;
    String source;
    if (explicit.isPresent()) {
      path = explicit.get();
      source = "";
    } else if (!variable.isBlank()) {
      path = Path.of(variable);
      source = " (from " + ENVIRONMENT_VARIABLE + ")";
    } else {
      path = system;
      source = "";
    }
    if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
      throw new ModelFileException(
          "The landmark model of dlib "
              + (Files.exists(path) ? "is not a readable file: " : "is not there: ")
              + path
              + source
              + "."
              + REMEDY);
    }
    return path;
  }

  /**
   * Compares a file with a SHA-256. Reads all of it: 0.1 to 0.3 s for dlib's model, or some seconds
   * if it is packed. The result is not kept, so that a file that is damaged later is noticed.
   *
   * @param file plain, or packed by bzip2
   * @param sha256 of the unpacked file, 64 hexadecimal digits
   * @throws ModelFileException if it differs or the file cannot be read
   */
  public static void verify(Path file, String sha256) {
    copy(file, sha256, OutputStream.nullOutputStream());
  }

  /** Whether it is packed by bzip2, as its first bytes say. */
  static boolean isPacked(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(3), StandardCharsets.ISO_8859_1).equals("BZh");
    }
  }

  /**
   * Writes the unpacked file into a stream.
   *
   * @throws ModelFileException if it is not the file with that SHA-256, or cannot be read or
   *     written
   */
  static void copy(Path file, String sha256, OutputStream out) {
    String actual;
    try (InputStream in = Files.newInputStream(file);
        InputStream plain =
            isPacked(file)
                ? new BZip2CompressorInputStream(new BufferedInputStream(in, BUFFER), true)
                : in) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[BUFFER];
      for (int n = plain.read(buffer); n >= 0; n = plain.read(buffer)) {
        digest.update(buffer, 0, n);
        out.write(buffer, 0, n);
      }
      actual = HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new ModelFileException(
          "The landmark model of dlib cannot be read: "
              + file
              + " ("
              + e.getMessage()
              + ")."
              + REMEDY,
          e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    if (!actual.equalsIgnoreCase(sha256)) {
      throw new ModelFileException(
          "The landmark model of dlib is damaged or another version: "
              + file
              + " has SHA-256 "
              + actual
              + ", expected "
              + sha256
              + "."
              + REMEDY);
    }
  }
}
