import { Annotations } from 'aws-cdk-lib';
import type { GrowthStage } from './growth-stage';
import type { IDatabase } from '../database';

/** Says that services have no password any more: an application that reads it would not start. */
export function announceTokens(database: IDatabase, stage: GrowthStage): void {
  Annotations.of(database).addInfoV2(
    'zero-to-millions:platform/NoPassword',
    `services connect with IAM tokens through a proxy at stage ${stage.name}, and find no DATABASE_PASSWORD; set proxy: false in the options of the database to keep the password, or iamAuthentication: true to say that they are ready`,
  );
}
