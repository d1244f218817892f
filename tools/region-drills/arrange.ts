import type { Ground } from './ground';
import { evacuate, giveBack } from './moves';
import { HOME, OTHER } from './regions';

/** How a drill finds the regions. */
export type Situation =
  /** Both serve, and home writes. */
  | 'at home'
  /** Home serves nobody, and follows the other region, which writes. */
  | 'evacuated'
  /** Home is gone, and the other region writes. */
  | 'lost';

/** What the regions are like at present. */
export function situationOf({ control, sites }: Pick<Ground, 'control' | 'sites'>): Situation | 'other' {
  const isGone = (name: string) => sites.some((site) => site.name === name && goneIn(site.cluster.parts));
  const { away, writer } = control.record;
  if (isGone(OTHER)) return 'other';
  if (away.length === 0 && writer === HOME) return 'at home';
  if (away.join() !== HOME || writer !== OTHER) return 'other';
  return isGone(HOME) ? 'lost' : 'evacuated';
}

/** Brings the regions into a situation, without anybody looking. */
export async function arrange(ground: Ground, wanted: Situation): Promise<void> {
  if (situationOf(ground) === wanted) return;
  await atHome(ground);
  if (wanted === 'evacuated') await evacuate(ground, HOME, { promote: true, stepPercent: 100 });
  if (wanted === 'lost') {
    await ground.lose(HOME);
    await evacuate(ground, HOME, { isLost: true });
  }
}

async function atHome(ground: Ground): Promise<void> {
  for (const { name, cluster } of ground.sites) if (goneIn(cluster.parts)) await ground.comeBack(name);
  const { away } = ground.control.record;
  if (away.includes(OTHER)) await giveBack(ground, OTHER, { stepPercent: 100 });
  if (away.includes(HOME)) await giveBack(ground, HOME, { promote: true, stepPercent: 100 });
}

function goneIn(parts: Ground['sites'][number]['cluster']['parts']): boolean {
  return parts.every(({ state }) => state === 'gone');
}
