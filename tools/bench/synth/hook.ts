import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Loaded into every process that is measured: it leaves behind what it used, memory in kibibytes and time in microseconds. */
process.on('exit', () => {
  const { BENCH_REPORTS } = process.env;
  if (!BENCH_REPORTS) return;
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  writeFileSync(join(BENCH_REPORTS, `memory-${process.pid}`), String(maxRSS));
  writeFileSync(join(BENCH_REPORTS, `cpu-${process.pid}`), String(userCPUTime + systemCPUTime));
});
