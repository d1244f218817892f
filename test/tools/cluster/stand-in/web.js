// Stands for the web service: it counts in the database, through the endpoint of the writer.
const { createServer } = require('node:http');
const { Pool } = require('pg');

const { PORT, DATABASE_WRITER_HOST, DATABASE_PORT, DATABASE_NAME, DATABASE_USER, DATABASE_PASSWORD } = process.env;
const pool = new Pool({
  host: DATABASE_WRITER_HOST,
  port: Number(DATABASE_PORT),
  database: DATABASE_NAME,
  user: DATABASE_USER,
  password: DATABASE_PASSWORD,
  max: 5,
  connectionTimeoutMillis: 1000,
});
pool.on('error', () => {});

const server = createServer(async (request, response) => {
  response.setHeader('x-instance', process.env.HOSTNAME);
  response.setHeader('x-version', process.env.SERVICE_VERSION);
  if (request.url === '/health/ready') return response.end('ready');
  try {
    if (request.method === 'POST') await pool.query('INSERT INTO visits DEFAULT VALUES');
    response.end(request.method === 'POST' ? 'counted' : 'seen');
  } catch (error) {
    response.writeHead(503).end(error.message);
  }
});
server.listen(Number(PORT), '127.0.0.1');
process.on('SIGTERM', () => {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
});
