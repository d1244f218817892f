import { Verdict } from '../../../lib/growth/verdict';
import type { Plan } from '../plan';
import { count } from '../../review/section';
import { Arrow, Figure, Name } from './parts';
import { BLOCKED_WORDS, duration, money } from './words';

/** The verdict, and what it rests on. */
export function Summary({ plan }: { plan: Plan }) {
  const isBlocked = plan.blocked > 0;
  return (
    <header class={isBlocked ? 'bad' : 'good'}>
      <p class="eyebrow">
        Growth plan{' '}
        <span class="route">
          <Name>{plan.from.name}</Name>
        </span>{' '}
        <Arrow word="to" />{' '}
        <span class="route">
          <Name>{plan.to.name}</Name>
        </span>
      </p>
      <h1>
        <span class="sign" aria-hidden="true">
          {isBlocked ? '✕' : '✓'}
        </span>
        <span>{isBlocked ? <BlockedVerdict plan={plan} /> : 'Safe: no data is lost on the way'}</span>
      </h1>
      <p class="lead">{isBlocked ? blockedLead(plan) : safeLead(plan)}</p>
      <dl class="facts">
        <Fact name="Stay as they are" text={resources(plan.verdicts.UNCHANGED)}>
          <Figure at={`/verdicts/${Verdict.UNCHANGED}`}>{plan.verdicts.UNCHANGED.toLocaleString('en-US')}</Figure>
        </Fact>
        <Fact name="New" text={resources(plan.verdicts.ADDED)}>
          <Figure at={`/verdicts/${Verdict.ADDED}`}>{plan.verdicts.ADDED.toLocaleString('en-US')}</Figure>
        </Fact>
        <Fact name="Changed in place" text={interrupted(plan)}>
          <Figure at={`/verdicts/${Verdict.UPDATED}`}>{plan.verdicts.UPDATED.toLocaleString('en-US')}</Figure>
        </Fact>
        <Fact
          name="Removed or replaced"
          text={plan.blocked > 0 ? `${plan.blocked} blocked` : 'none of them holds data'}
        >
          <Figure at="/verdicts/REMOVED + /verdicts/REPLACED + /verdicts/ORPHANED">
            {gone(plan).toLocaleString('en-US')}
          </Figure>
        </Fact>
        <Fact name="Longest interruption" text={longestWhere(plan)}>
          <Longest plan={plan} />
        </Fact>
        {plan.costs ? (
          <Fact name="Cost of an idle month" text={`was ${money(plan.costs.before)}`}>
            <Figure at="/costs/after">{money(plan.costs.after)}</Figure>
          </Fact>
        ) : null}
      </dl>
    </header>
  );
}

function Fact({ name, text, children }: { name: string; text: string; children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <strong>{children}</strong>{' '}
        <span>
          <Name>{text}</Name>
        </span>
      </dd>
    </div>
  );
}

function BlockedVerdict({ plan }: { plan: Plan }) {
  return (
    <>
      Blocked: <Figure at="/blocked">{plan.blocked}</Figure> of{' '}
      <Figure at="/changes">{count(plan.changes.length, 'change')}</Figure>
    </>
  );
}

/** What the blocked changes would do: `1 is replaced, 2 are removed`. */
function blockedLead({ changes }: Plan): string {
  const blocked = changes.filter((change) => change.blocked);
  const each = Object.entries(BLOCKED_WORDS).flatMap(([verdict, words]) => {
    const number = blocked.filter((change) => change.verdict === (verdict as Verdict)).length;
    return number > 0 ? [`${number} ${words}`] : [];
  });
  return `${each.join(', ')}. Do not deploy this as it is: the safe way is below.`;
}

function safeLead({ from, to, changes }: Plan): string {
  const held = changes.filter(({ stateful, verdict }) => stateful && verdict !== Verdict.ADDED).length;
  const touched =
    held === 0 ? 'is touched' : `is replaced, removed or renamed; ${count(held, 'store')} change in place`;
  return `From ${from.name} to ${to.name}, nothing that holds data ${touched}.`;
}

function resources(number: number): string {
  return number === 1 ? 'resource' : 'resources';
}

function interrupted({ verdicts }: Plan): string {
  return verdicts.INTERRUPTED === 0 ? 'without an interruption' : `and ${verdicts.INTERRUPTED} with an interruption`;
}

/** What is not where it was afterwards; nobody can tell of the unknown, and the rejected stay. */
function gone({ verdicts }: Plan): number {
  return verdicts.REMOVED + verdicts.REPLACED + verdicts.ORPHANED;
}

function longest({ steps }: Plan) {
  const all = steps.flatMap(({ interruptions }, step) =>
    interruptions.map(({ seconds, label }, index) => ({
      seconds,
      label,
      at: `/steps/${step}/interruptions/${index}/seconds`,
    })),
  );
  return all.sort((one, other) => other.seconds - one.seconds)[0];
}

function Longest({ plan }: { plan: Plan }) {
  const found = longest(plan);
  return found ? <Figure at={found.at}>{duration(found.seconds)}</Figure> : <>none</>;
}

function longestWhere(plan: Plan): string {
  const found = longest(plan);
  return found ? `at most: ${found.label.split('/').slice(-2).join('/')}` : 'nothing is out of reach';
}
