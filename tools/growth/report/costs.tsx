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
          <Figure at="/costs/after">{money(costs.after)}</Figure> afterwards,{' '}
          <Figure at={DIFFERENCE}>{difference(costs.after - costs.before)}</Figure> a month. Prices of {costs.region},
          taken <span class="whole">{costs.pricesOf}</span>.
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

/** By how much the sums differ. */
const DIFFERENCE = '/costs/after - /costs/before';

/** As many lines as a small chart shows on their own. */
const MOST_BARS = 8;

/** A line of the chart: an amount a side, and the lines of the plan that it comes from. */
interface ChartLine {
  readonly name: string;
  readonly before: Amounts;
  readonly after: Amounts;
}

/** What lines of the plan come to on a side; no lines where it has none. */
interface Amounts {
  readonly dollars: number;
  readonly at: readonly string[];
}

/** The lines that cost most, and all others in one, as bars. */
function Bars({ plan, costs }: { plan: Plan; costs: PlanCosts }) {
  const lines = costs.lines.map((line, index) => chartLine(line.name, [line], [index]));
  const order = [...lines.keys()].sort((one, other) => largest(lines[other]) - largest(lines[one]));
  const rest = order.slice(MOST_BARS).sort((one, other) => one - other);
  const shown =
    rest.length > 1
      ? [
          ...order.slice(0, MOST_BARS).map((index) => lines[index]),
          chartLine(
            `${rest.length} smaller lines`,
            rest.map((index) => costs.lines[index]),
            rest,
          ),
        ]
      : order.map((index) => lines[index]);
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
        {shown.map(({ name, before, after }) => (
          <li>
            <span class="name">{name}</span>
            <span class="values">
              <Bar kind="before" amounts={before} most={most} side={plan.from.name} />
              <Bar kind="after" amounts={after} most={most} side={plan.to.name} />
            </span>
          </li>
        ))}
      </ul>
    </figure>
  );
}

function chartLine(name: string, lines: readonly PlanCostLine[], indices: readonly number[]): ChartLine {
  const amounts = (side: 'before' | 'after'): Amounts => ({
    dollars: lines.reduce((sum, line) => sum + (line[side] ?? 0), 0),
    at: lines.flatMap((line, index) => (line[side] === undefined ? [] : [`/costs/lines/${indices[index]}/${side}`])),
  });
  return { name, before: amounts('before'), after: amounts('after') };
}

function largest({ before, after }: ChartLine): number {
  return Math.max(before.dollars, after.dollars);
}

function Bar({ kind, amounts, most, side }: BarProps) {
  const { dollars, at } = amounts;
  return (
    <span class="bar">
      <svg class={kind} aria-hidden="true" focusable="false">
        <rect width={`${((dollars / most) * 100).toFixed(2)}%`} height="100%" rx="2" />
      </svg>
      <span class="amount">
        <span class="hidden">{side}: </span>
        {at.length === 0 ? 'none' : <Figure at={at.join(' + ')}>{money(dollars)}</Figure>}
      </span>
    </span>
  );
}

interface BarProps {
  readonly kind: 'before' | 'after';
  readonly amounts: Amounts;
  readonly most: number;
  readonly side: string;
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
          <td>
            <Figure at={DIFFERENCE}>{difference(costs.after - costs.before)}</Figure>
          </td>
        </tr>
      </tfoot>
    </table>
  );
}

function Amount({ at, dollars }: { at: string; dollars?: number }) {
  return <td>{dollars === undefined ? '–' : <Figure at={at}>{money(dollars)}</Figure>}</td>;
}
