/** Takes so many shards into the map, the lowest that are deployed and not in it. */
export interface AddRequest {
  readonly kind: 'add';
  readonly count: number;
}

/** Takes everything off a shard. */
export interface DrainRequest {
  readonly kind: 'drain';
  readonly shard: number;
}

/** Gives a key, and what shares its slot, a shard of its own. */
export interface PinRequest {
  readonly kind: 'pin';
  readonly key: string;
  /** The lowest that is deployed and not in the map, unless it is said. */
  readonly to?: number;
}

/** What a reshard is asked for. */
export type ReshardRequest = AddRequest | DrainRequest | PinRequest;

/** What was said on the command line, without where. */
export function commandOf(request: ReshardRequest): string {
  switch (request.kind) {
    case 'add':
      return `ztm reshard --add ${request.count}`;
    case 'drain':
      return `ztm reshard --drain ${request.shard}`;
    case 'pin':
      return `ztm reshard --pin ${JSON.stringify(request.key)}${request.to === undefined ? '' : ` --to ${request.to}`}`;
  }
}

/** Whether somebody asks for what is in progress. */
export function isSameRequest(one: ReshardRequest, other: ReshardRequest): boolean {
  return commandOf(one) === commandOf(other);
}
