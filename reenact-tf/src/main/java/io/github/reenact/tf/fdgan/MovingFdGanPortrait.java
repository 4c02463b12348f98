package io.github.reenact.tf.fdgan;

import io.github.reenact.FacePhoto;
import io.github.reenact.Image;
import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import io.github.reenact.MovingPortrait;
import io.github.reenact.tf.fdgan.network.FaceView;
import io.github.reenact.tf.fdgan.network.FdGanNetwork;
import io.github.reenact.tf.fdgan.network.NetworkInput;
import io.github.reenact.warp.PhotoSet;
import io.github.reenact.warp.Pixels;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person in a video, whose dictionaries are written from a frame now and then: the last few of
 * them are merged, so that what one frame does not show is known from another.
 *
 * <p>Not thread-safe. Owns tensors.
 */
final class MovingFdGanPortrait implements MovingPortrait {
  /** From one frame in so many dictionaries are written. */
  private static final int EVERY = 25;

  /** So many of them are merged. */
  private static final int MERGED = 4;

  private final FdGan network;
  private final NetworkInput input;
  private final byte[] planes;
  private final Deque<List<Dictionaries.Level>> said = new ArrayDeque<>();
  private @Nullable Dictionaries dictionaries;
  private @Nullable FrameBuffers buffers;
  private long frames;
  private boolean closed;

  MovingFdGanPortrait(FdGan network) {
    this.network = network;
    int size = network.config().size();
    input = new NetworkInput(size);
    planes = new byte[size * size * FdGanNetwork.PHOTO_PLANES];
  }

  @Override
  public void see(Image frame, Landmarks landmarks) {
    checkOpen();
    if (frames++ % EVERY != 0) {
      return;
    }
    FaceView view = FaceView.of(landmarks, network.config().size());
    NetworkInput.Face face = new NetworkInput.Face(landmarks, Irises.NONE, view);
    input.photo(Pixels.of(frame), face, planes, 0);
    said.addLast(network.extract(planes));
    if (said.size() > MERGED) {
      said.removeFirst();
    }
    Dictionaries before = dictionaries;
    dictionaries = new Dictionaries(List.copyOf(said));
    if (before != null) {
      before.close();
    }
  }

  @Override
  public Image render(Image frame, Landmarks landmarks, Landmarks target) {
    checkOpen();
    Dictionaries known = dictionaries;
    if (known == null) {
      throw new IllegalStateException("no frame of the person has been seen");
    }
    PhotoSet photo = PhotoSet.of(List.of(new FacePhoto(frame, landmarks)));
    Pixels pixels = photo.pixels(0);
    int size = network.config().size();
    NetworkInput.Face face = new NetworkInput.Face(target, Irises.NONE, FaceView.of(target, size));
    PhotoBlend blend = new PhotoBlend(pixels, pixels, size);
    return buffers(frame.width()).generate(face, known, photo, 0, blend);
  }

  private FrameBuffers buffers(int width) {
    FrameBuffers b = buffers;
    if (b == null || b.width() < width) {
      if (b != null) {
        b.close();
      }
      b = new FrameBuffers(network, width);
      buffers = b;
    }
    return b;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the portrait is closed");
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (dictionaries != null) {
      dictionaries.close();
    }
    if (buffers != null) {
      buffers.close();
    }
  }
}
