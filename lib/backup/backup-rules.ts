import { Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { BackupCopy, BackupProps } from './backup-props';
import { generationRule, nameRule, shardRule } from '../private/names';
import { repeatedRegionRule } from '../private/regions';
import { items, listRule, matches, refuse, trueOrFalse, wholeNumber, within, type Rule } from '../private/validate';

/** Each copy is a copy job of its own, and AWS Backup runs them one after the other. */
const MOST_COPIES = 5;

/** What AWS Backup refuses, and what would be no backup. */
export function backupRules(scope: Construct, props: BackupProps): Rule[] {
  const monthly = props.monthlyRetentionDays ?? 365;
  const cold = props.monthlyColdStorageAfterDays;
  return [
    nameRule(props.name),
    generationRule(props.generation),
    shardRule(props.shard),
    listRule('resources', props.resources),
    refuse(props.resources?.length === 0, 'resources must not be empty, got []; name at least one database or table'),
    refuse(
      items(props.resources).some((resource) => resource.resource === undefined),
      'resources must be named by ARN or reference, got a tag or a construct; what is backed up must not depend on tags, use BackupResource.fromArn',
    ),
    wholeNumber(
      'dailyRetentionDays',
      props.dailyRetentionDays,
      1,
      3650,
      'keep backups for longer with monthlyRetentionDays',
    ),
    wholeNumber('monthlyRetentionDays', props.monthlyRetentionDays, 1, 36_500, 'AWS Backup keeps none for longer'),
    wholeNumber('monthlyColdStorageAfterDays', cold, 1, 36_410, 'leave it out to keep backups warm'),
    refuse(
      cold !== undefined && cold + 90 > monthly,
      `monthlyRetentionDays must be at least 90 more than monthlyColdStorageAfterDays, got ${monthly} with ${cold}; cold storage is billed for 90 days at least`,
    ),
    wholeNumber('startHour', props.startHour, 0, 23, 'give the hour in UTC'),
    trueOrFalse('disposable', props.disposable),
    ...copiesRules(Stack.of(scope).region, props.copies, cold),
  ];
}

function copiesRules(home: string, copies: readonly BackupCopy[] | undefined, coldAfter: number | undefined): Rule[] {
  const regions = items(copies).map(({ region }) => region);
  return [
    listRule('copies', copies),
    refuse(
      regions.length > MOST_COPIES,
      `copies must hold at most ${MOST_COPIES} regions, got ${regions.length}; two regions are enough for any loss`,
    ),
    repeatedRegionRule('copies', regions),
    ...items(copies).flatMap((copy, index) => within(`copies[${index}]`, copyRules(home, copy, coldAfter))),
  ];
}

function copyRules(home: string, copy: BackupCopy, coldAfter: number | undefined): Rule[] {
  const { region, vaultName, dailyRetentionDays, monthlyRetentionDays: monthly } = copy;
  return [
    copyRegionRule('region', region, home),
    matches(
      'vaultName',
      vaultName,
      /^[a-zA-Z0-9_-]{2,50}$/,
      'be 2 to 50 letters, digits, hyphens and underscores',
      'leave it out for the name of a CopyVault',
    ),
    wholeNumber('dailyRetentionDays', dailyRetentionDays, 1, 3650, 'keep copies for longer with monthlyRetentionDays'),
    wholeNumber('monthlyRetentionDays', monthly, 1, 36_500, 'AWS Backup keeps none for longer'),
    refuse(
      monthly !== undefined && coldAfter !== undefined && coldAfter + 90 > monthly,
      `monthlyRetentionDays must be at least 90 more than monthlyColdStorageAfterDays, got ${monthly} with ${coldAfter}; cold storage is billed for 90 days at least`,
    ),
  ];
}

/** A copy in the same region is lost with it. */
export function copyRegionRule(property: string, region: string | undefined, home: string): Rule {
  const form = matches(
    property,
    region ?? 'undefined',
    /^[a-z]{2,3}(-[a-z]+)+-\d$/,
    'be the name of a region',
    'use one such as eu-central-1',
  );
  const same = !Token.isUnresolved(home) && region === home;
  return form ?? refuse(same, `${property} must not be that of the backups, got "${region}"; choose another one`);
}
