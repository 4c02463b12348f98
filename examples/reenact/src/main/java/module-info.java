/**
 * The usual set of reenact by one name: the API, the landmark detector and the networks. A program
 * that requires it needs no more to build a {@link io.github.reenact.Reenactor}.
 */
module io.github.reenact.all {
  requires transitive io.github.reenact;
  requires transitive io.github.reenact.landmarks;
  requires transitive io.github.reenact.tf;
}
