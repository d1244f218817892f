import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Duration, Size, TimeZone } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { between, choice, input, literal, literals, oneOf, values, whole, type Choice } from '../choice';
import type { Inputs } from '../generator';
import { anyDuration, deploymentName, duration, mapOf, mebibytes, name } from './types';

const secret = choice("ecs.Secret.fromSecretsManager(secret('Payment'))", (world) =>
  ecs.Secret.fromSecretsManager(world.secret('Payment')),
);

/** Times at which limits change. */
const schedules: Choice[] = [
  choice("Schedule.cron({ hour: '8', minute: '0' })", () => appscaling.Schedule.cron({ hour: '8', minute: '0' })),
  choice("Schedule.expression('rate(1 hour)')", () => appscaling.Schedule.expression('rate(1 hour)')),
];

/** Patterns of paths. */
const paths = literals(
  [['/api/*'], ['/'], ['/a', '/b', '/c', '/d', '/e']],
  [
    [],
    [''],
    ['api'],
    ['/a b'],
    ['/' + 'x'.repeat(128)],
    ['/a', '/b', '/c', '/d', '/e', '/f'],
    ['/*/*/*/*/*/*'],
    ['/ä'],
  ],
);

const hosts = literals(
  [['api.example.com'], ['*.example.com']],
  [[], [''], ['localhost'], ['api_1.example.com'], ['https://api.example.com'], [`${'x'.repeat(125)}.com`]],
);

const httpsAddress = literals(
  ['https://id.example.com', 'https://id.example.com/.well-known/jwks.json'],
  ['', 'http://id.example.com', 'id.example.com', 'https://', `https://id.example.com/${'x'.repeat(256)}`],
);

const command = literals([['node', 'main.js'], ['/bin/true']]);

