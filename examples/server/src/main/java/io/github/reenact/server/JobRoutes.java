package io.github.reenact.server;

import com.google.gson.JsonObject;
import io.github.reenact.FaceNotFoundException;
import io.github.reenact.ReenactException;
import io.github.reenact.ReenactmentPipeline;
import io.github.reenact.ReenactmentSession;
import io.github.reenact.Reenactor;
import io.github.reenact.media.DrivingReader;
import io.github.reenact.media.PhotoReader;
import io.github.reenact.media.VideoWriter;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import io.javalin.http.sse.SseHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The addresses of drivers and jobs, and the work of a job. Thread-safe. */
final class JobRoutes {
  /** Names in the folder of a job. */
  static final String PHOTO = "photo.jpg";

  static final String DRIVER = "driver";
  private static final String RESULT = "result.mp4";

  private static final String DRIVERS = "/api/v1/drivers";
  private static final Set<String> FIELDS =
      Set.of("portrait", "face", "driver", "template", "settings");

  /** How often a job's progress is told, and after how many such times without any it is alive. */
  private static final long TELL_MILLIS = 200;

  private static final int MAX_LISTENERS = 64;
  private static final int ALIVE = 50;

  private final Reenactor reenactor;
  private final Uploads uploads;
  private final Samples samples;
  private final Portraits portraits;
  private final Shelf<Uploads.Driver> drivers;
  private final StateFolder folder;
  private final Parts parts;
  private final AtomicInteger listeners = new AtomicInteger();

  /** Parts of the server that jobs need, besides files. */
  record Parts(Reenactor reenactor, Jobs jobs, Metrics metrics, ScheduledExecutorService timer) {}

  /** Parts of the server that hold files. */
  record Store(
      Uploads uploads,
      Samples samples,
      Portraits portraits,
      Shelf<Uploads.Driver> drivers,
      StateFolder folder) {}

  JobRoutes(Parts parts, Store files) {
    this.parts = parts;
    this.reenactor = parts.reenactor;
    this.uploads = files.uploads;
    this.samples = files.samples;
    this.portraits = files.portraits;
    this.drivers = files.drivers;
    this.folder = files.folder;
  }

  void addTo(RoutesConfig routes) {
    routes.post(DRIVERS, this::createDriver);
    routes.delete(
        DRIVERS + "/{id}",
        ctx -> {
          drivers.remove(ctx.pathParam("id"));
          ctx.status(204);
        });
    routes.post(Job.PATH, this::create);
    routes.get(Job.PATH + "/{id}", ctx -> Json.reply(ctx, job(ctx).toJson()));
    routes.delete(
        Job.PATH + "/{id}",
        ctx -> {
          parts.jobs.remove(ctx.pathParam("id"));
          ctx.status(204);
        });
    routes.get(Job.PATH + "/{id}/result", this::result);
    SseHandler events = new SseHandler(0, this::tell);
    routes.get(
        Job.PATH + "/{id}/events",
        ctx -> {
          checkListener(ctx);
          events.handle(ctx);
        });
  }

  private Job job(Context ctx) {
    return parts.jobs.get(ctx.pathParam("id"));
  }

  private void createDriver(Context ctx) throws IOException {
    drivers.checkRoom(ctx.ip());
    String id = Shelf.newId();
    Path file = folder.temporary(id + ".driver");
    Uploads.Driver driver = uploads.driver(ctx, file);
    drivers.add(id, ctx.ip(), driver, file);
    JsonObject json = new JsonObject();
    json.addProperty("id", id);
    json.addProperty("seconds", driver.seconds());
    ctx.status(201);
    Json.reply(ctx, json);
  }

  private void create(Context ctx) throws IOException {
    JsonObject json = Json.parse(ctx.body());
    Json.checkFields(json, FIELDS);
    String portrait = required(json, "portrait");
    double face = Json.number(json, "face", 0, portraits.get(portrait).faces().size() - 1);
    if (face != Math.rint(face)) {
      throw Problem.badRequest("\"face\" must be a whole number");
    }
    MotionSettings settings = MotionSettings.in(json, "settings");
    Path driver = driver(json);
    Job job =
        parts.jobs.submit(
            place -> {
              Files.copy(portraits.file(portrait), place.resolve(PHOTO));
              Files.copy(driver, place.resolve(DRIVER));
            },
            (j, place) -> work(j, place, (int) face, settings));
    ctx.status(202).header("Location", Job.PATH + "/" + job.id());
    Json.reply(ctx, job.toJson());
  }

