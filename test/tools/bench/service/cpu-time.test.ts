import { cpuMilliseconds, parseStat, parseTime } from '../../../../tools/bench/service/cpu-time';

test('reads user and system time, whatever the program is called', () => {
  const rest = 'S 1 42 42 0 -1 4194560 1000 0 0 0 150 25 0 0 20 0 11 0 500';
  expect(parseStat(`42 (node) ${rest}`)).toBe(1750);
  expect(parseStat(`42 (a) b (c d) ${rest}`)).toBe(1750);
});

test.each([
  ['0:00.34', 340],
  ['1:02.34', 62_340],
  ['3:01:02.5', 10_862_500],
  ['4-03:01:02', 356_462_000],
])('reads what ps prints: %s', (text, expected) => {
  expect(parseTime(text)).toBe(expected);
});

test.each(['', 'TIME'])('refuses what is no time: %j', (text) => {
  expect(() => parseTime(text)).toThrow(`ps must print a time, got ${JSON.stringify(text)}`);
});

test('work shows in the time of its process', async () => {
  const before = await cpuMilliseconds([process.pid]);
  const end = process.cpuUsage().user + 200_000;
  while (process.cpuUsage().user < end);
  expect((await cpuMilliseconds([process.pid])) - before).toBeGreaterThanOrEqual(150);
});
