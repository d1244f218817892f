import { Verdict } from '../../../lib/growth/verdict';
import type { Plan } from '../plan';
import { count } from '../../review/section';
import { Figure } from './parts';
import { difference, duration, money, VERDICT_WORDS } from './words';

/** The verdict, and what it rests on. */
export function Summary({ plan }: { plan: Plan }) {
  const isBlocked = plan.blocked > 0;
  return (
    <header class={isBlocked ? 'bad' : 'good'}>
      <p class="eyebrow">
        Growth plan <span class="route">{plan.from.name}</span> <span aria-label="to">→</span>{' '}
        <span class="route">{plan.to.name}</span>
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
        <Fact name="Changed in place" text={`and ${interrupted(plan)}`}>
          <Figure at={`/verdicts/${Verdict.UPDATED}`}>{plan.verdicts.UPDATED.toLocaleString('en-US')}</Figure>
        </Fact>
        <Fact name="Longest interruption" text={longestWhere(plan)}>
          {duration(longest(plan)?.seconds ?? 0)}
        </Fact>
        {plan.costs ? (
          <Fact name="A month, when idle" text={`${difference(plan.costs.after - plan.costs.before)} a month`}>
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
        <strong>{children}</strong> <span>{text}</span>
      </dd>
    </div>
  );
}

function BlockedVerdict({ plan }: { plan: Plan }) {
  return (
    <>
      Blocked: <Figure at="/blocked">{plan.blocked}</Figure>{' '}
      {plan.blocked === 1 ? 'change must not be deployed as it is' : 'changes must not be deployed as they are'}
    </>
  );
}

/** What the blocked changes would do: `1 is replaced, 2 are removed`. */
function blockedLead({ changes }: Plan): string {
  const blocked = changes.filter((change) => change.blocked);
  const each = Object.values(Verdict).flatMap((verdict) => {
    const number = blocked.filter((change) => change.verdict === verdict).length;
    return number > 0 ? [`${number} ${VERDICT_WORDS[verdict]}`] : [];
  });
  return `Of these: ${each.join(', ')}. Each is below, with the safe way to get there.`;
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
  return verdicts.INTERRUPTED === 0 ? 'none is interrupted' : `${verdicts.INTERRUPTED} with an interruption`;
}

function longest({ steps }: Plan) {
  const all = steps.flatMap(({ interruptions }) => interruptions);
  return [...all].sort((one, other) => other.seconds - one.seconds)[0];
}

function longestWhere(plan: Plan): string {
  const found = longest(plan);
  return found ? `at most, of ${found.label}` : 'nothing is out of reach';
}
