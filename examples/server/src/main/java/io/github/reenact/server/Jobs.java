package io.github.reenact.server;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.reenact.media.OutputFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The jobs: one is worked on, some wait, the results of others are kept. A job has a folder with
 * what it needs, so that it depends on nothing that expires; its state is in it, too, so that
 * results outlive the server. Thread-safe.
 */
final class Jobs implements AutoCloseable {
  private static final int RETRY_SECONDS = 10;

  private final StateFolder folder;
  private final Duration keep;
  private final int queue;
  private final ThreadPoolExecutor worker;
  private final Map<String, Job> jobs = new ConcurrentHashMap<>();
  private final Map<String, Future<?>> running = new ConcurrentHashMap<>();

  /** The work of a job. */
  interface Work {
    /**
     * Does it, in the folder of the job.
     *
     * @throws Problem if it cannot be done
     */
    void run(Job job, Path folder) throws IOException, InterruptedException;
  }

  /** What a job needs is put into its folder. */
  interface Preparation {
    void into(Path folder) throws IOException;
  }

  Jobs(StateFolder folder, Limits limits) throws IOException {
    this.folder = folder;
    this.keep = limits.keep();
    this.queue = limits.queue();
    this.worker =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queue),
            task -> {
              Thread thread = new Thread(task, "reenact-job");
              thread.setDaemon(true);
              return thread;
            });
    load();
  }

  private void load() throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder.jobs())) {
      for (Path f : folders) {
        Optional<Job> job = read(f);
        if (job.isPresent()) {
          jobs.put(job.get().id(), job.get());
          save(job.get());
          deleteInputs(f);
        } else {
          StateFolder.delete(f);
        }
      }
    }
    sweep();
  }

  private static Optional<Job> read(Path folder) throws IOException {
    try {
      JsonObject json =
          JsonParser.parseString(Files.readString(folder.resolve("job.json"))).getAsJsonObject();
      return Optional.of(Job.of(json))
          .filter(j -> j.id().equals(String.valueOf(folder.getFileName())));
    } catch (NoSuchFileException | JsonParseException | IllegalStateException e) {
      return Optional.empty();
    }
  }

  /**
   * Queues a job.
   *
   * @throws Problem 429 if too many wait
   */
  Job submit(Preparation preparation, Work work) throws IOException {
    if (worker.getQueue().remainingCapacity() == 0) {
      throw full();
    }
    Job job = new Job(Shelf.newId(), Instant.now());
    Path place = StateFolder.createPrivate(folder.job(job.id()));
    boolean complete = false;
    try {
      preparation.into(place);
      save(job);
      jobs.put(job.id(), job);
      running.put(job.id(), worker.submit(() -> run(job, place, work)));
      complete = true;
    } catch (RejectedExecutionException e) {
      throw full();
    } finally {
      if (!complete) {
        jobs.remove(job.id());
        StateFolder.delete(place);
      }
    }
    return job;
  }

  private Problem full() {
    return Problem.busy(
        "Too many jobs",
        "%d jobs wait already; try again in a while".formatted(queue),
        RETRY_SECONDS);
  }

  private void run(Job job, Path place, Work work) {
    try {
      if (job.start()) {
        save(job);
        work.run(job, place);
        job.end(Job.State.DONE);
      }
    } catch (InterruptedException e) {
      job.end(Job.State.CANCELLED);
    } catch (Problem e) {
      job.fail(e.toJson());
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      // An interrupt while a file is read or written shows itself as an error of that file.
      if (Thread.currentThread().isInterrupted() || worker.isShutdown()) {
        job.end(Job.State.CANCELLED);
      } else {
        job.fail(Problem.unexpected("a job", e).toJson());
      }
    } finally {
      // Else the state could not be written either.
      boolean interrupted = Thread.interrupted();
      running.remove(job.id());
      deleteInputs(place);
      if (jobs.containsKey(job.id())) {
        save(job);
      } else {
        StateFolder.delete(place);
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void deleteInputs(Path place) {
    StateFolder.delete(place.resolve(JobRoutes.PHOTO));
    StateFolder.delete(place.resolve(JobRoutes.DRIVER));
  }

  private void save(Job job) {
    Path place = folder.job(job.id());
    if (Files.isDirectory(place)) {
      try {
        OutputFile.write(place.resolve("job.json"), job.toJson().toString(), true);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * A job.
   *
   * @throws Problem 404
   */
  Job get(String id) {
    Job job = jobs.get(id);
    if (job == null) {
      throw Problem.notFound("job");
    }
    return job;
  }

  /**
   * Ends a job and deletes all of it.
   *
   * @throws Problem 404
   */
  void remove(String id) {
    Job job = jobs.remove(id);
    if (job == null) {
      throw Problem.notFound("job");
    }
    Future<?> task = running.remove(id);
    boolean atWork = job.state() == Job.State.RUNNING;
    job.end(Job.State.CANCELLED);
    if (task != null) {
      task.cancel(true);
      worker.purge();
    }
    // A job at work deletes its folder itself, when it has ended.
    if (!atWork) {
      StateFolder.delete(folder.job(id));
    }
  }

  /** How many wait. */
  int queued() {
    return worker.getQueue().size();
  }

  /** Deletes results that are too old. */
  void sweep() {
    Instant oldest = Instant.now().minus(keep);
    jobs.values()
        .removeIf(
            job -> {
              boolean old = job.state().isFinal() && job.created().isBefore(oldest);
              if (old) {
                StateFolder.delete(folder.job(job.id()));
              }
              return old;
            });
  }

  /** Interrupts the job at work, and waits until it has cleaned up. */
  @Override
  public void close() {
    worker.shutdownNow();
    try {
      if (!worker.awaitTermination(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the running job has not ended within 30 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
