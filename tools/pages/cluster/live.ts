import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { startCluster, type Cluster, type PartName, type PartState } from '../../cluster';
import { PageServer } from '../../cluster/page/server';
import { Visitors } from '../../cluster/visitors';
import { printVerdict, type Verdict } from '../../support/lane';
import { progress } from '../../support/progress';
import { ACCESSIBLE, CONTRAST } from '../checks/accessibility';
import { OVERFLOW } from '../checks/layout';
import { CONSOLE, NETWORK } from '../checks/quiet';
import { withPage } from '../open';

/** Seconds until the page has to show that an instance was killed. */
const SECONDS = 3;

/** The live page of a cluster that runs: what it shows, and what its buttons do. */
export async function judgeCluster(browser: Browser, update: boolean): Promise<Verdict[]> {
  const cluster = await startCluster();
  const page = await PageServer.start(cluster);
  const visitors = new Visitors(cluster.url, 30);
  const verdicts: Verdict[] = [];
  const say = (name: string, problems: readonly string[]) => {
    const verdict = { name: `live page: ${name}`, problems };
    printVerdict(verdict);
    verdicts.push(verdict);
  };
  try {
    progress(`the cluster runs, its page is at ${page.url}`);
    visitors.start();
    for (const [name, judge] of Object.entries(PROMISES)) say(name, await judge(browser, page.url, cluster));
    for (const { name, problems } of [CONSOLE, NETWORK, OVERFLOW, ACCESSIBLE, CONTRAST]) {
      say(name, await problems({ browser, file: page.url, made: { name, html: '' } }));
    }
    if (update) await takePictures(browser, page.url, cluster);
  } finally {
    visitors.stop();
    page.stop();
    await cluster.stop();
  }
  return verdicts;
}

type Judge = (browser: Browser, url: string, cluster: Cluster) => Promise<readonly string[]>;

const PROMISES: Readonly<Record<string, Judge>> = {
  'shows every part at work': (browser, url, { parts }) =>
    withPage(browser, url, {}, async ({ page }) => {
      const each = parts.map(({ name }) => waitFor(page, name, 'running', 10));
      return (await Promise.all(each)).flatMap(({ problems }) => problems);
    }),
  [`shows within ${SECONDS} seconds that an instance was killed`]: (browser, url, cluster) =>
    withPage(browser, url, {}, async ({ page }) => {
      await cluster.part('web-2').kill({ stay: true });
      const { problems, seconds } = await waitFor(page, 'web-2', 'gone', SECONDS);
      progress(`a killed instance was shown after ${seconds.toFixed(2)} seconds`);
      return problems;
    }),
  'finds it when the page shows nothing new': (browser, url, cluster) =>
    withPage(browser, url, {}, async ({ page }) => {
      await page.context().setOffline(true);
      await page.evaluate(() => window.stop());
      await cluster.part('web-2').start();
      const { problems } = await waitFor(page, 'web-2', 'running', SECONDS);
      return problems.length > 0 ? [] : ['a page that was cut off passes'];
    }),
  'has buttons that kill a part and start it again': (browser, url) =>
    withPage(browser, url, {}, async ({ page }) => {
      await page.click('[aria-label="Kill worker-1"]');
      const killed = await waitFor(page, 'worker-1', 'gone', SECONDS);
      // The supervisor brings it back.
      const back = await waitFor(page, 'worker-1', 'running', 15);
      return [...killed.problems, ...back.problems];
    }),
  'has buttons that freeze a part and resume it': (browser, url) =>
    withPage(browser, url, {}, async ({ page }) => {
      await page.click('[aria-label="Freeze cache"]');
      const frozen = await waitFor(page, 'cache', 'frozen', SECONDS);
      await page.click('[aria-label="Resume cache"]');
      const resumed = await waitFor(page, 'cache', 'running', SECONDS);
      return [...frozen.problems, ...resumed.problems];
    }),
  'draws what visitors see': (browser, url) =>
    withPage(browser, url, {}, async ({ page }) => {
      await sleep(2000);
      const charts = await page.$$eval('#charts svg', (all) =>
        all.map((svg) => ({
          label: svg.getAttribute('aria-label') ?? '',
          points: svg.querySelector('path')?.getAttribute('d')?.split('L').length ?? 0,
        })),
      );
      const empty = charts.filter(({ points }) => points < 3).map(({ label }) => `nothing is drawn for ${label}`);
      const requests = charts.find(({ label }) => label.startsWith('Requests'))?.label ?? 'nothing';
      return [...empty, ...(/requests [1-9]/.test(requests) ? [] : [`there are no requests: ${requests}`])];
    }),
};

async function waitFor(
  page: Page,
  part: PartName,
  state: PartState,
  seconds: number,
): Promise<{ readonly problems: readonly string[]; readonly seconds: number }> {
  const start = Date.now();
  const since = () => (Date.now() - start) / 1000;
  try {
    await page.waitForSelector(`#${part} .state.${state}`, { timeout: seconds * 1000 });
    return { problems: [], seconds: since() };
  } catch {
    return { problems: [`${part} is not shown as ${state} within ${seconds} seconds`], seconds: since() };
  }
}

/** With an instance that is down, and its requests going past it. */
async function takePictures(browser: Browser, url: string, cluster: Cluster): Promise<void> {
  await sleep(30_000);
  await cluster.part('web-3').kill({ stay: true });
  await sleep(5000);
  const pictures = [
    { path: 'docs/cluster.png', viewport: { width: 1280, height: 1180 }, scale: 1, colorScheme: 'light' },
    { path: 'docs/cluster-phone.png', viewport: { width: 360, height: 780 }, scale: 2, colorScheme: 'dark' },
  ] as const;
  for (const { path, viewport, scale, colorScheme } of pictures) {
    await withPage(browser, url, { viewport, deviceScaleFactor: scale, colorScheme }, ({ page }) =>
      page.screenshot({ path }),
    );
    progress(`wrote ${path}`);
  }
}