  private static String required(JsonObject json, String field) {
    @Nullable String value = Json.text(json, field);
    if (value == null) {
      throw Problem.badRequest("\"%s\" is missing".formatted(field));
    }
    return value;
  }

  private Path driver(JsonObject json) throws IOException {
    @Nullable String template = Json.text(json, "template");
    @Nullable String driver = Json.text(json, "driver");
    if ((template == null) == (driver == null)) {
      throw Problem.badRequest("One of \"driver\" and \"template\" must be there, and not both");
    }
    if (driver != null) {
      return drivers.file(driver);
    }
    if (!"sample".equals(template)) {
      throw Problem.badRequest("There is one template, \"sample\"");
    }
    return samples.templateFile();
  }

  private void work(Job job, Path place, int face, MotionSettings settings)
      throws IOException, InterruptedException {
    try (ReenactmentSession session = reenactor.open(PhotoReader.read(place.resolve(PHOTO)), face);
        DrivingReader driver = DrivingReader.open(place.resolve(DRIVER))) {
      settings.applyTo(session);
      VideoWriter.Builder video =
          VideoWriter.builder(place.resolve(RESULT))
              .size(session.width(), session.height())
              .rate(driver.frameRate());
      driver.sound().ifPresent(video::audioFrom);
      try (VideoWriter writer = video.open()) {
        long expected = driver.frameEstimate();
        ReenactmentPipeline.run(
            session,
            driver,
            (frame, seconds) -> {
              uploads.checkLength(seconds);
              writer.write(frame, seconds);
              job.step(expected);
              parts.metrics.jobFrame();
            });
        if (session.statistics().framesWithFace() == 0) {
          throw Problem.unusable(
              "no-driver-face",
              "No face was found in the driver",
              "Take a video that shows a face from the front, in good light");
        }
        writer.finish();
      }
    } catch (FaceNotFoundException e) {
      throw Problem.unusable(
          "no-face", "No face was found", "Take a photo that shows a face from the front");
    } catch (ReenactException e) {
      throw Problem.unexpected("a job", e);
    }
  }

  private void result(Context ctx) throws IOException {
    Job job = job(ctx);
    if (job.state() != Job.State.DONE) {
      throw Problem.of(
          409,
          "not-done",
          "The job has no result",
          "Its state is %s; wait until it is done"
              .formatted(job.toJson().get("state").getAsString()));
    }
    Media.send(ctx, folder.job(job.id()).resolve(RESULT));
  }

  /** What must be refused before the answer begins. */
  private void checkListener(Context ctx) {
    @Nullable String accept = ctx.header("Accept");
    if (accept == null || !accept.contains("text/event-stream")) {
      throw Problem.of(
          406,
          "not-acceptable",
          "This address gives events",
          "Ask for it with Accept: text/event-stream, or for the job itself");
    }
    Job known = job(ctx);
    if (listeners.get() >= MAX_LISTENERS && !known.state().isFinal()) {
      throw Problem.busy("Too many listeners", "Ask for the job's state instead", 5);
    }
  }

  /** Tells the state of a job until it has ended. */
  private void tell(SseClient client) {
    Job job = job(client.ctx());
    listeners.incrementAndGet();
    client.keepAlive();
    AtomicLong told = new AtomicLong(-1);
    AtomicInteger quiet = new AtomicInteger();
    ScheduledFuture<?> timer =
        parts.timer.scheduleWithFixedDelay(
            () -> {
              long version = job.version();
              boolean end = job.state().isFinal();
              if (told.getAndSet(version) != version) {
                client.sendEvent("job", job.toJson().toString());
              } else if (quiet.incrementAndGet() % ALIVE == 0) {
                client.sendComment("alive");
              }
              if (end) {
                client.close();
              }
            },
            0,
            TELL_MILLIS,
            TimeUnit.MILLISECONDS);
    client.onClose(
        () -> {
          timer.cancel(false);
          listeners.decrementAndGet();
        });
  }
}
