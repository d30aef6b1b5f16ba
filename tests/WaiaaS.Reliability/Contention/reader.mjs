// Reads the token as WAIaaS does, and says of each whether it is one that somebody signed. Until the stop file is there.
import { createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

const [data, key, stop] = process.argv.slice(2);

console.log('ready');
while (!existsSync(stop)) {
  let whole = 0;
  const events = [];
  for (let i = 0; i < 10; i++) {
    try {
      const token = readFileSync(`${data}/mcp-token`, 'utf8');
      const dot = token.lastIndexOf('.');
      const mac = createHmac('sha256', key).update(token.slice(9, dot)).digest('base64url');
      if (dot > 9 && token.slice(dot + 1) === mac) whole++;
      else events.push('torn 1');
    } catch (error) {
      events.push(`failure ${error.code}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  console.log(`reads ${whole}`);
  for (const event of events) console.log(event);
}
