package io.marketswarm.gateway;

import io.marketswarm.gateway.admin.DiagnosticRoutes;
import io.marketswarm.gateway.admin.JournalPages;
import io.marketswarm.gateway.admin.UserRoutes;
import io.marketswarm.gateway.ai.CsvRoutes;
import io.marketswarm.gateway.econ.IndicatorRoutes;
import io.marketswarm.gateway.gravity.AnalysisRoutes;
import io.marketswarm.gateway.gravity.ConfigRoutes;
import io.marketswarm.gateway.gravity.GravityRoutes;
import io.marketswarm.gateway.imports.ImportRoutes;
import io.marketswarm.gateway.models.ModelRoutes;
import io.marketswarm.gateway.news.NewsRoutes;
import io.marketswarm.gateway.positions.PositionRoutes;
import java.util.List;
import java.util.function.Function;

/** What the edge answers itself, out of its own data and what it knows of the market. */
public final class DataRoutes {
  public static final List<Function<Edge, RouteGroup>> GROUPS =
      List.of(
          ModelRoutes::new,
          PositionRoutes::new,
          ImportRoutes::new,
          GravityRoutes::new,
          ConfigRoutes::new,
          AnalysisRoutes::new,
          CsvRoutes::new,
          NewsRoutes::new,
          IndicatorRoutes::new,
          UserRoutes::new,
          JournalPages::new,
          DiagnosticRoutes::new);

  private DataRoutes() {}
}
