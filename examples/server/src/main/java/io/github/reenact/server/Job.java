package io.github.reenact.server;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The state of one job: a photo and a driver that become a video. Thread-safe. */
final class Job {
  /** How far a job is. */
  enum State {
    QUEUED,
    RUNNING,
    DONE,
    FAILED,
    CANCELLED;

    boolean isFinal() {
      return this != QUEUED && this != RUNNING;
    }
  }

  static final String PATH = "/api/v1/jobs";

  private final String id;
  private final Instant created;
  private State state = State.QUEUED;
  private long frames;
  private long total;
  private @Nullable JsonObject problem;

  /** Grows with each change. */
  private long version;

  /** A new job. */
  Job(String id, Instant created) {
    this.id = id;
    this.created = created;
  }

  String id() {
    return id;
  }

  Instant created() {
    return created;
  }

  synchronized State state() {
    return state;
  }

  synchronized long version() {
    return version;
  }

  /** Begins; false if it was cancelled before. */
  synchronized boolean start() {
    if (state != State.QUEUED) {
      return false;
    }
    state = State.RUNNING;
    version++;
    return true;
  }

  /**
   * A frame more.
   *
   * @param expected how many there will be, 0 if that is not known
   */
  synchronized void step(long expected) {
    frames++;
    total = Math.max(expected, frames);
    version++;
  }

  /** Ends, if it has not ended. */
  synchronized void end(State last) {
    if (!state.isFinal()) {
      state = last;
      version++;
    }
  }

  /** Fails, if it has not ended. */
  synchronized void fail(JsonObject why) {
    if (!state.isFinal()) {
      problem = why;
      end(State.FAILED);
    }
  }

  synchronized JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("id", id);
    json.addProperty("state", state.name().toLowerCase(Locale.ROOT));
    json.addProperty("created", created.toString());
    json.addProperty("frames", frames);
    json.addProperty("total", total);
    if (state == State.DONE) {
      json.addProperty("result", PATH + "/" + id + "/result");
    }
    if (problem != null) {
      json.add("problem", problem);
    }
    return json;
  }

  /** What {@link #toJson} gave, in an earlier run of the server; one that had not ended failed. */
  static Job of(JsonObject json) {
    Job job =
        new Job(json.get("id").getAsString(), Instant.parse(json.get("created").getAsString()));
    job.frames = json.get("frames").getAsLong();
    job.total = json.get("total").getAsLong();
    State last = State.valueOf(json.get("state").getAsString().toUpperCase(Locale.ROOT));
    if (last.isFinal()) {
      job.problem = json.has("problem") ? json.getAsJsonObject("problem") : null;
      job.end(last);
    } else {
      job.fail(
          Problem.of(
                  503,
                  "restarted",
                  "The server was restarted",
                  "The server ended before this job did; send it again")
              .toJson());
    }
    return job;
  }
}
