// The page an operator sees first. It shows what the JSON of this node says, every few seconds.
const POLL_MS = 5000;
const SVG = 'http://www.w3.org/2000/svg';
const byId = (id) => document.getElementById(id);

const STATES = {
  running: 'good', degraded: 'fair', starting: 'fair', stopping: 'fair', failed: 'bad', stopped: '',
};
const BEATS = {
  healthy: 'good', degraded: 'fair', running_no_heartbeat: 'fair', dead: 'bad', unknown: 'fair',
};
const LABELS = { excellent: 'good', good: 'good', degraded: 'fair', critical: 'bad', down: 'bad' };
const SEVERITIES = { critical: 'bad', warning: 'fair', info: 'good' };

function element(name, content, className) {
  const made = document.createElement(name);
  made.append(...[content ?? []].flat());
  if (className) made.className = className;
  return made;
}

function pill(text, kind) {
  return element('span', text, kind ? `pill ${kind}` : 'pill');
}

function duration(seconds) {
  if (seconds == null) return '–';
  const days = Math.floor(seconds / 86400);
  const hours = Math.floor(seconds / 3600) % 24;
  const minutes = Math.floor(seconds / 60) % 60;
  if (days) return `${days}d ${hours}h`;
  if (hours) return `${hours}h ${minutes}m`;
  return minutes ? `${minutes}m` : `${seconds}s`;
}

function clock(iso) {
  return new Date(iso).toLocaleTimeString();
}

/** Puts children in place only when they changed, so that nobody loses focus or selection. */
function show(parent, children) {
  const next = element('div', children);
  if (parent.dataset.shown !== next.innerHTML) {
    parent.dataset.shown = next.innerHTML;
    parent.replaceChildren(...next.childNodes);
  }
}

function showText(id, text) {
  if (byId(id).textContent !== text) byId(id).textContent = text;
}

function heartbeat(service, beats) {
  const beat = beats?.[service.name];
  if (!beat) return '–';
  const words = beat.status.replaceAll('_', ' ');
  if (beat.stopped_by_operator) return pill('stopped by operator');
  return pill(beat.age_sec == null ? words : `${words}, ${Math.round(beat.age_sec)} s`, BEATS[beat.status]);
}

function endpoint(service, endpoints) {
  const answer = endpoints?.[service.name];
  if (!answer) return '–';
  if (!answer.reachable) return pill(answer.error.replaceAll('_', ' '), service.running ? 'bad' : '');
  return pill(String(answer.status_code), answer.healthy ? 'good' : 'bad');
}

function verticle({ name, instances, single_owner: single, owner, keys }) {
  if (single) return `${name}: ${owner ? 'owner' : 'standby'}`;
  return `${name}: ${keys ? keys.join(' ') || 'standby' : instances}`;
}

function instances(service) {
  return service.verticles.map(verticle).join(', ') || '–';
}

function row(service, health) {
  const state = element('td', pill(service.state, STATES[service.state]));
  if (service.trouble) state.append(element('small', service.trouble));
  const name = element('th', [service.name, element('small', service.description)]);
  name.scope = 'row';
  return element('tr', [
    name,
    state,
    element('td', heartbeat(service, health.heartbeats)),
    element('td', endpoint(service, health.http_health)),
    element('td', service.port == null ? '–' : String(service.port), 'number'),
    element('td', service.running ? instances(service) : '–'),
    element('td', duration(service.uptime_seconds), 'number'),
  ]);
}

function store(name, up, facts) {
  const head = element('h3', [name, pill(up ? 'up' : 'down', up ? 'good' : 'bad')]);
  return element('li', [head, element('p', facts, 'quiet')]);
}

function stores(status, health) {
  const shown = Object.entries(status.redis).map(([name, bus]) => {
    const facts = health.redis?.[name];
    const words = facts?.alive
      ? `:${bus.port} · ${facts.used_memory_mb} MB · ${facts.total_keys} keys · ${facts.ops_per_sec} ops/s · ${facts.connected_clients} clients`
      : `:${bus.port}`;
    return store(name, bus.running, words);
  });
  const database = health.database;
  if (database) {
    const pool = database.db_pool;
    shown.push(store('database', database.alive,
      `pool ${pool.in_use} of ${pool.size} in use · ${pool.waiting} waiting`));
  }
  shown.push(store('truth', status.truth, status.truth ? 'loaded' : 'not loaded'));
  return shown;
}

function drawCourse(points) {
  const svg = byId('course');
  const y = (score) => (46 - score * 44).toFixed(1);
  const path = points.map((p, i) => `${i ? 'L' : 'M'}${240 - points.length + i + 1} ${y(p.score)}`).join('');
  if (svg.dataset.shown === path) return;
  svg.dataset.shown = path;
  const parts = [0.6, 0.8].map((threshold) => {
    const line = document.createElementNS(SVG, 'line');
    const at = y(threshold);
    Object.entries({ x1: 0, x2: 240, y1: at, y2: at }).forEach(([k, v]) => line.setAttribute(k, v));
    return line;
  });
  const curve = document.createElementNS(SVG, 'path');
  curve.setAttribute('d', path);
  svg.replaceChildren(...parts, curve);
}

function eventItem(event) {
  const time = element('time', clock(event.ts_iso));
  time.dateTime = event.ts_iso;
  return element('li', [time, pill(event.severity, SEVERITIES[event.severity]), element('span', event.message)]);
}

function render(status, health, events, history) {
  const { name, env, version, pid } = status.node;
  showText('node', `${name} · ${env} · version ${version} · process ${pid}`);
  const known = health.score != null;
  showText('score', known ? health.score.toFixed(3) : '–');
  const label = byId('label');
  label.textContent = known ? health.score_label : 'first look in a moment';
  label.className = known ? `pill ${LABELS[health.score_label]}` : 'pill';
  const running = status.services.filter((s) => s.running).length;
  const looked = known ? `, looked at ${clock(health.ts_iso)}` : '';
  showText('summary', `${running} of ${status.services.length} services run${looked}`);
  show(byId('rows'), status.services.map((service) => row(service, health)));
  show(byId('stores'), stores(status, health));
  const latest = events.events.slice(-20).reverse();
  show(byId('events'), latest.length
    ? latest.map(eventItem)
    : [element('li', 'Nothing happened since this node looks.', 'none')]);
  drawCourse(history.history);
  document.title = known ? `${health.score_label} · MarketSwarm` : 'MarketSwarm';
}

async function get(path) {
  const answer = await fetch(path, { cache: 'no-store', signal: AbortSignal.timeout(POLL_MS) });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return answer.json();
}

let timer;

async function poll() {
  clearTimeout(timer);
  const connection = byId('connection');
  try {
    render(...await Promise.all([
      get('/api/status'), get('/api/health'), get('/api/health/events?count=20'), get('/api/health/history'),
    ]));
    connection.hidden = true;
  } catch (failure) {
    connection.textContent = `Admin API unreachable, retrying in ${POLL_MS / 1000} s (${failure.message})`;
    connection.hidden = false;
  }
  if (!document.hidden) timer = setTimeout(poll, POLL_MS);
}

document.addEventListener('visibilitychange', () => { if (!document.hidden) poll(); });
poll();
