package io.github.reenact.tf.fdgan;

import io.github.reenact.Image;
import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import io.github.reenact.Portrait;
import io.github.reenact.tf.fdgan.network.FaceView;
import io.github.reenact.tf.fdgan.network.FdGanNetwork;
import io.github.reenact.tf.fdgan.network.NetworkInput;
import io.github.reenact.tf.fdgan.network.NetworkOutput;
import io.github.reenact.warp.Flow;
import io.github.reenact.warp.IrisWarp;
import io.github.reenact.warp.PhotoSet;
import io.github.reenact.warp.Pixels;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;

/** Photos of a person whose features lie in dictionaries. */
final class FdGanPortrait implements Portrait {
  private final FdGan network;
  private final PhotoSet photos;
  private final NetworkInput input;
  private final NetworkOutput output;
  private final List<PhotoBlend> blends = new ArrayList<>();
  private final Dictionaries dictionaries;
  private final byte[] condition;
  private final float[] unit;

  /** Kept: new memory for every frame takes longer than what is written to it. */
  private final TFloat32 seen;

  private boolean closed;

  FdGanPortrait(FdGan network, PhotoSet photos) {
    this.network = network;
    this.photos = photos;
    int size = network.config().size();
    input = new NetworkInput(size);
    output = new NetworkOutput(network.config());
    condition = new byte[size * size * FdGanNetwork.CONDITION_PLANES];
    unit = new float[condition.length];
    byte[] planes = new byte[size * size * FdGanNetwork.PHOTO_PLANES];
    List<List<Dictionaries.Level>> said = new ArrayList<>();
    Pixels first = photos.pixels(0);
    for (int k = 0; k < photos.count(); k++) {
      Landmarks face = photos.landmarks(k);
      NetworkInput.Face seenFace =
          new NetworkInput.Face(face, photos.irises(k), FaceView.of(face, size));
      input.photo(photos.pixels(k), seenFace, planes, 0);
      said.add(network.extract(planes));
      blends.add(new PhotoBlend(first, photos.pixels(k), size));
    }
    seen = network.planes(unit);
    dictionaries = new Dictionaries(said);
  }

  @Override
  public Image render(Landmarks landmarks) {
    return generate(landmarks, Irises.NONE);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The network sees irises that keep the photo's direction of gaze, and those of the finished
   * frame are moved: given the target irises, it moves them half as far.
   */
  @Override
  public Image render(Landmarks landmarks, Irises still, Irises irises) {
    return IrisWarp.move(generate(landmarks, still), landmarks, still, irises);
  }

  private Image generate(Landmarks landmarks, Irises irises) {
    if (closed) {
      throw new IllegalStateException("the portrait is closed");
    }
    FaceView view = FaceView.of(landmarks, network.config().size());
    return photos.render(landmarks, k -> generate(landmarks, irises, view, k));
  }

  private Image generate(Landmarks landmarks, Irises irises, FaceView view, int k) {
    Flow flow = photos.warp(k).to(landmarks);
    NetworkInput.Face target = new NetworkInput.Face(landmarks, irises, view);
    input.condition(photos.pixels(k), photos.pixels(0), flow, target, condition, 0);
    input.toUnit(condition, unit);
    NdArrays.wrap(seen.shape(), DataBuffers.of(unit, true, false)).copyTo(seen);
    network.translate(seen, dictionaries, output);
    return blends.get(k).compose(flow, view, condition, input.source(), output.read(condition));
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      dictionaries.close();
      seen.close();
    }
  }
}
