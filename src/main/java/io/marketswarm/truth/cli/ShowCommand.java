package io.marketswarm.truth.cli;

import io.marketswarm.store.RedisBus;
import io.marketswarm.truth.Registry;
import io.marketswarm.truth.Registry.Registration;
import io.marketswarm.truth.Secrets;
import io.marketswarm.truth.TruthDocument;
import io.marketswarm.truth.TruthException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "show",
    description = "Prints the loaded document, secrets masked, and the names of the secrets.")
final class ShowCommand extends RegistryTask {
  @Option(
      names = "--service-id",
      paramLabel = "SERVICE",
      description = "Prints the component of one service only.")
  private String service;

  ShowCommand(Surroundings process) {
    super(process);
  }

  @Override
  int run(BusSession session, RedisBus system) {
    TruthDocument document = truth(session, system);
    Secrets secrets = session.await(session.truth(system).secrets());
    JsonObject shown =
        service == null
            ? whole(document, secrets)
            : component(
                document, secrets, session.await(new Registry(system).registration(service)));
    out().println(shown.encodePrettily());
    return OK;
  }

  private static JsonObject whole(TruthDocument document, Secrets secrets) {
    JsonObject names = new JsonObject();
    secrets.names().forEach((scope, known) -> names.put(scope, new JsonArray(List.copyOf(known))));
    return document.masked().put("secret_names", names);
  }

  private static JsonObject component(
      TruthDocument document, Secrets secrets, Registration registration) {
    if (!document.components().contains(registration.component())) {
      throw new TruthException("there is no component " + registration.component());
    }
    Set<String> names = secrets.names().getOrDefault(registration.secretScope(), Set.of());
    return new JsonObject()
        .put("service_id", registration.service())
        .put("component", registration.component())
        .put("secret_scope", registration.secretScope())
        .put(
            "config",
            document.masked().getJsonObject("components").getJsonObject(registration.component()))
        .put("secret_names", new JsonArray(List.copyOf(names)));
  }
}
