package io.github.reenact.landmarks;

import io.github.reenact.BackendMissingException;
import java.util.Properties;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.annotation.ByRef;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.Const;
import org.bytedeco.javacpp.annotation.Namespace;
import org.bytedeco.javacpp.annotation.Platform;
import org.jspecify.annotations.Nullable;

/**
 * The preset: what {@code src/main/cpp/reenact_dlib.h} declares. Nothing is checked here or in C++:
 * the callers check sizes, and hand over pointers that are not null.
 */
@Platform(include = "reenact_dlib.h")
@Namespace("reenact")
final class DlibNative {
  /** JavaCPP reports a failure once and takes the library for loaded afterwards. */
  private static @Nullable LinkageError failure;

  private DlibNative() {}

  /** Of this Java virtual machine, as JavaCPP names it: for example linux-x86_64. */
  static String platform() {
    return Loader.getPlatform();
  }

  /** Whether a library for this platform is on the class path. */
  static boolean isThere() {
    Properties platform = Loader.loadProperties();
    String file =
        platform.getProperty("platform.library.prefix", "")
            + "jniDlibNative"
            + platform.getProperty("platform.library.suffix", "");
    return DlibNative.class.getResource(platform() + "/" + file) != null;
  }

  /**
   * Loads the native library; does nothing if it is loaded.
   *
   * @throws BackendMissingException with the linker's error as its cause
   */
  @SuppressWarnings("StaticAssignmentOfThrowable") // The first failure is the cause of all.
  static synchronized void load() {
    try {
      if (failure != null) {
        throw failure;
      }
      Loader.load(DlibNative.class);
    } catch (LinkageError e) {
      failure = e;
      throw new BackendMissingException(
          "the native library of the dlib landmark detector cannot be loaded on "
              + platform()
              + " ("
              + e.getMessage()
              + "). The artifact io.github.reenact:reenact-landmarks holds it for linux-x86_64 with"
              + " glibc 2.35 or newer, and needs org.bytedeco:javacpp and its classifier"
              + " linux-x86_64 beside it on the class path. The landmark detector 'dlib-java' finds"
              + " the same faces without it",
          e);
    }
  }

  /** Regression trees for 68 landmarks. Immutable: threads may share it. */
  static final class LandmarkModel extends Pointer {
    LandmarkModel(String path) {
      super((Pointer) null);
      allocate(path);
    }

    private native void allocate(String path) throws DlibException;
  }

  /** The face detector with its scratch memory: one thread at a time. */
  static final class FaceFinder extends Pointer {
    FaceFinder() {
      super((Pointer) null);
      allocate();
    }

    /** A copy costs 0.2 ms, a new one 100 times that. */
    FaceFinder(FaceFinder other) {
      super((Pointer) null);
      allocate(other);
    }

    private native void allocate() throws DlibException;

    private native void allocate(@Const @ByRef FaceFinder other) throws DlibException;

    native void cut(
        @Cast("const unsigned char*") BytePointer rgb,
        int width,
        int height,
        int rowOffset,
        int rows,
        double left,
        double top,
        double step,
        int outWidth,
        int outHeight)
        throws DlibException;

    native int detect(double threshold, float[] out, int most) throws DlibException;

    native void predict(
        @Const @ByRef LandmarkModel model, double left, double top, double side, float[] xy)
        throws DlibException;
  }
}
