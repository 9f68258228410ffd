package io.marketswarm.gateway.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BriefTilesTest {
  private static String brief(String json) throws IOException {
    return BriefTiles.of(Buffer.buffer(json.replace('\'', '"'))).toString().replace('"', '\'');
  }

  @Test
  void leavesOfEachTileItsFourPrices() throws IOException {
    assertThat(
            brief(
                """
                {'ts':1.25,'symbol':'I:SPX','tiles':{
                'single:0:0:6000':{'strategy':'single','dte':0,'call':{'mid':1.5,'market_mid':1.55},
                'put':{'mid':0,'market_mid':0.025}},
                'vertical:0:20:6000':{'width':20,'call':{'debit':9.1234,'max_profit':10.8766,
                'max_loss':9.1234,'market_debit':9}},
                'butterfly:3:5:6100.5':{'put':{'max_profit':4,'debit':1E-3},'call':{}}
                },'dtes_available':[0,3],'atm_iv':{'0':0.13}}\
                """))
        .isEqualTo(
            "{'brief':true,'ts':1.25,'symbol':'I:SPX','tiles':{"
                + "'single:0:0:6000':[1.5,1.55,0,0.025],"
                + "'vertical:0:20:6000':[9.1234,9,null,null],"
                + "'butterfly:3:5:6100.5':[null,null,1E-3,null]"
                + "},'dtes_available':[0,3],'atm_iv':{'0':0.13}}");
  }

  @Test
  void leavesOfChangesWhatTheyTell() throws IOException {
    assertThat(
            brief(
                "{'version':7,'changed':{'single:0:0:1':{'call':{'mid':2,'more':{'mid':9}}}},"
                    + "'removed':['single:0:0:2']}"))
        .isEqualTo(
            "{'brief':true,'version':7,'changed':{'single:0:0:1':[2,null,null,null]},"
                + "'removed':['single:0:0:2']}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'tiles':null}",
        "{'tiles':{'a':5,'b':null,'c':[1,{'call':2}]}}",
        "{'tiles':{'a':{'call':5,'put':null,'x':[{'mid':1}]}}}",
        "{'tiles':{'a':{'call':{'mid':'dear','market_mid':null,'debit':{'mid':1}}}}}"
      })
  void doesNotStumbleOverWhatIsNoTile(String json) throws IOException {
    JsonObject tiles = new JsonObject(brief(json).replace('\'', '"')).getJsonObject("tiles");
    JsonObject whole = new JsonObject(json.replace('\'', '"')).getJsonObject("tiles");
    if (whole == null) {
      assertThat(tiles).isNull();
    } else if (whole.getValue("a") instanceof JsonObject) {
      assertThat(tiles.getJsonArray("a")).hasSize(4).containsOnlyNulls();
    } else {
      assertThat(tiles).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "5", "{'tiles':{'a':{'call':{'mid':1", "{'a' 5}"})
  void refusesWhatIsNoObject(String json) {
    assertThatThrownBy(() -> brief(json)).isInstanceOf(IOException.class);
  }
}
