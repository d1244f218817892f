import { row, type Rule } from '../engine/change';
import { Verdict } from '../verdict';
import { INTERRUPTIONS } from './interruptions';
import { SOURCES } from './sources';
import { added, always, and, downgraded, switchedOff, upgradedMajor, upgradedMinor } from './when';

const GLOBAL = 'AWS::RDS::GlobalCluster';
const { INTERRUPTED, REJECTED, REPLACED, UPDATED } = Verdict;

/** Rules about databases of several regions. */
export const GLOBAL_DATABASE_RULES: readonly Rule[] = [
  row(
    GLOBAL,
    'SourceDBClusterIdentifier',
    always,
    REPLACED,
    'a global database is made from a cluster only once',
    SOURCES.rdsHandler,
    { remedy: 'keep the value; it may stay after a switchover' },
  ),
  row(
    GLOBAL,
    'EngineVersion',
    downgraded,
    REJECTED,
    'an engine cannot be taken back to an older version',
    SOURCES.auroraGlobal,
  ),
  row(
    GLOBAL,
    'EngineVersion',
    upgradedMajor,
    INTERRUPTED,
    'the clusters of every region are upgraded',
    SOURCES.auroraGlobal,
    { interruption: INTERRUPTIONS.majorUpgrade },
  ),
  row(
    GLOBAL,
    'EngineVersion',
    upgradedMinor,
    INTERRUPTED,
    'the clusters of every region are upgraded',
    SOURCES.auroraGlobal,
    { interruption: INTERRUPTIONS.minorUpgrade },
  ),
  row(
    [
      GLOBAL,
      'AWS::DocDB::DBCluster',
      'AWS::Neptune::DBCluster',
      'AWS::DocDB::GlobalCluster',
      'AWS::Neptune::GlobalCluster',
    ],
    'DeletionProtection',
    switchedOff,
    UPDATED,
    'nothing keeps the cluster from being deleted any more',
    SOURCES.auroraModify,
    { blocks: true, remedy: 'keep it on until the cluster is to go' },
  ),

  row(
    'AWS::RDS::DBShardGroup',
    'MaxACU',
    always,
    UPDATED,
    'the range of a shard group changes while it serves',
    SOURCES.auroraModify,
  ),

  row(
    'AWS::DSQL::Cluster',
    'MultiRegionProperties.WitnessRegion',
    always,
    REJECTED,
    'the witness is chosen when the cluster is made',
    SOURCES.dsql,
    { remedy: 'keep the witness, or make a second pair of clusters' },
  ),
  row(
    'AWS::DSQL::Cluster',
    'MultiRegionProperties.Clusters',
    and(always, 'a peer is missing', ({ before, after }) => before !== undefined && after === undefined),
    REJECTED,
    'clusters that are linked are taken apart by deleting one of them',
    SOURCES.dsql,
  ),
  row(
    'AWS::DSQL::Cluster',
    'MultiRegionProperties',
    added,
    Verdict.UNKNOWN,
    'whether a cluster of one region can join another one later is not documented',
    SOURCES.dsql,
    { remedy: 'declare the witness when the cluster is made' },
  ),
  row(
    'AWS::DSQL::Cluster',
    'DeletionProtectionEnabled',
    switchedOff,
    UPDATED,
    'nothing keeps the cluster from being deleted any more',
    SOURCES.dsql,
    { blocks: true, remedy: 'keep it on until the cluster is to go' },
  ),
];
