package site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteTest {
  @TempDir Path root;
  @TempDir Path out;

  @BeforeEach
  void pages_withATitleOnly() throws IOException {
    for (List<String> pages : Site.MENU.values()) {
      for (String page : pages) {
        write(root.resolve(page), "# " + page);
      }
    }
    for (String page : Site.OTHERS) {
      write(root.resolve(page), "# " + page);
    }
    for (String api : List.of("api", "api-spring")) {
      write(out.resolve(api + "/index.html"), "<a href='../index.html'>Guide</a>");
    }
  }

  @Test
  void make_linksAmongPages_leadToTheHtmlFiles() throws IOException {
    write(root.resolve("README.md"), "# r\n[cli](docs/cli.md#a-place) [notes](docs/notes.txt)");
    write(
        root.resolve("docs/cli.md"),
        "# c\n## A place\n[up](../README.md) [docs/cli.md](cli.md) [code](../.ci)");
    write(root.resolve("docs/notes.txt"), "notes");
    Files.createDirectories(root.resolve(".ci"));

    make();

    assertThat(out.resolve("index.html"))
        .content()
        .contains("href=\"docs/cli.html#a-place\"", "href=\"docs/notes.txt\"");
    assertThat(out.resolve("docs/cli.html"))
        .content()
        .contains(
            "href=\"../index.html\"",
            "<a href=\"../docs/cli.html\">c</a>",
            "href=\"https://example.org/tree/.ci\"");
    assertThat(out.resolve("docs/notes.txt")).hasContent("notes");
    assertThat(new LinkCheck(out).faults()).isEmpty();
  }

  @Test
  void make_codeThatNamesAClass_leadsToItsJavadoc() throws IOException {
    write(out.resolve("api/m/p/Thing.html"), "");
    write(root.resolve("docs/cli.md"), "# c\n`Thing.make(int)`, `Other`, `thing`");

    make();

    assertThat(out.resolve("docs/cli.html"))
        .content()
        .contains(
            "<a href=\"../api/m/p/Thing.html\"><code>Thing.make(int)</code></a>",
            " <code>Other</code>",
            " <code>thing</code>");
  }

  @Test
  void make_pageOfNoMenu_isRefused() throws IOException {
    write(root.resolve("docs/new.md"), "# new");

    assertThatThrownBy(this::make)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("docs/new.md");
  }

  @Test
  void faults_linksToNowhere_areNamed() throws IOException {
    write(
        root.resolve("docs/cli.md"),
        "# c\n[file](no.md) [place](install.md#no) ![picture](no.png)");

    make();
    LinkCheck check = new LinkCheck(out);

    assertThat(check.faults())
        .containsExactly(
            "docs/cli.html: no.md is missing",
            "docs/cli.html: ../docs/install.html#no has no such place",
            "docs/cli.html: no.png is missing");
    assertThat(check.links()).isGreaterThan(3);
  }

  private void make() throws IOException {
    new Site(root, out, "https://example.org/tree").make();
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, text);
  }
}
