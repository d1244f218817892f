import { makeLayout } from '../../../tools/cluster/layout';

function portsOf({ databases, web, ...single }: Awaited<ReturnType<typeof makeLayout>>): number[] {
  const others = Object.values(single).filter((port) => typeof port === 'number');
  return [...databases.values(), ...[...web.values()].flat(), ...others];
}

test('a cluster has three web instances, two workers and two replicas where nobody says otherwise', async () => {
  const layout = await makeLayout();
  expect([...layout.web.keys()]).toEqual(['web-1', 'web-2', 'web-3']);
  expect([...layout.databases.keys()]).toEqual(['primary', 'replica-1', 'replica-2']);
  expect(layout.workers).toEqual(['worker-1', 'worker-2']);
});

test('a smaller one has fewer, each with ports of its own', async () => {
  const layout = await makeLayout({ web: 2, workers: 1, replicas: 1 });
  expect([...layout.web.keys()]).toEqual(['web-1', 'web-2']);
  expect([...layout.databases.keys()]).toEqual(['primary', 'replica-1']);
  expect(layout.workers).toEqual(['worker-1']);
  const ports = portsOf(layout);
  expect(ports.every((port) => port > 0)).toBe(true);
  expect(new Set(ports).size).toBe(2 + 4 + 7);
});
