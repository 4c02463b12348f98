package io.github.reenact.tf.gaze;

import io.github.reenact.GazeEstimator;
import io.github.reenact.Image;
import io.github.reenact.Iris;
import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import io.github.reenact.ModelFileException;
import io.github.reenact.tf.gaze.network.EyeView;
import io.github.reenact.tf.gaze.network.GazeInference;
import io.github.reenact.tf.gaze.network.GazeModelFile;
import io.github.reenact.tf.gaze.network.GazeNetwork;
import io.github.reenact.tf.graph.Safetensors;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A small convolutional network that finds the iris in the picture of one eye; ours, as are its
 * layers, sizes and losses.
 *
 * <p>Each eye is cut out as a grey square of 1.8 eye widths and 32x32 pixels, level with the line
 * through both eyes, outer corner on the left (the eye on the right of the picture is mirrored), in
 * normal contrast. The network sees it and where the six landmarks of the eye lie in it, and gives
 * the centre of the iris, its radius, and whether it can be seen. It was trained with landmarks
 * that jitter, and does not take the iris to be where they are.
 *
 * <p>Eyes that are less than 5 pixels wide are not judged; between 12 and 20 pixels results are
 * less exact.
 *
 * <p>Computes on the CPU in plain Java, in the thread that calls: nothing of TensorFlow is loaded.
 *
 * <p>Thread-safe; calls run in parallel. Owns no native memory.
 */
public final class GazeNet implements GazeEstimator {
  private static final String RESOURCE = "gaze.safetensors";

  /** Radii are kept within this factor of the usual one: beyond, they are none of an iris. */
  private static final double RADIUS_RANGE = Math.log(2);

  private volatile @Nullable GazeInference network;

  private GazeNet(GazeInference network) {
    this.network = network;
  }

  /**
   * Loads the model that is part of this library.
   *
   * @throws ModelFileException if the model is not in the jar, or damaged
   */
  public static GazeNet load() {
    return new GazeNet(GazeModelFile.open(Safetensors.builtIn(GazeNet.class, RESOURCE), RESOURCE));
  }

  /**
   * Loads a model file that a training wrote.
   *
   * @throws ModelFileException if the file is missing, damaged, or of another version
   */
  public static GazeNet load(Path model) {
    return new GazeNet(GazeModelFile.open(Safetensors.read(model), model.toString()));
  }

  @Override
  public Irises find(Image picture, Landmarks landmarks) {
    GazeInference open = network;
    if (open == null) {
      throw new IllegalStateException("the gaze network is closed");
    }
    double[] points = EyeView.points(landmarks);
    List<Optional<EyeView>> views =
        List.of(
            EyeView.of(points, false).filter(v -> v.isIn(picture)),
            EyeView.of(points, true).filter(v -> v.isIn(picture)));
    if (views.get(0).isEmpty() && views.get(1).isEmpty()) {
      return Irises.NONE;
    }
    float[] squares = new float[GazeInference.EYES * EyeView.PIXELS];
    float[] marks = new float[GazeInference.EYES * GazeNetwork.MARKS];
    for (int e = 0; e < GazeInference.EYES; e++) {
      if (views.get(e).isPresent()) {
        EyeView view = views.get(e).get();
        view.sample(view.patch(picture), squares, e * EyeView.PIXELS);
        view.marks(points, marks, e * GazeNetwork.MARKS);
      }
    }
    float[] out = open.run(squares, marks);
    return new Irises(iris(views.get(0), out, 0), iris(views.get(1), out, GazeNetwork.OUTPUTS));
  }

  /** What the outputs say of one eye. */
  private static Optional<Iris> iris(Optional<EyeView> view, float[] out, int at) {
    return view.filter(v -> out[at + 3] > 0).map(v -> place(v, out, at));
  }

  /** The iris that the outputs describe, seen or not. */
  static Iris place(EyeView view, float[] out, int at) {
    double spread = Math.max(-RADIUS_RANGE, Math.min(RADIUS_RANGE, out[at + 2]));
    // Beyond the square nothing was seen.
    double u = limit(out[at]);
    double v = limit(out[at + 1]);
    return new Iris(
        view.x(u, v), view.y(u, v), view.width() * GazeNetwork.RADIUS * Math.exp(spread));
  }

  private static double limit(double place) {
    return Math.max(-EyeView.SPAN / 2, Math.min(EyeView.SPAN / 2, place));
  }

  @Override
  public void close() {
    network = null;
  }
}
