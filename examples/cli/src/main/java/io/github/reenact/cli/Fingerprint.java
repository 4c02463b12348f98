package io.github.reenact.cli;

import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells whether a file has the contents that it had, whatever its name and date. */
final class Fingerprint {
  /** Of 64 hexadecimal digits. */
  private static final int DIGITS = 32;

  private Fingerprint() {}

  /** Size and the first half of the SHA-256, in words. */
  static String of(Path file) throws IOException {
    String hash = MoreFiles.asByteSource(file).hash(Hashing.sha256()).toString();
    return "a file of " + Files.size(file) + " bytes (SHA-256 " + hash.substring(0, DIGITS) + "..)";
  }
}
