import * as ecs from 'aws-cdk-lib/aws-ecs';
import { choice } from '../../input/choice';
import { appears, grows, growsBy, SWITCHED_ON, type GrowthTable } from '../growth';
import { mebibytes, seconds } from './types';

const secret = (name: string) =>
  choice(`{ ${name}: ecs.Secret.fromSecretsManager(secret('Payment')) }`, (world) => ({
    [name]: ecs.Secret.fromSecretsManager(world.secret('Payment')),
  }));

export const SERVICES: GrowthTable = {
  ServiceOptions: {
    command: appears(growsBy(['node', 'main.js'], ['node', 'main.js', '--all'])),
    entryPoint: appears(growsBy(['/bin/true'], ['/bin/sh', '-c'])),
    environment: appears(growsBy({ LOG_LEVEL: 'info' }, { LOG_LEVEL: 'debug' }, { LOG_LEVEL: 'debug', MODE: 'all' })),
    secrets: appears(grows(secret('PAYMENT_KEY'))),
    cpuArchitecture: grows(
      choice('CpuArchitecture.X86_64', () => ecs.CpuArchitecture.X86_64),
      choice('CpuArchitecture.ARM64', () => ecs.CpuArchitecture.ARM64),
    ),
    remoteShell: SWITCHED_ON,
    stopTimeout: seconds(60, 90, 120),
    tmpSize: appears(mebibytes(64, 128, 256)),
    user: appears(growsBy('1000', '1001')),
  },
  WebServiceOptions: {
    paths: growsBy(['/api/*'], ['/api/*', '/v2/*'], ['/api/*', '/v2/*', '/v3/*']),
    hosts: appears(growsBy(['api.example.com'], ['api.example.com', 'app.example.com'])),
    healthCheckPath: appears(growsBy('/', '/health')),
    healthCheckInterval: seconds(30, 60, 120),
    healthCheckTimeout: seconds(2, 3, 4),
    healthCheckFailures: growsBy(2, 3, 5),
    startupTime: seconds(30, 60, 600),
    deregistrationDelay: seconds(5, 15, 25),
    minTasks: growsBy(1, 2, 4),
    maxTasks: growsBy(20, 60, 200),
    ratedRequestsPerSecond: appears(growsBy(50, 100, 200)),
    responseTimeTarget: seconds(1, 2, 5),
  },
  ReleaseOptions: {
    command: growsBy(['node', 'migrate.js'], ['node', 'migrate.js', '--all']),
    timeout: seconds(60, 300, 780),
  },
  WorkerOptions: {
    processingTime: seconds(1, 5, 10),
    concurrency: growsBy(1, 4, 16),
    messagesPerSecond: growsBy(10, 100, 1000),
    messageAge: seconds(300, 600, 3600),
    minTasks: growsBy(0, 1, 2, 4),
    maxTasks: growsBy(20, 60, 200),
    sleepAfter: seconds(60, 600, 3600),
    taskProtection: SWITCHED_ON,
  },
  PlatformWorkerOptions: {
    visibilityTimeout: seconds(180, 600, 43_200),
    maxReceiveCount: growsBy(1, 4, 10),
  },
  ScalingPresetOptions: {
    targetLoad: growsBy(0.5, 0.6, 0.75),
    lookAhead: seconds(0, 30, 60),
    gain: growsBy(1, 1.1, 1.3),
    scaleOutEdges: growsBy([1.1], [1.1, 1.5], [1.2, 1.5, 2, 3]),
    surgeEdges: growsBy([], [2], [1.5, 2.5, 4]),
    scaleOutDatapoints: growsBy(1, 2, 3),
    scaleOutCooldown: seconds(60, 90, 300),
    scaleInEdges: growsBy([0.7], [0.7, 0.5], [0.7, 0.5, 0.2]),
    scaleInFill: growsBy(0.8, 0.9, 1),
    scaleInLimitPercent: growsBy(10, 20, 50),
    scaleInPeriod: seconds(10, 30, 60),
    scaleInDatapoints: growsBy(3, 8, 10),
    scaleInCooldown: seconds(60, 120, 300),
    backstopCpuPercent: growsBy(65, 75, 85),
    cpuTargetPercent: growsBy(50, 60, 70),
    cpuTopPercent: growsBy(100, 150, 300),
  },
  UtilizationScalingOptions: { targetPercent: growsBy(40, 60, 80) },
  RequestScalingOptions: { requestsPerMinute: growsBy(100, 1000, 10_000) },
  PredictiveScalingOptions: { targetPercent: growsBy(40, 60, 80), startAhead: seconds(60, 300, 3600) },
  ScheduledScalingOptions: { minTasks: growsBy(1, 2, 4), maxTasks: growsBy(20, 60, 200) },
  TargetTrackingOptions: { scaleInCooldown: seconds(60, 300, 3600), scaleOutCooldown: seconds(30, 60, 300) },
};
