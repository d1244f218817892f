import { initialRouting, renderRouting, type EdgeRouting } from '../../../lib/contract/edge-routing';
import { controlAtRest, type Survey } from '../../../lib/contract/region-control';
import { RegionMode, type RegionPlan } from '../../../lib/contract/region-plan/plan';
import { connect } from '../../../tools/evacuation/aws/connect';
import { aws, failure, type Answer } from './fake-aws';

const [HOME, OTHER] = ['eu-west-1', 'us-east-1'];
const PLAN: RegionPlan = { regions: [HOME, OTHER], mode: RegionMode.ACTIVE_PASSIVE, database: 'aurora-postgres' };
const TO = { name: 'shop', controlRegion: OTHER };

const PARAMETERS: Record<string, string> = {
  [`/shop/${HOME}/control/plan`]: JSON.stringify(PLAN),
  [`/shop/${OTHER}/control/plan`]: JSON.stringify(PLAN),
  [`/shop/${HOME}/control/table`]: 'shop-control-g1',
  [`/shop/${OTHER}/control/table`]: 'shop-control-g1',
  '/shop/us-east-1/edge/routing': 'arn:store',
  '/shop/us-east-1/edge/regions': JSON.stringify([
    { name: HOME, origin: 'one' },
    { name: OTHER, origin: 'two' },
  ]),
};

const DISCOVERY: Record<string, Answer> = {
  GetParameter: ({ region, input }) => {
    const name = String(input.Name);
    if (name.split('/')[2] !== region || !(name in PARAMETERS)) throw failure('ParameterNotFound');
    return { Parameter: { Value: PARAMETERS[name] } };
  },
  GetParametersByPath: () => ({}),
  GetItem: () => ({}),
};

describe('the control table', () => {
  test('is that of home, or of the next region while home is lost', async () => {
    const { clients, requests } = aws(DISCOVERY);
    await (await connect(TO, clients)).store.read();
    expect(requests.at(-1)).toMatchObject({ region: HOME, command: 'GetItem', input: { ConsistentRead: true } });
    requests.length = 0;
    await (await connect({ ...TO, lost: HOME }, clients)).store.read();
    expect(requests.map(({ region }) => region)).not.toContain(HOME);
    await expect(connect({ ...TO, lost: OTHER }, clients)).rejects.toThrow('--control-region must');
    await expect(connect({ ...TO, name: 'shup' }, clients)).rejects.toThrow('/shup/us-east-1/control/plan');
  });

  test('is written on the condition that nobody else has', async () => {
    const items = new Map<string, Record<string, { S?: string; N?: string }>>();
    const { clients } = aws({
      ...DISCOVERY,
      GetItem: ({ input }) => ({ Item: items.get((input.Key as { record: { S: string } }).record.S) }),
      PutItem: ({ input }) => {
        const item = input.Item as Record<string, { S: string; N: string }>;
        const stored = items.get(item.record.S);
        const values = input.ExpressionAttributeValues as { ':version': { N: string } } | undefined;
        const holds = values ? stored?.version.N === values[':version'].N : !stored;
        if (input.ConditionExpression && !holds) throw failure('ConditionalCheckFailedException');
        items.set(item.record.S, item);
        return {};
      },
    });
    const { store } = await connect(TO, clients);
    const control = controlAtRest(PLAN);
    expect(await store.read()).toEqual({ version: 0 });
    expect(await store.write(control, 0)).toBe(true);
    expect(await store.read()).toEqual({ control, version: 1 });
    expect(await store.write({ ...control, away: [HOME] }, 1)).toBe(true);
    // Somebody who has read the first version, and somebody whose own answer was lost.
    expect(await store.write({ ...control, away: [OTHER] }, 1)).toBe(false);
    expect(await store.write({ ...control, away: [OTHER] }, 0)).toBe(false);
    expect(await store.write({ ...control, away: [HOME] }, 1)).toBe(true);
    expect([...items.keys()]).toEqual(['regions']);
  });
});

describe('shards', () => {
  /** What a region publishes below `shards`, on pages of two. */
  const published = (numbers: readonly number[]): Answer => {
    return ({ region, input }) => {
      expect(input).toMatchObject({ Path: `/shop/${region}/shards`, Recursive: true });
      const names = numbers.flatMap((shard) =>
        ['writer', 'database'].map((entry) => ({ Name: `/shop/${region}/shards/${shard}/${entry}` })),
      );
      const from = Number(input.NextToken ?? 0);
      const NextToken = from + 2 < names.length ? String(from + 2) : undefined;
      return { Parameters: names.slice(from, from + 2), NextToken };
    };
  };

  test('are those that the region publishes which leads the move, by their numbers', async () => {
    const { clients, requests } = aws({ ...DISCOVERY, GetParametersByPath: published([0, 10, 2, 1]) });
    expect((await connect(TO, clients)).shards).toEqual([0, 1, 2, 10]);
    expect(requests.at(-1)).toMatchObject({ region: HOME, command: 'GetParametersByPath' });
    requests.length = 0;
    await connect({ ...TO, lost: HOME }, clients);
    expect(requests.map(({ region }) => region)).not.toContain(HOME);
  });

  test('are the one database where none is published', async () => {
    const { clients } = aws(DISCOVERY);
    expect((await connect(TO, clients)).shards).toEqual([0]);
  });
});

