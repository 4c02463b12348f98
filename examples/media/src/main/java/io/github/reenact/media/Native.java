package io.github.reenact.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import io.github.reenact.BackendMissingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What all users of FFmpeg's C functions share. */
final class Native {
  private Native() {}

  /**
   * Loads FFmpeg, once, and keeps it from writing to the terminal: what is wrong is told by
   * exceptions.
   *
   * @throws BackendMissingException if it cannot be loaded
   */
  static void load() {
    try {
      Loader.load();
    } catch (LinkageError e) {
      throw new BackendMissingException(
          "FFmpeg cannot be loaded on "
              + System.getProperty("os.name")
              + " "
              + System.getProperty("os.arch")
              + " ("
              + e.getMessage()
              + "); add the artifact org.bytedeco:ffmpeg with the classifier of this platform",
          e);
    }
  }

  private static final class Loader {
    static {
      av_log_set_level(AV_LOG_QUIET);
    }

    static void load() {}
  }

  static String message(int code) {
    byte[] buffer = new byte[256];
    av_strerror(code, buffer, buffer.length);
    int n = 0;
    while (n < buffer.length && buffer[n] != 0) {
      n++;
    }
    return new String(buffer, 0, n, StandardCharsets.UTF_8);
  }

  /** Throws if an FFmpeg function returned an error. */
  static int check(int code, String what) throws IOException {
    if (code < 0) {
      throw new IOException(what + ": " + message(code));
    }
    return code;
  }

  /** The form of a path that FFmpeg takes for a file whatever characters are in it. */
  static String url(Path file) {
    return "file:" + file.toAbsolutePath();
  }
}
