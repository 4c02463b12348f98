package io.github.reenact.tf.fdgan;

import io.github.reenact.Image;
import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import io.github.reenact.Portrait;
import io.github.reenact.tf.fdgan.network.FaceView;
import io.github.reenact.tf.fdgan.network.FdGanConfig;
import io.github.reenact.tf.fdgan.network.FdGanNetwork;
import io.github.reenact.tf.fdgan.network.NetworkInput;
import io.github.reenact.tf.fdgan.network.NetworkOutput;
import io.github.reenact.warp.Flow;
import io.github.reenact.warp.IrisWarp;
import io.github.reenact.warp.PhotoSet;
import io.github.reenact.warp.Pixels;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;

/**
 * Photos of a person whose features lie in dictionaries.
 *
 * <p>Up to {@link #concurrency()} frames may be rendered at the same time: each works in buffers of
 * its own.
 */
final class FdGanPortrait implements Portrait {
  /**
   * One frame's network run excludes the others'; with two frames in progress the one is prepared
   * or composed while the network computes the other, and a third would only wait.
   */
  private static final int MOST_CONCURRENT = 2;

  private final FdGan network;
  private final PhotoSet photos;
  private final List<PhotoBlend> blends = new ArrayList<>();
  private final Dictionaries dictionaries;

  /** Buffers that no frame works in; guarded by itself. */
  private final Deque<Buffers> free = new ArrayDeque<>();

  private volatile boolean closed;

  FdGanPortrait(FdGan network, PhotoSet photos) {
    this.network = network;
    this.photos = photos;
    int size = network.config().size();
    NetworkInput input = new NetworkInput(size);
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
    dictionaries = new Dictionaries(said);
  }

  /** What a frame is computed in. Kept: new memory takes longer than what is written to it. */
  private static final class Buffers implements AutoCloseable {
    final NetworkInput input;
    final NetworkOutput output;
    final byte[] condition;
    final float[] unit;
    final TFloat32 seen;
    final PhotoBlend.Layers layers;

    Buffers(FdGan network, Pixels photo) {
      FdGanConfig config = network.config();
      input = new NetworkInput(config.size());
      output = new NetworkOutput(config);
      condition = new byte[config.size() * config.size() * FdGanNetwork.CONDITION_PLANES];
      unit = new float[condition.length];
      layers = new PhotoBlend.Layers(config.size(), photo.width());
      seen = network.planes(unit);
    }

    @Override
    public void close() {
      seen.close();
    }
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

  @Override
  public int concurrency() {
    return MOST_CONCURRENT;
  }

  private Image generate(Landmarks landmarks, Irises irises) {
    Buffers buffers = take();
    try {
      FaceView view = FaceView.of(landmarks, network.config().size());
      NetworkInput.Face target = new NetworkInput.Face(landmarks, irises, view);
      return photos.render(landmarks, k -> generate(target, k, buffers));
    } finally {
      giveBack(buffers);
    }
  }

  private Image generate(NetworkInput.Face target, int k, Buffers b) {
    Flow flow = photos.warp(k).to(target.landmarks());
    b.input.condition(photos.pixels(k), photos.pixels(0), flow, target, b.condition, 0);
    b.input.toUnit(b.condition, b.unit);
    NdArrays.wrap(b.seen.shape(), DataBuffers.of(b.unit, true, false)).copyTo(b.seen);
    network.translate(b.seen, dictionaries, b.output);
    float[] rendering = b.output.read(b.condition);
    return blends
        .get(k)
        .compose(flow, target.view(), b.condition, b.input.source(), rendering, b.layers);
  }

  private Buffers take() {
    @Nullable Buffers kept;
    synchronized (free) {
      if (closed) {
        throw new IllegalStateException("the portrait is closed");
      }
      kept = free.poll();
    }
    return kept != null ? kept : new Buffers(network, photos.pixels(0));
  }

  private void giveBack(Buffers buffers) {
    synchronized (free) {
      if (!closed) {
        free.push(buffers);
        return;
      }
    }
    buffers.close();
  }

  @Override
  public void close() {
    synchronized (free) {
      if (closed) {
        return;
      }
      closed = true;
      free.forEach(Buffers::close);
      free.clear();
    }
    dictionaries.close();
  }
}
