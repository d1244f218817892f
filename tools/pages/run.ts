import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { printSummary, printVerdict, runLane, type Verdict } from '../support/lane';
import { progress } from '../support/progress';
import { CHECKS } from './checks';
import type { Exhibit } from './checks/check';
import { launchChromium } from './chromium';
import { judgeCluster } from './cluster/live';
import { GROWTH_REPORT } from './growth-report/subject';
import { withPage } from './open';
import { PLANTS } from './plants';
import type { MadePage, Plant, Subject } from './subject';

/** Every kind of page that there is. */
const SUBJECTS: readonly Subject[] = [GROWTH_REPORT];

const { values } = parseArgs({ options: { update: { type: 'boolean', default: false } } });

// `npm run test:pages`: every page in a headless browser. With `-- --update` it also writes the pictures in docs/.
runLane('pages', async (folder) => {
  const browser = await launchChromium();
  try {
    progress(`Chromium ${browser.version()}`);
    const verdicts: Verdict[] = [];
    for (const subject of SUBJECTS) verdicts.push(...(await judge(browser, subject, folder)));
    verdicts.push(...(await judgeCluster(browser, values.update)));
    return printSummary(verdicts);
  } finally {
    await browser.close();
  }
});

async function judge(browser: Browser, subject: Subject, folder: string): Promise<Verdict[]> {
  const pages = await subject.make(folder);
  progress(`${subject.name}: ${pages.length} pages made`);
  const verdicts: Verdict[] = [];
  const say = (verdict: Verdict) => {
    printVerdict(verdict);
    verdicts.push(verdict);
  };
  for (const [index, made] of pages.entries()) {
    const exhibit = exhibitOf(browser, made, join(folder, `${index}.html`));
    for (const { name, problems } of CHECKS) {
      say({ name: `${subject.name}, ${made.name}: ${name}`, problems: await problems(exhibit) });
    }
    if (values.update) await takePictures(exhibit);
  }
  progress('planting mistakes');
  for (const plant of [...PLANTS, ...subject.plants]) say(await planted(browser, subject, plant, pages[0], folder));
  return verdicts;
}

function exhibitOf(browser: Browser, made: MadePage, file: string): Exhibit {
  writeFileSync(file, made.html);
  return { browser, made, file };
}

/** A check that does not find a mistake which is there is no check. */
async function planted(
  browser: Browser,
  subject: Subject,
  plant: Plant,
  page: MadePage,
  folder: string,
): Promise<Verdict> {
  const name = `${subject.name}: finds ${plant.name}`;
  const check = CHECKS.find((candidate) => candidate.name === plant.check);
  if (!check) return { name, problems: [`there is no check ${plant.check}`] };
  const made = plant.into(page);
  if (made.html === page.html && made.figures === page.figures) return { name, problems: ['nothing was planted'] };
  const found = await check.problems(exhibitOf(browser, made, join(folder, 'planted.html')));
  return { name, problems: found.length > 0 ? [] : [`"${plant.check}" finds nothing`] };
}

async function takePictures({ browser, file, made }: Exhibit): Promise<void> {
  for (const { file: picture, width, height, scale } of made.pictures ?? []) {
    await withPage(browser, file, { viewport: { width, height }, deviceScaleFactor: scale }, ({ page }) =>
      page.screenshot({ path: picture }),
    );
    progress(`wrote ${picture}`);
  }
}
