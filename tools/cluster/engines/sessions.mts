import dynalite from 'dynalite';

// DynamoDB, with its files in a folder: they outlive this process.
const { PORT = '0', HOST = '', FOLDER = '' } = process.env;

dynalite({ path: FOLDER, createTableMs: 0 }).listen(Number(PORT), HOST);
