package io.github.reenact.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import io.github.reenact.Image;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the page does and says when the server, or the camera, is not there. */
class ConnectionTest extends InBrowser {
  private static final int SESSIONS = 4;

  private void waitForStatus(String text) {
    page.waitForCondition(
        () -> page.locator("#status").textContent().equals(text),
        new Page.WaitForConditionOptions().setTimeout(PATIENCE_MILLIS));
  }

  private void waitForNotice(String part) {
    page.waitForCondition(
        () ->
            page.locator("#notice").isVisible()
                && page.locator("#notice-text").textContent().contains(part),
        new Page.WaitForConditionOptions().setTimeout(PATIENCE_MILLIS));
  }

  @Test
  void socketClosedByTheServer_movesAgainByItselfWithTheSameSettings() throws IOException {
    List<WebSocketRoute> sockets = new ArrayList<>();
    page.routeWebSocket(
        Pattern.compile("/api/v1/live"),
        socket -> {
          socket.connectToServer();
          sockets.add(socket);
        });
    page.reload();
    choosePhoto(photo);
    startCamera();
    page.locator("#set-strength").fill("0");
    page.locator("#record").click();
    waitForFrames(3);
    sockets.get(0).close(new WebSocketRoute.CloseOptions().setCode(1011).setReason("test"));
    waitForNotice("the recording with it");
    assertThat(page.locator("#record").textContent()).isEqualTo("Record");
    page.waitForCondition(() -> sockets.size() == 2);
    waitForStatus("Live");
    waitForFrames(4);
    Image still = shown();
    for (int i = 0; i < 4; i++) {
      waitForFrames(3);
      assertThat(difference(still, shown())).isLessThan(0.5);
    }
    assertThat(page.locator("#mirror").getAttribute("aria-pressed")).isEqualTo("true");
    assertThat(errors).isEmpty();
  }

  @Test
  void serverStartedAnew_movesAgainByItself() throws IOException {
    choosePhoto(photo);
    startCamera();
    int port = server.port();
    server.close();
    waitForStatus("Reconnecting");
    waitForNotice("The server does not answer");
    server = start(port);
    waitForStatus("Live");
    waitForFrames(3);
    assertThat(page.locator("#notice").isHidden()).isTrue();
  }

  @Test
  void tooManySessions_saidInWordsUntilOneIsFree() throws Exception {
    HttpClient http = HttpClient.newHttpClient();
    String portrait = portrait(http);
    List<WebSocket> others = new ArrayList<>();
    try {
      for (int i = 0; i < SESSIONS; i++) {
        URI uri =
            URI.create(server.address().replace("http", "ws") + "api/v1/live?portrait=" + portrait);
        others.add(http.newWebSocketBuilder().buildAsync(uri, new WebSocket.Listener() {}).join());
      }
      choosePhoto(photo);
      page.locator("#camera").click();
      waitForNotice("Too many live sessions");
      assertThat(page.locator("#notice-text").textContent()).contains("by itself");
      others.remove(0).abort();
      waitForStatus("Live");
      waitForFrames(3);
      assertThat(page.locator("#notice").isHidden()).isTrue();
    } finally {
      others.forEach(WebSocket::abort);
    }
  }

  private static String portrait(HttpClient http) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.address() + "api/v1/portraits"))
            .header("Content-Type", "image/jpeg")
            .POST(HttpRequest.BodyPublishers.ofByteArray(photo))
            .build();
    String json = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    return JsonParser.parseString(json).getAsJsonObject().get("id").getAsString();
  }

  @Test
  void camera_thatCannotBeUsed_saidInWordsWithARemedyAndStartsLater() {
    choosePhoto(photo);
    page.evaluate("() => { window.real = MediaDevices.prototype.getUserMedia; }");
    Map<String, List<String>> expected =
        Map.of(
            "NotReadableError", List.of("used by another program", "Close that"),
            "NotAllowedError", List.of("does not give this page the camera", "Allow it"),
            "NotFoundError", List.of("No camera was found", "Plug one in"),
            "AbortError", List.of("cannot be started", "plugged in"));
    expected.forEach(
        (name, words) -> {
          page.evaluate(
              "name => { MediaDevices.prototype.getUserMedia ="
                  + " () => Promise.reject(new DOMException('', name)); }",
              name);
          page.locator("#camera").click();
          words.forEach(this::waitForNotice);
          assertThat(page.locator("#notice").getAttribute("role")).isEqualTo("alert");
          assertThat(page.locator("#status").textContent()).isEqualTo("Ready: start a driver");
          assertThat(page.locator("#record").isDisabled()).isTrue();
        });
    page.evaluate("() => { MediaDevices.prototype.getUserMedia = window.real; }");
    startCamera();
    assertThat(page.locator("#notice").isHidden()).isTrue();

    // Pulled out.
    page.evaluate(
        "() => document.getElementById('driver').srcObject.getVideoTracks()[0]"
            + ".dispatchEvent(new Event('ended'))");
    waitForNotice("The camera is gone. Plug it in again");
    assertThat(page.locator("#camera").textContent()).isEqualTo("Start camera");
    assertThat(errors).isEmpty();
  }
}
