package io.github.reenact.landmarks;

import io.github.reenact.Image;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/** dlib's own code. */
final class NativeFaceEngine implements FaceEngine {
  private final DlibNative.LandmarkModel model;
  private final DlibNative.FaceFinder prototype;

  /**
   * Loads a model.
   *
   * @throws io.github.reenact.BackendMissingException if the native library cannot be loaded
   * @throws DlibException if dlib cannot read the model
   */
  NativeFaceEngine(Path file) {
    DlibNative.load();
    model = new DlibNative.LandmarkModel(file.toString());
    try {
      prototype = new DlibNative.FaceFinder();
    } catch (DlibException e) {
      model.close();
      throw e;
    }
  }

  @Override
  public FaceFinder newFinder() {
    return new Finder(new DlibNative.FaceFinder(prototype), model);
  }

  @Override
  public void close() {
    prototype.close();
    model.close();
  }

  private static final class Finder implements FaceFinder {
    /** Native memory kept between calls for the picture, in bytes. */
    private static final long KEPT = 32L << 20;

    private final DlibNative.FaceFinder finder;
    private final DlibNative.LandmarkModel model;
    private @Nullable BytePointer staging;
    private @Nullable ByteBuffer stagingBuffer;

    Finder(DlibNative.FaceFinder finder, DlibNative.LandmarkModel model) {
      this.finder = finder;
      this.model = model;
    }

    @Override
    public void cut(Image image, double left, double top, double step, int width, int height) {
      Rows rows = stage(image, top, height * step);
      finder.cut(
          rows.pixels,
          image.width(),
          image.height(),
          rows.first,
          rows.count,
          left,
          top,
          step,
          width,
          height);
      release();
    }

    @Override
    public int detect(double threshold, float[] out) {
      return finder.detect(threshold, out, out.length / NUMBERS);
    }

    @Override
    public void predict(double left, double top, double side, float[] xy) {
      finder.predict(model, left, top, side, xy);
    }

    private record Rows(BytePointer pixels, int first, int count) {}

    /** Copies the rows from {@code top} on, with some to spare, to native memory. */
    private Rows stage(Image image, double top, double height) {
      // Resampling reaches one step beyond, and a step is below a tenth of the height or one pixel.
      double spare = 2 + height / 10;
      int first = (int) Math.max(0, Math.min(image.height() - 1.0, Math.floor(top - spare)));
      int end = (int) Math.min(image.height(), Math.max(first + 1.0, top + height + spare));
      int row = 3 * image.width();
      int bytes = (end - first) * row;
      BytePointer pixels = staging;
      ByteBuffer buffer = stagingBuffer;
      if (pixels == null || buffer == null || buffer.capacity() < bytes) {
        close(pixels);
        staging = null;
        pixels = new BytePointer(bytes);
        staging = pixels;
        buffer = pixels.asByteBuffer();
        stagingBuffer = buffer;
      }
      buffer.clear().put(image.pixels().position(first * row).limit(first * row + bytes));
      return new Rows(pixels, first, end - first);
    }

    private void release() {
      if (staging != null && staging.capacity() > KEPT) {
        close(staging);
        staging = null;
        stagingBuffer = null;
      }
    }

    private static void close(@Nullable BytePointer pointer) {
      if (pointer != null) {
        pointer.close();
      }
    }

    /** Frees the native detector; the model is its owner's to free. */
    @Override
    public void close() {
      close(staging);
      staging = null;
      stagingBuffer = null;
      finder.close();
    }
  }
}
