package io.marketswarm.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PositionsOwnerTest {
  @ParameterizedTest
  @CsvSource({
    "GET, /api/positions, false, EDGE",
    "GET, /api/positions, true, JOURNAL",
    "POST, /api/positions, true, EDGE",
    "GET, /api/positions/7, false, EDGE",
    "PATCH, /api/positions/7, false, EDGE",
    "DELETE, /api/positions/7, false, EDGE",
    "POST, /api/positions/batch, false, EDGE",
    "PATCH, /api/positions/reorder, false, EDGE",
    "GET, /api/positions/0f8fad5b-d9cb-469f-a165-70867728950e, false, JOURNAL",
    "DELETE, /api/positions/0F8FAD5B-D9CB-469F-A165-70867728950E, false, JOURNAL",
    "GET, /api/positions/0f8fad5b-d9cb-469f-a165-70867728950e/snapshot, false, JOURNAL",
    "POST, /api/positions/0f8fad5b-d9cb-469f-a165-70867728950e/fills, false, JOURNAL",
    "POST, /api/positions/7/close, false, JOURNAL",
    "GET, /api/positions/7/snapshot, false, JOURNAL",
    "GET, /api/positions/7/else, false, EDGE",
    "GET, /api/positions/, true, JOURNAL"
  })
  void isToldByTheAddress(String method, String path, boolean status, PositionsOwner owner) {
    assertThat(PositionsOwner.of(HttpMethod.valueOf(method), path, status)).isEqualTo(owner);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"positionType\":\"single\",\"legs\":[{\"strike\":1,\"expiration\":\"2026-03-20\"}]} |"
            + " EDGE",
        "{\"positionType\":\"single\",\"legs\":[{\"instrumentType\":\"option\"}]} | EDGE",
        "{\"legs\":[{\"strike\":1,\"expiration\":\"2026-03-20\"}]} | EDGE",
        "{\"legs\":[{\"instrumentType\":\"option\"}]} | JOURNAL",
        "{\"legs\":[{\"expiry\":\"2026-03-20\"}]} | JOURNAL",
        "{\"status\":\"planned\",\"legs\":[]} | JOURNAL",
        "{\"tags\":[\"a\"]} | JOURNAL",
        "{\"campaignId\":\"c\",\"legs\":[{\"strike\":1}]} | JOURNAL",
        "{\"status\":\"open\",\"legs\":[{\"expiration\":\"2026-03-20\"}]} | EDGE",
        "{\"symbol\":\"SPX\"} | EDGE",
        "{\"legs\":\"none\"} | EDGE",
        "{\"legs\":[7,null]} | EDGE",
        "{} | EDGE"
      })
  void isToldByTheBodyOfANewOne(String body, PositionsOwner owner) {
    assertThat(PositionsOwner.ofNew(new JsonObject(body))).isEqualTo(owner);
  }
}
