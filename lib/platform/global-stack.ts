import { CrossStackReferences, ReferenceStrength, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { stackProps, type PlatformStackProps } from './stack-props';
import type { IMonitoring } from '../monitoring';
import { ControlTable, type RegionModel } from '../region';
import { SessionStore } from '../session';

/** Properties for defining a GlobalStack. */
export interface GlobalStackProps extends PlatformStackProps {
  /** What is wanted of the regions, of which there may be one. */
  readonly plan: RegionModel;
  /** Whether the map of shards is kept, with one region as well. */
  readonly isSharded: boolean;
}

/** What exists once for all regions: the session table, and with several of them, or several shards, the control table. Deployed before everything else. */
export class GlobalStack extends Stack {
  public readonly sessions: SessionStore;
  private readonly control?: ControlTable;

  constructor(scope: Construct, id: string, props: GlobalStackProps) {
    super(scope, id, stackProps('global', props));
    CrossStackReferences.of(this).consume(ReferenceStrength.STRONG);

    const { name, disposable, plan, isSharded } = props;
    const replicaRegions = plan._plan.regions.slice(1);
    this.sessions = new SessionStore(this, 'Sessions', { name, disposable, replicaRegions });
    if (replicaRegions.length > 0 || isSharded) {
      this.control = new ControlTable(this, 'Control', { name, plan, disposable });
    }
  }

  /** Defines the alarms of what is global, in this stack. */
  public monitor(monitoring: IMonitoring): void {
    this.sessions.monitor(monitoring);
    this.control?.monitor(monitoring);
  }
}
