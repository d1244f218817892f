import {
  DescribeKeyValueStoreCommand,
  GetKeyCommand,
  PutKeyCommand,
  type CloudFrontKeyValueStoreClient,
} from '@aws-sdk/client-cloudfront-keyvaluestore';
import { routingStore } from '../../lambda/region-traffic/aws';
import { moveTraffic, type Move } from '../../lambda/region-traffic/move';
import { EDGE_ROUTING_KEY, initialRouting, renderRouting, type EdgeRouting } from '../../lib/contract/edge-routing';
import { routingAtRest } from '../../lib/contract/edge-routing-moves';
import { RegionMode } from '../../lib/contract/region-plan';

const ARN = 'arn:aws:cloudfront::111111111111:key-value-store/1';
const AT_REST = initialRouting(
  [
    { name: 'eu-west-1', origin: 'home' },
    { name: 'us-east-1', origin: 'us-east-1' },
  ],
  'eu-west-1',
);
const LEAVE: Move = {
  move: 'leave',
  region: 'eu-west-1',
  plan: { regions: ['eu-west-1', 'us-east-1'], mode: RegionMode.ACTIVE_ACTIVE, database: 'aurora-postgres' },
};

/** A KeyValueStore with versions, which somebody else may write to. */
class FakeStore {
  public value: string | undefined = renderRouting(AT_REST);
  public version = 1;
  public readonly written: string[] = [];
  public before: () => void = () => undefined;

  public readonly send = ((command: unknown) =>
    Promise.resolve(this.answer(command))) as CloudFrontKeyValueStoreClient['send'];

  private answer(command: unknown): object {
    if (command instanceof DescribeKeyValueStoreCommand) return { ETag: String(this.version) };
    if (command instanceof GetKeyCommand) {
      if (this.value === undefined) throw Object.assign(new Error('no key'), { name: 'ResourceNotFoundException' });
      return { Value: this.value };
    }
    if (!(command instanceof PutKeyCommand)) throw new Error('unexpected');
    this.before();
    expect(command.input).toMatchObject({ KvsARN: ARN, Key: EDGE_ROUTING_KEY });
    if (command.input.IfMatch !== String(this.version)) {
      throw Object.assign(new Error('changed'), { name: 'ConflictException' });
    }
    this.value = command.input.Value;
    this.written.push(this.value ?? '');
    this.version++;
    return {};
  }
}

function weights({ regions }: EdgeRouting): number[] {
  return regions.map(({ weight }) => weight);
}

test('writes the value without the region that is left', async () => {
  const store = new FakeStore();
  const routing = await moveTraffic(LEAVE, routingStore(store, ARN, AT_REST));
  expect(weights(routing)).toEqual([0, 100]);
  expect(store.written).toEqual([renderRouting(routing)]);
});

test('writes nothing when it is so already', async () => {
  const store = new FakeStore();
  await moveTraffic(LEAVE, routingStore(store, ARN, AT_REST));
  await moveTraffic(LEAVE, routingStore(store, ARN, AT_REST));
  expect(store.written).toHaveLength(1);
});

test('enters the region again, and has it written to', async () => {
  const store = new FakeStore();
  const kvs = routingStore(store, ARN, AT_REST);
  await moveTraffic(LEAVE, kvs);
  expect((await moveTraffic({ ...LEAVE, move: 'write', region: 'us-east-1' }, kvs)).writer).toBe('us-east-1');
  expect(weights(await moveTraffic({ ...LEAVE, move: 'enter' }, kvs))).toEqual([100, 100]);
});

test('keeps what somebody else writes meanwhile', async () => {
  const store = new FakeStore();
  let others = 1;
  store.before = () => {
    if (others-- <= 0) return;
    store.value = renderRouting({ ...AT_REST, writer: 'us-east-1' });
    store.version++;
  };
  const routing = await moveTraffic(LEAVE, routingStore(store, ARN, AT_REST));
  expect(routing.writer).toBe('us-east-1');
  expect(weights(routing)).toEqual([0, 100]);
});

test('gives up on somebody who never stops', async () => {
  const store = new FakeStore();
  store.before = () => void store.version++;
  await expect(moveTraffic(LEAVE, routingStore(store, ARN, AT_REST))).rejects.toThrow(
    'the routing value was changed by somebody else 5 times; see who moves traffic too',
  );
  expect(store.written).toEqual([]);
});

test('fails, and does not try again, when it may not write', async () => {
  const store = new FakeStore();
  store.before = () => {
    throw Object.assign(new Error('denied'), { name: 'AccessDeniedException' });
  };
  await expect(moveTraffic(LEAVE, routingStore(store, ARN, AT_REST))).rejects.toThrow('denied');
});

test('starts from how things are at rest where nobody has ever written the value', async () => {
  const store = new FakeStore();
  store.value = undefined;
  const routing = await moveTraffic(LEAVE, routingStore(store, ARN, routingAtRest(LEAVE.plan)));
  expect(weights(routing)).toEqual([0, 100]);
  expect(routing.regions.map(({ origin }) => origin)).toEqual(['home', 'us-east-1']);
  expect(store.written).toEqual([renderRouting(routing)]);
});

test('writes over nothing that it does not know', async () => {
  const store = new FakeStore();
  store.value = '{"version":99}';
  await expect(moveTraffic(LEAVE, routingStore(store, ARN, AT_REST))).rejects.toThrow(
    'the routing value must be of a known version, got {"version":99}; write it anew',
  );
});
