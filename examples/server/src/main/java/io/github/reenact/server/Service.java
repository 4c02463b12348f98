package io.github.reenact.server;

import com.google.gson.JsonObject;
import io.github.reenact.Reenactor;
import io.javalin.config.RoutesConfig;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ScheduledExecutorService;

/** What the server does, address by address. Thread-safe. */
final class Service implements AutoCloseable {
  private final Reenactor reenactor;
  private final Shelf<Portraits.Portrait> photos;
  private final Shelf<Uploads.Driver> drivers;
  private final Shelf<LiveSocket.Recording> recordings;
  private final Samples samples;
  private final Portraits portraits;
  private final Jobs jobs;
  private final Metrics metrics;
  private final LiveSocket live;
  private final JobRoutes jobRoutes;

  Service(Reenactor reenactor, Limits limits, StateFolder folder, ScheduledExecutorService timer)
      throws IOException {
    this.reenactor = reenactor;
    photos = new Shelf<>("portrait", limits, System::nanoTime);
    drivers = new Shelf<>("driver", limits, System::nanoTime);
    recordings = new Shelf<>("recording", limits, System::nanoTime);
    Uploads uploads = new Uploads(limits.uploads());
    samples = new Samples(reenactor.detector(), folder);
    portraits = new Portraits(reenactor.detector(), uploads, samples, folder, photos);
    jobs = new Jobs(folder, limits);
    metrics = new Metrics(this::liveSessions, jobs::queued);
    live =
        new LiveSocket(
            new LiveSocket.Parts(reenactor, limits, portraits, recordings, folder, metrics, timer));
    jobRoutes =
        new JobRoutes(
            new JobRoutes.Parts(reenactor, jobs, metrics, timer),
            new JobRoutes.Store(uploads, samples, portraits, drivers, folder));
  }

  private int liveSessions() {
    return live.size();
  }

  void addTo(RoutesConfig routes) {
    portraits.addTo(routes);
    samples.addTo(routes);
    live.addTo(routes);
    jobRoutes.addTo(routes);
    routes.get(
        "/api/v1/recordings/{id}", ctx -> Media.send(ctx, recordings.file(ctx.pathParam("id"))));
    routes.delete(
        "/api/v1/recordings/{id}",
        ctx -> {
          recordings.remove(ctx.pathParam("id"));
          ctx.status(204);
        });
    routes.get(
        "/api/v1/templates",
        ctx -> ctx.contentType("application/json").result("[{\"id\":\"sample\",\"seconds\":6}]"));
    routes.get("/api/v1/models", ctx -> Json.reply(ctx, models()));
    routes.get("/api/v1/health", ctx -> Json.reply(ctx, state("up")));
    routes.get("/api/v1/ready", ctx -> Json.reply(ctx, state("ready")));
    routes.get(
        "/metrics",
        ctx ->
            ctx.contentType("text/plain; version=0.0.4; charset=utf-8").result(metrics.scrape()));
    routes.get(
        "/api/v1/openapi.json",
        ctx -> ctx.contentType("application/json").result(resource("openapi.json")));
  }

  private static JsonObject state(String state) {
    JsonObject json = new JsonObject();
    json.addProperty("state", state);
    return json;
  }

  private JsonObject models() {
    JsonObject json = new JsonObject();
    json.addProperty("detector", reenactor.detectorName());
    json.addProperty("disentangler", reenactor.disentanglerName());
    json.addProperty("translator", reenactor.translatorName());
    return json;
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = Service.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("the resource " + name + " is missing in the jar");
      }
      return in.readAllBytes();
    }
  }

  /** Deletes what is too old. */
  void sweep() {
    photos.sweep();
    drivers.sweep();
    recordings.sweep();
    jobs.sweep();
  }

  @Override
  public void close() {
    try (metrics;
        jobs) {
      live.close();
    }
  }
}
