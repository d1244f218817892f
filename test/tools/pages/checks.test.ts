import { contrast } from '../../../tools/pages/checks/accessibility';
import { evaluate, read } from '../../../tools/pages/checks/figures';
import { findChromium } from '../../../tools/pages/chromium';

describe('figures of a page', () => {
  test.each([
    ['$1,234.50', 1234.5],
    ['+$12.00', 12],
    ['−$0.25', -0.25],
    ['1 h 2 min 5 s', 3725],
    ['90 s', 90],
    ['2 min', 120],
    ['1,204', 1204],
    ['16 changes', 16],
    ['no change', 0],
  ])('reads %s as a reader does', (text, value) => {
    expect(read(text)).toBe(value);
  });

  test('is no number where there is none', () => {
    expect(read('–')).toBeNaN();
    expect(read('')).toBeNaN();
  });

  test('follows pointers, adds and subtracts them, and counts lists', () => {
    const json = { costs: { before: 2, after: 5, lines: [{ after: 3 }, { after: 2 }] } };
    expect(evaluate(json, '/costs/after - /costs/before')).toBe(3);
    expect(evaluate(json, '/costs/lines/0/after + /costs/lines/1/after')).toBe(5);
    expect(evaluate(json, '/costs/lines')).toBe(2);
    expect(evaluate(json, '/costs/nothing')).toBeNaN();
  });
});

describe('contrast', () => {
  test.each([
    ['rgb(0, 0, 0)', 'rgb(255, 255, 255)', 21],
    ['rgb(119, 119, 119)', 'rgb(255, 255, 255)', 4.48],
    ['rgb(255, 255, 255)', 'rgb(255, 255, 255)', 1],
  ])('of %s on %s is %d to 1, as WCAG defines it', (one, other, ratio) => {
    expect(contrast(one, other)).toBeCloseTo(ratio, 2);
  });
});

describe('Chromium', () => {
  test('refuses a machine without it, and names what to install', () => {
    expect(() => findChromium({ CHROMIUM: '/nowhere/chromium' })).toThrow(
      'CHROMIUM must name a program, got /nowhere/chromium; install one: `sudo apt-get install chromium fonts-liberation` on Debian, `brew install --cask chromium` on macOS; or set CHROMIUM to the path of one',
    );
  });
});
