package io.github.reenact.warp;

import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import io.github.reenact.Portrait;

/** A photo and its warp. */
final class WarpPortrait implements Portrait {
  private final Pixels photo;
  private final HeadWarp warp;
  private volatile boolean closed;

  WarpPortrait(Pixels photo, HeadWarp warp) {
    this.photo = photo;
    this.warp = warp;
  }

  @Override
  public Image render(Landmarks landmarks) {
    if (closed) {
      throw new IllegalStateException("this portrait is closed");
    }
    return warp.to(landmarks).apply(photo);
  }

  @Override
  public void close() {
    closed = true;
  }
}
