package io.github.reenact.warp;

import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import io.github.reenact.Portrait;
import io.github.reenact.PortraitTranslator;

/** Bends photos, see {@link HeadWarp}. Thread-safe. */
final class WarpTranslator implements PortraitTranslator {
  private volatile boolean closed;

  @Override
  public Portrait open(Image photo, Landmarks landmarks) {
    if (closed) {
      throw new IllegalStateException("this translator is closed");
    }
    return new WarpPortrait(
        Pixels.of(photo), new HeadWarp(landmarks, photo.width(), photo.height()));
  }

  @Override
  public void close() {
    closed = true;
  }
}
