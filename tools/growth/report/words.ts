import type { Tier } from '../../review/model/tiers';
import { InterruptionKind, Verdict } from '../../../lib/growth/verdict';

/** `$1,234.50`; nothing where there is no figure. */
export function money(dollars: number): string {
  return `$${Math.abs(dollars).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}

/** `+$12.00`, `−$12.00`, `$0.00`. */
export function difference(dollars: number): string {
  const cents = Math.round(dollars * 100);
  return `${cents > 0 ? '+' : cents < 0 ? '−' : ''}${money(cents / 100)}`;
}

/** `1 h 2 min 30 s`, with nothing rounded. */
export function duration(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor((seconds % 3600) / 60), 'min'],
    [seconds % 60, 's'],
  ] as const;
  const shown = parts.filter(([number]) => number > 0).map(([number, unit]) => `${number} ${unit}`);
  return shown.join(' ') || '0 s';
}

/** What a tier is called. */
export const TIER_NAMES: Readonly<Record<Tier, string>> = {
  edge: 'Edge',
  network: 'Network',
  entry: 'Load balancer',
  web: 'Web services',
  worker: 'Workers',
  functions: 'Functions',
  data: 'Data',
  cache: 'Cache',
  queue: 'Queues',
  objects: 'Objects',
  monitoring: 'Monitoring',
  security: 'Keys and permissions',
  other: 'Other',
};

/** What happens to a resource, in a word or two. */
export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  [Verdict.UNCHANGED]: 'unchanged',
  [Verdict.ADDED]: 'new',
  [Verdict.UPDATED]: 'changed in place',
  [Verdict.INTERRUPTED]: 'interrupted',
  [Verdict.UNKNOWN]: 'cannot tell',
  [Verdict.REJECTED]: 'refused by AWS',
  [Verdict.ORPHANED]: 'left behind',
  [Verdict.REPLACED]: 'replaced',
  [Verdict.REMOVED]: 'removed',
};

/** What becomes of so many resources that are blocked. */
export const BLOCKED_WORDS: Readonly<Partial<Record<Verdict, string>>> = {
  [Verdict.REMOVED]: 'would be deleted',
  [Verdict.REPLACED]: 'would be replaced by a new, empty one',
  [Verdict.ORPHANED]: 'would be left behind without a stack',
  [Verdict.REJECTED]: 'would be refused by AWS',
  [Verdict.UNKNOWN]: 'cannot be judged from the templates',
};

/** What a verdict means for data, for those who read it for the first time. */
export const VERDICT_MEANINGS: Readonly<Record<Verdict, string>> = {
  [Verdict.UNCHANGED]: 'nothing that is deployed changes',
  [Verdict.ADDED]: 'it is created',
  [Verdict.UPDATED]: 'it changes where it is, and nobody notices',
  [Verdict.INTERRUPTED]: 'it changes where it is, and is out of reach for a while',
  [Verdict.UNKNOWN]: 'nobody can tell from the templates',
  [Verdict.REJECTED]: 'the deployment fails and rolls back',
  [Verdict.ORPHANED]: 'it stays in the account, but no stack has it any more',
  [Verdict.REPLACED]: 'a new, empty one takes its place',
  [Verdict.REMOVED]: 'it is deleted',
};

/** How something is out of reach. */
export const INTERRUPTION_WORDS: Readonly<Record<InterruptionKind, string>> = {
  [InterruptionKind.FAILOVER]: 'another instance takes over',
  [InterruptionKind.REBOOT]: 'it restarts',
  [InterruptionKind.RESIZE]: 'it is exchanged for another size',
  [InterruptionKind.UPGRADE]: 'a new version is installed',
  [InterruptionKind.CONNECTIONS]: 'open connections are cut',
  [InterruptionKind.EXCHANGE]: 'a new one takes its place',
};

/** `AWS::RDS::DBInstance` is `RDS DB instance`, `AWS::Backup::BackupPlan` is `Backup plan`. */
export function typeName(type: string): string {
  const [service, ...rest] = type.replace(/^AWS::/, '').split('::');
  const words = rest.flatMap((part) => part.split(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/));
  const own = words[0] === service ? words.slice(1) : words;
  return [service, ...own.map((part) => (/^[A-Z][a-z]/.test(part) ? part.toLowerCase() : part))].join(' ');
}

/** A clause as a sentence: with a capital and a full stop. */
export function sentence(clause: string): string {
  const trimmed = clause.trim();
  return `${trimmed.charAt(0).toUpperCase()}${trimmed.slice(1)}${/[.!?]$/.test(trimmed) ? '' : '.'}`;
}

/** A value of a template in a line; a long one is cut. */
export function shown(value: unknown): string {
  if (value === undefined) return 'not set';
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}

const LONGEST = 160;
