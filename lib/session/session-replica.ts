import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { monitorSessions } from './session-alarms';
import type { IMonitored, IMonitoring } from '../monitoring';
import { generationRule, nameRule, physicalName } from '../private/names';
import { otherRegionListRules } from '../private/regions';
import { check, items, refuse, shown } from '../private/validate';

/** Properties for defining a SessionReplica. */
export interface SessionReplicaProps {
  /** Name of the deployment that the SessionStore has. */
  readonly name: string;

  /** The regions of the table but that of this stack: where the SessionStore is, and its other `replicaRegions`. */
  readonly otherRegions: string[];

  /**
   * Generation that the SessionStore has, 1 to 99.
   *
   * @default 1
   */
  readonly generation?: number;
}

/**
 * The copy of the session table in another region than that of its SessionStore, seen from a stack of that region. It refers to
 * the table by name: neither stack depends on the other.
 *
 * Defines nothing but what watches the copy: an alarm sees the metrics of its own region only, so each region of the table needs
 * its own. Services are bound by `SessionStore.bindToService`, whichever region they are in.
 *
 * **Cost**: none but that of its alarms. Holds no state: the table is the SessionStore's.
 */
export class SessionReplica extends Construct implements IMonitored {
  /** Physical name of the table, such as `shop-prod-sessions-g1`. Always literal. */
  public readonly tableName: string;
  private readonly otherRegions: readonly string[];

  constructor(scope: Construct, id: string, props: SessionReplicaProps) {
    super(scope, id);
    check(
      this,
      nameRule(props.name),
      generationRule(props.generation),
      ...otherRegionListRules('otherRegions', props.otherRegions, Stack.of(this).region),
      refuse(
        items(props.otherRegions).length === 0,
        `otherRegions must not be empty, got ${shown(props.otherRegions)}; name the region of the SessionStore and those of its other copies`,
      ),
    );

    this.tableName = physicalName(props.name, 'sessions', props.generation);
    this.otherRegions = [...props.otherRegions];
  }

  public monitor(monitoring: IMonitoring): void {
    monitorSessions(this, monitoring, this.tableName, this.otherRegions);
  }
}
