import type { Finding } from '../../../lib/growth/verdict';
import { count } from '../../review/section';
import type { Plan, PlanChange } from '../plan';
import { Arrow, Badge, Figure, Name, Part, Source } from './parts';
import { sentence, shown, typeName, VERDICT_MEANINGS } from './words';

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
          <Figure at="/changes">{count(plan.changes.length, 'change')}</Figure>. Each stays blocked until it is done
          another way, or until somebody acknowledges it with a reason.
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
        <Name>{change.label}</Name> <Badge verdict={change.verdict} />
      </h3>
      <p class="quiet">
        {typeName(change.resourceType)}{' '}
        <code>
          <Name>{change.logicalId}</Name>
        </code>{' '}
        in <Name>{change.stackName}</Name>: {VERDICT_MEANINGS[change.verdict]}.
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
      {property === '' || (before === undefined && after === undefined) ? null : (
        <div>
          <dt>
            <Name>{property}</Name>
          </dt>
          <dd>
            <Change before={before} after={after} />
          </dd>
        </div>
      )}
      <div>
        <dt>Why</dt>
        <dd>
          {sentence(reason)}{' '}
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
          <dd>{sentence(remedy)}</dd>
        </div>
      )}
    </dl>
  );
}

/** A value before and afterwards. */
export function Change({ before, after }: { before: unknown; after: unknown }) {
  return (
    <>
      <code>{shown(before)}</code> <Arrow word="becomes" /> <code>{shown(after)}</code>
    </>
  );
}
