package io.github.reenact.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the page is for, from the photo to the finished file. */
class PageTest extends InBrowser {
  @Test
  void camera_photoChosen_personMovesAsTheSlidersSay() throws IOException {
    assertThat(page.locator("#photo").isDisabled()).isTrue();
    choosePhoto(photo);
    startCamera();
    Image first = shown();
    double moved = 0;
    for (int i = 0; i < 8; i++) {
      waitForFrames(3);
      moved = Math.max(moved, difference(first, shown()));
    }
    assertThat(moved).isGreaterThan(1);
    Optional<Landmarks> face = reenactor.detector().detect(shown());
    assertThat(face).isPresent();
    screenshot("live-light");

    page.locator("#set-strength").fill("0");
    waitForFrames(6);
    Image still = shown();
    for (int i = 0; i < 4; i++) {
      waitForFrames(3);
      assertThat(difference(still, shown())).isLessThan(0.5);
    }
    page.locator("#reset").click();
    page.locator("#neutral").click();
    page.keyboard().press("c");
    assertThat(page.locator("#compare").getAttribute("aria-pressed")).isEqualTo("true");
    waitForFrames(2);
    screenshot("compare-light");
    page.locator("#camera").click();
    page.waitForCondition(() -> page.locator("#record").isDisabled());
    assertThat(errors).isEmpty();
  }

  @Test
  void record_whileMoving_fileThatSaysItIsSynthetic() throws IOException {
    choosePhoto(photo);
    startCamera();
    page.locator("#record").click();
    waitForFrames(8);
    page.locator("#record").click();
    Locator link = page.locator("#notice-link");
    link.waitFor();
    Download download = page.waitForDownload(link::click);
    byte[] video = Files.readAllBytes(download.path());
    assertThat(new String(video, StandardCharsets.ISO_8859_1))
        .contains("ftyp", "digitalsourcetype/compositeWithTrainedAlgorithmicMedia");
    assertThat(errors).isEmpty();
  }

  @Test
  void record_driverStoppedMeanwhile_fileIsCompleted() {
    choosePhoto(photo);
    startCamera();
    page.locator("#record").click();
    waitForFrames(6);
    page.locator("#camera").click();
    page.locator("#notice-link").waitFor();
    assertThat(page.locator("#notice-text").textContent()).contains("recording is complete");
    assertThat(errors).isEmpty();
  }

  @Test
  void tryIt_drawnPortraitAndClip_movesWithoutACameraOrConsent() {
    page.locator("#try").click();
    waitForFrames(10);
    assertThat(page.locator("#status").textContent()).isEqualTo("Live");
    assertThat(errors).isEmpty();
  }

  @Test
  void videoTab_drawnMotion_finishedVideoToPlayAndKeep() throws IOException {
    choosePhoto(photo);
    page.locator("#tab-live").press("ArrowRight");
    assertThat(page.locator("#view-live").isHidden()).isTrue();
    page.locator("#job-sample").click();
    page.locator("#job-start").click();
    page.locator("#job-video").waitFor();
    page.waitForFunction("() => document.getElementById('job-video').videoWidth > 0");
    Download download = page.waitForDownload(() -> page.locator("#job-download").click());
    assertThat(new String(Files.readAllBytes(download.path()), StandardCharsets.ISO_8859_1))
        .contains("digitalsourcetype/");
    screenshot("video-light");
    page.locator("#job-discard").click();
    page.locator("#job-welcome").waitFor();
    assertThat(errors).isEmpty();
  }

  @Test
  void faces_twoInThePhoto_boxesToChooseFrom() throws IOException {
    BufferedImage two = new BufferedImage(640, 360, BufferedImage.TYPE_INT_RGB);
    two.getGraphics().drawImage(DrawnCamera.portrait(360), 0, 0, null);
    two.getGraphics().drawImage(DrawnCamera.portrait(260), 370, 60, null);
    choosePhoto(jpeg(two));
    Locator boxes = page.locator("#faces button");
    assertThat(boxes.count()).isEqualTo(2);
    screenshot("faces-light");
    boxes.nth(1).click();
    assertThat(boxes.nth(1).getAttribute("aria-pressed")).isEqualTo("true");
    startCamera();
    Image before = Image.of(two);
    double left = 0;
    double right = 0;
    for (int i = 0; i < 6; i++) {
      waitForFrames(3);
      Image now = shown();
      left = Math.max(left, difference(before.crop(60, 40, 240, 280), now.crop(60, 40, 240, 280)));
      right =
          Math.max(right, difference(before.crop(400, 90, 200, 200), now.crop(400, 90, 200, 200)));
    }
    assertThat(right).isGreaterThan(left);
    assertThat(errors).isEmpty();
  }

  @Test
  void photo_thatCannotBeUsed_saidInWordsWithARemedy() throws IOException {
    choosePhoto(photo);
    page.locator("#photo")
        .setInputFiles(
            new FilePayload("note.jpg", "image/jpeg", "text".getBytes(StandardCharsets.UTF_8)));
    page.waitForCondition(
        () -> page.locator("#notice-text").textContent().contains("JPEG, PNG or WebP"));
    page.locator("#photo")
        .setInputFiles(
            new FilePayload(
                "grey.jpg",
                "image/jpeg",
                jpeg(new BufferedImage(300, 300, BufferedImage.TYPE_INT_RGB))));
    page.waitForCondition(
        () -> page.locator("#notice-text").textContent().contains("No face was found"));
  }

  @Test
  void layout_phoneToDesktopLightAndDark_nothingBesideTheScreen() throws IOException {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      for (int[] size : new int[][] {{390, 844}, {820, 1100}, {1280, 800}}) {
        context.close();
        page = open(size[0], size[1], scheme);
        String name = size[0] + "-" + scheme.name().toLowerCase(Locale.ROOT);
        screenshot("start-" + name);
        assertNothingBeside(size[0]);
        page.locator("#try").click();
        waitForFrames(12);
        screenshot("live-" + name);
        assertNothingBeside(size[0]);
        page.locator("#tab-video").click();
        assertNothingBeside(size[0]);
        screenshot("video-" + name);
        page.setViewportSize(320, 640);
        assertNothingBeside(320);
      }
    }
    assertThat(errors).isEmpty();
  }

  private void assertNothingBeside(int width) {
    assertThat(((Number) page.evaluate("() => document.documentElement.scrollWidth")).intValue())
        .isLessThanOrEqualTo(width);
  }
}
