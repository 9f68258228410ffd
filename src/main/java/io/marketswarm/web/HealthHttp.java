package io.marketswarm.web;

import io.marketswarm.service.ServiceContext;
import io.vertx.ext.web.Router;

/** The port of a service that answers nothing but how it is. */
public final class HealthHttp extends ServiceHttp {
  public HealthHttp(ServiceContext context) {
    super(context);
  }

  @Override
  protected void routes(Router router) {
    // Health is answered by every service; there is nothing else to add.
  }
}
