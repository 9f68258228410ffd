package io.marketswarm.gateway.models;

import static io.marketswarm.web.TestServices.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.gateway.DataEdge;
import org.junit.jupiter.api.Test;

class MarketViewTest {
  @Test
  void allInstancesOfANodeShareOneAndTheLastClosesIt() throws Exception {
    try (DataEdge edge = DataEdge.with()) {
      MarketView one = await(MarketView.open(edge.vertx(), edge.context()));
      MarketView two = await(MarketView.open(edge.vertx(), edge.context()));
      assertThat(two).isSameAs(one);
      await(one.close());
      MarketView three = await(MarketView.open(edge.vertx(), edge.context()));
      assertThat(three).isSameAs(one);
      await(two.close());
      await(three.close());
      MarketView four = await(MarketView.open(edge.vertx(), edge.context()));
      assertThat(four).isNotSameAs(one);
      await(four.close());
    }
  }
}
