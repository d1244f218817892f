import type { Finding } from '../../../lib/growth/verdict';
import type { Plan, PlanChange } from '../plan';
import { Badge, Figure, Part, Source } from './parts';
import { shown, typeName, VERDICT_MEANINGS } from './words';

/** What must not be deployed as it is, why, and the safe way to get there. */
export function Blocked({ plan }: { plan: Plan }) {
  const blocked = plan.changes.filter((change) => change.blocked);
  if (blocked.length === 0) return null;
  return (
    <Part
      id="blocked"
      title="What is blocked, and the safe way"
      lead={
        <>
          <Figure at="/blocked">{plan.blocked}</Figure> of{' '}
          {plan.changes.length === 1 ? 'one change' : `${plan.changes.length.toLocaleString('en-US')} changes`}. Each
          blocks the deployment until it is done another way, or somebody acknowledges it with a reason.
        </>
      }
    >
      {blocked.map((change) => (
        <BlockedChange change={change} />
      ))}
    </Part>
  );
}

function BlockedChange({ change }: { change: PlanChange }) {
  return (
    <article class="blocked">
      <h3>
        {change.label} <Badge verdict={change.verdict} />
      </h3>
      <p class="quiet">
        {typeName(change.resourceType)} <code>{change.logicalId}</code> in {change.stackName}:{' '}
        {VERDICT_MEANINGS[change.verdict]}.
      </p>
      {change.findings.map((finding) => (
        <FindingList finding={finding} />
      ))}
    </article>
  );
}

function FindingList({ finding }: { finding: Finding }) {
  const { property, before, after, reason, source, remedy } = finding;
  return (
    <dl class="finding">
      {property === '' ? null : (
        <div>
          <dt>{property}</dt>
          <dd>
            <Change before={before} after={after} />
          </dd>
        </div>
      )}
      <div>
        <dt>Why</dt>
        <dd>
          {reason}{' '}
          {source === '' ? null : (
            <small>
              (<Source source={source} />)
            </small>
          )}
        </dd>
      </div>
      {remedy === '' ? null : (
        <div class="remedy">
          <dt>The safe way</dt>
          <dd>{remedy}</dd>
        </div>
      )}
    </dl>
  );
}

/** A value before and afterwards. */
export function Change({ before, after }: { before: unknown; after: unknown }) {
  return (
    <>
      <code>{shown(before)}</code> <span aria-label="becomes">→</span> <code>{shown(after)}</code>
    </>
  );
}
