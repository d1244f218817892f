import type { ComponentChildren } from 'preact';
import { Verdict } from '../../../lib/growth/verdict';
import { VERDICT_WORDS } from './words';

/**
 * A figure, and how it comes about from the plan, by which tests compare the page with `--json`: a JSON pointer, or several with
 * plus or minus between them. A list counts as the number of its items.
 */
export function Figure({ at, children }: { at: string; children: ComponentChildren }) {
  return <span data-figure={at}>{children}</span>;
}

/** Signs that stand beside the words, for those who do not see colours. */
const SIGNS: Readonly<Record<Verdict, string>> = {
  [Verdict.UNCHANGED]: '=',
  [Verdict.ADDED]: '+',
  [Verdict.UPDATED]: '~',
  [Verdict.INTERRUPTED]: '◷',
  [Verdict.UNKNOWN]: '?',
  [Verdict.REJECTED]: '×',
  [Verdict.ORPHANED]: '↷',
  [Verdict.REPLACED]: '⇄',
  [Verdict.REMOVED]: '−',
};

/** A verdict as a sign, a word and a colour. */
export function Badge({ verdict }: { verdict: Verdict }) {
  return (
    <span class={`badge ${toneOf(verdict)}`}>
      <span aria-hidden="true">{SIGNS[verdict]}</span> {VERDICT_WORDS[verdict]}
    </span>
  );
}

/** How much a verdict should worry. */
export function toneOf(verdict: Verdict): 'good' | 'plain' | 'careful' | 'bad' {
  switch (verdict) {
    case Verdict.ADDED:
      return 'good';
    case Verdict.UNCHANGED:
    case Verdict.UPDATED:
      return 'plain';
    case Verdict.INTERRUPTED:
      return 'careful';
    default:
      return 'bad';
  }
}

/** A part of the page, which its heading names. */
export function Part({ id, title, lead, children }: PartProps) {
  return (
    <section id={id} aria-labelledby={`${id}-heading`}>
      <h2 id={`${id}-heading`}>{title}</h2>
      {lead === undefined ? null : <p class="lead">{lead}</p>}
      {children}
    </section>
  );
}

interface PartProps {
  readonly id: string;
  readonly title: string;
  readonly lead?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A source: a link where it is one. */
export function Source({ source }: { source: string }) {
  const address = /^https:\/\/[^\s]+$/.test(source);
  return address ? (
    <a href={source} rel="noreferrer">
      {source.replace(/^https:\/\//, '')}
    </a>
  ) : (
    <>{source}</>
  );
}

/** An arrow for who sees it, and a word for who hears it. */
export function Arrow({ word }: { word: string }) {
  return (
    <>
      <span class="hidden">{word}</span>
      <span aria-hidden="true">→</span>
    </>
  );
}

/** A name that may break where one of its parts ends, and nowhere else unless it must. */
export function Name({ children }: { children: string }) {
  const parts = children.split(/(?<=[a-z0-9])(?=[A-Z])|(?<=[/.:_-])/);
  return (
    <>
      {parts.map((part, index) => (
        <>
          {index === 0 ? null : <wbr />}
          {part}
        </>
      ))}
    </>
  );
}

/** What scrolls in itself, where the page is too narrow, and can be reached by keyboard. */
export function Scroller({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div class="scroller" role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
