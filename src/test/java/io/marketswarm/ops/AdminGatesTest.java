package io.marketswarm.ops;

import static io.marketswarm.web.TestServices.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.log.Log;
import io.marketswarm.web.TestServices;
import io.marketswarm.web.gates.Feature;
import io.marketswarm.web.gates.TierGates;
import io.marketswarm.web.identity.Tier;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import org.junit.jupiter.api.Test;

class AdminGatesTest extends OpsTests {

  @Test
  void changesWhatIsAskedForAndTellsEverybodyAtOnce() throws Exception {
    await(stores.system().send(Request.cmd(Command.DEL).arg(TierGates.KEY)));
    Admin admin = admin();
    TierGates reader = new TierGates(vertx, stores.system(), Log.of("gates-test"));
    await(reader.open());

    JsonObject defaults = admin.json("/api/tier-gates");
    assertThat(defaults.getString("mode")).isEqualTo("full_production");
    assertThat(reader.current().isStored()).as("nothing is stored by looking").isFalse();

    save(admin, "{\"tiers\":{\"observer\":{\"alert_max_active\":7}},\"mode\":\"tier_limited\"}");
    TestServices.eventually(() -> limit(reader) == 7);
    JsonObject saved = save(admin, "{\"allowed_tiers\":{\"observer\":false}}");
    assertThat(saved.getJsonObject("allowed_tiers").getBoolean("observer")).isFalse();
    assertThat(
            saved.getJsonObject("tiers").getJsonObject("observer").getInteger("alert_max_active"))
        .isEqualTo(7);
    assertThat(saved.getString("updated_at")).matches("\\d{4}-.*Z");
    assertThat(admin.json("/api/tier-gates")).isEqualTo(saved);

    HttpResponse<Buffer> wrong =
        admin.post("/api/tier-gates", new JsonObject().put("mode", "closed"));
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.bodyAsJsonObject().getString("detail")).contains("mode must be one of");

    JsonObject reset = admin.post("/api/tier-gates/reset").bodyAsJsonObject();
    assertThat(reset.getBoolean("success")).isTrue();
    assertThat(reset.getJsonObject("config").getString("mode")).isEqualTo("full_production");
    TestServices.eventually(() -> reader.current().mode().equals("full_production"));
    await(reader.close());
    await(stores.system().send(Request.cmd(Command.DEL).arg(TierGates.KEY)));
  }

  private static long limit(TierGates reader) {
    return reader.current().check(Tier.OBSERVER, Feature.ALERT_MAX_ACTIVE).limit().orElse(0);
  }

  private static JsonObject save(Admin admin, String change) throws Exception {
    HttpResponse<Buffer> answer = admin.post("/api/tier-gates", new JsonObject(change));
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.bodyAsJsonObject().getJsonObject("config");
  }
}
