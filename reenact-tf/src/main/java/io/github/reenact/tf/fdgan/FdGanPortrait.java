package io.github.reenact.tf.fdgan;

import io.github.reenact.Image;
import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import io.github.reenact.Portrait;
import io.github.reenact.tf.fdgan.network.FaceView;
import io.github.reenact.tf.fdgan.network.FdGanNetwork;
import io.github.reenact.tf.fdgan.network.NetworkInput;
import io.github.reenact.warp.IrisWarp;
import io.github.reenact.warp.PhotoSet;
import io.github.reenact.warp.Pixels;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  /** FrameBuffers that no frame works in; guarded by itself. */
  private final Deque<FrameBuffers> free = new ArrayDeque<>();

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
    FrameBuffers buffers = take();
    try {
      FaceView view = FaceView.of(landmarks, network.config().size());
      NetworkInput.Face target = new NetworkInput.Face(landmarks, irises, view);
      return photos.render(
          landmarks, k -> buffers.generate(target, dictionaries, photos, k, blends.get(k)));
    } finally {
      giveBack(buffers);
    }
  }

  private FrameBuffers take() {
    @Nullable FrameBuffers kept;
    synchronized (free) {
      if (closed) {
        throw new IllegalStateException("the portrait is closed");
      }
      kept = free.poll();
    }
    return kept != null ? kept : new FrameBuffers(network, photos.pixels(0).width());
  }

  private void giveBack(FrameBuffers buffers) {
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
      free.forEach(FrameBuffers::close);
      free.clear();
    }
    dictionaries.close();
  }
}