export const SERVICES: Inputs = {
  ServiceClusterProps: { name: deploymentName },
  ServiceOptions: {
    image: values([
      choice("ContainerImage.fromRegistry('example/shop')", () => ecs.ContainerImage.fromRegistry('example/shop')),
    ]),
    command,
    entryPoint: command,
    environment: input(
      mapOf(fc.constantFrom('LOG_LEVEL', 'AB', '_private', 'mode'), oneOf(literal('info'), literal('')), {
        maxKeys: 3,
      }),
      oneOf(
        ...['A', '1ST', 'LOG-LEVEL', '', 'LOG LEVEL'].map((variable) => ({
          ...choice(`{ '${variable}': 'x' }`, () => ({ [variable]: 'x' })),
          wrong: ['variable'],
        })),
        choice("{ DEPLOYMENT_NAME: 'x' }", () => ({ DEPLOYMENT_NAME: 'x' })),
      ),
    ),
    secrets: input(
      mapOf(fc.constantFrom('PAYMENT_KEY', 'LICENSE'), oneOf(secret), { maxKeys: 2 }),
      oneOf(choice("{ 'PAYMENT-KEY': … }", (world) => ({ 'PAYMENT-KEY': secret.make(world) }))).map((wrong) => ({
        ...wrong,
        wrong: ['variable'],
      })),
    ),
    serviceName: name('shop', 20),
    stopTimeout: duration(1, 120),
    tmpSize: values(mebibytes(64, 1, 256), [
      ...mebibytes(0, 100_000_000),
      choice('Size.kibibytes(1500)', () => Size.kibibytes(1500)),
    ]),
    user: literals(
      ['1000', '1000:1000', 'node', 'node:node', '101:0'],
      ['', 'root', '0', '0:0', '00', 'root:root', 'Node', 'node:', ':1000', 'a b'],
    ),
  },
  WebServiceOptions: {
    port: whole(1024, 65_535),
    paths,
    hosts,
    priority: whole(1, 999),
    healthCheckPath: literals(['/', '/health', '/health?deep=1'], ['', 'health', '/a b', `/${'x'.repeat(1024)}`]),
    healthCheckInterval: duration(5, 300),
    healthCheckTimeout: duration(2, 120, 5),
    healthCheckFailures: whole(2, 10),
    startupTime: duration(0, 3600),
    deregistrationDelay: duration(0, 3600, 59),
    minTasks: whole(1, 5000, 10),
    maxTasks: whole(1, 5000),
    ratedRequestsPerSecond: between(0.1, 100_000),
    responseTimeTarget: anyDuration(1, 0.2, 30),
  },
  BlueGreenOptions: {
    bakeTime: values(
      [60, 300, 86_400].map((count) => choice(`Duration.seconds(${count})`, () => Duration.seconds(count))),
      [0, 30, 90, 86_460].map((count) => choice(`Duration.seconds(${count})`, () => Duration.seconds(count))),
    ),
  },
  JwtVerification: { issuer: httpsAddress, jwksEndpoint: httpsAddress },
  ReleaseOptions: {
    command: literals([['node', 'migrate.js']], [[]]),
    timeout: duration(60, 780),
  },
  WorkerOptions: {
    processingTime: input(
      duration(1, 30)('sound'),
      // Down to a millisecond: only too long and nothing at all are wrong.
      oneOf(
        ...[0, 7201, 864_000_000].map((count) => choice(`Duration.seconds(${count})`, () => Duration.seconds(count))),
      ),
    ),
    concurrency: whole(1, 1000),
    messagesPerSecond: between(0.0001, 10_000),
    messageAge: duration(30, 86_400),
    minTasks: whole(0, 5000, 10),
    maxTasks: whole(1, 5000),
    sleepAfter: input(
      fc
        .integer({ min: 1, max: 60 })
        .map((count) => choice(`Duration.minutes(${count})`, () => Duration.minutes(count))),
      duration(60, 3600)('mixed').filter(({ wrong }) => wrong.length > 0),
    ),
  },
  WorkQueueProps: { name: deploymentName },
  WorkQueueOptions: {
    queueName: name('jobs', 40),
    visibilityTimeout: duration(1, 43_200, 600),
    retention: duration(60, 1_209_600),
    maxReceiveCount: whole(1, 1000),
    ageAlarm: duration(1, 1_209_600),
    generation: whole(1, 99, 3),
  },
  'Capacity.spotAbove': {
    onDemandBase: input(whole(1, 5000, 10)('sound'), fc.constantFrom(-1, 0.5, NaN, 5001).map(literal)),
  },
  'TaskSize.of': {
    cpu: input(
      oneOf(literal(256)),
      oneOf(literal(0), literal(300), literal(NaN), literal(-256)).map((wrong) => ({ ...wrong, wrong: ['size'] })),
    ),
    memoryMiB: input(
      oneOf(literal(512), literal(1024), literal(2048)),
      oneOf(literal(1536), literal(0), literal(513), literal(NaN)).map((wrong) => ({ ...wrong, wrong: ['size'] })),
    ),
  },
  TargetTrackingOptions: {
    scaleInCooldown: duration(0, 3600),
    scaleOutCooldown: duration(0, 3600),
  },
  ScalingPresetOptions: {
    targetLoad: between(0.1, 0.9, 0.1),
    lookAhead: duration(0, 300),
    gain: between(1, 3, 0.25),
    scaleOutEdges: literals([[1.1], [1.2, 1.5, 2, 3]], [[], [1, 2], [0.9], [1.5, 1.2], [NaN]]),
    scaleOutDatapoints: whole(1, 12),
    scaleOutCooldown: duration(0, 3600),
    surgeEdges: literals([[], [1.5, 2.5]], [[1, 2], [0.9], [2.5, 1.5], [NaN]]),
    scaleInEdges: literals([[0.7], [0.7, 0.5, 0.2]], [[], [1.1], [0.5, 0.6], [0.5, -1]]),
    scaleInFill: literals([0.82, 0.9, 1], [0, 0.5, 1.1, NaN]),
    scaleInLimitPercent: between(1, 50),
    scaleInPeriod: values(
      [10, 30, 60, 300].map((count) => choice(`Duration.seconds(${count})`, () => Duration.seconds(count))),
      [0, 20, 45, 360].map((count) => choice(`Duration.seconds(${count})`, () => Duration.seconds(count))),
    ),
    scaleInDatapoints: whole(1, 12),
    scaleInCooldown: duration(0, 3600),
    backstopCpuPercent: between(10, 90),
    cpuTargetPercent: between(10, 70),
    cpuTopPercent: between(10, 900),
  },
  UtilizationScalingOptions: { targetPercent: between(10, 90) },
  RequestScalingOptions: { requestsPerMinute: between(1, 1_000_000) },
  PredictiveScalingOptions: { targetPercent: between(10, 90), startAhead: duration(0, 3600) },
  'Scaling.onSchedule': {
    name: literals(['morning', 'evening', 'Black Friday'], ['', 'a:b', 'a/b', 'x'.repeat(257)]),
  },
  ScheduledScalingOptions: {
    schedule: values(schedules, [
      choice("Schedule.expression('every morning')", () => appscaling.Schedule.expression('every morning')),
    ]),
    timeZone: values(
      [choice('TimeZone.EUROPE_BERLIN', () => TimeZone.EUROPE_BERLIN)],
      [choice("TimeZone.of('Nowhere')", () => TimeZone.of('Nowhere'))],
    ),
    minTasks: whole(0, 5000, 10),
    maxTasks: whole(1, 5000),
  },
  LoadBalancerProps: {
    name: input(deploymentName('sound'), oneOf(literal('internal-shop'), literal('Shop'), literal(''))),
    idleTimeout: duration(1, 4000),
    originFacingPrefixListId: literals(
      ['pl-0123456789abcdef0', 'pl-4fa04526'],
      ['', 'pl-', 'com.amazonaws.global.cloudfront.origin-facing', 'PL-4fa04526'],
    ),
    generation: whole(1, 99, 3),
  },
};
