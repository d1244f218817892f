import { CrossStackReferences, ReferenceStrength, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { stackProps, type PlatformStackProps } from './stack-props';
import type { IMonitoring } from '../monitoring';
import { SessionStore } from '../session';

/** Properties for defining a GlobalStack. */
export interface GlobalStackProps extends PlatformStackProps {
  /** Regions of the platform beside home. */
  readonly otherRegions: string[];
}

/** What exists once for all regions: the session table. Deployed before everything else. */
export class GlobalStack extends Stack {
  public readonly sessions: SessionStore;

  constructor(scope: Construct, id: string, props: GlobalStackProps) {
    super(scope, id, stackProps('global', props));
    CrossStackReferences.of(this).consume(ReferenceStrength.STRONG);

    const { name, disposable, otherRegions } = props;
    this.sessions = new SessionStore(this, 'Sessions', { name, disposable, replicaRegions: otherRegions });
  }

  /** Defines the alarms of what is global, in this stack. */
  public monitor(monitoring: IMonitoring): void {
    this.sessions.monitor(monitoring);
  }
}
