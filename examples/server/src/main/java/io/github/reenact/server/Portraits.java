package io.github.reenact.server;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.reenact.Image;
import io.github.reenact.LandmarkDetector;
import io.github.reenact.Landmarks;
import io.github.reenact.ReenactmentSession;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;

/** The photos that clients have sent, and the faces in them. Thread-safe. */
final class Portraits {
  private static final String PATH = "/api/v1/portraits";

  /** Detection in large photos takes much memory: so many at a time. */
  private final Semaphore analyses = new Semaphore(2);

  private final LandmarkDetector detector;
  private final Uploads uploads;
  private final Samples samples;
  private final StateFolder folder;
  private final Shelf<Portrait> shelf;

  /**
   * What is known of a photo.
   *
   * @param faces the largest first
   */
  record Portrait(int width, int height, List<Face> faces) {}

  /** A box around a face, in pixels of the photo. */
  record Face(int left, int top, int width, int height) {
    static Face of(Landmarks face, Image photo) {
      // Landmarks end at the brows: a face has a forehead, too.
      double h = face.bottom() - face.top();
      int left = (int) Math.max(0, face.left() - 0.05 * h);
      int top = (int) Math.max(0, face.top() - 0.35 * h);
      int right = (int) Math.min(photo.width(), face.right() + 0.05 * h);
      int bottom = (int) Math.min(photo.height(), face.bottom() + 0.08 * h);
      return new Face(left, top, Math.max(1, right - left), Math.max(1, bottom - top));
    }
  }

  Portraits(
      LandmarkDetector detector,
      Uploads uploads,
      Samples samples,
      StateFolder folder,
      Shelf<Portrait> shelf) {
    this.detector = detector;
    this.uploads = uploads;
    this.samples = samples;
    this.folder = folder;
    this.shelf = shelf;
  }

  void addTo(RoutesConfig routes) {
    routes.post(PATH, this::create);
    routes.get(PATH + "/{id}", ctx -> Json.reply(ctx, json(ctx.pathParam("id"))));
    routes.get(PATH + "/{id}/image", this::image);
    routes.delete(
        PATH + "/{id}",
        ctx -> {
          shelf.remove(ctx.pathParam("id"));
          ctx.status(204);
        });
  }

  /**
   * What is known of a photo.
   *
   * @throws Problem 404
   */
  Portrait get(String id) {
    return shelf.get(id);
  }

  /**
   * The photo.
   *
   * @throws Problem 404
   */
  Path file(String id) {
    return shelf.file(id);
  }

  /** Who a request comes from, for the limits. */
  static String client(SocketAddress address) {
    return address instanceof InetSocketAddress inet ? inet.getHostString() : "";
  }

  private void create(Context ctx) throws IOException, InterruptedException {
    shelf.checkRoom(ctx.ip());
    String id = Shelf.newId();
    Path file = folder.temporary(id + ".jpg");
    boolean complete = false;
    analyses.acquire();
    try {
      Image photo =
          "drawn".equals(ctx.queryParam("sample")) ? samples.portrait(file) : sent(ctx, file);
      List<Landmarks> faces = detector.detectAll(photo);
      if (faces.isEmpty() || faces.get(0).size() < ReenactmentSession.MIN_FACE_SIZE) {
        throw Problem.unusable(
            "no-face",
            faces.isEmpty() ? "No face was found" : "The face is too small",
            "Take a photo that shows a face from the front, at least %d pixels wide, in good light"
                .formatted(ReenactmentSession.MIN_FACE_SIZE));
      }
      List<Face> boxes =
          faces.stream()
              .filter(f -> f.size() >= ReenactmentSession.MIN_FACE_SIZE)
              .map(f -> Face.of(f, photo))
              .toList();
      shelf.add(id, ctx.ip(), new Portrait(photo.width(), photo.height(), boxes), file);
      complete = true;
    } finally {
      analyses.release();
      if (!complete) {
        Files.deleteIfExists(file);
      }
    }
    ctx.status(201).header("Location", PATH + "/" + id);
    Json.reply(ctx, json(id));
  }

  private Image sent(Context ctx, Path file) throws IOException {
    if (ctx.queryParam("sample") != null) {
      throw Problem.badRequest("There is one sample, \"drawn\"");
    }
    return uploads.photo(ctx, file);
  }

  private void image(Context ctx) throws IOException {
    ctx.contentType("image/jpeg").result(Files.readAllBytes(shelf.file(ctx.pathParam("id"))));
  }

  private JsonObject json(String id) {
    Portrait portrait = shelf.get(id);
    JsonObject json = new JsonObject();
    json.addProperty("id", id);
    json.addProperty("width", portrait.width);
    json.addProperty("height", portrait.height);
    json.addProperty("image", PATH + "/" + id + "/image");
    JsonArray faces = new JsonArray();
    portrait.faces.forEach(f -> faces.add(Json.GSON.toJsonTree(f)));
    json.add("faces", faces);
    return json;
  }
}
