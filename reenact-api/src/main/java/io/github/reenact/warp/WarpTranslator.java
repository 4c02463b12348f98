package io.github.reenact.warp;

import io.github.reenact.FacePhoto;
import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import io.github.reenact.Portrait;
import io.github.reenact.PortraitTranslator;
import java.util.List;

/** Warps photos: see {@link HeadWarp}. Thread-safe. */
final class WarpTranslator implements PortraitTranslator {
  private volatile boolean closed;

  @Override
  public Portrait open(Image photo, Landmarks landmarks) {
    return open(List.of(new FacePhoto(photo, landmarks)));
  }

  @Override
  public Portrait open(List<FacePhoto> photos) {
    if (closed) {
      throw new IllegalStateException("this translator is closed");
    }
    return new WarpPortrait(PhotoSet.of(photos));
  }

  @Override
  public void close() {
    closed = true;
  }
}
