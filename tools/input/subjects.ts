import { Validations } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import * as library from '../../lib';
import type { IBindableService, IMonitored, IMonitoring } from '../../lib';
import { combine, listOf, type Choice, type Mood } from './choice';
import type { Generator } from './generator';
import { inRegions } from './in-regions';
import { HOME, World } from './world';

/** A construct that is tried with generated properties. */
export interface Subject {
  /** Name of its class. */
  readonly construct: string;
  /** How often it is tried, compared with others. */
  readonly weight: number;
  readonly region: string;
  /** Whether one construct is given everything, so that it has to name every value that is wrong. */
  readonly atOnce: boolean;
  readonly sets: (generator: Generator, mood: Mood) => fc.Arbitrary<Choice>;
}

/** Id of the construct under test. */
const ID = 'Subject';

/** Every construct that is tried. */
export const SUBJECTS: readonly Subject[] = [
  subject('Platform', { weight: 4, sets: platforms, atOnce: false }),
  subject('Network', { weight: 2 }),
  subject('LoadBalancer'),
  subject('ServiceCluster'),
  subject('WebService', { weight: 4 }),
  subject('WorkerService', { weight: 3 }),
  subject('WorkQueue', { weight: 2 }),
  subject('QueueDemand'),
  subject('AuroraDatabase', { weight: 3 }),
  subject('AuroraGlobalDatabase'),
  subject('AuroraSecondaryDatabase', { weight: 2 }),
  subject('RdsDatabase', { weight: 3 }),
  subject('RdsReplicaDatabase', { weight: 2 }),
  subject('LimitlessDatabase', { weight: 2 }),
  subject('DistributedSql'),
  subject('CredentialRotation'),
  subject('ServerlessCache', { weight: 2 }),
  subject('NodeCache', { weight: 2 }),
  subject('GlobalDatastore'),
  subject('CacheReplica', { region: 'us-east-1' }),
  subject('SessionStore'),
  subject('SessionReplica'),
  subject('ControlTable'),
  subject('ControlReplica', { region: 'us-east-1' }),
  subject('GlobalEntry'),
  subject('GlobalEntryAccess'),
  subject('RegionHealth'),
  subject('RegionSwitch'),
  subject('RegionTraffic'),
  subject('RegionProbe'),
  subject('ShardedDatabase'),
  subject('ShardMonitoring'),
  subject('ObjectStore', { weight: 2 }),
  subject('ObjectReplication'),
  subject('Edge', { weight: 3, region: 'us-east-1' }),
  subject('DomainEntry', { region: 'us-east-1' }),
  subject('Backup', { weight: 2 }),
  subject('CopyVault'),
  subject('Monitoring', { weight: 2, sets: monitorings, atOnce: false }),
];

function subject(construct: string, options: Partial<Subject> = {}): Subject {
  return {
    construct,
    weight: 1,
    region: HOME,
    atOnce: true,
    sets: (generator, mood) => generator.struct(`${construct}Props`, mood).map((props) => alone(construct, props)),
    ...options,
  };
}

/** The construct by itself, monitored and bound to a service where it can be. */
function alone(construct: string, props: Choice): Choice {
  return combine(
    [props],
    ([text]) => `new ${construct}(stack, '${ID}', ${text})`,
    ([made], world) => {
      const created = create(construct, world, made);
      if (isMonitored(created)) created.monitor(world.monitoring);
      use(created, world);
      return created;
    },
  );
}

function create(construct: string, world: World, props: unknown): Construct {
  const constructs = library as unknown as Record<
    string,
    new (scope: Construct, id: string, props: unknown) => Construct
  >;
  return new constructs[construct](world.stack, ID, props);
}

function isMonitored(created: object): created is IMonitored {
  return 'monitor' in created;
}

