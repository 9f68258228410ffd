import { number } from "../../model/format.js";
import { data, get } from "../../app/api.js";
import { icons } from "../../ui/icons.js";
import { define, html, nothing, View } from "../../ui/view.js";
import "../../ui/panel.js";

const PAGE = 10;
const MEDALS = { 1: "🥇", 2: "🥈", 3: "🥉" };
const TRENDS = { improving: ["↗", "up"], stable: ["→", ""], decaying: ["↘", "down"] };

/** The name of a score. */
export function tierOf(score) {
  if (!score.leaderboard_eligible && score.leaderboard_eligible !== undefined) return "Unrated";
  const value = scoreOf(score);
  if (value >= 820) return "Black";
  if (value >= 790) return "Gold";
  if (value >= 700) return "Purple";
  return value >= 600 ? "Blue" : "Neutral";
}

const scoreOf = (s) => (s.afi_version >= 4 ? (s.composite ?? s.afi_score) : s.afi_score);

/** Who trades best, by score. */
export class Leaderboard extends View {
  static properties = { found: { state: true }, trouble: { state: true }, page: { state: true }, search: { state: true } };

  constructor() {
    super();
    this.found = null;
    this.trouble = null;
    this.page = 0;
    this.search = "";
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  async #load() {
    try {
      this.found = await data(get("/api/leaderboard?limit=200"));
      this.trouble = null;
    } catch (cause) {
      this.trouble = cause;
    }
  }

  render() {
    return html`<div class="stack">
      <h1>Leaderboard</h1>
      <ms-panel
        heading="Ranking"
        feature="leaderboard_access"
        flush
        .value=${this.found}
        .trouble=${this.trouble}
        .retry=${() => this.#load()}
        .tools=${() => html`<input class="input" type="search" aria-label="Search traders" placeholder="Search" .value=${this.search} @input=${(e) => { this.search = e.target.value; this.page = 0; }} />`}
        .content=${() => this.#table()}
      ></ms-panel>
    </div>`;
  }

  #table() {
    const { rankings = [], currentUserRank: mine, totalParticipants } = this.found;
    const words = this.search.trim().toLowerCase();
    const rows = rankings.filter((r) => !words || r.displayName.toLowerCase().includes(words));
    if (rankings.length === 0) return html`<div class="empty">Nobody is ranked yet.</div>`;
    const pages = Math.max(1, Math.ceil(rows.length / PAGE));
    const shown = rows.slice(this.page * PAGE, (this.page + 1) * PAGE);
    const inSight = mine && shown.some((r) => r.user_id === mine.user_id);
    return html`
      <div class="table-wrap" tabindex="0"><table class="table">
        <thead><tr><th scope="col" class="num">Rank</th><th scope="col">Trader</th><th scope="col">Tier</th><th scope="col" class="num">Score</th><th scope="col">Trend</th><th scope="col" class="num">Trades</th></tr></thead>
        <tbody>
          ${shown.map((r) => this.#row(r, mine))} ${mine && !inSight ? this.#row(mine, mine) : nothing}
        </tbody>
      </table></div>
      <div class="pager">
        <span class="soft">${number(totalParticipants, 0)} traders</span>
        <button class="button tiny icon" aria-label="Previous page" ?disabled=${this.page === 0} @click=${() => this.page--}>${icons.left}</button>
        <span class="num">${this.page + 1} / ${pages}</span>
        <button class="button tiny icon" aria-label="Next page" ?disabled=${this.page >= pages - 1} @click=${() => this.page++}>${icons.right}</button>
      </div>
    `;
  }

  #row(r, mine) {
    const [arrow, kind] = TRENDS[r.trend] ?? TRENDS.stable;
    const parts = Object.entries(r.components_v4 ?? {}).map(([name, value]) => `${name.replaceAll("_", " ")} ${number((value ?? 0) * 100, 0)} %`);
    return html`<tr aria-selected=${String(mine?.user_id === r.user_id)}>
      <td class="num">${MEDALS[r.rank] ?? ""} ${r.rank || "—"}</td>
      <td>${r.displayName}${mine?.user_id === r.user_id ? html` <span class="badge">you</span>` : nothing}</td>
      <td><span class="badge">${tierOf(r)}</span></td>
      <td class="num" title=${parts.join(", ")}>${number(scoreOf(r), 0)}${r.is_provisional ? html` <span class="faint small">provisional</span>` : nothing}</td>
      <td class=${kind}>${arrow} <span class="visually-hidden">${r.trend}</span></td>
      <td class="num">${r.trade_count}</td>
    </tr>`;
  }
}

define("ms-leaderboard", Leaderboard);
