import { GrowthStage } from './growth-stage';
import { mergeSettings } from './merge-settings';
import type { PlatformProps } from './platform-props';
import type { StageSettings } from './stage-settings';
import { size } from '../capacity/sizing';
import { copyRegionOf, zoneIdsOf } from '../network/zones';

/** What a platform is made with in a region: its own properties over its stage. Backups are of the database at home. */
export function settingsOf(props: PlatformProps, region = homeOf(props)): StageSettings {
  const { zones, nat, waf, originShield } = props;
  const { settings } = stageOf(props);
  const isHome = region === homeOf(props);
  return mergeSettings(
    { ...settings, zones: zonesOf(region, settings) },
    {
      zones,
      nat,
      waf,
      originShield,
      backup: isHome ? props.backup : false,
      crossRegionBackup: isHome ? props.crossRegionBackup : false,
    },
  );
}

/** The stage of a platform: with what the workload needs more of, where there is one. */
export function stageOf({ stage, workload }: PlatformProps): GrowthStage {
  return workload ? size(workload, stage).stage : (stage ?? GrowthStage.GROWTH);
}

/** The first region. */
export function homeOf({ regions }: PlatformProps): string {
  return regions[0] ?? '';
}

/** Where backups are copied to, if they are. */
export function copyRegion(props: PlatformProps, settings: StageSettings): string | undefined {
  if (!isCopied(settings)) return undefined;
  return props.backupCopyRegion ?? copyRegionOf(homeOf(props));
}

/** Whether there are copies of backups. */
export function isCopied({ backup, crossRegionBackup }: StageSettings): boolean {
  return backup === true && crossRegionBackup === true;
}

/** A stage has as many zones as it asks for, and no more than the region has. */
function zonesOf(region: string, { zones }: StageSettings): number | undefined {
  const known = zoneIdsOf(region)?.length;
  return zones !== undefined && known !== undefined ? Math.min(zones, known) : zones;
}
