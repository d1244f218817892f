import { readRouting, renderRouting, type EdgeRouting } from '../../../lib/contract/edge-routing';
import { brokenRoutingRules } from '../../../lib/contract/edge-routing-rules';

/** Stands for the KeyValueStore: the one value that the function reads, and when it was written. */
export class RoutingStore {
  /** Milliseconds since 1970 of each write, the first one included. */
  public readonly writes: number[] = [];
  private text?: string;

  /** What a deployment does: it writes a value where there is none, and leaves one that is there. */
  public create(routing: EdgeRouting): void {
    if (this.text === undefined) this.write(routing);
  }

  public write(routing: EdgeRouting): void {
    const broken = brokenRoutingRules(routing);
    if (broken.length > 0) throw new Error(broken.join('\n'));
    this.text = renderRouting(routing);
    this.writes.push(Date.now());
  }

  /** The value as the function gets it. */
  public value(): unknown {
    return this.text === undefined ? undefined : JSON.parse(this.text);
  }

  /** What is in the value. */
  public routing(): EdgeRouting {
    const routing = readRouting(this.value());
    if (!routing) throw new Error('there is no routing value');
    return routing;
  }
}
