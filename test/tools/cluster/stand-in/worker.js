// Stands for the worker: it has no work, and ends when it is asked to.
const timer = setInterval(() => {}, 1000);
process.on('SIGTERM', () => clearInterval(timer));
