package io.github.reenact.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.reenact.Image;
import io.github.reenact.Reenactor;
import io.github.reenact.demo.portrait.SamplePortrait;
import io.github.reenact.media.PhotoWriter;
import io.github.reenact.media.VideoReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server for tests, without networks, and a client of it. */
final class TestServer implements AutoCloseable {
  /** A photo of the drawn portrait. */
  static final byte[] PHOTO = jpeg(Uploads.fitted(SamplePortrait.draw(), 320));

  /** Small enough that tests reach them. */
  static final Limits LIMITS =
      new Limits(
          new Limits.Uploads(1 << 20, 2_000_000, 2 << 20, 500_000, 10),
          4,
          2,
          100,
          Duration.ofMinutes(5));

  private final Reenactor reenactor;
  final ReenactServer server;
  final HttpClient http = HttpClient.newHttpClient();
  final Path folder;

  TestServer(Path folder, Limits limits) throws IOException {
    this.folder = folder;
    reenactor = Reenactor.builder().disentangler("none").translator("warp").build();
    server = ReenactServer.builder(reenactor).port(0).state(folder).limits(limits).start();
  }

  static byte[] jpeg(Image image) {
    try {
      return PhotoWriter.jpeg(image, 0.9f);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofMinutes(2));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path));
  }

  byte[] bytes(String path) throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        http.send(request(path).build(), HttpResponse.BodyHandlers.ofByteArray());
    assertThat(response.statusCode()).isEqualTo(200);
    return response.body();
  }

  HttpResponse<String> delete(String path) throws IOException, InterruptedException {
    return send(request(path).DELETE());
  }

  HttpResponse<String> post(String path, String type, byte[] body)
      throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  HttpResponse<String> postJson(String path, String json) throws IOException, InterruptedException {
    return post(path, "application/json", json.getBytes(StandardCharsets.UTF_8));
  }

  static JsonObject json(HttpResponse<String> response, int status) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return JsonParser.parseString(response.body()).getAsJsonObject();
  }

  /** The problem document of an answer. */
  static JsonObject problem(HttpResponse<String> response, int status) {
    JsonObject problem = json(response, status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(problem.keySet()).contains("type", "title", "status", "detail");
    assertThat(problem.get("status").getAsInt()).isEqualTo(status);
    return problem;
  }

  /** Sends a photo; its name. */
  String portrait(byte[] jpeg) throws IOException, InterruptedException {
    return json(post("/api/v1/portraits", "image/jpeg", jpeg), 201).get("id").getAsString();
  }

  LiveClient live(String portrait) {
    return LiveClient.open(
        http,
        URI.create(uri("/api/v1/live?portrait=" + portrait).toString().replace("http", "ws")));
  }

  /** Waits until no session runs any more: the server hears of a client's end a little later. */
  void awaitNoSessions() throws IOException, InterruptedException {
    for (int i = 0; !get("/metrics").body().contains("reenact_live_sessions 0.0"); i++) {
      assertThat(i).isLessThan(900);
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  /** Pictures of the sample clip, as JPEG. */
  List<byte[]> driver(Path temporary, int count) throws IOException, InterruptedException {
    Path clip = Files.write(temporary.resolve("driver.mp4"), bytes("/api/v1/samples/driver"));
    List<byte[]> pictures = new ArrayList<>();
    try (VideoReader reader = VideoReader.open(clip)) {
      for (int i = 0; i < 8 * count; i++) {
        Optional<VideoReader.Frame> frame = reader.next();
        if (i % 8 == 0) {
          pictures.add(jpeg(frame.orElseThrow().image()));
        }
      }
    }
    return pictures;
  }

  /** The names of the temporary files. */
  List<String> temporaryFiles() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("temporary"))) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  /** Sends bytes as they are; what comes back until the server closes the connection. */
  String raw(String text) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      try (InputStream in = socket.getInputStream()) {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      }
    }
  }

  @Override
  public void close() throws IOException {
    try (reenactor) {
      server.close();
    }
  }
}
