import { Verdict } from '../../../lib/growth/verdict';
import { count } from '../../review/section';
import type { Plan, PlanChange, PlanTier } from '../plan';
import { Change } from './blocked';
import { Badge, Figure, Name, Part } from './parts';
import { TIER_NAMES, typeName } from './words';

/** What is added and changed, tier by tier from the outside in. */
export function Tiers({ plan }: { plan: Plan }) {
  if (plan.tiers.length === 0) return null;
  return (
    <Part
      id="tiers"
      title="What is added and changed"
      lead="Tier by tier, from the outside in. Open a tier to see every resource; all of them are printed."
    >
      {plan.tiers.map((tier, index) => (
        <TierPart tier={tier} at={`/tiers/${index}`} />
      ))}
    </Part>
  );
}

function TierPart({ tier, at }: { tier: PlanTier; at: string }) {
  const { added, changed, removed } = tier;
  const isGrave = [...changed, ...removed].some(({ blocked, verdict }) => blocked || verdict === Verdict.INTERRUPTED);
  return (
    <details open={isGrave}>
      <summary>
        <h3>{TIER_NAMES[tier.tier]}</h3>
        <span class="counts">
          <Count at={`${at}/added`} number={added.length} sign="+" word="new" tone="good" />
          <Count at={`${at}/changed`} number={changed.length} sign="~" word="changed" tone="plain" />
          <Count at={`${at}/removed`} number={removed.length} sign="−" word="removed" tone="bad" />
        </span>
      </summary>
      {changed.length + removed.length === 0 ? null : <ChangedTable changes={[...removed, ...changed]} tier={tier} />}
      {added.length === 0 ? null : <AddedTable changes={added} tier={tier} />}
    </details>
  );
}

function Count({ at, number, sign, word, tone }: CountProps) {
  if (number === 0) return null;
  return (
    <span class={`badge ${tone}`}>
      <span aria-hidden="true">{sign}</span> <Figure at={at}>{number}</Figure> {word}
    </span>
  );
}

interface CountProps {
  readonly at: string;
  readonly number: number;
  readonly sign: string;
  readonly word: string;
  readonly tone: string;
}

function ChangedTable({ changes, tier }: { changes: readonly PlanChange[]; tier: PlanTier }) {
  return (
    <table>
      <caption class="hidden">{TIER_NAMES[tier.tier]}: what does not stay as it is</caption>
      <thead>
        <tr>
          <th scope="col">Resource</th>
          <th scope="col">What happens</th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <tr>
            <th scope="row">
              <Name>{change.label}</Name> <span class="quiet">{typeName(change.resourceType)}</span>
            </th>
            <td>
              <Badge verdict={change.verdict} /> {change.blocked ? <span class="badge bad">blocked</span> : null}
              <ul class="properties">
                {change.findings
                  .filter(({ property }) => property !== '')
                  .map(({ property, before, after }) => (
                    <li>
                      <strong>
                        <Name>{property}</Name>
                      </strong>{' '}
                      {before === undefined && after === undefined ? null : <Change before={before} after={after} />}
                    </li>
                  ))}
              </ul>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** New resources by their types: a tier may have dozens. */
function AddedTable({ changes, tier }: { changes: readonly PlanChange[]; tier: PlanTier }) {
  const types = new Map<string, PlanChange[]>();
  for (const change of changes) types.set(change.resourceType, [...(types.get(change.resourceType) ?? []), change]);
  return (
    <table>
      <caption class="hidden">
        {TIER_NAMES[tier.tier]}: {count(changes.length, 'new resource')}
      </caption>
      <thead>
        <tr>
          <th scope="col">New</th>
          <th scope="col">Which</th>
        </tr>
      </thead>
      <tbody>
        {[...types].map(([type, own]) => (
          <tr>
            <th scope="row">
              {typeName(type)} <span class="quiet">× {own.length}</span>
            </th>
            <td>
              <Name>{own.map(({ label }) => label).join(', ')}</Name>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
