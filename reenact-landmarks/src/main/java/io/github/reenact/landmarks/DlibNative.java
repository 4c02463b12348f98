package io.github.reenact.landmarks;

import io.github.reenact.BackendMissingException;
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
              + Loader.getPlatform()
              + " ("
              + e.getMessage()
              + "). The artifact io.github.reenact:reenact-landmarks holds it for linux-x86_64 with"
              + " glibc 2.35 or newer, and needs org.bytedeco:javacpp and its classifier"
              + " linux-x86_64 beside it on the class path",
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

    native int find(
        @Cast("const unsigned char*") BytePointer rgb,
        int width,
        int height,
        int rowOffset,
        int rows,
        double left,
        double top,
        double step,
        int outWidth,
        int outHeight,
        double threshold,
        float[] out,
        int most)
        throws DlibException;

    native double landmarks(
        @Const @ByRef LandmarkModel model,
        @Cast("const unsigned char*") BytePointer rgb,
        int width,
        int height,
        int rowOffset,
        int rows,
        double left,
        double top,
        double side,
        int box,
        double margin,
        int votes,
        float[] xy)
        throws DlibException;
  }
}
