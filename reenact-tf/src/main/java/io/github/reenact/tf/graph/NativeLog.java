package io.github.reenact.tf.graph;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;
import org.tensorflow.internal.c_api.Deallocator_Pointer_long_Pointer;

/**
 * Keeps information and warnings of TensorFlow's native library off standard error; its errors
 * stay. TensorFlow Java has no setting for that; so
 *
 * <ul>
 *   <li>{@link #setLevel} adds {@code TF_CPP_MIN_LOG_LEVEL=2} to the environment of this process
 *       before the library is loaded;
 *   <li>{@link #errorsOnly} points descriptor 2 at a file while a graph runs for the first time,
 *       since what is written then heeds no level, and hands on what is worth it.
 * </ul>
 *
 * <p>The system property {@value #PROPERTY}, set to {@code all}, or an environment that has {@code
 * TF_CPP_MIN_LOG_LEVEL=0}, shows everything. Where any of this cannot be done, TensorFlow writes
 * what it writes.
 */
final class NativeLog {
  /** Name of the system property: {@code errors} (the default) or {@code all}. */
  static final String PROPERTY = "reenact.tensorflow.log";

  private static final String LEVEL = "TF_CPP_MIN_LOG_LEVEL";
  private static final int STANDARD_ERROR = 2;
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  /** Descriptors are given out from 0 on: nobody has got this far. */
  private static final int SPARE = 700;

  /** As TensorFlow's own logger and Abseil's begin their lines of information and warnings. */
  private static final Pattern CHATTER =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d [\\d:.]+: [IW] .*|[IW]\\d{4} [\\d:.]+ +\\d+ .*"
              + "|WARNING: All log messages before absl::InitializeLog\\(\\) .*");

  private NativeLog() {}

  private static boolean showsAll() {
    return "all".equals(System.getProperty(PROPERTY)) || "0".equals(System.getenv(LEVEL));
  }

  /** Sets the level, unless the environment has one. To be called before the library is loaded. */
  static synchronized void setLevel() {
    if (!showsAll()) {
      NativeEnvironment.add(LEVEL, "2");
    }
  }

  /**
   * Runs something that TensorFlow logs much about: the first run of a graph. To be called when the
   * library is loaded. Others' lines are held up until it is done.
   */
  static synchronized <T> T errorsOnly(Supplier<T> task) {
    if (showsAll()) {
      return task.get();
    }
    @Nullable Path file = redirect();
    try {
      return task.get();
    } finally {
      if (file != null) {
        duplicate(SPARE, STANDARD_ERROR);
        call("close", SPARE, 0);
        handOn(file);
      }
    }
  }

  /** Points standard error at a new file, and a spare descriptor at what it was. */
  private static @Nullable Path redirect() {
    @Nullable Path file = null;
    try {
      file = Files.createTempFile("reenact-tensorflow", ".log");
      try (FileOutputStream out = new FileOutputStream(file.toFile())) {
        int to = descriptor(file);
        if (to >= 0 && !Files.exists(descriptor(SPARE), LinkOption.NOFOLLOW_LINKS)) {
          duplicate(STANDARD_ERROR, SPARE);
          if (Files.exists(descriptor(SPARE), LinkOption.NOFOLLOW_LINKS)) {
            out.flush();
            duplicate(to, STANDARD_ERROR);
            return file;
          }
        }
      }
    } catch (IOException e) {
      // Then the lines are seen.
    }
    delete(file);
    return null;
  }

  /** What is no chatter, in its order. */
  static List<String> kept(List<String> lines) {
    return lines.stream().filter(line -> !CHATTER.matcher(line).matches()).toList();
  }

  @SuppressWarnings("SystemOut") // that is where it was going
  private static void handOn(Path file) {
    try {
      kept(Files.readAllLines(file, StandardCharsets.ISO_8859_1)).forEach(System.err::println);
    } catch (IOException e) {
      System.err.println("what TensorFlow wrote is lost: " + e);
    }
    delete(file);
  }

  private static void delete(@Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      file.toFile().deleteOnExit();
    }
  }

  private static Path descriptor(int number) {
    return DESCRIPTORS.resolve(Integer.toString(number));
  }

  /** The descriptor of an open file, or -1. */
  private static int descriptor(Path file) throws IOException {
    Path wanted = file.toRealPath();
    if (!Files.isDirectory(DESCRIPTORS)) {
      return -1;
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(DESCRIPTORS)) {
      for (Path one : all) {
        if (Files.isSymbolicLink(one) && Files.readSymbolicLink(one).equals(wanted)) {
          return Integer.parseInt(one.getFileName().toString());
        }
      }
    }
    return -1;
  }

  private static void duplicate(int from, int to) {
    call("dup2", from, to);
  }

  /**
   * Calls a function of the C library with two numbers. JavaCPP can call a pointer to a function
   * only if there is a class for its type. TensorFlow's class for what frees memory, {@code void
   * (void*, size_t, void*)}, passes its arguments in the registers that {@code int (int, int)}
   * takes them from, on x86-64 and on AArch64.
   */
  private static void call(String function, int first, int second) {
    @Nullable Pointer address = Loader.addressof(function);
    if (address == null) {
      return;
    }
    try (PointerPointer<Pointer> holder = new PointerPointer<>(2)) {
      holder.put(0, address).put(1, (Pointer) null);
      new Deallocator_Pointer_long_Pointer(holder).call(new Address(first), second, null);
    }
  }

  /** A number where C takes a pointer. */
  private static final class Address extends Pointer {
    Address(int value) {
      address = value;
    }
  }
}