function use(created: object, world: World): void {
  if ('bindToService' in created) {
    (created as { bindToService(service: IBindableService): void }).bindToService(world.service);
  }
  if (created instanceof library.WebService) {
    created.bind(world.queue);
    created.bind(world.sessions);
  }
  if (created instanceof library.GlobalEntry) {
    const id = 'Annotation::zero-to-millions:region/SecondPublicEntry';
    Validations.of(created).acknowledge({ id, reason: 'It is what is tried.' });
  }
  if (created instanceof library.RegionHealth) created.watch(world.webService);
  if (created instanceof library.WorkerService) world.sessions.bindToService(created);
}

/** A platform with up to two web services and two workers, the first web service of which sends to every worker. */
function platforms(generator: Generator, mood: Mood): fc.Arbitrary<Choice> {
  const props = generator.struct('PlatformProps', mood);
  const services = listOf(generator.struct('PlatformWebServiceOptions', mood), { maxLength: 2 });
  const workers = listOf(generator.struct('PlatformWorkerOptions', mood), { maxLength: 2 });
  return fc.tuple(props, settings(generator, mood), services, workers).map((parts) =>
    combine(
      parts,
      ([ofPlatform, ofStage, ofServices, ofWorkers]) =>
        `new Platform(app, '${ID}', ${ofPlatform}), its stage with(${ofStage}), with web services ${ofServices} and workers ${ofWorkers}`,
      ([ofPlatform, ofStage, ofServices, ofWorkers], world) => {
        const platform = new library.Platform(world.app, ID, inRegions(staged(ofPlatform, ofStage)));
        const added = (ofServices as library.PlatformWebServiceOptions[]).map((options, index) =>
          platform.addWebService(`Web${index + 1}`, options),
        );
        for (const [index, options] of (ofWorkers as library.PlatformWorkerOptions[]).entries()) {
          const worker = platform.addWorker(`Jobs${index + 1}`, options);
          if (added[0]) worker.bindToService(added[0]);
        }
        return platform;
      },
    ),
  );
}

/** Settings of a stage, of which most platforms change none. Those of a database or cache that it does not have break no rule. */
function settings(generator: Generator, mood: Mood): fc.Arbitrary<Choice> {
  const changed = generator.struct('StageSettings', mood).filter(({ breaks }) => breaks.length === 0);
  const none = fc.constant(
    combine(
      [],
      () => '{}',
      () => ({}),
    ),
  );
  return fc.oneof({ withCrossShrink: true }, { arbitrary: none, weight: 2 }, { arbitrary: changed, weight: 1 });
}

function staged(ofPlatform: unknown, ofStage: unknown): library.PlatformProps {
  const props = ofPlatform as library.PlatformProps;
  if (Object.keys(ofStage as object).length === 0) return props;
  return { ...props, stage: (props.stage ?? library.GrowthStage.GROWTH).with(ofStage as library.StageSettings) };
}

/** Monitoring that is handed alarms and graphs. */
function monitorings(generator: Generator, mood: Mood): fc.Arbitrary<Choice> {
  const props = generator.struct('MonitoringProps', mood);
  const alarms = listOf(generator.struct('AlarmOptions', mood), { maxLength: 2 });
  const sections = listOf(generator.struct('DashboardSection', mood), { maxLength: 2 });
  return fc.tuple(props, alarms, sections).map((parts) =>
    combine(
      parts,
      ([text, ofAlarms, ofSections]) =>
        `new Monitoring(stack, '${ID}', ${text}) with alarms ${ofAlarms} and sections ${ofSections}`,
      ([made, ofAlarms, ofSections], world) => {
        const monitoring = create('Monitoring', world, made) as Construct & IMonitoring;
        (ofAlarms as library.AlarmOptions[]).forEach((options, index) =>
          monitoring.addAlarm(world.stack, `Alarm${index}`, options),
        );
        (ofSections as library.DashboardSection[]).forEach((section) => monitoring.addSection(section));
        return monitoring;
      },
    ),
  );
}
