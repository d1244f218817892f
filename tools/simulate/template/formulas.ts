import { FormulaError, parseExpression, periodOf } from '../metric-math';
import type { Expression } from '../model';
import { metricOf, type Subject } from './metrics';
import { structure, structures, word } from './resources';

type Query = Readonly<Record<string, unknown>>;

const NOTHING: Expression = { kind: 'number', value: 0 };

/**
 * The series that an alarm or a policy follows: that of its queries which returns data.
 *
 * @param queries Metrics and formulas, each with an id.
 * @param what Who follows it, for messages.
 * @param byDefault Seconds of a period where the template has none.
 */
export function formulaOf(queries: unknown, what: string, subject: Subject, byDefault: number): Expression {
  const all = structures(queries);
  const returned = all.filter(({ ReturnData }) => ReturnData !== false && ReturnData !== 'false');
  const [query] = returned;
  if (returned.length !== 1) {
    subject.refuse(`${what} must have one metric or formula that returns data, got ${returned.length}`);
    return NOTHING;
  }
  try {
    return varying(new Formulas(all, subject, byDefault).of(query), what, subject);
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    subject.refuse(`${what}: ${error.message}`);
    return NOTHING;
  }
}

/** CloudWatch refuses what follows no metric. */
function varying(expression: Expression, what: string, subject: Subject): Expression {
  if (periodOf(expression) === undefined) subject.refuse(`${what} must follow a metric, got a constant`);
  return expression;
}

class Formulas {
  private readonly open = new Set<unknown>();

  constructor(
    private readonly queries: readonly Query[],
    private readonly subject: Subject,
    private readonly byDefault: number,
  ) {}

  public of(query: Query): Expression {
    const { Expression: text, MetricStat: statistic } = query;
    if (typeof text !== 'string') return this.metric(structure(statistic));
    if (this.open.has(query)) throw new FormulaError(`${word(query.Id)} is made of itself`);
    this.open.add(query);
    const others = this.queries.filter((other) => other !== query);
    const metrics = Object.fromEntries(others.map((other) => [word(other.Id), () => this.of(other)]));
    const expression = parseExpression(text, metrics);
    this.open.delete(query);
    return expression;
  }

  private metric(statistic: Query): Expression {
    const { Namespace, MetricName, Dimensions } = structure(statistic.Metric);
    return metricOf(
      {
        namespace: word(Namespace),
        name: word(MetricName),
        dimensions: Dimensions,
        statistic: word(statistic.Stat, 'Average'),
        periodSeconds: Number(statistic.Period ?? this.byDefault),
      },
      this.subject,
    );
  }
}
