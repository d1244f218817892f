import { barChart, short } from '../../../../tools/bench/service/chart';
import { claims, type Figures } from '../../../../tools/bench/service/figures';
import { charts, section, summary } from '../../../../tools/bench/service/page';
import { DARK, LIGHT } from '../../../../tools/review/diagram/theme';

const FIGURES: Figures = {
  requests: [
    { name: 'feed, cached', perSecond: 1234.5, latency: { p50: 2.345, p99: 12.34 } },
    { name: 'post', perSecond: 98.7, latency: { p50: 9, p99: 45 } },
  ],
  cpu: [2, 2.2, 2.4],
  overhead: { cpu: { service: 3, bare: 1.5 }, perSecond: { service: 300, bare: 900 } },
  processed: { p50: 53, p99: 117 },
  made: 4321,
  failures: 0,
};

test.each([
  [1234.5, '1,235'],
  [98.76, '98.8'],
  [2.345, '2.35'],
  [0.5, '0.50'],
])('%d is written %s', (value, expected) => {
  expect(short(value)).toBe(expected);
});

test('the page has every figure', () => {
  const text = section(FIGURES, 2);
  expect(text).toContain('Measured on 2 cores that clients, service and engines share');
  expect(text).toContain('| feed, cached | 1,235 | 2.35 | 12.3 |');
  expect(text).toContain('p50 53.0 ms, p99 117 ms');
  expect(text).toContain('| 3 | 2.40 |');
  expect(text).toContain('**2.00 times** the CPU');
  expect(text).toContain('sustains 0.33 times its rate (300 and 900 a second)');
  expect(summary(FIGURES)).toContainEqual(['CPU ms a request, 2 instances', '2.20', '', '']);
});

test('every chart is on the page, for light and for dark', () => {
  const text = section(FIGURES, 2);
  for (const { name } of charts(FIGURES)) {
    expect(text).toContain(`srcset="${name}-dark.svg"`);
    expect(text).toContain(`src="${name}.svg"`);
  }
});

test('lengths of bars are in proportion, and each says its value', () => {
  const [rates] = charts({
    ...FIGURES,
    requests: [...FIGURES.requests].map((one, index) => ({ ...one, perSecond: 100 * (index + 1) })),
  });
  const drawn = barChart(rates, LIGHT);
  const widths = [...drawn.matchAll(/width="([\d.]+)" height="24"/g)].map(([, width]) => Number(width));
  expect(widths).toEqual([275, 550]);
  expect(drawn).toContain(
    '<desc id="service-rates-description">feed, cached: 100 requests a second; post: 200 requests a second</desc>',
  );
});

test('series have colours of their own, and a legend', () => {
  const [, latencies] = charts(FIGURES);
  for (const theme of [LIGHT, DARK]) {
    const drawn = barChart(latencies, theme);
    expect(drawn).toContain(`fill="${theme.background}"`);
    expect(drawn.split(`rx="3" fill="${theme.kinds.service}"`)).toHaveLength(4);
    expect(drawn.split(`rx="3" fill="${theme.kinds.cache}"`)).toHaveLength(4);
    expect(drawn).toContain('>p99</text>');
    // The label stands once for both of its bars.
    expect(drawn.split('>post</text>')).toHaveLength(2);
  }
});

test('claims that CPU time is flat, and that all is answered', () => {
  expect(claims(FIGURES).flatMap(({ problems }) => problems)).toEqual([]);
  expect(claims({ ...FIGURES, cpu: [2, 2, 2.6] })[0]).toEqual({
    name: 'CPU time of a request is the same with 1, 2 and 3 instances, within 25 %: 30 % apart',
    problems: ['2.00, 2.00, 2.60 ms'],
  });
  expect(claims({ ...FIGURES, failures: 3 })[1].problems).toEqual(['3 failed']);
  expect(claims({ ...FIGURES, made: 0 })[1].problems).toHaveLength(1);
});
