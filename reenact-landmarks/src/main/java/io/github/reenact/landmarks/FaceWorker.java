package io.github.reenact.landmarks;

import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/**
 * A native detector with its own scratch memory, and the landmark model that all workers share.
 * dlib's detector keeps its feature pyramid between calls, and gives silently wrong results when
 * two threads use it: a worker belongs to one thread at a time.
 */
final class FaceWorker implements AutoCloseable {
  /** Pixels that detection looks at: more find smaller faces, and take as much longer. */
  private static final double DETECTION_AREA = 640 * 480;

  /** Longest side in detection, so that a picture of one column stays cheap. */
  private static final int DETECTION_SIDE = 2048;

  /** Faces per picture. */
  private static final int MOST_FACES = 256;

  /** Side of a face's square in the chip that landmarks are predicted on, in chip pixels. */
  private static final int CHIP_BOX = 150;

  /** Side of the chip, in sides of the face's square. */
  private static final double CHIP_MARGIN = 1.8;

  /** Predictions from slightly moved squares that are averaged, 1 to 7. */
  private static final int VOTES = 3;

  /** Native memory kept between calls for the picture, in bytes. */
  private static final long KEPT = 32L << 20;

  private final DlibNative.FaceFinder finder;
  private final DlibNative.LandmarkModel model;
  private @Nullable BytePointer staging;
  private @Nullable ByteBuffer stagingBuffer;

  FaceWorker(DlibNative.FaceFinder finder, DlibNative.LandmarkModel model) {
    this.finder = finder;
    this.model = model;
  }

  /** All faces of a picture, the largest first. */
  List<Landmarks> detectAll(Image image) {
    List<Landmarks> faces = new ArrayList<>();
    for (FaceBox box : findAll(image)) {
      faces.add(landmarks(image, box).landmarks());
    }
    faces.sort(Comparator.comparingDouble(Landmarks::size).reversed());
    return faces;
  }

  private List<FaceBox> findAll(Image image) {
    double step = Math.sqrt((double) image.width() * image.height() / DETECTION_AREA);
    double longest = (double) Math.max(image.width(), image.height()) / DETECTION_SIDE;
    step = Math.max(1, Math.max(step, longest));
    List<FaceBox> found = find(image, step);
    // dlib sees faces from 80 pixels on. Enlarged to twice the size: from 40.
    return found.isEmpty() ? find(image, step / 2) : found;
  }

  private List<FaceBox> find(Image image, double step) {
    int w = (int) Math.max(1, Math.round(image.width() / step));
    int h = (int) Math.max(1, Math.round(image.height() / step));
    return find(image, -0.5, -0.5, step, w, h, 0, MOST_FACES);
  }

  /**
   * Faces in a square part of a picture, twice as wide as the given square around its centre,
   * scaled to 200x200: five times as fast as {@link #detectAll} and enough to see whether a face is
   * there.
   *
   * @param threshold the least confidence; 0 is dlib's own bar
   * @return best first
   */
  List<FaceBox> findNear(Image image, FaceBox box, double threshold) {
    double step = 2 * box.side() / 200;
    double left = box.left() - box.side() / 2;
    double top = box.top() - box.side() / 2;
    return find(image, left, top, step, 200, 200, threshold, 16);
  }

  private List<FaceBox> find(
      Image image,
      double left,
      double top,
      double step,
      int outWidth,
      int outHeight,
      double threshold,
      int most) {
    float[] out = new float[5 * most];
    Rows rows = stage(image, top, outHeight * step);
    int n =
        finder.find(
            rows.pixels,
            image.width(),
            image.height(),
            rows.first,
            rows.count,
            left,
            top,
            step,
            outWidth,
            outHeight,
            threshold,
            out,
            most);
    release();
    List<FaceBox> boxes = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      double w = out[5 * i + 2] - out[5 * i];
      double h = out[5 * i + 3] - out[5 * i + 1];
      double side = (w + h) / 2;
      boxes.add(
          new FaceBox(
              out[5 * i] + (w - side) / 2, out[5 * i + 1] + (h - side) / 2, side, out[5 * i + 4]));
    }
    return boxes;
  }

  /**
   * Landmarks of a face.
   *
   * @param spread how far the predictions from slightly moved squares lie apart, root mean square,
   *     in sides of the square: below 0.01 on most faces, above 0.0125 on nearly everything else
   */
  record Face(Landmarks landmarks, double spread) {}

  /** Landmarks of the face in a square. Anything in the square gives landmarks. */
  Face landmarks(Image image, FaceBox box) {
    float[] xy = new float[2 * Landmarks.COUNT];
    double border = (CHIP_MARGIN - 1) / 2 * box.side();
    Rows rows = stage(image, box.top() - border, box.side() + 2 * border);
    double spread =
        finder.landmarks(
            model,
            rows.pixels,
            image.width(),
            image.height(),
            rows.first,
            rows.count,
            box.left(),
            box.top(),
            box.side(),
            CHIP_BOX,
            CHIP_MARGIN,
            VOTES,
            xy);
    release();
    return new Face(Landmarks.of(xy), spread);
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
