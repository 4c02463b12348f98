package io.github.reenact;

/** The steps of a {@link FootageSession} in a pipeline. */
record FootageSteps(FootageSession session)
    implements FramePipeline.Steps<FootageFrame, FootageSession.Tracked, FootageSession.Tracked> {
  @Override
  public Runnable claim(String pipeline) {
    session.claim(pipeline);
    return session::release;
  }

  @Override
  public long bytes(FootageFrame frame) {
    return SessionSteps.imageBytes(frame.take())
        + frame.driver().map(SessionSteps::frameBytes).orElse(0L);
  }

  @Override
  public FootageSession.Tracked track(FootageFrame frame) {
    return session.track(frame);
  }

  @Override
  public long trackedBytes(FootageSession.Tracked tracked) {
    return SessionSteps.imageBytes(tracked.take());
  }

  @Override
  public double seconds(FootageSession.Tracked tracked) {
    return tracked.seconds();
  }

  @Override
  public FootageSession.Tracked place(FootageSession.Tracked tracked) {
    return tracked;
  }

  @Override
  public Image draw(FootageSession.Tracked placed) {
    return session.draw(placed);
  }

  /**
   * One thread: what is known of the person grows from frame to frame. The size is not known before
   * the first frame; the number of frames that wait is bounded, too.
   */
  @Override
  public FramePipeline.Result result() {
    return new FramePipeline.Result(1, 0);
  }
}
