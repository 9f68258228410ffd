package io.marketswarm.gateway.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BriefHeatmapTest {
  private final BriefHeatmap heatmap = new BriefHeatmap();

  private static Buffer json(String text) {
    return Buffer.buffer(text.replace('\'', '"'));
  }

  private String brief(String whole) throws IOException {
    heatmap.take(json(whole));
    return heatmap.whole().toString().replace('"', '\'');
  }

  private String change(String diff) throws IOException {
    return heatmap.change(json(diff)).toString().replace('"', '\'');
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
            "{'brief':true,'ts':1.25,'symbol':'I:SPX','dtes_available':[0,3],'atm_iv':{'0':0.13},"
                + "'tiles':{'single:0:0:6000':[1.5,1.55,0,0.025],"
                + "'vertical:0:20:6000':[9.1234,9,null,null],"
                + "'butterfly:3:5:6100.5':[null,null,1E-3,null]}}");
  }

  @Test
  void worksChangesIn() throws IOException {
    brief(
        "{'ts':1,'symbol':'I:SPX','epoch':'e','version':6,'dtes_available':[0],"
            + "'tiles':{'a':{'call':{'mid':1}},'b':{'call':{'mid':2}}}}");
    assertThat(
            change(
                "{'ts':2.5,'version':7,'changed':{'c':{'put':{'mid':3,'more':{'mid':9}}},"
                    + "'a':{'call':{'market_mid':4}}},'removed':['b','x',{'no':'key'}]}"))
        .isEqualTo(
            "{'brief':true,'ts':2.5,'version':7,'removed':['b','x',{'no':'key'}],"
                + "'changed':{'c':[null,null,3,null],'a':[null,4,null,null]}}");
    assertThat(heatmap.version()).isEqualTo(7);
    assertThat(heatmap.whole().toString().replace('"', '\''))
        .isEqualTo(
            "{'brief':true,'ts':2.5,'symbol':'I:SPX','epoch':'e','version':7,'dtes_available':[0],"
                + "'tiles':{'a':[null,4,null,null],'c':[null,null,3,null]}}");

    change("{'ts':9,'version':7,'changed':{'a':{}},'removed':['c']}");
    assertThat(heatmap.whole().toString()).as("an old one").contains("4,null", "\"c\"", "2.5");
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
      assertThat(tiles).isEqualTo(new JsonObject());
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
