import { Cooldowns } from '../../../../tools/simulate/engine/cooldown';

describe('a scale-out', () => {
  // The example of the guide: +2 is running, +3 comes: one is added.
  test('counts what it added as part of the next, while it cools down', () => {
    const cooldowns = new Cooldowns('target');
    cooldowns.scaledOut('a', 0, 10, 60);

    expect(cooldowns.baseOf('a', 59, 12)).toBe(10);
    expect(cooldowns.baseOf('b', 59, 12)).toBe(10);
    expect(cooldowns.baseOf('a', 60, 12)).toBe(12);
  });

  test('that goes through counts from the same capacity, and begins a cooldown', () => {
    const cooldowns = new Cooldowns('target');
    cooldowns.scaledOut('a', 0, 10, 60);
    cooldowns.scaledOut('a', 30, 12, 60);

    expect(cooldowns.baseOf('a', 89, 13)).toBe(10);
    expect(cooldowns.baseOf('a', 90, 13)).toBe(13);
  });

  test('holds no removal back, and ends the cooldown of one', () => {
    const cooldowns = new Cooldowns('target');
    cooldowns.scaledIn('a', 0, 300);
    expect(cooldowns.allowsScaleIn('a', 10)).toBe(false);

    cooldowns.scaledOut('b', 10, 5, 300);
    expect(cooldowns.allowsScaleIn('a', 11)).toBe(true);
  });
});

test('a removal holds the next back until it has cooled down', () => {
  const cooldowns = new Cooldowns('target');
  cooldowns.scaledIn('a', 0, 120);
  expect(cooldowns.allowsScaleIn('b', 119)).toBe(false);
  expect(cooldowns.allowsScaleIn('b', 120)).toBe(true);
});

test('policies with cooldowns of their own do not see those of others', () => {
  const cooldowns = new Cooldowns('policy');
  cooldowns.scaledOut('a', 0, 10, 60);
  cooldowns.scaledIn('b', 1, 60);

  expect(cooldowns.baseOf('a', 30, 12)).toBe(10);
  expect(cooldowns.baseOf('b', 30, 12)).toBe(12);
  expect(cooldowns.allowsScaleIn('a', 30)).toBe(true);
  expect(cooldowns.allowsScaleIn('b', 30)).toBe(false);
});
