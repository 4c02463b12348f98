package io.github.reenact.warp;

import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import io.github.reenact.Portrait;

/** Photos of a person and their warps. */
final class WarpPortrait implements Portrait {
  private final PhotoSet photos;
  private volatile boolean closed;

  WarpPortrait(PhotoSet photos) {
    this.photos = photos;
  }

  @Override
  public Image render(Landmarks landmarks) {
    if (closed) {
      throw new IllegalStateException("this portrait is closed");
    }
    return photos.render(landmarks, k -> photos.warp(k).to(landmarks).apply(photos.pixels(k)));
  }

  /** {@inheritDoc} Nothing is kept from frame to frame. */
  @Override
  public int concurrency() {
    return Runtime.getRuntime().availableProcessors();
  }

  @Override
  public void close() {
    closed = true;
  }
}
