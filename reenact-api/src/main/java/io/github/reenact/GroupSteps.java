package io.github.reenact;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The steps of a {@link GroupSession} in a pipeline. */
record GroupSteps(GroupSession session)
    implements FramePipeline.Steps<
        GroupFrame, GroupSession.Tracked, List<GroupSession.@Nullable Pose>> {
  @Override
  public Runnable claim(String pipeline) {
    session.claim(pipeline);
    return session::release;
  }

  @Override
  public long bytes(GroupFrame frame) {
    return frame.drivers().stream()
        .flatMap(f -> f.stream())
        .mapToLong(SessionSteps::frameBytes)
        .sum();
  }

  @Override
  public GroupSession.Tracked track(GroupFrame frame) {
    return session.track(frame);
  }

  @Override
  public double seconds(GroupSession.Tracked tracked) {
    return tracked.seconds();
  }

  @Override
  public List<GroupSession.@Nullable Pose> place(GroupSession.Tracked tracked) {
    return session.place(tracked);
  }

  @Override
  public Image draw(List<GroupSession.@Nullable Pose> placed) {
    return session.draw(placed);
  }

  @Override
  public FramePipeline.Result result() {
    return FramePipeline.Result.of(session.drawingThreads(), session.width(), session.height());
  }
}
