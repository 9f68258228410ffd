package io.marketswarm.gateway.gravity;

import io.marketswarm.gateway.Edge;
import io.marketswarm.gateway.models.Splice;
import io.marketswarm.gateway.rest.JsonOf;
import io.marketswarm.log.Log;
import io.marketswarm.market.model.VolumeProfile;
import io.marketswarm.market.wire.ProfileReader;
import io.marketswarm.truth.Variables;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.ClientPool;
import io.marketswarm.web.Reply;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.time.Duration;
import java.util.Optional;

/** Carries the stored volume profile to another node, if one is configured. */
final class ProfileDeployment {
  private static final String PATH = "/api/deploy/volume-profile";
  private static final long TIMEOUT_MILLIS = Duration.ofSeconds(30).toMillis();
  private static final int OK = 200;
  private static final int BAD_GATEWAY = 502;
  private static final int NOT_CONFIGURED = 501;

  private final WebClient client;
  private final Optional<String> target;
  private final Optional<String> token;
  private final Log log;

  ProfileDeployment(Edge edge) {
    Variables env = edge.context().config().env();
    this.client = WebClient.create(edge.vertx(), new WebClientOptions(), ClientPool.small());
    this.target = env.find("PROD_NODE_ADMIN_URL").map(url -> url.replaceFirst("/+$", "") + PATH);
    this.token = env.find("PROD_NODE_ADMIN_TOKEN");
    this.log = edge.context().log();
  }

  void close() {
    client.close();
  }

  Future<Reply> run(Future<Buffer> stored) {
    if (target.isEmpty()) {
      return Future.failedFuture(
          new ApiError(
              NOT_CONFIGURED, "No node to deploy to is configured: set PROD_NODE_ADMIN_URL"));
    }
    return stored.compose(profile -> send(profile).map(answer -> told(profile, answer)));
  }

  private Future<JsonObject> send(Buffer profile) {
    HttpRequest<Buffer> request =
        client
            .postAbs(target.get())
            .timeout(TIMEOUT_MILLIS)
            .putHeader(HttpHeaders.CONTENT_TYPE.toString(), "application/json");
    token.ifPresent(request::bearerTokenAuthentication);
    return request
        .sendBuffer(Splice.object(profile.length() + 16).raw("vp_data", profile).end())
        .map(ProfileDeployment::accepted)
        .recover(
            cause -> {
              log.warn("the volume profile was not deployed: " + cause.getMessage());
              return Future.failedFuture(
                  cause instanceof ApiError
                      ? cause
                      : new ApiError(BAD_GATEWAY, "The other node cannot be reached"));
            });
  }

  private static JsonObject accepted(HttpResponse<Buffer> answer) {
    JsonObject said = JsonOf.object(answer.body());
    if (answer.statusCode() != OK || Boolean.FALSE.equals(said.getValue("success"))) {
      throw new ApiError(
          BAD_GATEWAY, "The other node refused the profile: status " + answer.statusCode());
    }
    return said;
  }

  private static Reply told(Buffer json, JsonObject production) {
    VolumeProfile profile = ProfileReader.read(json.getBytes());
    return Reply.flat(
        OK,
        new JsonObject()
            .put("message", "Volume profile deployed")
            .put(
                "summary",
                new JsonObject()
                    .put("bin_count", profile.bins())
                    .put("node_count", profile.structures().nodes().size())
                    .put("well_count", profile.structures().wells().size())
                    .put("data_size", json.length()))
            .put("production", production));
  }
}
