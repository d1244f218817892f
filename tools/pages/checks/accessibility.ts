import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { withPage } from '../open';
import { openAll } from './layout';
import type { Check } from './check';

/** WCAG 2.2, 1.4.3. */
const LEAST = 4.5;

const SCHEMES = ['light', 'dark'] as const;

/** Rules without which a run says nothing: they must have found something to look at. */
const NEEDED = ['color-contrast', 'heading-order', 'landmark-one-main', 'page-has-heading-one'];

/** What axe-core finds, in light and in dark, with everything unfolded. */
export const ACCESSIBLE: Check = {
  name: 'accessible by axe-core: headings, landmarks, tables, names, contrast, in light and dark',
  problems: async ({ browser, file }) => {
    const each = SCHEMES.map((colorScheme) =>
      withPage(browser, file, { viewport: { width: 1280, height: 900 }, colorScheme }, async ({ page }) => {
        await openAll(page);
        const { violations, passes } = await judged(page);
        const ran = [...passes, ...violations].map(({ id }) => id);
        return [
          ...violations.map(
            ({ id, help, nodes }) => `${colorScheme}: ${id}: ${help} (${nodes[0]?.html.slice(0, 120)})`,
          ),
          ...NEEDED.filter((id) => !ran.includes(id)).map((id) => `${colorScheme}: ${id} had nothing to look at`),
        ];
      }),
    );
    return (await Promise.all(each)).flat();
  },
};

async function judged(page: Page): Promise<AxeResults> {
  await page.evaluate(axe.source);
  return page.evaluate(() =>
    (window as unknown as { axe: typeof axe }).axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }),
  );
}

/** Every text against what is painted below it. axe-core leaves out drawings, single signs, and what has a line or a number beside it. */
export const CONTRAST: Check = {
  name: `every text, also in drawings, has a contrast of at least ${LEAST} to 1, in light and dark`,
  problems: async ({ browser, file }) => {
    const each = SCHEMES.map((colorScheme) =>
      withPage(browser, file, { viewport: { width: 1280, height: 900 }, colorScheme }, async ({ page }) => {
        await openAll(page);
        const texts = await page.evaluate(paintedTexts);
        return texts
          .map(({ text, colour, ground }) => ({ text, ratio: contrast(colour, ground) }))
          .filter(({ ratio }) => ratio < LEAST)
          .map(({ text, ratio }) => `${colorScheme}: "${text}" has ${ratio.toFixed(2)} to 1`);
      }),
    );
    return (await Promise.all(each)).flat();
  },
};

interface PaintedText {
  readonly text: string;
  readonly colour: string;
  readonly ground: string;
}

/** Runs in the page. */
function paintedTexts(): PaintedText[] {
  /** The last area of a drawing that is painted before a text and below its middle. */
  const areaBelow = (element: Element): Element | undefined => {
    const own = element.getBoundingClientRect();
    const [x, y] = [own.left + own.width / 2, own.top + own.height / 2];
    const areas = [...(element.closest('svg')?.querySelectorAll('rect') ?? [])];
    const below = areas.filter((area) => {
      const { left, right, top, bottom } = area.getBoundingClientRect();
      const isBefore = (area.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
      return isBefore && getComputedStyle(area).fill !== 'none' && left <= x && x <= right && top <= y && y <= bottom;
    });
    return below.at(-1);
  };
  const groundOf = (element: Element): string => {
    const area = element.closest('svg') ? areaBelow(element) : undefined;
    if (area) return getComputedStyle(area).fill;
    const { backgroundColor } = getComputedStyle(element);
    if (backgroundColor !== 'rgba(0, 0, 0, 0)') return backgroundColor;
    return element.parentElement ? groundOf(element.parentElement) : 'rgb(255, 255, 255)';
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found: PaintedText[] = [];
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const element = node.parentElement;
    const text = node.textContent?.trim() ?? '';
    // For screen readers alone.
    if (!element || text === '' || element.closest('.hidden, title, desc')) continue;
    const { color, fill } = getComputedStyle(element);
    found.push({ text: text.slice(0, 60), colour: element.closest('svg') ? fill : color, ground: groundOf(element) });
  }
  return found;
}

/** The contrast of two colours as browsers compute them, by WCAG's definition. */
export function contrast(one: string, other: string): number {
  const [bright, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (bright + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const channels = /^rgba?\((\d+), (\d+), (\d+)\)$/.exec(colour)?.slice(1).map(Number);
  if (!channels) throw new Error(`${colour} is no opaque colour`);
  const [red, green, blue] = channels.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
