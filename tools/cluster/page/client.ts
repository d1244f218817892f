/// <reference lib="dom" />
import type { ClusterStatus, PartStatus } from '../cluster';
import { CHARTS, drawing, type Chart } from './charts';

// Runs in the browser.
const KEPT_MILLISECONDS = 120_000;
const ACTIONS = ['kill', 'freeze', 'resume', 'restart', 'start'] as const;
const DATABASES = ['primary', 'replica-1', 'replica-2'];

let history: ClusterStatus[] = [];

const source = new EventSource('/events');
source.addEventListener('history', (event: MessageEvent<string>) => show(JSON.parse(event.data) as ClusterStatus[]));
source.addEventListener('status', (event: MessageEvent<string>) => {
  show([...history, JSON.parse(event.data) as ClusterStatus]);
});
source.addEventListener('error', () => (byId('summary').textContent = 'The cluster does not answer: it was stopped'));

function show(statuses: ClusterStatus[]): void {
  const latest = statuses.at(-1);
  if (!latest) return;
  history = statuses.filter(({ at }) => at > latest.at - KEPT_MILLISECONDS);
  const working = latest.parts.filter(({ state }) => state === 'running').length;
  byId('summary').textContent =
    `${working} of ${latest.parts.length} parts work. ${latest.writer ?? 'Nobody'} takes writes, and waits for ${latest.synchronous ? 'a replica' : 'no replica'}.`;
  CHARTS.forEach(showChart);
  latest.parts.forEach((part) => showPart(part, latest));
  const rows = latest.events.slice(0, 12).map(({ at, text }) => {
    const row = document.createElement('li');
    const time = document.createElement('time');
    time.textContent = new Date(at).toLocaleTimeString('en-GB');
    row.append(time, text);
    return row;
  });
  byId('events').replaceChildren(...rows);
  document.documentElement.dataset.ready = 'true';
}

function showChart(chart: Chart): void {
  const card = cardIn('charts', chart.name, () => {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('viewBox', '0 0 100 40');
    svg.setAttribute('preserveAspectRatio', 'none');
    svg.setAttribute('role', 'img');
    const paths = chart.series.map((_series, index) => {
      const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
      path.setAttribute('class', index === 0 ? 'one' : 'two');
      return path;
    });
    svg.append(...paths);
    const legend = element('p', 'legend');
    legend.append(...chart.series.map((_series, index) => element('span', index === 0 ? 'one' : 'two')));
    return [svg, legend];
  });
  const { paths, latest } = drawing(chart, history);
  card.querySelectorAll('path').forEach((path, index) => path.setAttribute('d', paths[index] ?? ''));
  card.querySelectorAll('.legend span').forEach((span, index) => (span.textContent = latest[index] ?? ''));
  card.querySelector('svg')?.setAttribute('aria-label', `${chart.name}: ${latest.join(', ')}`);
}

function showPart(part: PartStatus, status: ClusterStatus): void {
  const { name, state } = part;
  const where = DATABASES.includes(name) ? 'databases' : /^(web|worker)-/.test(name) ? 'instances' : 'engines';
  const card = cardIn(where, name, () => {
    const buttons = element('div', 'buttons');
    buttons.append(...ACTIONS.map((action) => buttonFor(name, action)));
    return [element('p', 'details'), buttons];
  });
  card.id = name;
  const label = card.querySelector('.state');
  if (label) {
    label.className = `state ${state}`;
    label.textContent = state;
  }
  const details = card.querySelector('.details');
  if (details) details.textContent = detailsOf(part, status);
  const possible: Record<(typeof ACTIONS)[number], boolean> = {
    kill: ['running', 'frozen', 'starting'].includes(state),
    freeze: state === 'running',
    resume: state === 'frozen',
    restart: state === 'running',
    start: ['stopped', 'gone'].includes(state),
  };
  card.querySelectorAll('button').forEach((button) => {
    button.disabled = !possible[button.dataset.action as (typeof ACTIONS)[number]];
  });
}

function detailsOf(part: PartStatus, { databases }: ClusterStatus): string {
  const database = databases.find(({ name }) => name === part.name);
  const texts = [
    ...(database ? [database.role] : []),
    ...(database?.lagSeconds === undefined ? [] : [`${database.lagSeconds.toFixed(1)} s behind`]),
    ...(database && database.role !== 'unreachable'
      ? [`${database.connections} of ${database.maximumConnections} connections`]
      : []),
    ...(part.version === undefined ? [] : [`version ${part.version}`]),
    ...(part.serving === undefined ? [] : [part.serving ? 'in service' : 'out of service']),
    ...(part.port === undefined ? [] : [`port ${part.port}`]),
    ...(part.restarts > 0 ? [`started again ${part.restarts} times`] : []),
  ];
  return texts.join(', ') || 'no port';
}

function buttonFor(name: string, action: string): HTMLButtonElement {
  const button = document.createElement('button');
  button.dataset.action = action;
  button.textContent = `${action[0].toUpperCase()}${action.slice(1)}`;
  button.setAttribute('aria-label', `${button.textContent} ${name}`);
  button.addEventListener('click', () => {
    void fetch(`/parts/${name}/${action}`, { method: 'POST', headers: { 'x-cluster': 'page' } });
  });
  return button;
}

/** The card of a name, made when it is not there. */
function cardIn(where: string, name: string, body: () => Element[]): Element {
  const parent = byId(where);
  const found = [...parent.children].find((child) => child.getAttribute('data-name') === name);
  if (found) return found;
  const card = element('div', 'card');
  card.setAttribute('data-name', name);
  const head = element('div', 'head');
  const title = element('h3', '');
  title.textContent = name;
  head.append(title, element('span', 'state-none state'));
  if (where === 'charts') head.lastChild?.remove();
  card.append(head, ...body());
  parent.append(card);
  return card;
}

function element(tag: string, className: string): HTMLElement {
  const made = document.createElement(tag);
  if (className !== '') made.className = className;
  return made;
}

function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`there is no ${id}`);
  return found;
}
