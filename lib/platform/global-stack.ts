import { CrossStackReferences, ReferenceStrength, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { stackProps, type PlatformStackProps } from './stack-props';
import type { IMonitoring } from '../monitoring';
import { SessionStore } from '../session';

/** What exists once for all regions: the session table. Deployed before everything else. */
export class GlobalStack extends Stack {
  public readonly sessions: SessionStore;

  constructor(scope: Construct, id: string, props: PlatformStackProps) {
    super(scope, id, stackProps('global', props));
    CrossStackReferences.of(this).consume(ReferenceStrength.STRONG);

    this.sessions = new SessionStore(this, 'Sessions', { name: props.name, disposable: props.disposable });
  }

  /** Defines the alarms of what is global, in this stack. */
  public monitor(monitoring: IMonitoring): void {
    this.sessions.monitor(monitoring);
  }
}
