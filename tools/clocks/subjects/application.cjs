// A plain web server; with the middleware where `MIDDLEWARE` is set. `/stall` holds its event loop for three seconds.
const { createServer } = require('node:http');
const { loadMetric } = require('../../../dist/runtime');

const listener = (request, response) => {
  if (request.url === '/stall') for (const end = Date.now() + 3000; Date.now() < end;);
  response.end('fine');
};
const server = createServer(process.env.MIDDLEWARE ? loadMetric().listener(listener) : listener);
server.listen(Number(process.env.PORT), '127.0.0.1');
process.once('SIGTERM', () => server.close(() => process.exit(0)));
