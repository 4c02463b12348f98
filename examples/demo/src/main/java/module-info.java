/** Short programs that use the library, and a drawn portrait to try it on. */
module io.github.reenact.demo {
  requires transitive io.github.reenact;
  requires transitive io.github.reenact.media;
  requires static org.jspecify;

  exports io.github.reenact.demo;
  exports io.github.reenact.demo.portrait;
}
