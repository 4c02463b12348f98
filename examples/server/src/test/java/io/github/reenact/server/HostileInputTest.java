package io.github.reenact.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What nobody should send: refused, with nothing left behind, by a server that goes on. */
@Timeout(300)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
class HostileInputTest {
  private static final int MAX_TRIES = 900;

  @TempDir static Path temporary;
  private static TestServer server;
  private static String portrait;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    server = new TestServer(temporary.resolve("state"), TestServer.LIMITS);
    portrait = server.portrait(TestServer.PHOTO);
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  /** A request, and the status that it must get. */
  private record Case(int status, Answer answer) {}

  private interface Answer {
    HttpResponse<String> get() throws IOException, InterruptedException;
  }

  private static Case file(int status, String kind, byte[] body) {
    return new Case(status, () -> server.post("/api/v1/" + kind, "image/jpeg", body));
  }

  private static Case job(int status, String json) {
    return new Case(status, () -> server.postJson("/api/v1/jobs", json.formatted(portrait)));
  }

  private static Case header(int status, String name, String value) {
    return new Case(
        status,
        () -> server.send(server.request("/api/v1/portraits/" + portrait).header(name, value)));
  }

  private static HttpResponse<String> events(String type) throws IOException, InterruptedException {
    return server.send(server.request("/api/v1/jobs/none/events").header("Accept", type));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A PNG picture that says it has that size, and has no pixels. */
  private static byte[] png(int width, int height) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(head);
    out.writeBytes("IHDR");
    out.writeInt(width);
    out.writeInt(height);
    out.write(new byte[] {8, 2, 0, 0, 0});
    CRC32 crc = new CRC32();
    crc.update(head.toByteArray());
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    DataOutputStream png = new DataOutputStream(file);
    png.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
    png.writeInt(13);
    png.write(head.toByteArray());
    png.writeInt((int) crc.getValue());
    png.writeInt(0);
    png.writeBytes("IEND");
    png.writeInt(0xAE426082);
    return file.toByteArray();
  }

  private static Map<String, Case> cases() throws IOException {
    byte[] truncated = Arrays.copyOf(TestServer.PHOTO, TestServer.PHOTO.length / 2);
    byte[] noise = new byte[4000];
    Arrays.fill(noise, (byte) 0x5A);
    byte[] mp4 = text("\0\0\0\u0018ftypisom\0\0\0\0isommp42 and nothing that follows from it");
    Map<String, Case> all = new LinkedHashMap<>();
    all.put("photo: empty", file(400, "portraits", new byte[0]));
    all.put("photo: text", file(415, "portraits", text("no picture")));
    all.put("photo: page with a script", file(415, "portraits", text("<svg onload='x()'/>")));
    all.put("photo: GIF", file(415, "portraits", text("GIF89a\1\0\1\0\0\0\0;")));
    all.put("photo: cut in half", file(422, "portraits", truncated));
    all.put("photo: three bytes of JPEG", file(422, "portraits", Arrays.copyOf(truncated, 3)));
    all.put("photo: bomb of 60000 x 60000", file(413, "portraits", png(60_000, 60_000)));
    all.put("photo: negative size", file(422, "portraits", png(-1, -1)));
    all.put("photo: size without pixels", file(422, "portraits", png(300, 300)));
    all.put("photo: too many bytes", file(413, "portraits", new byte[(1 << 20) + 1]));
    all.put("sample: unknown", file(400, "portraits?sample=../etc/passwd", new byte[0]));
    all.put("driver: empty", file(400, "drivers", new byte[0]));
    all.put("driver: noise", file(415, "drivers", noise));
    all.put("driver: photo", file(415, "drivers", TestServer.PHOTO));
    all.put(
        "driver: playlist that names a file",
        file(415, "drivers", text("#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n")));
    all.put("driver: list of files", file(415, "drivers", text("ffconcat version 1.0\nfile /x\n")));
    all.put("driver: MP4 without contents", file(422, "drivers", mp4));
    all.put(
        "driver: template without frames",
        file(422, "drivers", text("# reenact-motion-template 1\n# width 0\n")));
    all.put("driver: too many bytes", file(413, "drivers", new byte[(2 << 20) + 1]));
    all.put("job: no JSON", job(400, "{"));
    all.put("job: an array", job(400, "[]"));
    all.put("job: nested without end", job(400, "[".repeat(20_000)));
    all.put("job: unknown field", job(400, "{\"portrait\":\"%s\",\"path\":\"/etc/passwd\"}"));
    all.put("job: no portrait", job(400, "{\"template\":\"sample\"}"));
    all.put("job: path for a portrait", job(404, "{\"portrait\":\"../../etc/passwd\"}"));
    all.put("job: no driver", job(400, "{\"portrait\":\"%s\"}"));
    all.put("job: path for a template", job(400, "{\"portrait\":\"%s\",\"template\":\"../x\"}"));
    all.put(
        "job: face that is not there",
        job(400, "{\"portrait\":\"%s\",\"template\":\"sample\",\"face\":7}"));
    all.put(
        "job: strength that is no number",
        job(
            400,
            "{\"portrait\":\"%s\",\"template\":\"sample\",\"settings\":{\"strength\":\"NaN\"}}"));
    all.put("job: too long", job(413, "{\"portrait\":\"" + "x".repeat(70_000) + "\"}"));
    all.put("name: path up", new Case(404, () -> server.get("/api/v1/portraits/..%2f..%2fetc")));
    all.put("page: path up", new Case(404, () -> server.get("/..%2f..%2f..%2fetc/passwd")));
    all.put("page: not there", new Case(404, () -> server.get("/WEB-INF/web.xml")));
    all.put("events: unknown job", new Case(404, () -> events("text/event-stream")));
    all.put("events: as JSON", new Case(406, () -> events("application/json")));
    all.put("method: wrong", new Case(405, () -> server.delete("/api/v1/health")));
    all.put("origin: another site", header(403, "Origin", "http://evil.example"));
    all.put("origin: another port", header(403, "Origin", "http://127.0.0.1:1"));
    all.put("origin: null", header(403, "Origin", "null"));
    all.put("fetch: another site", header(403, "Sec-Fetch-Site", "cross-site"));
    return all;
  }

