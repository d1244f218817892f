import { LoadMetric } from '../../../lib/contract/load-metric';

/** How requests, or jobs, went: their rate, their errors and their duration. */
export interface Outcome {
  /** What was done, such as `GET /feeds/:user`: in the line of log alone, because each value of a dimension is a metric to pay. */
  readonly operation: string;
  readonly failed: boolean;
  readonly milliseconds: number;
}

/** What is published, and by whom. */
export interface RedOptions {
  readonly deployment: string;
  readonly service: string;
  /** Takes a line of log, with its end. */
  readonly write: (line: string) => void;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** Seconds between two lines. */
export const RED_INTERVAL = 60;

/** Values that a metric of a line may have at most (embedded metric format). */
const MOST_VALUES = 100;

/**
 * Publishes rate, errors and duration once a minute as a line of log, that CloudWatch makes metrics of. Nothing is written for a
 * minute in which nothing was done, and no timer runs.
 */
export class RedMetrics {
  private readonly outcomes: Outcome[] = [];
  private timer?: NodeJS.Timeout;

  constructor(private readonly options: RedOptions) {}

  public record(outcome: Outcome): void {
    this.outcomes.push(outcome);
    this.timer ??= setTimeout(() => this.flush(), RED_INTERVAL * 1000).unref();
  }

  /** Writes what there is at once. */
  public flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const outcomes = this.outcomes.splice(0);
    if (outcomes.length > 0) this.options.write(`${JSON.stringify(this.render(outcomes))}\n`);
  }

  private render(outcomes: readonly Outcome[]): Record<string, unknown> {
    const { deployment, service, now = Date.now } = this.options;
    return {
      _aws: {
        Timestamp: now(),
        CloudWatchMetrics: [
          {
            Namespace: LoadMetric.NAMESPACE,
            Dimensions: [[LoadMetric.DEPLOYMENT, LoadMetric.SERVICE]],
            Metrics: [
              { Name: 'Requests', Unit: 'Count' },
              { Name: 'Errors', Unit: 'Count' },
              { Name: 'Duration', Unit: 'Milliseconds' },
            ],
          },
        ],
      },
      [LoadMetric.DEPLOYMENT]: deployment,
      [LoadMetric.SERVICE]: service,
      Requests: outcomes.length,
      Errors: outcomes.filter(({ failed }) => failed).length,
      Duration: quantiles(outcomes.map(({ milliseconds }) => milliseconds)),
      Operations: countOf(outcomes),
    };
  }
}

/** As many values as a line may have, evenly spread over the sorted ones: percentiles of CloudWatch stay what they are. */
function quantiles(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  if (sorted.length <= MOST_VALUES) return sorted;
  const last = sorted.length - 1;
  return Array.from({ length: MOST_VALUES }, (_, index) => sorted[Math.round((index * last) / (MOST_VALUES - 1))] ?? 0);
}

function countOf(outcomes: readonly Outcome[]): Record<string, { requests: number; errors: number }> {
  const counts: Record<string, { requests: number; errors: number }> = {};
  for (const { operation, failed } of outcomes) {
    const count = (counts[operation] ??= { requests: 0, errors: 0 });
    count.requests += 1;
    if (failed) count.errors += 1;
  }
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
