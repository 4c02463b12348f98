package io.github.reenact;

/** Opens every frame as a photo of its own, for translators that keep nothing of a person. */
final class FramePortraits implements MovingPortrait {
  private final PortraitTranslator translator;
  private boolean closed;

  FramePortraits(PortraitTranslator translator) {
    this.translator = translator;
  }

  @Override
  public void see(Image frame, Landmarks landmarks) {
    // Each frame is analysed when it is rendered.
  }

  @Override
  public Image render(Image frame, Landmarks landmarks, Landmarks target) {
    if (closed) {
      throw new IllegalStateException("the portrait is closed");
    }
    try (Portrait portrait = translator.open(frame, landmarks)) {
      return portrait.render(target);
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
