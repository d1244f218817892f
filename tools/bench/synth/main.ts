import type { App } from 'aws-cdk-lib';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/**
 * The app that is measured, whatever it makes: BENCH_SUBJECT is the module that builds it, BENCH_SERVICES how many services.
 * Writes how long it took from the loaded modules to the assembly.
 */
const { build } = createRequire(__filename)(process.env.BENCH_SUBJECT ?? '') as { build: (services: number) => App };
const start = process.hrtime.bigint();
build(Number(process.env.BENCH_SERVICES)).synth();
const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
if (process.env.BENCH_REPORTS) {
  writeFileSync(join(process.env.BENCH_REPORTS, `work-${process.pid}`), String(milliseconds));
}