  @TestFactory
  Stream<DynamicTest> request_refusedWithAProblemAndNothingLeft() throws IOException {
    return cases().entrySet().stream()
        .map(c -> DynamicTest.dynamicTest(c.getKey(), () -> check(c.getValue())));
  }

  private static void check(Case hostile) throws IOException, InterruptedException {
    List<String> before = server.temporaryFiles();
    TestServer.problem(hostile.answer.get(), hostile.status);
    assertThat(server.temporaryFiles()).isEqualTo(before);
    assertAlive();
  }

  private static void assertAlive() throws IOException, InterruptedException {
    assertThat(server.get("/api/v1/health").statusCode()).isEqualTo(200);
  }

  @Test
  void name_ofAnotherSite_isRefused() throws Exception {
    String answer =
        server.raw("GET / HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 403").contains("application/problem+json");
    assertThat(server.raw("GET / HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 403");
    assertThat(server.raw("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void request_thatIsNoHttp_problem() throws Exception {
    assertThat(server.raw("nonsense\r\n\r\n"))
        .startsWith("HTTP/1.1 400")
        .contains("application/problem+json");
    String longHeader =
        "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000) + "\r\n\r\n";
    assertThat(server.raw(longHeader))
        .startsWith("HTTP/1.1 431")
        .contains("application/problem+json");
    assertAlive();
  }

  @Test
  void upload_thatEndsTooSoon_leavesNothing() throws Exception {
    List<String> before = server.temporaryFiles();
    try (Socket socket = new Socket("127.0.0.1", server.server.port())) {
      socket
          .getOutputStream()
          .write(
              text(
                  "POST /api/v1/portraits HTTP/1.1\r\nHost: localhost\r\n"
                      + "Content-Type: image/jpeg\r\nContent-Length: 100000\r\n\r\nfirst bytes"));
      socket.getOutputStream().flush();
    }
    for (int i = 0; !server.temporaryFiles().equals(before); i++) {
      assertThat(i).isLessThan(MAX_TRIES);
      TimeUnit.MILLISECONDS.sleep(100);
    }
    assertAlive();
  }

  @Test
  void live_wrongAddresses_refusedBeforeTheSocket() throws Exception {
    assertThat(handshake("/api/v1/live", null)).isEqualTo(400);
    assertThat(handshake("/api/v1/live?portrait=" + "A".repeat(22), null)).isEqualTo(404);
    assertThat(handshake("/api/v1/live?portrait=" + portrait + "&face=9", null)).isEqualTo(400);
    assertThat(handshake("/api/v1/live?portrait=" + portrait + "&face=-1", null)).isEqualTo(400);
    assertThat(handshake("/api/v1/live?portrait=" + portrait, "http://evil.example"))
        .isEqualTo(403);
    assertAlive();
  }

  private static int handshake(String path, @Nullable String origin) {
    var builder = server.http.newWebSocketBuilder();
    if (origin != null) {
      builder.header("Origin", origin);
    }
    URI uri = URI.create(server.uri(path).toString().replace("http", "ws"));
    int[] status = {0};
    assertThatThrownBy(() -> builder.buildAsync(uri, new WebSocket.Listener() {}).join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(WebSocketHandshakeException.class)
        .satisfies(e -> status[0] = refusal(e));
    return status[0];
  }

  @Test
  void live_wrongMessages_closedWithAProblemAndTheRoomIsFreeAgain() throws Exception {
    byte[] noPicture = new byte[100];
    byte[] cut = Arrays.copyOf(new byte[8], 8 + 20);
    System.arraycopy(TestServer.PHOTO, 0, cut, 8, 20);
    for (byte[] message : List.of(new byte[0], new byte[] {1}, noPicture, cut, nan())) {
      try (LiveClient live = server.live(portrait)) {
        live.text("ready");
        live.sendBytes(message);
        assertThat(live.text("problem").getAsJsonObject("problem").get("status").getAsInt())
            .isEqualTo(400);
        assertThat(live.closedWith()).isEqualTo(1003);
      }
      server.awaitNoSessions();
    }
    try (LiveClient live = server.live(portrait)) {
      for (String order : List.of("{", "[]", "{}", "{\"type\":\"x\"}", "{\"type\":1}")) {
        live.send(order);
        assertThat(live.text("problem").getAsJsonObject("problem").get("status").getAsInt())
            .isEqualTo(400);
      }
    }
    try (LiveClient live = server.live(portrait)) {
      live.text("ready");
      live.sendBytes(new byte[LiveSocket.MAX_PICTURE_BYTES + 1]);
      assertThat(live.closedWith()).isEqualTo(1009);
    }
    server.awaitNoSessions();
    assertAlive();
  }

  /** The status of a handshake that failed. */
  private static int refusal(Throwable failure) {
    return failure.getCause() instanceof WebSocketHandshakeException refused
        ? refused.getResponse().statusCode()
        : 0;
  }

  private static byte[] nan() {
    byte[] message = new byte[8 + TestServer.PHOTO.length];
    Arrays.fill(message, 0, 8, (byte) 0xFF);
    System.arraycopy(TestServer.PHOTO, 0, message, 8, TestServer.PHOTO.length);
    return message;
  }

  @Test
  void live_clientsThatVanish_areForgotten() throws Exception {
    for (int i = 0; i < 3; i++) {
      URI uri = server.uri("/api/v1/live?portrait=" + portrait);
      try (Socket socket = new Socket("127.0.0.1", uri.getPort())) {
        socket
            .getOutputStream()
            .write(
                text(
                    "GET "
                        + uri.getRawPath()
                        + "?"
                        + uri.getRawQuery()
                        + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
                        + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
        socket.getOutputStream().flush();
        assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
            .isEqualTo("HTTP/1.1 101");
        // The head of a frame of 200 bytes, and ten of them.
        byte[] begin = new byte[18];
        begin[0] = (byte) 0x82;
        begin[1] = (byte) 0xFE;
        begin[3] = (byte) 200;
        socket.getOutputStream().write(begin);
        socket.getOutputStream().flush();
      }
    }
    server.awaitNoSessions();
    assertAlive();
  }

  @Test
  void live_fiftyAtOnce_someRefusedNoneLost() throws Exception {
    List<LiveClient> clients = new ArrayList<>();
    URI uri =
        URI.create(
            server.uri("/api/v1/live?portrait=" + portrait).toString().replace("http", "ws"));
    List<Thread> threads = new ArrayList<>();
    List<Integer> refusals = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  LiveClient client = LiveClient.open(server.http, uri);
                  synchronized (clients) {
                    clients.add(client);
                  }
                } catch (CompletionException e) {
                  synchronized (clients) {
                    refusals.add(refusal(e));
                  }
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    int ready = 0;
    for (LiveClient client : clients) {
      JsonObject first = client.texts.poll(60, TimeUnit.SECONDS);
      assertThat(first).isNotNull();
      ready += first.get("type").getAsString().equals("ready") ? 1 : 0;
    }
    clients.forEach(LiveClient::close);
    assertThat(clients.size() + refusals.size()).isEqualTo(50);
    assertThat(refusals).allMatch(status -> status == 429);
    assertThat(ready).isBetween(1, 4);
    server.awaitNoSessions();
    assertAlive();
  }

  @Test
  void problem_ofTheServerItself_saysNothingOfItsInside() throws Exception {
    HttpRequest.Builder request =
        server.request("/api/v1/portraits").header("Content-Encoding", "gzip");
    HttpResponse<String> answer =
        server.send(request.POST(HttpRequest.BodyPublishers.ofByteArray(text("no gzip"))));
    assertThat(answer.statusCode()).isBetween(400, 499);
    JsonObject problem = JsonParser.parseString(answer.body()).getAsJsonObject();
    assertThat(problem.toString()).doesNotContain("Exception", "/state/");
  }
}
