import { setTimeout as sleep } from 'node:timers/promises';
import { treesOf } from '../../../../tools/cluster/process/tree';
import { Workshop } from '../../../../tools/cluster/process/workshop';

// Starts a process that starts another, says so, and waits to be killed.
const workshop = new Workshop();
const running = workshop.start('parent', { program: 'sh', args: ['-c', 'sleep 1000 & wait'] });
void sleep(500).then(async () => {
  console.log(JSON.stringify({ folder: workshop.folder, pids: treesOf([running.pid ?? 0]) }));
  await sleep(100_000);
});
