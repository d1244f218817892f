import type { Kind } from './graph';
import type { Mark } from './svg';

/** Colours of what is pointed out. */
export interface MarkColours {
  readonly fill: string;
  readonly stroke: string;
  readonly text: string;
}

/** Colours of a drawing. */
export interface Theme {
  readonly background: string;
  readonly text: string;
  readonly quiet: string;
  readonly line: string;
  readonly group: string;
  readonly network: string;
  readonly tier: string;
  readonly box: string;
  readonly border: string;
  readonly kinds: Readonly<Record<Kind, string>>;
  readonly marks: Readonly<Record<Mark, MarkColours>>;
}

/** For light pages. Text has a contrast of at least 4.5 to 1 on every fill. */
export const LIGHT: Theme = {
  background: '#ffffff',
  text: '#1f2328',
  quiet: '#59636e',
  line: '#6e7781',
  group: '#f6f8fa',
  network: '#ffffff',
  tier: '#eef3fb',
  box: '#ffffff',
  border: '#d1d9e0',
  kinds: kinds('#7a3ec8', '#0b63ce', '#0a7d6d', '#1a7f37', '#c0392b', '#a5307a', '#59636e'),
  marks: {
    new: { fill: '#e3f6e8', stroke: '#116329', text: '#ffffff' },
    changed: { fill: '#fff4d3', stroke: '#7d4e00', text: '#ffffff' },
    replaced: { fill: '#ffebe9', stroke: '#a40e26', text: '#ffffff' },
    removed: { fill: '#ffebe9', stroke: '#a40e26', text: '#ffffff' },
  },
};

/** For dark pages. */
export const DARK: Theme = {
  background: '#0d1117',
  text: '#f0f6fc',
  quiet: '#a5afba',
  line: '#8b949e',
  group: '#151b23',
  network: '#0d1117',
  tier: '#161f2e',
  box: '#0d1117',
  border: '#3d444d',
  kinds: kinds('#c297ff', '#6cb0ff', '#3fcdb8', '#57c96b', '#ff8f80', '#f584c8', '#a5afba'),
  marks: {
    new: { fill: '#10301b', stroke: '#57c96b', text: '#0d1117' },
    changed: { fill: '#33270a', stroke: '#e3b341', text: '#0d1117' },
    replaced: { fill: '#3b1219', stroke: '#ff8f80', text: '#0d1117' },
    removed: { fill: '#3b1219', stroke: '#ff8f80', text: '#0d1117' },
  },
};

function kinds(
  edge: string,
  web: string,
  worker: string,
  store: string,
  cache: string,
  queue: string,
  other: string,
): Record<Kind, string> {
  return {
    balancer: web,
    bell: other,
    bucket: store,
    cache,
    chart: other,
    database: store,
    function: other,
    globe: edge,
    key: other,
    nat: other,
    proxy: store,
    queue,
    service: web,
    table: store,
    users: edge,
    vault: other,
    worker,
  };
}
