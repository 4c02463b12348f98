package io.github.reenact;

/** The steps of a {@link ReenactmentSession} in a pipeline. */
record SessionSteps(ReenactmentSession session)
    implements FramePipeline.Steps<DrivingFrame, SessionSteps.Tracked, PlacedFace> {
  /** The driver's face in a frame: the picture is not needed any more. */
  record Tracked(TrackedFace driver, int width, int height, double seconds) {
    static Tracked of(DrivingFrame frame, TrackedFace driver) {
      return new Tracked(driver, frame.width(), frame.height(), frame.seconds());
    }
  }

  @Override
  public Runnable claim(String pipeline) {
    session.claim(pipeline);
    return session::release;
  }

  @Override
  public long bytes(DrivingFrame frame) {
    return frameBytes(frame);
  }

  /** The memory of a driver's picture, in bytes; nothing for landmarks. */
  static long frameBytes(DrivingFrame frame) {
    return frame instanceof DrivingFrame.Picture p ? imageBytes(p.picture()) : 0;
  }

  /** The memory of a picture, in bytes. */
  static long imageBytes(Image image) {
    return 3L * image.width() * image.height();
  }

  @Override
  public Tracked track(DrivingFrame frame) {
    return Tracked.of(frame, session.track(frame));
  }

  @Override
  public double seconds(Tracked tracked) {
    return tracked.seconds;
  }

  @Override
  public PlacedFace place(Tracked t) {
    return place(session, t);
  }

  static PlacedFace place(ReenactmentSession session, Tracked t) {
    return session.place(t.driver, t.width, t.height, t.seconds);
  }

  @Override
  public Image draw(PlacedFace placed) {
    return session.draw(placed);
  }

  @Override
  public FramePipeline.Result result() {
    return FramePipeline.Result.of(session.drawingThreads(), session.width(), session.height());
  }
}
