import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { probeForOneMinute, type World } from '../../lambda/region-probe/probe';
import { reachesRegion } from '../../lambda/region-probe/reach';
import type { RegionProbeConfig } from '../../lib/contract/region-probe';

const MINUTE = '2026-01-01T00:00:00Z';
const CONFIG: RegionProbeConfig = {
  deployment: 'shop',
  region: 'us-east-1',
  others: ['eu-west-1', 'ap-northeast-1'],
  url: 'https://www.example.com',
};

/** A world with a clock of its own, in which some regions do not answer. */
class FakeWorld implements World {
  public clock = Date.parse(MINUTE) + 2000;
  public readonly published: MetricDatum[][] = [];
  public lost: (region: string) => boolean = () => false;

  public reaches(region: string): Promise<boolean> {
    return Promise.resolve(!this.lost(region));
  }

  public publish(data: MetricDatum[]): Promise<void> {
    this.published.push(data);
    return Promise.resolve();
  }

  public now(): number {
    return this.clock;
  }

  public sleep(milliseconds: number): Promise<void> {
    this.clock += milliseconds;
    return Promise.resolve();
  }
}

test('looks at every other region six times a minute, and says which one does not answer', async () => {
  const world = new FakeWorld();
  world.lost = (region) => region === 'eu-west-1';
  await probeForOneMinute(CONFIG, MINUTE, world);
  expect(world.published).toHaveLength(6);
  expect(world.published[0]).toEqual([
    {
      MetricName: 'RegionUnreachable',
      Value: 1,
      Timestamp: new Date('2026-01-01T00:00:02Z'),
      StorageResolution: 1,
      Dimensions: [
        { Name: 'Deployment', Value: 'shop' },
        { Name: 'Region', Value: 'eu-west-1' },
      ],
    },
    expect.objectContaining({ Value: 0 }),
  ]);
  expect(world.published.map(([datum]) => datum?.Timestamp?.getSeconds())).toEqual([2, 11, 21, 31, 41, 51]);
});

test('says nothing of the others where its own region does not answer either, and fails in the end', async () => {
  const world = new FakeWorld();
  world.lost = () => true;
  await expect(probeForOneMinute(CONFIG, MINUTE, world)).rejects.toThrow(
    'us-east-1 did not reach itself through the edge 6 times',
  );
  expect(world.published).toEqual([]);
});

describe('a probe', () => {
  const answering = (status: number) => jest.fn(() => Promise.resolve(new Response(null, { status })));

  test('is a write to the path of probes that names its region, and does not follow elsewhere', async () => {
    const ask = answering(200);
    await reachesRegion(CONFIG.url, 'eu-west-1', ask);
    expect(ask).toHaveBeenCalledWith(
      new URL('https://www.example.com/.well-known/ztm-probe'),
      expect.objectContaining({ method: 'POST', headers: { 'x-ztm-probe': 'eu-west-1' }, redirect: 'manual' }),
    );
  });

  test.each([
    [200, true],
    [404, true],
    [405, true],
    [500, false],
    [502, false],
    [504, false],
  ])('that is answered %d has reached the region: %s', async (status, reached) => {
    expect(await reachesRegion(CONFIG.url, 'eu-west-1', answering(status))).toBe(reached);
  });

  test('that is not answered has not', async () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation();
    const ask = () => Promise.reject(new Error('timeout'));
    expect(await reachesRegion(CONFIG.url, 'eu-west-1', ask)).toBe(false);
    expect(warn).toHaveBeenCalledWith({ message: 'no answer', region: 'eu-west-1', error: 'Error: timeout' });
  });
});
