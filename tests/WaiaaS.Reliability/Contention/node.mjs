// Writes tokens as WAIaaS does, by way of a temporary file with a fixed name, or reads them and says of each whether it is
// one that somebody signed. Until the stop file is there.
import { createHmac, randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';

const [data, stop, work, key] = process.argv.slice(2);
const target = `${data}/mcp-token`;
const encode = (text) => Buffer.from(text).toString('base64url');
const sign = (text) => createHmac('sha256', key).update(text).digest('base64url');

async function write(i) {
  // Every other one takes two pages, between which a writer is easily put aside.
  const agent = 'x'.repeat(Math.floor(Math.random() * (i % 2 ? 200 : 5000)));
  const signed = `${encode('{"alg":"HS256"}')}.${encode(JSON.stringify({ sub: randomUUID(), iat: 1700000000, agent }))}`;
  try {
    await writeFile(`${target}.tmp`, `wai_sess_${signed}.${sign(signed)}`);
    await rename(`${target}.tmp`, target);
    return 'writes 1';
  } catch {
    return 'failure rename';
  }
}

function read() {
  try {
    const token = readFileSync(target, 'utf8');
    const dot = token.lastIndexOf('.');
    return dot > 9 && token.slice(dot + 1) === sign(token.slice(9, dot)) ? 'reads 1' : 'torn 1';
  } catch (error) {
    return `failure ${error.code}`;
  }
}

console.log('ready');
while (!existsSync(stop)) {
  const lines = [];
  for (let i = 0; i < 10; i++) {
    lines.push(work === 'write' ? await write(i) : read());
    // A daemon renews now and then; without a pause nothing but these processes would be seen.
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  console.log(lines.join('\n'));
}
