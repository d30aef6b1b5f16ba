// node writers.mjs <writer> <directory> <token> <batches> <operations>: a line a batch, nanoseconds of a write.
import { renameSync, writeFileSync } from 'node:fs';

const [, , name, directory, token, batches, operations] = process.argv;
const path = `${directory}/mcp-token`;

const writers = {
  // Synchronous, with fsync of the file, which is its default; none of the directory.
  'write-file-atomic': async () => {
    const { default: { sync: write } } = await import('write-file-atomic');
    return () => write(path, token, { mode: 0o600 });
  },
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

const write = await writers[name]();
for (let i = 0; i < Math.min(2000, 10 * Number(operations)); i++) write();
for (let batch = 0; batch < Number(batches); batch++) {
  const start = process.hrtime.bigint();
  for (let i = 0; i < Number(operations); i++) write();
  console.log(String((process.hrtime.bigint() - start) / BigInt(operations)));
}