describe('the routing value', () => {
  /** A store with a version, into which somebody else may write. */
  function edge(value: string | undefined, conflicts = 0) {
    let left = conflicts;
    let stored = value;
    const made = aws({
      ...DISCOVERY,
      DescribeKeyValueStore: () => ({ ETag: `tag${left}` }),
      GetKey: () => {
        if (stored === undefined) throw failure('ResourceNotFoundException');
        return { Value: stored };
      },
      PutKey: ({ input }) => {
        expect(input).toMatchObject({ KvsARN: 'arn:store', Key: 'routing', IfMatch: `tag${left}` });
        if (left-- > 0) throw failure('ConflictException');
        stored = String(input.Value);
        return {};
      },
    });
    return { ...made, read: () => JSON.parse(stored ?? 'null') as EdgeRouting };
  }

  test('is made of the regions of the distribution where there is none', async () => {
    const { clients, read } = edge(undefined);
    const levers = await (await connect(TO, clients)).levers();
    await levers.shift({ [HOME]: 50, [OTHER]: 100 });
    expect(read()).toEqual({
      version: 1,
      regions: [
        { name: HOME, origin: 'one', weight: 50, healthy: true },
        { name: OTHER, origin: 'two', weight: 100, healthy: true },
      ],
      writer: HOME,
    });
  });

  test('keeps what others have written, and is tried again when they write meanwhile', async () => {
    const routing = initialRouting(
      [
        { name: HOME, origin: 'x' },
        { name: OTHER, origin: 'y', weight: 0 },
      ],
      HOME,
    );
    const { clients, read } = edge(renderRouting(routing), 2);
    const levers = await (await connect(TO, clients)).levers();
    await levers.sendWrites(OTHER);
    expect(read()).toEqual({ ...routing, writer: OTHER });
    await expect(levers.shift({ [HOME]: 0, [OTHER]: 0 })).rejects.toThrow('must leave one region at 100');
    const busy = edge(renderRouting(routing), 3);
    const others = await (await connect(TO, busy.clients)).levers();
    await expect(others.sendWrites(OTHER)).rejects.toThrow('ConflictException');
    await expect(
      (await connect(TO, edge('{"version":9}').clients)).levers().then((one) => one.shift({})),
    ).rejects.toThrow('use the release that is deployed');
  });

  test('is found without us-east-1 where its store is said', async () => {
    const { clients, requests } = aws(DISCOVERY);
    const lost = { name: 'shop', controlRegion: HOME, lost: OTHER };
    await expect((await connect(lost, clients)).levers()).rejects.toThrow('--routing-store must be given');
    await (await connect({ ...lost, routingStore: 'arn:store' }, clients)).levers();
    expect(requests.map(({ region }) => region)).not.toContain(OTHER);
  });
});

describe('capacity', () => {
  const survey: Survey = {
    weights: { [HOME]: 100, [OTHER]: 0 },
    minimums: { [HOME]: { 'shop-web': 4 }, [OTHER]: { 'shop-web': 2 } },
    running: { [HOME]: { 'shop-web': 9 }, [OTHER]: { 'shop-web': 2 } },
  };

  function scaled(maximum: number, running = 2) {
    const target = (id: string) => ({ ResourceId: id, MinCapacity: 2, MaxCapacity: maximum });
    return aws({
      ...DISCOVERY,
      DescribeScalableTargets: ({ input }) =>
        input.NextToken
          ? { ScalableTargets: [target('service/shop/shop-web')] }
          : { ScalableTargets: [target('service/shopping/shopping-web')], NextToken: 'more' },
      DescribeServices: () => ({ services: [{ serviceName: 'shop-web', runningCount: running }] }),
      RegisterScalableTarget: () => ({}),
    });
  }

  test('is what runs where viewers are served, as far as the maximum allows it', async () => {
    const { clients, requests } = scaled(8);
    const levers = await (await connect(TO, clients)).levers();
    expect(await levers.shortOf({ [OTHER]: 1 }, survey)).toEqual([
      'us-east-1 may have 8 tasks of shop-web, 9 are needed; raise their maximum',
    ]);
    await levers.raiseFloors({ [OTHER]: 1 }, survey);
    expect(requests.at(-1)).toMatchObject({
      region: OTHER,
      command: 'RegisterScalableTarget',
      input: { ResourceId: 'service/shop/shop-web', MinCapacity: 8, ServiceNamespace: 'ecs' },
    });
    const roomy = await (await connect(TO, scaled(20).clients)).levers();
    expect(await roomy.shortOf({ [OTHER]: 1 }, survey)).toEqual([]);
  });

  test('is there when as many run as are kept, and is not written where it is', async () => {
    const small = await (await connect(TO, scaled(8, 1).clients)).levers();
    expect(await small.missing([OTHER])).toEqual(['us-east-1 has 1 of 2 tasks of shop-web']);
    const { clients, requests } = scaled(8);
    const levers = await (await connect(TO, clients)).levers();
    expect(await levers.missing([OTHER])).toEqual([]);
    await levers.setFloors({ [OTHER]: { 'shop-web': 2 } });
    expect(requests.map(({ command }) => command)).not.toContain('RegisterScalableTarget');
  });
});

describe('users', () => {
  test('complain by the composite alarm of their region, or when there is none', async () => {
    for (const [CompositeAlarms, complaints] of [
      [[{ StateValue: 'OK' }], 0],
      [[{ StateValue: 'ALARM', StateReason: 'errors' }], 1],
      [[], 1],
    ] as const) {
      const { clients, requests } = aws({ ...DISCOVERY, DescribeAlarms: () => ({ CompositeAlarms }) });
      const levers = await (await connect(TO, clients)).levers();
      expect(await levers.complaints([OTHER])).toHaveLength(complaints);
      expect(requests.at(-1)).toMatchObject({
        region: OTHER,
        input: { AlarmNames: ['shop-us-east-1-unhealthy-for-users'], AlarmTypes: ['CompositeAlarm'] },
      });
    }
  });
});
