import { brokenWaveRules, deploymentWaves, type Wave, type WaveChange } from '../../lib/contract/region-plan';
import { knownRegions } from '../../lib/network/zones';
import { UserError } from '../support/command-line';
import { wrappedTable } from '../support/table';
import type { WavesOptions } from './waves-command';

const WIDTH = 110;

const CHANGES: Readonly<Record<WaveChange, string>> = { create: 'creates', add: 'adds', remove: 'removes' };

/** What `ztm waves` prints. */
export function runWaves(options: WavesOptions): string {
  const [wanted, from] = [listOf(options.regions), listOf(options.from ?? '')];
  const broken = [...unknown('regions', wanted), ...unknown('from', from), ...brokenWaveRules(wanted, from)];
  if (broken.length > 0) throw new UserError(broken.map((rule) => `--${rule}`).join('\n'));
  const waves = deploymentWaves(wanted, from);
  return options.json ? `${JSON.stringify({ version: 1, waves }, null, 2)}\n` : wavesText(waves, wanted);
}

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((region) => region.trim())
    .filter((region) => region !== '');
}

function unknown(flag: string, regions: readonly string[]): string[] {
  const known = knownRegions();
  return regions
    .filter((region) => !known.includes(region))
    .map(
      (region) => `${flag} must hold regions whose zones are known, got "${region}"; use some of ${known.join(', ')}`,
    );
}

function wavesText(waves: readonly Wave[], wanted: readonly string[]): string {
  if (waves.length === 0) return `Nothing to do: ${wanted.join(', ')} are deployed.\n`;
  const rows = waves.map(({ number, change, changed, regions }) => [
    String(number),
    `${CHANGES[change]} ${changed.join(', ')}`,
    regions.join(', '),
  ]);
  const table = `${wrappedTable(['', 'Change', 'Regions afterwards'], rows, WIDTH)}\n`;
  if (waves[0].change === 'create') return table;
  const notes = [
    'Each is a deployment of its own: a table gains or loses one replica in an update. Begin one when the one before is done.',
    ...(waves[0].change === 'remove' ? ['Evacuate a region before it is removed.'] : []),
  ];
  return `${table}\n${notes.join('\n')}\n`;
}
