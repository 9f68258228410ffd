package io.marketswarm.gateway.proxy;

/**
 * Where a part of the edge leads.
 *
 * @param prefix of the paths that go there
 * @param upstream the id of the service
 * @param target the prefix there, the same unless it has another name
 * @param adminOnly whether only administrators may go
 */
record Destination(String prefix, String upstream, String target, boolean adminOnly) {
  static Destination to(String upstream, String prefix) {
    return new Destination(prefix, upstream, prefix, false);
  }

  static Destination renamed(String upstream, String prefix, String target) {
    return new Destination(prefix, upstream, target, false);
  }

  static Destination forAdmins(String upstream, String prefix) {
    return new Destination(prefix, upstream, prefix, true);
  }

  /** A path below the prefix as the service knows it. */
  String path(String asked) {
    return target + asked.substring(prefix.length());
  }
}
