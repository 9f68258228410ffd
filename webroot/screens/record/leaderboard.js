import { number } from "../../model/format.js";
import { data, get } from "../../app/api.js";
import { each } from "../../ui/each.js";
import { icons } from "../../ui/icons.js";
import { define, html, nothing, View } from "../../ui/view.js";
import "../../ui/panel.js";

const PAGE = 10;
const MEDALS = { 1: "🥇", 2: "🥈", 3: "🥉" };
const TRENDS = { improving: ["↗", "up"], stable: ["→", ""], decaying: ["↘", "down"] };

/** What a score is made of. */
const PARTS = {
  daily_sharpe: "Daily Sharpe",
  drawdown_resilience: "Resilience in drawdowns",
  payoff_asymmetry: "Wins against losses",
  recovery_velocity: "Speed of recovery",
};

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
    if (rankings.length === 0 && !mine) {
      return html`<div class="empty"><p>Nobody is ranked yet.</p><a href="/settings?tab=profile">Choose your name</a></div>`;
    }
    const pages = Math.max(1, Math.ceil(rows.length / PAGE));
    const shown = rows.slice(this.page * PAGE, (this.page + 1) * PAGE);
    const inSight = mine && shown.some((r) => r.user_id === mine.user_id);
    const all = mine && !inSight ? [...shown, mine] : shown;
    return html`
      <div class="standings"><table class="table">
        <caption class="visually-hidden">Ranking of traders</caption>
        <thead><tr><th scope="col" class="num">Rank</th><th scope="col">Trader</th><th scope="col">Tier</th><th scope="col" class="num">Score</th><th scope="col">Trend</th><th scope="col" class="num minor">Trades</th></tr></thead>
        <tbody>
          ${each(all, (r) => r.user_id, (r) => this.#row(r, mine))}
          ${shown.length === 0 ? html`<tr><td colspan="6" class="soft">No trader fits.</td></tr>` : nothing}
        </tbody>
      </table></div>
      <p class="standings-foot small">
        ${mine ? html`You are shown as <strong>${mine.displayName}</strong>.` : "You are not ranked: it takes closed trades in a log with a capital of $10,000 or more."}
        <a href="/settings?tab=profile">${mine ? "Change your name" : "Choose your name"}</a>
      </p>
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
    const own = mine?.user_id === r.user_id;
    return html`<tr class=${own ? "own" : ""} aria-current=${own ? "true" : nothing}>
      <td class="num">${MEDALS[r.rank] ?? ""} ${r.rank || "—"}</td>
      <td class="who">${r.displayName}${own ? html` <span class="badge">you</span>` : nothing}</td>
      <td><span class="badge">${tierOf(r)}</span></td>
      <td class="num">${this.#score(r)}</td>
      <td class=${kind}>${arrow} <span class="visually-hidden">${r.trend}</span></td>
      <td class="num minor">${r.trade_count}</td>
    </tr>`;
  }

  /** The score, and what it is made of for whoever opens it. */
  #score(r) {
    const parts = Object.entries((r.afi_version >= 4 ? r.components_v4 : r.components) ?? {});
    const text = html`${number(scoreOf(r), 0)}${r.is_provisional ? html` <span class="soft small minor">provisional</span>` : nothing}`;
    if (parts.length === 0) return text;
    return html`<details class="parts">
      <summary aria-label="Score of ${r.displayName}, ${number(scoreOf(r), 0)}: what it is made of">${text}</summary>
      <dl class="numbers small">
        ${parts.map(([name, value]) => html`<div><dt>${PARTS[name] ?? name.replaceAll("_", " ")}</dt><dd>${number((value ?? 0) * 100, 0)} %</dd></div>`)}
      </dl>
    </details>`;
  }
}

define("ms-leaderboard", Leaderboard);
