package io.github.reenact.server;

import static io.github.reenact.server.TestServer.json;
import static io.github.reenact.server.TestServer.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.reenact.Image;
import io.github.reenact.Reenactor;
import io.github.reenact.demo.portrait.SamplePortrait;
import io.github.reenact.media.VideoReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
class ReenactServerTest {
  @TempDir static Path temporary;
  private static TestServer server;
  private static List<byte[]> driver;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    server = new TestServer(temporary.resolve("state"), TestServer.LIMITS);
    driver = server.driver(temporary, 12);
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @AfterEach
  void awaitNoSessions() throws IOException, InterruptedException {
    server.awaitNoSessions();
  }

  @Test
  void page_isServedWithAPolicyThatLetsNothingElseIn() throws Exception {
    HttpResponse<String> page = server.get("/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("<title>reenact").doesNotContain("http://", "https://");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(page.headers().firstValue("Server")).isEmpty();
    long weight = page.body().length();
    for (String file :
        List.of(
            "app.css",
            "icon.svg",
            "main.js",
            "api.js",
            "driver.js",
            "jobs.js",
            "live.js",
            "notice.js",
            "photo.js",
            "settings.js")) {
      HttpResponse<String> part = server.get("/" + file);
      assertThat(part.statusCode()).as(file).isEqualTo(200);
      weight += part.body().length();
    }
    assertThat(weight).isLessThan(150_000);
  }

  @Test
  void healthReadyModelsTemplates_sayWhatIsThere() throws Exception {
    assertThat(json(server.get("/api/v1/health"), 200).get("state").getAsString()).isEqualTo("up");
    assertThat(json(server.get("/api/v1/ready"), 200).get("state").getAsString())
        .isEqualTo("ready");
    assertThat(json(server.get("/api/v1/models"), 200).get("translator").getAsString())
        .isEqualTo("warp");
    assertThat(server.get("/api/v1/templates").body()).contains("\"sample\"");
  }

  @Test
  void openApi_describesWhatTheServerAnswersAndNothingElse() throws Exception {
    JsonObject paths = json(server.get("/api/v1/openapi.json"), 200).getAsJsonObject("paths");
    Set<String> described = new TreeSet<>();
    for (String path : paths.keySet()) {
      for (String method : paths.getAsJsonObject(path).keySet()) {
        if (!method.equals("parameters")) {
          described.add(method.toUpperCase(Locale.ROOT) + " " + path);
        }
      }
    }
    Set<String> answered = new TreeSet<>(server.server.routes());
    assertThat(described).isEqualTo(answered);
  }

  @Test
  void portraits_sentPhoto_facesInBoxesWithinIt() throws Exception {
    JsonObject portrait =
        json(server.post("/api/v1/portraits", "image/jpeg", TestServer.PHOTO), 201);
    assertThat(portrait.get("width").getAsInt()).isEqualTo(320);
    JsonArray faces = portrait.getAsJsonArray("faces");
    assertThat(faces).hasSize(1);
    JsonObject face = faces.get(0).getAsJsonObject();
    assertThat(face.get("left").getAsInt()).isBetween(60, 130);
    assertThat(face.get("width").getAsInt()).isBetween(80, 200);
    String path = "/api/v1/portraits/" + portrait.get("id").getAsString();
    assertThat(Uploads.livePicture(server.bytes(path + "/image"), 200_000)).isPresent();
    assertThat(server.delete(path).statusCode()).isEqualTo(204);
    problem(server.get(path), 404);
    problem(server.get(path + "/image"), 404);
  }

  @Test
  void portraits_pictureWithoutAFace_problemThatSaysWhatToDo() throws Exception {
    byte[] grey = TestServer.jpeg(Image.of(200, 200, new byte[3 * 200 * 200]));
    List<String> before = server.temporaryFiles();
    JsonObject problem = problem(server.post("/api/v1/portraits", "image/jpeg", grey), 422);
    assertThat(problem.get("title").getAsString()).isEqualTo("No face was found");
    assertThat(problem.get("detail").getAsString()).contains("from the front");
    assertThat(server.temporaryFiles()).isEqualTo(before);
  }

  @Test
  void live_drivenByTheClip_framesOfThePhotosSizeThatMove() throws Exception {
    try (LiveClient live = server.live(server.portrait(TestServer.PHOTO))) {
      JsonObject ready = live.text("ready");
      assertThat(ready.get("width").getAsInt()).isEqualTo(320);
      Image first = live.move(driver.get(0)).image();
      assertThat(first.width()).isEqualTo(320);
      double moved = 0;
      for (byte[] picture : driver) {
        LiveClient.Frame frame = live.move(picture);
        assertThat(frame.latency()).isPositive();
        moved = Math.max(moved, difference(first, frame.image()));
      }
      assertThat(moved).isGreaterThan(2);
      JsonObject statistics = live.text("statistics");
      assertThat(statistics.keySet()).contains("shown", "dropped", "late", "faceLost");
      assertThat(server.get("/metrics").body())
          .contains("reenact_live_sessions", "reenact_live_latency_seconds_bucket");
    }
  }

  @Test
  void live_strengthSetToNothing_photoStandsStillFromThenOn() throws Exception {
    try (LiveClient live = server.live(server.portrait(TestServer.PHOTO))) {
      live.move(driver.get(0));
      live.send("{\"type\":\"settings\",\"settings\":{\"strength\":0,\"smoothing\":0}}");
      Image still = live.move(driver.get(1)).image();
      for (byte[] picture : driver) {
        assertThat(difference(still, live.move(picture).image())).isLessThan(0.5);
      }
      live.send("{\"type\":\"settings\",\"settings\":{\"pose\":9}}");
      JsonObject problem = live.text("problem").getAsJsonObject("problem");
      assertThat(problem.get("detail").getAsString()).contains("\"pose\"", "0 to 4");
    }
  }

  @Test
  void live_recorded_videoThatSaysItIsSynthetic() throws Exception {
    try (LiveClient live = server.live(server.portrait(TestServer.PHOTO))) {
      live.move(driver.get(0));
      live.send("{\"type\":\"record\",\"on\":true}");
      live.text("recording");
      for (byte[] picture : driver) {
        live.move(picture);
      }
      live.send("{\"type\":\"record\",\"on\":false}");
      String url = live.text("recorded").get("url").getAsString();
      byte[] video = server.bytes(url + "?download");
      assertThat(new String(video, StandardCharsets.ISO_8859_1))
          .contains("digitalsourcetype/compositeWithTrainedAlgorithmicMedia");
      Path file = Files.write(temporary.resolve("recorded.mp4"), video);
      try (VideoReader reader = VideoReader.open(file)) {
        assertThat(reader.width()).isEqualTo(320);
        int frames = 0;
        while (reader.next().isPresent()) {
          frames++;
        }
        assertThat(frames).isBetween(1, driver.size());
      }
      assertThat(server.delete(url).statusCode()).isEqualTo(204);
    }
  }

  @Test
  void live_recordedNothing_problem() throws Exception {
    try (LiveClient live = server.live(server.portrait(TestServer.PHOTO))) {
      live.send("{\"type\":\"record\",\"on\":true}");
      live.send("{\"type\":\"record\",\"on\":false}");
      assertThat(live.text("problem").getAsJsonObject("problem").get("title").getAsString())
          .isEqualTo("Nothing was recorded");
    }
  }

  @Test
  void live_twoSessions_eachShowsItsOwnPerson() throws Exception {
    Image person = Uploads.fitted(SamplePortrait.draw(), 320);
    byte[] other = person.toRgb();
    for (int i = 0; i < other.length; i += 3) {
      byte red = other[i];
      other[i] = other[i + 2];
      other[i + 2] = red;
    }
    String blue = server.portrait(TestServer.jpeg(Image.of(320, 320, other)));
    try (LiveClient a = server.live(server.portrait(TestServer.PHOTO));
        LiveClient b = server.live(blue)) {
      for (byte[] picture : driver) {
        assertThat(redness(a.move(picture).image())).isGreaterThan(5);
        assertThat(redness(b.move(picture).image())).isLessThan(-5);
      }
    }
  }

  @Test
  void live_withoutAnUpgrade_saysWhyASocketWouldBeRefused() throws Exception {
    String path = "/api/v1/live?portrait=";
    String portrait = server.portrait(TestServer.PHOTO);
    problem(server.get("/api/v1/live"), 400);
    problem(server.get(path + "none"), 404);
    problem(server.get(path + portrait + "&face=1"), 400);
    assertThat(server.get(path + portrait).statusCode()).isEqualTo(204);
  }

  @Test
  void live_moreThanTheLimit_refusedAndFreeAgainWhenOneEnds() throws Exception {
    String portrait = server.portrait(TestServer.PHOTO);
    List<LiveClient> clients = new ArrayList<>();
    int running = 0;
    int refused = 0;
    try {
      for (int i = 0; i < 12; i++) {
        try {
          LiveClient client = server.live(portrait);
          clients.add(client);
          // A socket that opened is no session yet: the server counts it a little later.
          JsonObject first = client.texts.poll(60, TimeUnit.SECONDS);
          assertThat(first).isNotNull();
          if (first.get("type").getAsString().equals("ready")) {
            running++;
          } else {
            assertThat(first.getAsJsonObject("problem").get("status").getAsInt()).isEqualTo(429);
            refused++;
          }
        } catch (CompletionException e) {
          assertThat(e.getCause())
              .isInstanceOfSatisfying(
                  WebSocketHandshakeException.class,
                  h -> assertThat(h.getResponse().statusCode()).isEqualTo(429));
          refused++;
        }
      }
    } finally {
      clients.forEach(LiveClient::close);
    }
    assertThat(running).isBetween(1, 4);
    assertThat(refused).isEqualTo(12 - running);
    server.awaitNoSessions();
    try (LiveClient again = server.live(portrait)) {
      again.text("ready");
    }
  }

  @Test
  void jobs_sampleTemplate_eventsUntilTheVideoIsDone() throws Exception {
    String portrait = server.portrait(TestServer.PHOTO);
    JsonObject job =
        json(
            server.postJson(
                "/api/v1/jobs",
                "{\"portrait\":\""
                    + portrait
                    + "\",\"template\":\"sample\","
                    + "\"settings\":{\"pose\":0.5}}"),
            202);
    String path = "/api/v1/jobs/" + job.get("id").getAsString();
    String events =
        server.send(server.request(path + "/events").header("Accept", "text/event-stream")).body();
    List<String> states =
        events
            .lines()
            .filter(l -> l.startsWith("data: "))
            .map(l -> JsonParser.parseString(l.substring(6)).getAsJsonObject())
            .map(j -> j.get("state").getAsString())
            .toList();
    assertThat(states).isNotEmpty().endsWith("done");
    assertThat(json(server.get(path), 200).get("frames").getAsInt()).isEqualTo(150);
    byte[] video = server.bytes(path + "/result");
    assertThat(new String(video, StandardCharsets.ISO_8859_1)).contains("digitalsourcetype/");
    // A job needs the photo no more.
    assertThat(server.folder.resolve("jobs").resolve(job.get("id").getAsString()))
        .isDirectoryNotContaining("glob:**/photo.jpg");
    assertThat(server.delete(path).statusCode()).isEqualTo(204);
    problem(server.get(path), 404);
  }

  @Test
  void jobs_sentDriver_isCancelledAndLeavesNothing() throws Exception {
    byte[] clip = server.bytes("/api/v1/samples/driver");
    JsonObject sent = json(server.post("/api/v1/drivers", "video/mp4", clip), 201);
    assertThat(sent.get("seconds").getAsDouble()).isBetween(5.5, 6.5);
    String body =
        "{\"portrait\":\"%s\",\"driver\":\"%s\"}"
            .formatted(server.portrait(TestServer.PHOTO), sent.get("id").getAsString());
    JsonObject job = json(server.postJson("/api/v1/jobs", body), 202);
    String id = job.get("id").getAsString();
    problem(server.get("/api/v1/jobs/" + id + "/result"), 409);
    assertThat(server.delete("/api/v1/jobs/" + id).statusCode()).isEqualTo(204);
    for (int i = 0; Files.exists(server.folder.resolve("jobs").resolve(id)); i++) {
      assertThat(i).isLessThan(300);
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  @Test
  void jobs_moreThanTheQueueHolds_429WithRetryAfter() throws Exception {
    String body =
        "{\"portrait\":\"" + server.portrait(TestServer.PHOTO) + "\",\"template\":\"sample\"}";
    List<String> jobs = new ArrayList<>();
    HttpResponse<String> answer = server.postJson("/api/v1/jobs", body);
    while (answer.statusCode() == 202 && jobs.size() < 20) {
      jobs.add(json(answer, 202).get("id").getAsString());
      answer = server.postJson("/api/v1/jobs", body);
    }
    problem(answer, 429);
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("10");
    for (String id : jobs) {
      server.delete("/api/v1/jobs/" + id);
    }
  }

  @Test
  void files_ofOneClient_areLimitedAndExpire(@TempDir Path folder) throws Exception {
    Limits limits = new Limits(TestServer.LIMITS.uploads(), 1, 1, 2, Duration.ofMillis(1500));
    try (TestServer small = new TestServer(folder.resolve("state"), limits)) {
      String first = small.portrait(TestServer.PHOTO);
      small.portrait(TestServer.PHOTO);
      HttpResponse<String> third = small.post("/api/v1/portraits", "image/jpeg", TestServer.PHOTO);
      // On a slow machine the first two may be gone already.
      assertThat(third.statusCode()).isIn(429, 201);
      for (int i = 0; !small.temporaryFiles().isEmpty(); i++) {
        assertThat(i).isLessThan(600);
        TimeUnit.MILLISECONDS.sleep(100);
      }
      problem(small.get("/api/v1/portraits/" + first), 404);
    }
  }

  @Test
  void restart_finishedJobStaysAndAnUnfinishedOneSaysSo(@TempDir Path folder) throws Exception {
    Path state = folder.resolve("state");
    String done;
    String lost;
    try (TestServer before = new TestServer(state, TestServer.LIMITS)) {
      String body =
          "{\"portrait\":\"" + before.portrait(TestServer.PHOTO) + "\",\"template\":\"sample\"}";
      done = json(before.postJson("/api/v1/jobs", body), 202).get("id").getAsString();
      before.send(
          before.request("/api/v1/jobs/" + done + "/events").header("Accept", "text/event-stream"));
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> new TestServer(state, TestServer.LIMITS))
          .withMessageContaining("another server");
      lost = json(before.postJson("/api/v1/jobs", body), 202).get("id").getAsString();
    }
    Path unfinished = state.resolve("jobs").resolve(lost).resolve("job.json");
    Files.writeString(unfinished, Files.readString(unfinished).replace("cancelled", "running"));
    Files.writeString(state.resolve("temporary"), "left by a crash");
    try (TestServer after = new TestServer(state, TestServer.LIMITS)) {
      assertThat(json(after.get("/api/v1/jobs/" + done), 200).get("state").getAsString())
          .isEqualTo("done");
      assertThat(after.bytes("/api/v1/jobs/" + done + "/result")).hasSizeGreaterThan(10_000);
      JsonObject job = json(after.get("/api/v1/jobs/" + lost), 200);
      assertThat(job.get("state").getAsString()).isEqualTo("failed");
      assertThat(job.getAsJsonObject("problem").get("title").getAsString())
          .isEqualTo("The server was restarted");
      assertThat(after.temporaryFiles()).isEmpty();
    }
    assertThat(state.resolve("temporary")).doesNotExist();
    assertThat(Files.getPosixFilePermissions(state)).hasSize(3);
  }

  @Test
  void token_otherAddress_isDemandedAndTakenAsCookieOrHeader(@TempDir Path folder)
      throws Exception {
    try (Reenactor reenactor = Reenactor.builder().disentangler("none").translator("warp").build();
        ReenactServer open =
            ReenactServer.builder(reenactor)
                .host("0.0.0.0")
                .port(0)
                .state(folder.resolve("state"))
                .start()) {
      String token = open.token().orElseThrow();
      assertThat(open.address()).endsWith("/?token=" + token);
      URI root = URI.create("http://127.0.0.1:" + open.port());
      problem(server.send(HttpRequest.newBuilder(root.resolve("/metrics"))), 401);
      problem(server.send(HttpRequest.newBuilder(root.resolve("/?token=wrong"))), 401);
      problem(server.send(HttpRequest.newBuilder(root.resolve("/metrics?token=" + token))), 401);
      assertThat(server.send(HttpRequest.newBuilder(root.resolve("/api/v1/health"))).statusCode())
          .isEqualTo(200);
      HttpResponse<String> page =
          server.send(HttpRequest.newBuilder(root.resolve("/?token=" + token)));
      assertThat(page.statusCode()).isEqualTo(200);
      String cookie = page.headers().firstValue("Set-Cookie").orElseThrow();
      assertThat(cookie).contains("HttpOnly", "SameSite=Strict");
      assertThat(
              server
                  .send(
                      HttpRequest.newBuilder(root.resolve("/metrics"))
                          .header("Cookie", cookie.substring(0, cookie.indexOf(';'))))
                  .statusCode())
          .isEqualTo(200);
      assertThat(
              server
                  .send(
                      HttpRequest.newBuilder(root.resolve("/metrics"))
                          .header("Authorization", "Bearer " + token))
                  .statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void tls_keystore_speaksHttpsAndAWrongPasswordIsSaid(@TempDir Path folder) throws Exception {
    Path keystore = folder.resolve("server.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "reenact",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-storepass",
                "secret-enough",
                "-keystore",
                keystore.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore trusted = KeyStore.getInstance(keystore.toFile(), "secret-enough".toCharArray());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext ssl = SSLContext.getInstance("TLS");
    ssl.init(null, trust.getTrustManagers(), null);
    HttpClient http = HttpClient.newBuilder().sslContext(ssl).build();
    try (Reenactor reenactor =
        Reenactor.builder().disentangler("none").translator("warp").build()) {
      ReenactServer.Builder wrong =
          ReenactServer.builder(reenactor).port(0).tls(new ReenactServer.Tls(keystore, "wrong"));
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(wrong::start)
          .withMessageContaining("server.p12")
          .withMessageContaining("password");
      try (ReenactServer secure =
          ReenactServer.builder(reenactor)
              .port(0)
              .tls(new ReenactServer.Tls(keystore, "secret-enough"))
              .start()) {
        assertThat(secure.address()).startsWith("https://127.0.0.1:");
        HttpResponse<String> page =
            http.send(
                HttpRequest.newBuilder(URI.create(secure.address()))
                    .header("Origin", "https://127.0.0.1:" + secure.port())
                    .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<title>reenact");
      }
    }
  }

  @Test
  void start_portInUse_saysWhichAndWhatToDo(@TempDir Path folder) throws Exception {
    try (Reenactor reenactor =
        Reenactor.builder().disentangler("none").translator("warp").build()) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(
              () ->
                  ReenactServer.builder(reenactor)
                      .port(server.server.port())
                      .state(folder.resolve("state"))
                      .start())
          .withMessageContaining("port " + server.server.port())
          .withMessageContaining("--port");
    }
  }

  private static double difference(Image a, Image b) {
    byte[] x = a.toRgb();
    byte[] y = b.toRgb();
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += Math.abs((x[i] & 0xFF) - (y[i] & 0xFF));
    }
    return sum / x.length;
  }

  /** Mean of red less blue in the middle of a picture: skin is red. */
  private static double redness(Image image) {
    byte[] x = image.crop(110, 90, 100, 120).toRgb();
    double sum = 0;
    for (int i = 0; i < x.length; i += 3) {
      sum += (x[i] & 0xFF) - (x[i + 2] & 0xFF);
    }
    return 3 * sum / x.length;
  }
}
