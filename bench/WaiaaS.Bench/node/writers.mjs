// node writers.mjs <writer> <directory> <token> <batches> <operations>: a line a batch, nanoseconds of a write and of
// the read that WAIaaS does.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';

const [, , name, directory, token, batches, operations] = process.argv;
const path = `${directory}/mcp-token`;

const writers = {
  // Synchronous, with fsync of the file, which is its default; none of the directory.
  'write-file-atomic': async () => {
    const { default: { sync: write } } = await import('write-file-atomic');
    return () => write(path, token, { mode: 0o600 });
  },
  // The same flush is its default too.
  atomically: async () => {
    const { writeFileSync: write } = await import('atomically');
    return () => write(path, token, { mode: 0o600 });
  },
  // What WAIaaS' own writers do: a fixed temporary name, no flush.
  waiaas: () => () => {
    writeFileSync(`${path}.tmp`, token, 'utf-8');
    renameSync(`${path}.tmp`, path);
  },
};

function read() {
  if (readFileSync(path, 'utf-8').trim() !== token) throw new Error('Another token was read.');
}

function time(operation) {
  const start = process.hrtime.bigint();
  for (let i = 0; i < Number(operations); i++) operation();
  return (process.hrtime.bigint() - start) / BigInt(operations);
}

const write = await writers[name]();
for (let i = 0; i < Math.min(2000, 10 * Number(operations)); i++) write();
for (let i = 0; i < 2000; i++) read();
for (let batch = 0; batch < Number(batches); batch++) console.log(`${time(write)} ${time(read)}`);
