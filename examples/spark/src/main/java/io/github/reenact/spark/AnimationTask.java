package io.github.reenact.spark;

import io.github.reenact.FaceNotFoundException;
import io.github.reenact.ReenactException;
import io.github.reenact.ReenactmentPipeline;
import io.github.reenact.ReenactmentSession;
import io.github.reenact.media.DrivingReader;
import io.github.reenact.media.PhotoReader;
import io.github.reenact.media.VideoWriter;
import io.github.reenact.spark.DatasetFolder.Outcome;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * Renders some jobs. Each video appears under its name when it is whole, and counts when the task
 * has noted it.
 */
final class AnimationTask implements VoidFunction<Iterator<AnimationJob>> {
  private static final long serialVersionUID = 1L;

  private final Place place;
  private final AnimationSettings settings;
  private final Counters counters;

  /**
   * Where tasks read and write.
   *
   * @param root folder at which relative paths begin, as URI
   * @param output folder of the videos, as URI
   * @param attempts after how many deaths of its process a job is left out, at least 1
   */
  record Place(String root, String output, int attempts) implements Serializable {}

  AnimationTask(Place place, AnimationSettings settings, Counters counters) {
    this.place = place;
    this.settings = settings;
    this.counters = counters;
  }

  @Override
  public void call(Iterator<AnimationJob> jobs) throws IOException {
    Configuration conf = SparkHadoopUtil.get().conf();
    DatasetFolder folder = new DatasetFolder(place.output, conf);
    Attempts attempts = new Attempts(folder.fileSystem(), folder.path("_attempts"), place.attempts);
    while (jobs.hasNext()) {
      if (TaskContext.get().isInterrupted()) {
        throw new InterruptedIOException("the task was cancelled");
      }
      AnimationJob job = jobs.next();
      boolean tried = attempts.attempt(job.name(), () -> render(job, folder, conf));
      if (!tried) {
        commit(
            folder,
            new Outcome(
                Outcome.QUARANTINED,
                job.name(),
                0,
                "",
                "the process that rendered it died, " + place.attempts + " times"));
      }
    }
  }

  /** Makes the video, or notes why it cannot be made. */
  private void render(AnimationJob job, DatasetFolder folder, Configuration conf)
      throws IOException {
    java.nio.file.Path made = Files.createTempFile("reenact-", ".mp4");
    try {
      Outcome outcome;
      try {
        long frames = animate(job, made, conf);
        outcome = new Outcome(Outcome.ITEM, job.name(), frames, "", job.description());
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException | ReenactException | IllegalArgumentException e) {
        outcome =
            new Outcome(
                Outcome.SKIPPED,
                job.name(),
                0,
                "",
                e.getMessage() == null ? e.toString() : e.getMessage());
      }
      if (outcome.kind().equals(Outcome.ITEM)) {
        folder.publish(made, job.file());
      }
      commit(folder, outcome);
    } finally {
      Files.deleteIfExists(made);
    }
  }

  private void commit(DatasetFolder folder, Outcome outcome) throws IOException {
    folder.commit(outcome.path() + ".csv", List.of(outcome));
    boolean made = outcome.kind().equals(Outcome.ITEM);
    counters.add(1, made ? outcome.size() : 0, made ? 0 : 1);
  }

  /** Renders into a local file; gives the number of frames. */
  private long animate(AnimationJob job, java.nio.file.Path file, Configuration conf)
      throws IOException {
    try (LocalCopy source = LocalCopy.of(new Path(place.root + "/", job.source()), conf);
        LocalCopy driving = LocalCopy.of(new Path(place.root + "/", job.driving()), conf);
        DrivingReader driver = DrivingReader.open(driving.file())) {
      if (driver.isPhoto()) {
        throw new IOException(
            job.driving() + " is a photo; name a video or a motion template as driving");
      }
      try (ReenactmentSession session =
              Reenactors.of(settings).open(PhotoReader.read(source.file()));
          VideoWriter writer = writer(file, session, driver)) {
        ReenactmentPipeline.run(session, driver, writer::write);
        if (driver.damage().isPresent()) {
          throw new IOException(driver.damage().get());
        }
        if (session.statistics().framesWithFace() == 0) {
          throw new FaceNotFoundException(job.driving() + ": no face was found in any frame");
        }
        writer.finish();
        return writer.framesWritten();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException cancelled = new InterruptedIOException("the task was cancelled");
      cancelled.initCause(e);
      throw cancelled;
    }
  }

  private static VideoWriter writer(
      java.nio.file.Path file, ReenactmentSession session, DrivingReader driver)
      throws IOException {
    VideoWriter.Builder video =
        VideoWriter.builder(file)
            .size(session.width(), session.height())
            .rate(driver.frameRate())
            .overwrite(true);
    driver.sound().ifPresent(video::audioFrom);
    return video.open();
  }
}
