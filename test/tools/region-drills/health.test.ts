import { HealthJudge } from '../../../tools/region-drills/edge/health';

const PLACES = ['dublin', 'ashburn'];

function judge() {
  const one = new HealthJudge(PLACES, 3);
  const from = (place: string, looks: string) => [...looks].map((look) => one.note(place, look === '+')).at(-1);
  const both = (looks: string) =>
    [...looks].map((look) => PLACES.map((place) => one.note(place, look === '+')).at(-1)).at(-1);
  return { from, both };
}

test('a region is lost when every place has failed to reach it often enough in a row', () => {
  const { both } = judge();
  expect(both('++--')).toBe('healthy');
  expect(both('-')).toBe('unhealthy');
});

test('it is not lost where one place alone cannot reach it', () => {
  const { from } = judge();
  from('ashburn', '+++');
  expect(from('dublin', '----------')).toBe('healthy');
  expect(from('ashburn', '--')).toBe('healthy');
  expect(from('ashburn', '-')).toBe('unhealthy');
});

test('it is not lost where it comes and goes', () => {
  expect(judge().both('--+--+--+-+--+')).toBe('healthy');
});

test('what was lost is back when every place has reached it often enough in a row', () => {
  const { both, from } = judge();
  expect(both('---')).toBe('unhealthy');
  expect(both('++-++')).toBe('unhealthy');
  expect(from('dublin', '+')).toBe('unhealthy');
  expect(from('ashburn', '+')).toBe('healthy');
});

test('nobody who has not looked is counted', () => {
  expect(judge().from('dublin', '-----')).toBe('healthy');
});
