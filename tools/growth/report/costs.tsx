import type { Plan, PlanCostLine, PlanCosts } from '../plan';
import { Figure, Part, Source } from './parts';
import { difference, money } from './words';

/** What a month costs before and afterwards. */
export function Costs({ plan }: { plan: Plan }) {
  const { costs } = plan;
  if (!costs) {
    return (
      <Part id="costs" title="What it costs">
        <p>There is no estimate for this plan.</p>
      </Part>
    );
  }
  return (
    <Part
      id="costs"
      title="What it costs"
      lead={
        <>
          A month in which nobody comes: <Figure at="/costs/before">{money(costs.before)}</Figure> before,{' '}
          <Figure at="/costs/after">{money(costs.after)}</Figure> afterwards, {difference(costs.after - costs.before)} a
          month. Prices of {costs.region}, taken <span class="whole">{costs.pricesOf}</span>.
        </>
      }
    >
      <div class="pair">
        <Bars plan={plan} costs={costs} />
        <CostTable plan={plan} costs={costs} />
      </div>
      {costs.unknown.length === 0 ? null : (
        <>
          <h3>In no sum, for want of a price</h3>
          <ul>
            {costs.unknown.map((line) => (
              <li>{line}</li>
            ))}
          </ul>
        </>
      )}
    </Part>
  );
}

/** As many lines as a small chart shows on their own. */
const MOST_BARS = 8;

/** The lines that cost most, and all others in one, as bars. */
function Bars({ plan, costs }: { plan: Plan; costs: PlanCosts }) {
  const lines = [...costs.lines].sort((one, other) => largest(other) - largest(one));
  const rest = lines.slice(MOST_BARS);
  const shown = rest.length > 1 ? [...lines.slice(0, MOST_BARS), others(rest)] : lines;
  const most = Math.max(...shown.map(largest), Number.EPSILON);
  return (
    <figure class="bars">
      <figcaption>
        Dollars a month by line:{' '}
        <span class="whole">
          <span class="key before" aria-hidden="true" /> {plan.from.name}
        </span>{' '}
        <span class="whole">
          <span class="key after" aria-hidden="true" /> {plan.to.name}
        </span>
      </figcaption>
      <ul>
        {shown.map((line) => (
          <li>
            <span class="name">{line.name}</span>
            <span class="values">
              <Bar kind="before" dollars={line.before} most={most} word={plan.from.name} />
              <Bar kind="after" dollars={line.after} most={most} word={plan.to.name} />
            </span>
          </li>
        ))}
      </ul>
    </figure>
  );
}

function largest({ before = 0, after = 0 }: PlanCostLine): number {
  return Math.max(before, after);
}

function others(lines: readonly PlanCostLine[]): PlanCostLine {
  const sum = (side: 'before' | 'after') => lines.reduce((total, line) => total + (line[side] ?? 0), 0);
  return { name: `${lines.length} smaller lines`, before: sum('before'), after: sum('after') };
}

function Bar({
  kind,
  dollars,
  most,
  word,
}: {
  kind: 'before' | 'after';
  dollars?: number;
  most: number;
  word: string;
}) {
  const share = `${(((dollars ?? 0) / most) * 100).toFixed(2)}%`;
  return (
    <span class="bar">
      <svg class={kind} aria-hidden="true" focusable="false">
        <rect width={share} height="100%" rx="2" />
      </svg>
      <span class="amount">
        <span class="hidden">{word}: </span>
        {dollars === undefined ? 'none' : money(dollars)}
      </span>
    </span>
  );
}

function CostTable({ plan, costs }: { plan: Plan; costs: PlanCosts }) {
  return (
    <table class="costs">
      <caption>Every line, with how it comes about</caption>
      <thead>
        <tr>
          <th scope="col">Line</th>
          <th scope="col">{plan.from.name}</th>
          <th scope="col">{plan.to.name}</th>
          <th scope="col">Difference</th>
        </tr>
      </thead>
      <tbody>
        {costs.lines.map((line, index) => (
          <tr>
            <th scope="row">
              {line.name}
              {line.arithmetic === undefined ? null : (
                <small>
                  {line.arithmetic}
                  {line.source === undefined ? null : (
                    <>
                      {' '}
                      (<Source source={line.source} />)
                    </>
                  )}
                </small>
              )}
            </th>
            <Amount at={`/costs/lines/${index}/before`} dollars={line.before} />
            <Amount at={`/costs/lines/${index}/after`} dollars={line.after} />
            <td>{difference((line.after ?? 0) - (line.before ?? 0))}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">Together</th>
          <Amount at="/costs/before" dollars={costs.before} />
          <Amount at="/costs/after" dollars={costs.after} />
          <td>{difference(costs.after - costs.before)}</td>
        </tr>
      </tfoot>
    </table>
  );
}

function Amount({ at, dollars }: { at: string; dollars?: number }) {
  return <td>{dollars === undefined ? '–' : <Figure at={at}>{money(dollars)}</Figure>}</td>;
}
