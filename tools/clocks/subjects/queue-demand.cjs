// Starts the function as EventBridge does: every minute, with the time at which it was due.
const { setTimeout: sleep } = require('node:timers/promises');
const { handler } = require('../../../dist/lambda/queue-demand');

const SECONDS = 60;

async function main() {
  for (let due = Date.now(); ; due += SECONDS * 1000) {
    await sleep(Math.max(0, due - Date.now()));
    handler({ time: new Date(due).toISOString() }).catch((error) => {
      console.error(error);
      process.exit(1);
    });
  }
}

void main();
