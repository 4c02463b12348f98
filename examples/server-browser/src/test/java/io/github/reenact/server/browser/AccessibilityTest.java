package io.github.reenact.server.browser;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a screen reader gets: the browser's own accessibility tree, and the rules of axe. */
class AccessibilityTest extends InBrowser {
  private static final Set<String> CONTROLS =
      Set.of("button", "checkbox", "slider", "tab", "link", "image", "Video", "progressbar");

  private record Node(String role, String name, JsonObject json) {
    /** A property such as {@code live}; empty if it has none. */
    String property(String property) {
      if (json.has("properties")) {
        for (JsonElement e : json.getAsJsonArray("properties")) {
          JsonObject p = e.getAsJsonObject();
          if (p.get("name").getAsString().equals(property)) {
            JsonObject value = p.getAsJsonObject("value");
            return value.has("value") ? value.get("value").getAsString() : "";
          }
        }
      }
      return "";
    }
  }

  private List<Node> tree() {
    CDPSession session = context.newCDPSession(page);
    JsonObject tree = session.send("Accessibility.getFullAXTree");
    session.detach();
    List<Node> nodes = new ArrayList<>();
    for (JsonElement e : tree.getAsJsonArray("nodes")) {
      JsonObject node = e.getAsJsonObject();
      if (!node.get("ignored").getAsBoolean()) {
        nodes.add(new Node(value(node, "role"), value(node, "name"), node));
      }
    }
    return nodes;
  }

  private static String value(JsonObject node, String member) {
    JsonObject value = node.getAsJsonObject(member);
    return value != null && value.has("value") ? value.get("value").getAsString() : "";
  }

  private static Node node(List<Node> tree, String role, String name) {
    return tree.stream()
        .filter(n -> n.role.equals(role) && n.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    "no %s \"%s\" in %s"
                        .formatted(
                            role,
                            name,
                            tree.stream().map(n -> n.role + " \"" + n.name + "\"").toList())));
  }

  @Test
  void screenReader_rolesNamesAndStates() {
    List<Node> start = tree();
    assertThat(start)
        .filteredOn(n -> CONTROLS.contains(n.role))
        .hasSizeGreaterThan(18)
        .allSatisfy(n -> assertThat(n.name).as(n.json.toString()).isNotBlank());
    assertThat(node(start, "heading", "reenact").property("level")).isEqualTo("1");
    assertThat(node(start, "tab", "Live").property("selected")).isEqualTo("true");
    assertThat(node(start, "tab", "Video").property("selected")).isEqualTo("false");
    assertThat(node(start, "button", "Start camera").property("disabled")).isEqualTo("true");
    Node consent = node(start, "checkbox", "The people in my photos and videos agree to this.");
    assertThat(consent.property("checked")).isEqualTo("false");
    node(start, "slider", "Head pose");
    // Chromium's tree has the number alone; screen readers get the text.
    assertThat(page.locator("#set-pose").getAttribute("aria-valuetext")).isEqualTo("100 %");

    choosePhoto(photo);
    startCamera();
    List<Node> live = tree();
    node(live, "image", "The photo, moved by the driver");
    node(live, "group", "While it moves");
    assertThat(node(live, "button", "Mirror").property("pressed")).isEqualTo("true");
    assertThat(node(live, "button", "Compare").property("pressed")).isEqualTo("false");
    assertThat(node(live, "button", "Compare").property("keyshortcuts")).isEqualTo("c");
    page.locator("#record").click();
    node(tree(), "button", "Stop recording");
    assertThat(errors).isEmpty();
  }

  @Test
  void liveRegions_sayWhatHappensAndAreQuietWhileThePictureMoves() {
    List<Node> start = tree();
    assertThat(start.stream().filter(n -> n.role.equals("status")).findFirst())
        .hasValueSatisfying(n -> assertThat(n.property("live")).isEqualTo("polite"));
    page.evaluate(LISTEN);
    choosePhoto(photo);
    startCamera();
    assertThat(said()).contains("status: Looking for faces", "status: Ready: start a driver");
    assertThat(said().get(said().size() - 1)).isEqualTo("status: Live");
    int before = said().size();
    page.locator("#set-mouth").press("ArrowLeft");
    waitForFrames(20);
    assertThat(said()).hasSize(before);

    page.locator("#photo")
        .setInputFiles(
            new FilePayload("x.jpg", "image/jpeg", "text".getBytes(StandardCharsets.UTF_8)));
    page.locator("#notice").waitFor();
    assertThat(said()).anySatisfy(s -> assertThat(s).startsWith("alert: The browser cannot read"));
    assertThat(tree().stream().filter(n -> n.role.equals("alert")).findFirst())
        .hasValueSatisfying(n -> assertThat(n.property("live")).isEqualTo("assertive"));
  }

  /** Notes what changes in regions that are read out. */
  private static final String LISTEN =
      """
      () => {
        window.said = [];
        for (const region of document.querySelectorAll('[role=status], [role=alert], output')) {
          new MutationObserver(() => region.hidden
              || window.said.push(region.getAttribute('role') + ': ' + region.innerText.trim()))
            .observe(region, {subtree: true, childList: true, characterData: true});
        }
      }
      """;

  @SuppressWarnings("unchecked")
  private List<String> said() {
    return (List<String>) page.evaluate("() => window.said");
  }

  @Test
  void axe_lightAndDark_findsNothing() throws IOException {
    String axe;
    try (InputStream in = getClass().getResourceAsStream("/axe.min.js")) {
      axe = new String(requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      context.close();
      page = open(1280, 800, scheme);
      page.evaluate(axe);
      assertNoViolations(scheme + ", start");
      page.locator("#try").click();
      waitForFrames(4);
      assertNoViolations(scheme + ", live");
      page.locator("#tab-video").click();
      assertNoViolations(scheme + ", video");
    }
  }

  private void assertNoViolations(String where) {
    Object violations =
        page.evaluate(
            """
            async () => (await axe.run()).violations.flatMap(v =>
                v.nodes.map(n => v.id + ' at ' + n.target + ': ' + n.failureSummary))
            """);
    assertThat((List<?>) violations).as(where).isEmpty();
  }
}
