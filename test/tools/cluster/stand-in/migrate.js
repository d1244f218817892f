// Stands for the migration.
const { Client } = require('pg');

const { DATABASE_WRITER_HOST, DATABASE_PORT, DATABASE_NAME, DATABASE_USER, DATABASE_PASSWORD } = process.env;
const client = new Client({
  host: DATABASE_WRITER_HOST,
  port: Number(DATABASE_PORT),
  database: DATABASE_NAME,
  user: DATABASE_USER,
  password: DATABASE_PASSWORD,
});
client
  .connect()
  .then(() => client.query('CREATE TABLE IF NOT EXISTS visits (id bigserial PRIMARY KEY)'))
  .then(() => client.end());
