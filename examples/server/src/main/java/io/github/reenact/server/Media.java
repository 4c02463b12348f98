package io.github.reenact.server;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Videos that the server made. */
final class Media {
  private Media() {}

  /** Sends one; {@code ?download} makes the browser keep it as a file. */
  static void send(Context ctx, Path file) throws IOException {
    if (ctx.queryParam("download") != null) {
      ctx.header("Content-Disposition", "attachment; filename=\"reenactment.mp4\"");
    }
    ctx.writeSeekableStream(Files.newInputStream(file), "video/mp4", Files.size(file));
  }
}
