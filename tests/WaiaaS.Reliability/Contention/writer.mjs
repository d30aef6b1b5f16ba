// Writes new tokens as WAIaaS does: a temporary file with a fixed name, then a rename. Until the stop file is there.
import { createHmac, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';

const [data, key, stop] = process.argv.slice(2);
const target = `${data}/mcp-token`;
const encode = (text) => Buffer.from(text).toString('base64url');

console.log('ready');
while (!existsSync(stop)) {
  let writes = 0;
  let failures = 0;
  for (let i = 0; i < 10; i++) {
    // Every other one takes two pages, between which a writer is easily put aside.
    const agent = 'x'.repeat(Math.floor(Math.random() * (i % 2 ? 200 : 5000)));
    const signed = `${encode('{"alg":"HS256"}')}.${encode(JSON.stringify({ sub: randomUUID(), iat: 1700000000, agent }))}`;
    const token = `wai_sess_${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
    try {
      await writeFile(`${target}.tmp`, token);
      await rename(`${target}.tmp`, target);
      writes++;
    } catch {
      failures++;
    }
    // A daemon renews now and then; without a pause nothing but these writers would be seen.
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  console.log(`writes ${writes}`);
  for (let i = 0; i < failures; i++) console.log('failure rename');
}
