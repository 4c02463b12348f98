/** A program that uses reenact. */
module consumer {
  requires io.github.reenact.all;
  requires java.desktop;
}
