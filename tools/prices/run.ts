import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { AwsPriceList } from './aws';
import { pricedRegions, type PriceList } from './price-list';
import { refresh } from './refresh';

// `npm run prices`: asks the AWS Price List for every price of prices.json, and writes the file.
const FILE = join(__dirname, 'prices.json');

async function main(): Promise<void> {
  const list = JSON.parse(readFileSync(FILE, 'utf8')) as PriceList;
  const today = new Date().toISOString().slice(0, 10);
  const { list: refreshed, changed, asked, kept } = await refresh(list, new AwsPriceList(), pricedRegions(list), today);
  writeFileSync(FILE, await format(JSON.stringify(refreshed), { ...(await resolveConfig(FILE)), parser: 'json' }));
  changed.forEach((line) => console.log(`changed  ${line}`));
  kept.forEach((line) => console.log(`kept     ${line}`));
  console.log(`${asked} asked, ${changed.length} changed, ${kept.length} kept`);
}

main().catch((error: unknown) => {
  const { name, message } = error as Error;
  const isMissing = name === 'CredentialsProviderError' || /credential/i.test(message);
  console.error(
    isMissing
      ? 'prices.json can only be refreshed with AWS credentials that may call pricing:GetProducts, got none; set AWS_PROFILE, or leave the file as it is'
      : error,
  );
  process.exitCode = 1;
});
