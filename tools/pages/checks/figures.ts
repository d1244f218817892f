import { withPage } from '../open';
import type { Check } from './check';

/** Every figure is the one that programs get, and none is missing. */
export const FIGURES: Check = {
  name: 'figures equal --json',
  problems: async ({ browser, file, made }) => {
    const { json, figures = [] } = made;
    if (json === undefined) return [];
    const shown = await withPage(browser, file, {}, ({ page }) =>
      page.evaluate(() =>
        [...document.querySelectorAll('[data-figure]')].map((element) => ({
          at: element.getAttribute('data-figure') ?? '',
          text: element.textContent,
        })),
      ),
    );
    const wrong = shown.flatMap(({ at, text }) => {
      const [is, wanted] = [read(text), rounded(evaluate(json, at), text)];
      return is === wanted ? [] : [`${at} is ${wanted}, and the page shows ${JSON.stringify(text)}`];
    });
    const missing = figures.filter((wanted) => !shown.some(({ at }) => at === wanted));
    return [
      ...wrong,
      ...missing.map((at) => `${at} is not on the page`),
      ...(shown.length > 0 ? [] : ['the page has no figure']),
    ];
  },
};

/** What a reader makes of a figure: `−$1,234.50`, `1 min 30 s`, `12 changes`, `no change`. */
export function read(text: string): number {
  const plain = text.replace(/,/g, '').trim();
  const sign = plain.startsWith('−') ? -1 : 1;
  const duration = /^(?:(\d+) h)? ?(?:(\d+) min)? ?(?:(\d+) s)?$/.exec(plain);
  if (duration && plain !== '') {
    const [hours, minutes, seconds] = duration.slice(1).map((part: string | undefined) => Number(part ?? 0));
    return hours * 3600 + minutes * 60 + seconds;
  }
  if (plain.startsWith('no ')) return 0;
  return sign * Number(/^[+−]?\$?(\d+(?:\.\d+)?)/.exec(plain)?.[1] ?? NaN);
}

/** The value of pointers with plus or minus between them; a list is as many as it has items. */
export function evaluate(json: unknown, expression: string): number {
  const [first, ...rest] = expression.split(' ');
  return rest.reduce(
    (sum, word, index) => {
      if (word === '+' || word === '-') return sum;
      return rest[index - 1] === '-' ? sum - valueAt(json, word) : sum + valueAt(json, word);
    },
    valueAt(json, first),
  );
}

function valueAt(json: unknown, pointer: string): number {
  const value = pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], json);
  return Array.isArray(value) ? value.length : typeof value === 'number' ? value : NaN;
}

/** Money is shown in cents; everything else as it is. */
function rounded(value: number, text: string): number {
  const cents = Math.round(value * 100) / 100;
  return text.includes('$') ? (Object.is(cents, -0) ? 0 : cents) : value;
}
