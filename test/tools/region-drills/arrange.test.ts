import { situationOf } from '../../../tools/region-drills/arrange';
import { HOME, OTHER } from '../../../tools/region-drills/regions';

const RUNNING = { state: 'running' };
const GONE = { state: 'gone' };

function ground(away: readonly string[], writer: string, gone?: string) {
  const sites = [HOME, OTHER].map((name) => ({
    name,
    cluster: { parts: name === gone ? [GONE, GONE] : [RUNNING, GONE] },
  }));
  return { control: { record: { away, writer, minimums: {} } }, sites } as unknown as Parameters<typeof situationOf>[0];
}

test('a situation is what is written down, and what is there', () => {
  expect(situationOf(ground([], HOME))).toBe('at home');
  expect(situationOf(ground([HOME], OTHER))).toBe('evacuated');
  expect(situationOf(ground([HOME], OTHER, HOME))).toBe('lost');
});

test('everything else has to be put right first', () => {
  expect(situationOf(ground([OTHER], HOME, OTHER))).toBe('other');
  expect(situationOf(ground([OTHER], HOME))).toBe('other');
  expect(situationOf(ground([], OTHER))).toBe('other');
});
