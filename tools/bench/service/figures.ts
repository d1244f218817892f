import type { Verdict } from '../../support/lane';
import { spread, type Latency } from './statistics';

/** One kind of request. */
export interface RequestFigures {
  readonly name: string;
  /** Requests a second that the machine sustains with clients that wait for their answers. */
  readonly perSecond: number;
  /** Milliseconds, at about half of that rate. */
  readonly latency: Latency;
}

/** The service beside a bare handler, with the same query. */
export interface Overhead {
  /** CPU milliseconds a request, of the process that answers. */
  readonly cpu: { readonly service: number; readonly bare: number };
  readonly perSecond: { readonly service: number; readonly bare: number };
}

export interface Figures {
  readonly requests: readonly RequestFigures[];
  /** CPU milliseconds a request with 1, 2 and 3 instances. */
  readonly cpu: readonly number[];
  readonly overhead: Overhead;
  /** Milliseconds from POST until the thumbnail is written down. */
  readonly processed: Latency;
  readonly made: number;
  readonly failures: number;
}

/** How far CPU time of a request may be apart with 1, 2 and 3 instances. */
export const FLAT = 0.25;

/** What the project claims of the figures. */
export function claims({ cpu, made, failures }: Figures): Verdict[] {
  const apart = spread(cpu);
  return [
    {
      name: `CPU time of a request is the same with 1, 2 and 3 instances, within ${100 * FLAT} %: ${(100 * apart).toFixed(0)} % apart`,
      problems: apart <= FLAT ? [] : [`${cpu.map((one) => one.toFixed(2)).join(', ')} ms`],
    },
    {
      name: `every request is answered: ${made.toLocaleString('en')}`,
      problems: failures === 0 && made > 0 ? [] : [`${failures} failed`],
    },
  ];
}
