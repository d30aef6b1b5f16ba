// Signs tokens as the daemon does, verifies what is in a token file, and writes one as WAIaaS does.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { SignJWT, jwtVerify } from 'jose';

const [what, secret, argument, token] = process.argv.slice(2);
const key = new TextEncoder().encode(secret);

if (what === 'sign') {
  const jwt = await new SignJWT({}).setProtectedHeader({ alg: 'HS256' }).setSubject(argument).setIssuedAt().setExpirationTime('1h').sign(key);
  process.stdout.write(`wai_sess_${jwt}`);
} else if (what === 'verify') {
  const { payload } = await jwtVerify(readFileSync(argument, 'utf8').trim().slice('wai_sess_'.length), key);
  process.stdout.write(payload.sub);
} else {
  writeFileSync(`${argument}.tmp`, token);
  renameSync(`${argument}.tmp`, argument);
}
