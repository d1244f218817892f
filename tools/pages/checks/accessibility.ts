import axe, { type AxeResults, type Result } from 'axe-core';
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
        const { violations, incomplete, passes } = await judged(page);
        const found = [...violations, ...incomplete.filter(isUnclear)];
        const ran = [...passes, ...violations].map(({ id }) => id);
        return [
          ...found.map(({ id, help, nodes }) => `${colorScheme}: ${id}: ${help} (${nodes[0]?.html.slice(0, 120)})`),
          ...NEEDED.filter((id) => !ran.includes(id)).map((id) => `${colorScheme}: ${id} had nothing to look at`),
        ];
      }),
    );
    return (await Promise.all(each)).flat();
  },
};

/** Whether the contrast of something could not be told. Of single characters axe-core tells it, but leaves the verdict to us. */
function isUnclear({ id, nodes }: Result): boolean {
  if (id !== 'color-contrast') return false;
  const details = nodes.flatMap(({ any }) => any.map(({ data }) => data as ContrastData));
  return details.some(({ messageKey, contrastRatio }) => messageKey !== 'shortTextContent' || contrastRatio < LEAST);
}

interface ContrastData {
  readonly messageKey: string;
  readonly contrastRatio: number;
}

async function judged(page: Page): Promise<AxeResults> {
  await page.evaluate(axe.source);
  return page.evaluate(() =>
    (window as unknown as { axe: typeof axe }).axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      resultTypes: ['violations', 'incomplete', 'passes'],
    }),
  );
}

/** Text in drawings, which axe-core leaves out: against the last area that is painted below it. */
export const DRAWN: Check = {
  name: `text in drawings has a contrast of at least ${LEAST} to 1, in light and dark`,
  problems: async ({ browser, file }) => {
    const each = SCHEMES.map((colorScheme) =>
      withPage(browser, file, { viewport: { width: 1280, height: 900 }, colorScheme }, async ({ page }) => {
        const texts = await page.evaluate(paintedTexts);
        return texts
          .map(({ text, fill, ground }) => ({ text, ratio: contrast(fill, ground) }))
          .filter(({ ratio }) => ratio < LEAST)
          .map(({ text, ratio }) => `${colorScheme}: "${text}" has ${ratio.toFixed(2)} to 1`);
      }),
    );
    return (await Promise.all(each)).flat();
  },
};

interface PaintedText {
  readonly text: string;
  readonly fill: string;
  readonly ground: string;
}

/** Runs in the page. */
function paintedTexts(): PaintedText[] {
  return [...document.querySelectorAll('svg text')].map((element) => {
    const own = element.getBoundingClientRect();
    const [x, y] = [own.left + own.width / 2, own.top + own.height / 2];
    const areas = [...(element.closest('svg')?.querySelectorAll('rect') ?? [])].filter((area) => {
      const { left, right, top, bottom } = area.getBoundingClientRect();
      const isBefore = (area.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
      return isBefore && getComputedStyle(area).fill !== 'none' && left <= x && x <= right && top <= y && y <= bottom;
    });
    const ground = areas.at(-1);
    return {
      text: element.textContent,
      fill: getComputedStyle(element).fill,
      ground: ground ? getComputedStyle(ground).fill : getComputedStyle(document.body).backgroundColor,
    };
  });
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
