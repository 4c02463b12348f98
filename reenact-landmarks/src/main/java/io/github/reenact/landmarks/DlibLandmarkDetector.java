package io.github.reenact.landmarks;

import io.github.reenact.Image;
import io.github.reenact.LandmarkDetector;
import io.github.reenact.LandmarkTracker;
import io.github.reenact.Landmarks;
import io.github.reenact.ModelFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Faces by dlib's frontal face detector (histograms of oriented gradients: Dalal and Triggs, CVPR
 * 2005; max-margin training: King, arXiv 1502.00046), landmarks by its ensemble of regression trees
 * (Kazemi and Sullivan, CVPR 2014).
 *
 * <p>The detector sees grey pictures scaled to the area of 640x480 (never enlarged) and, if that
 * shows no face, twice as wide: faces count from 80 pixels of the scaled picture on, or 40 in the
 * second try.
 *
 * <p>Changes from dlib, ours: the trees run on a face chip that is cut out at a fractional square
 * with area averaging, their result is not rounded to whole pixels, and the mean of a few
 * predictions from slightly moved squares is taken. That reduces the jitter of landmarks from frame
 * to frame.
 *
 * <p>dlib's own code computes this ({@link #open}), or the same in plain Java ({@link #openJava}):
 * same boxes, and landmarks that differ by less than 0.01 pixels.
 *
 * <p>Thread-safe; threads run in parallel, each with a detector of its own from a pool that grows
 * to the greatest number of simultaneous calls. Results do not depend on the thread.
 */
public final class DlibLandmarkDetector implements LandmarkDetector {
  private final FaceEngine engine;
  private final ArrayDeque<FaceWorker> idle = new ArrayDeque<>();
  private int busy;
  private boolean closed;

  private DlibLandmarkDetector(FaceEngine engine) {
    this.engine = engine;
  }

  /** Loads an engine with a model that is intact and not packed. */
  private interface EngineLoader {
    FaceEngine load(Path model) throws IOException;
  }

  /**
   * Loads dlib's own model into dlib's own code.
   *
   * @param model the file, as {@link DlibModelFile#find} gives it
   * @throws io.github.reenact.BackendMissingException if the native library cannot be loaded
   * @throws ModelFileException if the file is missing, damaged or of another version
   */
  public static DlibLandmarkDetector open(Path model) {
    return open(model, DlibModelFile.SHA_256);
  }

  /**
   * Loads a 68-landmark model in dlib's format that somebody trained on other data into dlib's own
   * code.
   *
   * @param sha256 of the unpacked file, 64 hexadecimal digits: dlib would load many damaged files
   *     silently
   * @throws io.github.reenact.BackendMissingException if the native library cannot be loaded
   * @throws ModelFileException if the file is missing, damaged or of another version
   */
  public static DlibLandmarkDetector open(Path model, String sha256) {
    DlibNative.load();
    return open(model, sha256, NativeFaceEngine::new);
  }

  /**
   * Loads dlib's own model; everything is computed in Java.
   *
   * @param model the file, as {@link DlibModelFile#find} gives it
   * @throws ModelFileException if the file is missing, damaged or of another version
   */
  public static DlibLandmarkDetector openJava(Path model) {
    return openJava(model, DlibModelFile.SHA_256);
  }

  /**
   * Loads a 68-landmark model in dlib's format that somebody trained on other data; everything is
   * computed in Java.
   *
   * @param sha256 of the unpacked file, 64 hexadecimal digits
   * @throws ModelFileException if the file is missing, damaged or of another version
   */
  public static DlibLandmarkDetector openJava(Path model, String sha256) {
    return open(model, sha256, JavaFaceEngine::new);
  }

  private static DlibLandmarkDetector open(Path model, String sha256, EngineLoader loader) {
    Path file = DlibModelFile.find(Optional.of(model));
    try (PlainModelFile plain = PlainModelFile.of(file, sha256)) {
      return new DlibLandmarkDetector(loader.load(plain.path()));
    } catch (DlibException | IOException e) {
      throw new ModelFileException(
          "the landmark model " + file + " cannot be loaded: " + e.getMessage(), e);
    }
  }

  @Override
  public List<Landmarks> detectAll(Image image) {
    return List.copyOf(with(worker -> worker.detectAll(image)));
  }

  @Override
  public Optional<Landmarks> refine(Image image, Landmarks near) {
    return with(worker -> worker.landmarksNear(image, FaceBox.around(near)));
  }

  @Override
  public LandmarkTracker track(int face) {
    if (face < 0) {
      throw new IllegalArgumentException("face must be 0 (the largest) or more, not " + face);
    }
    synchronized (this) {
      checkOpen();
    }
    return new DlibLandmarkTracker(this, face);
  }

  /** Runs something on a worker that no other thread uses meanwhile. */
  <T> T with(Function<FaceWorker, T> task) {
    FaceWorker worker;
    synchronized (this) {
      checkOpen();
      FaceWorker free = idle.poll();
      worker = free != null ? free : new FaceWorker(engine.newFinder());
      busy++;
    }
    try {
      return task.apply(worker);
    } finally {
      synchronized (this) {
        busy--;
        idle.push(worker);
        freeIfUnused();
      }
    }
  }

  /** Calls that run meanwhile end as they would have; the last of them frees the memory. */
  @Override
  public synchronized void close() {
    closed = true;
    freeIfUnused();
  }

  private synchronized void freeIfUnused() {
    if (closed && busy == 0) {
      idle.forEach(FaceWorker::close);
      idle.clear();
      engine.close();
    }
  }

  private synchronized void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the landmark detector is closed");
    }
  }
}
